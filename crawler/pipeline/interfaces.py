"""Hosts' interfaces before pages: which targets an interface is asked about, and who is next where it has no answer.

A target that an interface knows is settled, and its page is spared. One that it says is gone has had its first look:
the next who can tell is the second, the page at last. Whatever an interface leaves open, because it knows nothing, is
down, limited or talks nonsense, goes to the next one that takes the target, and then to its page: nothing is lost by
it, and nothing is held against a link. Pure: it never asks, and has no clock.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from crawler.gather import rates, retry
from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.finding import Finding
from crawler.gather.resolvers import Resolver, resolvers_for
from crawler.model import ErrorKind, Metadata, Observation
from crawler.settings import Keys

PATIENCE = 4
"""So many replies in a row that are of no use, and an interface is not asked any more in this run."""
_TOO_MUCH = frozenset({400, 404, 413, 414, 422, 502, 504})
"""What a whole batch is answered with for the sake of one of its parts, or of their number."""
_FOREVER = 1e9


Chain = Callable[[str, Keys], Sequence[Resolver]]
"""A target, and the keys that there are -> who can be asked about it, best first."""


class _Stage(Enum):
    """How much is known of a target."""

    OPEN = auto()
    GONE = auto()
    """One look says that it is gone."""
    KNOWN = auto()
    """It is there; somebody may know more of it."""


@dataclass(slots=True)
class _Case:
    """One target on its way."""

    page: Request
    """How its page is asked."""
    left: list[Resolver]
    """Who may still be asked."""
    asked: Resolver | None = None
    """Who is being asked."""
    stage: _Stage = _Stage.OPEN
    reads_page: bool = False
    """Whether one of those who know it says that its page tells more."""
    named: bool = False
    told: bool = False
    """Whether title, and abstract, are known."""


@dataclass(slots=True)
class Heard:
    """What one reply came to."""

    facts: list[tuple[Observation, Metadata | None]] = field(default_factory=list)
    said: list[Metadata] = field(default_factory=list)
    """What is known of targets besides."""
    settled: list[Observation] = field(default_factory=list)
    """The last look at each target that nobody else is asked about."""
    next: list[Request] = field(default_factory=list)
    """Whom to ask now."""
    given_up: str | None = None
    """Name of the interface that is not to be asked any more."""


@dataclass(slots=True)
class _Tally:
    """How an interface fared."""

    asked: int = 0
    useless: Counter[str] = field(default_factory=Counter)
    """Reason -> replies."""
    in_a_row: int = 0
    passed_on: set[str] = field(default_factory=set)
    """Targets that were to be asked elsewhere."""


class Interfaces:
    """Keeps count of who was asked about what, in one call of a crawl."""

    def __init__(self, keys: Keys, run: int, *, reads_pages: bool = True, chain: Chain = resolvers_for) -> None:
        self._keys = keys
        self._chain = chain
        self._run = run
        self._reads_pages = reads_pages
        self._cases: dict[str, _Case] = {}
        self._closed: set[str] = set()
        self._tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
        self._titles: dict[str, str] = {}

    def begin(self, pages: Iterable[Request]) -> list[Request]:
        """What to ask first in place of these first looks at pages; what no interface knows stays as it is."""
        stay = list[Request]()
        for page in pages:
            (target,) = page.targets
            left = list(self._chain(target, self._keys)) if page.look == 1 else []
            if left:
                self._cases[target] = _Case(page=page, left=left)
            else:
                stay.append(page)
        return [*self._ask(list(self._cases)), *stay]

    def heard(self, reply: Reply) -> Heard:
        """What an interface's reply says, and whom to ask next."""
        heard, call = Heard(), reply.request.call
        name = call.resolver if call else ""
        asked = [target for target in reply.request.targets if self._is_asked(target, name)]
        if not asked:
            return heard
        resolver = self._resolver(asked[0])
        found = {each.target: each for each in resolver.read(reply, self._run)}
        missed = [target for target in asked if target not in found]
        halves = self._count(resolver, reply, asked, missed, heard)
        going_on = [target for target in asked if target in found and self._weigh(resolver, found[target], heard)]
        heard.next += self._requests(resolver, halves, reply.request.look)
        heard.next += self._ask([*going_on, *(target for target in missed if not halves)])
        return heard

    def remarks(self) -> Iterator[str]:
        """A sentence for each interface that did not answer as it should."""
        for name, tally in sorted(self._tallies.items()):
            if tally.useless and tally.passed_on:
                reasons = ", ".join(reason for reason, _ in tally.useless.most_common(2))
                useless, passed_on = sum(tally.useless.values()), len(tally.passed_on)
                links = "1 link was" if passed_on == 1 else f"{passed_on:,} links were"
                of = f"{useless:,} of {tally.asked:,} {'requests' if tally.asked != 1 else 'request'}"
                title = self._titles[name][:1].upper() + self._titles[name][1:]
                yield f"{title} had no usable answer to {of} ({reasons}): {links} asked about elsewhere."

    # -- what a reply means -----------------------------------------------------------------------------------------

    def _is_asked(self, target: str, name: str) -> bool:
        """Whether that resolver's answer about a target is still waited for: a reply may come twice."""
        case = self._cases.get(target)
        return case is not None and case.asked is not None and case.asked.name == name

    def _resolver(self, target: str) -> Resolver:
        resolver = self._cases[target].asked
        assert resolver is not None  # noqa: S101 - `_is_asked` has looked
        return resolver

    def _count(
        self, resolver: Resolver, reply: Reply, asked: Sequence[str], missed: Sequence[str], heard: Heard
    ) -> tuple[Sequence[str], ...]:
        """Take note of how an interface fares; the parts in which a batch is to be asked again, if any."""
        tally = self._tallies[resolver.name]
        self._titles[resolver.name] = resolver.title
        was_asked = reply.error is not ErrorKind.HOST_DOWN
        tally.asked += was_asked
        useless = len(missed) == len(asked)
        tally.in_a_row = tally.in_a_row + was_asked if useless else 0
        halves: tuple[Sequence[str], ...] = ()
        pause_s = rates.pause_s(reply, _FOREVER) or 0.0
        closes = tally.in_a_row >= PATIENCE or pause_s > retry.LONGEST_CALL_S
        if useless and len(asked) > 1 and reply.status in _TOO_MUCH and not closes:
            middle = len(asked) // 2
            halves = (asked[:middle], asked[middle:])
        elif missed:
            tally.passed_on.update(missed)
        tally.useless.update([_reason(reply)] if missed and was_asked else [])
        if closes:
            self._closed.add(resolver.name)
            heard.given_up = resolver.name
        return halves

    def _weigh(self, resolver: Resolver, finding: Finding, heard: Heard) -> bool:
        """Take what is said of one target; whether somebody else is to be asked about it."""
        case, look, said = self._cases[finding.target], finding.observation, finding.metadata
        case.asked = None
        if said:
            case.named, case.told = case.named or bool(said.title), case.told or bool(said.abstract)
        counts = look if case.stage is not _Stage.KNOWN else None
        if counts is None:
            heard.said += [said] if said else []
            return case.stage is not _Stage.KNOWN or self._wants_more(case)
        heard.facts.append((counts, said))
        if case.stage is _Stage.OPEN and retry.wants_second_look(counts.status, counts.error):
            case.stage = _Stage.GONE
            return True
        heard.settled.append(counts)
        case.stage, case.reads_page = _Stage.KNOWN, resolver.adds_page
        return counts.good and self._wants_more(case)

    def _wants_more(self, case: _Case) -> bool:
        return not (case.named and case.told)

    # -- who is next ------------------------------------------------------------------------------------------------

    def _ask(self, targets: Sequence[str]) -> list[Request]:
        """Ask the next one about each target: those who take it in their order, its page at last."""
        requests, waiting = list[Request](), list(targets)
        while waiting:
            groups: dict[tuple[str, int], tuple[Resolver, list[str]]] = {}
            for target in waiting:
                if resolver := self._turn(target):
                    look = 2 if self._cases[target].stage is _Stage.GONE else 1
                    groups.setdefault((resolver.name, look), (resolver, []))[1].append(target)
                else:
                    requests += self._page(target)
            waiting = []
            for (_, look), (resolver, group) in groups.items():
                asked = self._requests(resolver, (group,), look)
                covered = {target for request in asked for target in request.targets}
                requests += asked
                waiting += [target for target in group if target not in covered]
        return requests

    def _turn(self, target: str) -> Resolver | None:
        """Who is next for a target."""
        case = self._cases[target]
        case.left = [each for each in case.left if each.name not in self._closed]
        case.asked = case.left.pop(0) if case.left else None
        return case.asked

    def _requests(self, resolver: Resolver, groups: Iterable[Sequence[str]], look: int) -> list[Request]:
        asked = (each for group in groups for each in resolver.requests(group, self._keys))
        return [replace(each, look=look, prompt=look > 1) for each in asked]

    def _page(self, target: str) -> list[Request]:
        """The page, where it can still say something that is not known."""
        case = self._cases.pop(target)
        if case.stage is _Stage.OPEN:
            return [case.page]
        if case.stage is _Stage.GONE:
            return [replace(case.page, look=2, attempt=case.page.attempt + 1, validators=None, prompt=True)]
        reads = case.reads_page and self._reads_pages and self._wants_more(case)
        return [replace(case.page, purpose=Purpose.READ, validators=None)] if reads else []


def _reason(reply: Reply) -> str:
    """Why a reply was of no use, in a few words."""
    if reply.status is None:
        return "no answer" if reply.error is None else reply.error.value.replace("-", " ")
    if reply.status == 429 or (reply.status == 403 and rates.pause_s(reply, _FOREVER) is not None):
        return f"{reply.status}: its limit is used up"
    if reply.status == 401:
        return "401: it does not take the key"
    return "an answer that cannot be read" if 200 <= reply.status < 300 else str(reply.status)
