"""What is still open once the pages have been asked, and who could tell: one list of requests for each pass.

Nothing is remembered here between two calls but which questions were put in this run: what is open is read from the
store every time, so that a run which was stopped goes on with whatever is left.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from crawler.gather.exchange import Request
from crawler.gather.resolvers import wayback
from crawler.gather.retry import wants_second_look
from crawler.gather.sibling import invented_sibling
from crawler.gather.testimony import candidate, edition, feed, probe
from crawler.judge.better import better_addresses
from crawler.judge.drift import is_strange
from crawler.judge.editions import siblings
from crawler.judge.feeds import feed_of
from crawler.judge.health import is_plain
from crawler.judge.lost import in_doubt
from crawler.judge.rewrites import candidates, latest_capture
from crawler.judge.snapshots import KEPT_FOR, Form, Question, question
from crawler.model import PAGE, Health, History, Scheme, Witness, merged
from crawler.pipeline.judging import Judge
from crawler.store import Store
from crawler.urls import alias_key, canonical, host_of

FEED_KEPT_FOR = timedelta(days=7)
SIBLINGS_OF_A_HOST = 12
"""So many addresses of editions are asked of one host in a run, at most: what they tell is nice to know."""
_MANY = 3
"""From so many questions about one host on, the index of copies is asked once for all of them."""


class Passes:
    """Decides whom to ask next about the links of some lists, as of one moment."""

    def __init__(self, judge: Judge, paths: Sequence[str], now: datetime, only: Collection[str] | None = None) -> None:
        self._judge = judge
        self._only = only
        self._paths = paths
        self._now = now
        self._put: set[str] = set()
        """Addresses that were asked in this run, whatever came of it."""

    def doubts(self, store: Store, run: int) -> list[Request]:
        """Second looks at what was answered and is in doubt, and for each host one address that cannot exist."""
        looks, doubtful = list[Request](), defaultdict[str, list[str]](list)
        for history in self._open(store):
            seen = [look for look in history.observations if look.run == run]
            # A second look may stand alone, where the network was away for the first: then there is none to confirm.
            alone = len(seen) == 1 and seen[0].look == 1 and seen[0].via == PAGE
            if alone and in_doubt(history, seen[0]):
                url = history.target.url
                looks.append(Request(url=url, targets=(url,), look=2, attempt=seen[0].attempts + 1))
                doubtful[host_of(url)].append(url)
        probes = (probe(tuple(urls), invented_sibling(urls[0], str(run))) for urls in doubtful.values())
        return [*(request for each in probes for request in self._new(each)), *looks]

    def witnesses(self, store: Store) -> list[Request]:
        """Everybody who can tell more of what the looks came to, archives apart."""
        return [*self.candidates(store), *self.feeds(store), *self.siblings(store)]

    def candidates(self, store: Store) -> list[Request]:
        """The addresses that rules would put in place of what is gone or moved, unless they answered not long ago.

        One that a rule names for several targets is asked once, and the answer is for all of them.
        """
        wanted: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for history in self._open(store):
            for rule, url in self._named(history):
                if not self._answered(history, url):
                    wanted[url, rule].append(history.target.url)
        asked = (candidate(tuple(targets), url, rule) for (url, rule), targets in wanted.items())
        return [request for each in asked for request in self._new(each)]

    def _named(self, history: History) -> Iterator[tuple[str, str]]:
        """Rule and address of all that could stand in a target's place; of what is well, where somebody adds it."""
        if not is_plain(history):
            yield from ((each.rule, each.url) for each in candidates(history, self._judge.verdict(history)))
        if self._only is not None:
            yield from ((each.rule, each.url) for each in better_addresses(history, self._judge.verdict(history)))

    def _answered(self, history: History, url: str) -> bool:
        said = (each for each in history.testimonies if each.witness is Witness.CANDIDATE and each.asked == url)
        return any(each.status is not None and self._now - each.at < KEPT_FOR for each in said)

    def feeds(self, store: Store) -> list[Request]:
        """The feeds of what lives by them, each once for all of its targets, and not again for a week."""
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for history in self._open(store):
            url = canonical(feed_of(history) or "")
            if url and self._may_age(history) and not self._lately(history, Witness.FEED, FEED_KEPT_FOR, url):
                wanted[url].append(history.target.url)
        asked = (feed(tuple(targets), url) for url, targets in wanted.items())
        return [request for each in asked for request in self._new(each)]

    def siblings(self, store: Store) -> list[Request]:
        """Addresses at which a newer edition may be, a few for each host in a run, and not again for a month."""
        wanted: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        left: defaultdict[str, int] = defaultdict(lambda: SIBLINGS_OF_A_HOST)
        for history in self._open(store):
            said = merged(history.said)
            asks = siblings(history, said.kind, self._now.date()) if said and said.title else ()
            if not asks or self._lately(history, Witness.SIBLING, KEPT_FOR) or not self._may_age(history):
                continue
            left[host_of(history.target.url)] -= len(asks)
            for each in asks if left[host_of(history.target.url)] >= 0 else ():
                wanted[each.url, each.rule].append(history.target.url)
        asked = (edition(tuple(targets), url, rule) for (url, rule), targets in wanted.items())
        return [request for each in asked for request in self._new(each)]

    def _may_age(self, history: History) -> bool:
        """Whether it is there, and nobody says that it does not age."""
        return self._judge.evergreen(history) is None and self._judge.verdict(history).health in (
            Health.ALIVE,
            Health.MOVED,
        )

    def _lately(self, history: History, witness: Witness, days: timedelta, url: str | None = None) -> bool:
        """Whether somebody was asked of late, whatever came of it: of one address, if one is given."""
        said = (each for each in history.testimonies if each.witness is witness and url in (None, each.asked))
        return any(self._now - each.at < days for each in said)

    def archives(self, store: Store, run: int | None = None) -> list[Request]:
        """Questions for the archives that are most urgent now; an answer may lead to another question.

        While a `run` goes on, only about targets that it has looked at as often as it will.
        """
        found = (
            question(history, self._judge.verdict(history), self._now, latest_capture(history.target.url))
            for history in self._open(store)
            if (not is_plain(history) or is_strange(history)) and (run is None or _is_settled(history, run))
        )
        by_urgency: defaultdict[int, list[Question]] = defaultdict(list)
        for asked in found:
            if asked is not None:
                by_urgency[asked.urgency].append(asked)
        rounds = (list(self._requests(by_urgency[urgency])) for urgency in sorted(by_urgency))
        return next((requests for requests in rounds if requests), [])

    def _requests(self, questions: Iterable[Question]) -> Iterator[Request]:
        """A request for each question that was not put yet, and one for many to the index about one host."""
        listed: defaultdict[tuple[str, datetime | None], list[Question]] = defaultdict(list)
        for asked in questions:
            if asked.form is Form.NEAREST:
                yield from self._new(wayback.nearest(asked.target, asked.near))
            else:
                listed[alias_key(asked.target).partition("/")[0], asked.latest].append(asked)
        for (_, latest), group in listed.items():
            together = list(self._new(wayback.index(_nears(group), latest))) if len(group) >= _MANY else []
            yield from together
            for each in () if together else group:
                yield from self._new(wayback.index(_nears([each]), latest))

    def _new(self, request: Request) -> Iterator[Request]:
        """The request, unless it was put in this run, whatever came of it."""
        if request.url not in self._put:
            self._put.add(request.url)
            yield request

    def _open(self, store: Store) -> Iterator[History]:
        for history in store.histories(self._paths):
            wanted = self._only is None or history.target.url in self._only
            if wanted and history.target.scheme is Scheme.WEB and self._judge.skipped(history) is None:
                yield history


def _is_settled(history: History, run: int) -> bool:
    """Whether a run has looked at a target, and will not look again unless it is in doubt."""
    looks = [look for look in history.observations if look.run == run]
    if not looks or in_doubt(history, looks[-1]):
        return False
    return len(looks) > 1 or not wants_second_look(looks[0].status, looks[0].error)


def _nears(questions: Iterable[Question]) -> dict[str, datetime]:
    return {each.target: each.near for each in questions}
