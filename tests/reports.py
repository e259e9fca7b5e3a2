"""Reports as a crawl would bring them: in ordinary health, healthy, hostile, huge."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crawler.judge.freshness import marked
from crawler.model import (
    ErrorKind,
    Freshness,
    Health,
    Ignore,
    Judged,
    Problem,
    Redirect,
    Report,
    Safety,
    State,
    Verdict,
)
from crawler.urls import canonical
from tests.builders import NOW, days_ago, fix, judged, link, moved, observation, report
from tests.naughty import EVERYTHING


def sample() -> Report:
    """A list in ordinary health: most links fine, a few in each of the states."""
    rows = [*_alive(), *_ailing(), *_gone(), *_moved(), *_turned_away()]
    return report(
        rows,
        before=_before(rows),
        problems=[Problem(path="README.md", line=77, column=12, message="These bytes are no UTF-8: ff fe.")],
    )


def aged() -> Report:
    """The same list, with links that are old in each of the ways that there are."""
    return report([*sample().judged, *_old()])


def first() -> Report:
    """The same list on its first run, so that nothing can be compared."""
    return replace(sample(), before={})


def healthy() -> Report:
    """A list in which nothing is wrong."""
    rows = _alive()
    return report(rows, before={row.verdict.target: row.verdict for row in rows})


def hostile() -> Report:
    """A report in which every field that a stranger can write is written by one who means harm."""
    healths = itertools.cycle(Health)
    rows = []
    for number, (text, health) in enumerate(zip(EVERYTHING, healths, strict=False)):
        url = f"https://evil.example/{number}?{text}#{text}"
        written = link(url, path="lists/a b.md", line=number + 1, text=text, section=[text, text])
        row = judged(
            url,
            health,
            reason=f"It said {text}",
            since=days_ago(number),
            links=[written],
            title=text,
            abstract=text,
            moved_to="https://evil.example/" if health is Health.MOVED else None,
            fixes=[fix(url, f"https://evil.example/new?{text}", Safety.REVIEW, text)] if number % 2 else [],
        )
        rows.append(row)
    problems = [Problem(path=text, line=1, column=1, message=text) for text in EVERYTHING]
    built = report(rows, problems=problems, note=EVERYTHING[0])
    return replace(built, run=replace(built.run, notes=tuple(EVERYTHING)))


def spoken_by(text: str) -> Report:
    """A report in which every field that a stranger can write is this text, in each state of health, with a fix."""
    rows = []
    for number, health in enumerate(Health):
        url = f"https://evil.example/{number}?{text}#{text}"
        to = f"https://evil.example/new/{number}?{text}"
        seen = [
            observation(url, at=days_ago(3), last_modified=text),
            replace(observation(url, redirects=[Redirect(status=301, url=to)], marks=[text]), detail=text, via=text),
        ]
        rows.append(
            judged(
                url,
                health,
                reason=text,
                since=days_ago(number),
                links=[link(url, path=text, line=number + 1, text=text, section=[text, text])],
                observations=seen,
                title=text,
                abstract=text,
                moved_to=to,
                freshness=Freshness(
                    state=list(State)[number % len(State)],
                    reason=text,
                    source=text,
                    since=days_ago(number).date(),
                    newer=to,
                    evergreen=number % len(State) == 0,
                ),
                fixes=[fix(url, to, Safety.REVIEW if number % 2 else Safety.SAFE, text)] if number % 3 else [],
            )
        )
    before = {row.verdict.target: replace(row.verdict, health=Health.ALIVE) for row in rows}
    return report(rows, before=before, problems=[Problem(path=text, line=1, column=1, message=text)], note=text)


def many(count: int, health: Health = Health.BROKEN) -> Report:
    """A report with a great many findings."""
    return report(
        [
            judged(
                f"https://host{number % 97}.example/papers/{number}.html",
                health,
                reason="It answered 404, twice in this run.",
                since=days_ago(number % 30),
                links=[link(f"https://host{number % 97}.example/papers/{number}.html", line=number + 1, text="paper")],
                moved_to="https://new.example/" if health is Health.MOVED else None,
            )
            for number in range(count)
        ]
    )


def _alive() -> list[Judged]:
    rows = []
    for number in range(60):
        url = f"https://university.example/courses/{number}/"
        dated = f"{(NOW - timedelta(days=40 * number)):%a, %d %b %Y %H:%M:%S} GMT" if number % 3 == 0 else None
        rows.append(
            judged(
                url,
                since=days_ago(200),
                links=[link(url, line=10 + number, text=f"Course {number}", section=["Courses", "Mathematics"])],
                observations=[observation(url, at=days_ago(number % 7), last_modified=dated)],
                title=f"Course {number}: notes and videos",
            )
        )
    return rows


def _ailing() -> list[Judged]:
    slow, broken_tls = "https://slow.example/thesis.pdf", "https://tls.example/book/chapter-3"
    return [
        judged(
            slow,
            Health.FAILING,
            reason="No answer within 60 s, twice.",
            since=days_ago(3),
            links=[link(slow, line=81, text="PhD thesis", section=["Papers"])],
            observations=[
                observation(slow, at=days_ago(9)),
                observation(slow, status=None, error=ErrorKind.TIMEOUT),
            ],
        ),
        judged(
            broken_tls,
            Health.FAILING,
            reason="The certificate has expired.",
            since=days_ago(0),
            links=[link(broken_tls, line=83, text="Chapter 3", section=["Books"])],
            observations=[observation(broken_tls, status=None, error=ErrorKind.TLS)],
        ),
    ]


def _gone() -> list[Judged]:
    old, host, parked = (
        "http://cs.old-university.example/~lectures/2014/neural-networks/handouts/backpropagation-in-depth.pdf#page=3",
        "https://startup.example/blog/attention",
        "https://parked.example/tutorial",
    )
    anchor = "docs/contributing.md#style"
    return [
        judged(
            old,
            Health.BROKEN,
            reason="It answered 404 (not found), twice in this run.",
            since=days_ago(0),
            links=[
                link(old, line=90, text="handout", section=["Basics", "Backpropagation"]),
                link(old, line=140, text="notes"),
            ],
            observations=[observation(canonical(old) or "", status=404)],
            title="Backpropagation, in depth",
        ),
        judged(
            host,
            Health.DEAD,
            reason="The host startup.example no longer exists: 4 checks in 21 days.",
            since=days_ago(21),
            links=[link(host, line=95, text="blog", section=["Transformers"])],
            observations=[observation(host, status=None, error=ErrorKind.NO_SUCH_HOST)],
        ),
        judged(
            parked,
            Health.HIJACKED,
            reason="The page sells the domain; it was \u201cA tutorial on GANs\u201d.",
            since=days_ago(12),
            links=[link(parked, line=97, text="", section=["GANs"])],
            title="parked.example is for sale",
        ),
        judged(
            anchor,
            Health.BROKEN,
            reason="docs/contributing.md has no heading with the anchor #style.",
            since=days_ago(7),
            links=[link(anchor, line=2, text="how to contribute")],
            observations=[observation(anchor, status=None, error=ErrorKind.NO_SUCH_ANCHOR)],
        ),
    ]


def _moved() -> list[Judged]:
    plain, docs = "http://library.example/guide", "https://framework.example/docs/v1/start#install"
    return [
        moved(plain, "https://library.example/guide", links=[link(plain, line=100, text="Guide", section=["Tools"])]),
        moved(
            docs,
            "https://docs.framework.example/en/latest/start",
            links=[link(docs, line=101, text="Getting started", section=["Tools"])],
            safety=Safety.REVIEW,
        ),
    ]


def _turned_away() -> list[Judged]:
    wall, mail = "https://journal.example/article/10.1000/182", "mailto:list@example.com"
    ignored = Ignore(line=119, until=date(2026, 11, 1), reason="down for the summer")
    return [
        judged(
            wall,
            Health.BLOCKED,
            reason="The host asks for a browser (403, a challenge page).",
            since=days_ago(30),
            links=[link(wall, line=110, text="paper", section=["Papers"])],
            observations=[observation(wall, status=403, marks=["wall:challenge"])],
        ),
        judged(
            mail,
            Health.SKIPPED,
            reason="Not a web address.",
            links=[link(mail, line=120, text="mail", ignore=ignored)],
            observations=[],
        ),
    ]


def _old() -> list[Judged]:
    """Alive, and of each state of freshness one or two."""
    api, feed, entry = "GitHub's API", "the page's feed", "The newest entry of its feed is from"
    told = [
        ("tool", State.ARCHIVED, "Its owner has archived it: it is read-only.", api, None),
        ("library", State.STALE, "Its last push was 4 years ago, on 2022-10-01.", api, date(2022, 10, 1)),
        (
            "blog",
            State.STALE,
            f"{entry} 2 years ago, on 2024-05-03.",
            feed,
            date(2024, 5, 3),
        ),
        (
            "news",
            State.AGEING,
            f"{entry} 8 months ago, on 2026-03-20.",
            feed,
            date(2026, 3, 20),
        ),
        ("kit", State.FRESH, "Its last push was 3 days ago, on 2026-11-20.", api, date(2026, 11, 20)),
    ]
    rows = [
        judged(
            f"https://old.example/{name}",
            links=[link(f"https://old.example/{name}", line=200 + number, text=name.title(), section=["Tools"])],
            freshness=Freshness(state=state, reason=reason, source=source, since=since),
        )
        for number, (name, state, reason, source, since) in enumerate(told)
    ]
    course, newer = "https://cs231n.example/2017/", "https://cs231n.example/2025/"
    term = "It is of 2017, and there is one of 2025."
    proof = "https://a.example/proof"
    return [
        *rows,
        judged(
            course,
            links=[link(course, line=210, text="CS231n")],
            freshness=Freshness(state=State.SUPERSEDED, reason=term, source="an address beside it", newer=newer),
        ),
        judged(
            proof,
            links=[link(proof, line=211, text="A proof")],
            freshness=marked("a proof does not age", "a comment in the list"),
        ),
        *_unverified(),
    ]


def _unverified() -> list[Judged]:
    url = "https://walled.example/paper"
    reason = "It was last seen well 2 months ago: it answered 403 (forbidden)."
    return [
        judged(
            url,
            Health.BLOCKED,
            reason="It answered 403 (forbidden).",
            since=days_ago(50),
            links=[link(url, line=212, text="A paper")],
            observations=[observation(url, at=days_ago(60)), observation(url, status=403)],
            freshness=Freshness(
                state=State.UNVERIFIED, reason=reason, source="our own checks", since=days_ago(60).date()
            ),
        )
    ]


def _before(rows: Sequence[Judged]) -> dict[str, Verdict]:
    """A week earlier: the first page was down, the gone ones were not all gone yet, one link was still listed."""
    verdicts = {row.verdict.target: row.verdict for row in rows[1:]}
    first_target = rows[0].verdict.target
    verdicts[first_target] = replace(rows[0].verdict, health=Health.FAILING)
    for row in rows:
        if row.verdict.health in (Health.BROKEN, Health.MOVED):
            verdicts[row.verdict.target] = replace(row.verdict, health=Health.ALIVE)
    removed = "https://removed.example/"
    return verdicts | {removed: Verdict(target=removed, health=Health.BROKEN, reason="It answered 404.")}
