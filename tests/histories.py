"""Facts for tests: plain builders, and Hypothesis strategies for values of every shape."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from crawler.model import (
    ErrorKind,
    Evergreen,
    History,
    Ignore,
    Link,
    LinkKind,
    Metadata,
    Observation,
    Redirect,
    Scheme,
    Target,
    Testimony,
    Witness,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
URL = "https://a.example/papers/attention"


def day(number: int) -> datetime:
    """Noon, so many days after the first."""
    return NOON + timedelta(days=number)


def look(run: int, number: int = 1, **facts: Any) -> Observation:
    """What one look told: runs are a week apart; the second look is a minute after the first."""
    given = {"target": URL, "at": day(7 * (run - 1)) + timedelta(minutes=number - 1), "via": "web"}
    return Observation(run=run, look=number, **{**given, **facts})


def both(run: int, **facts: Any) -> tuple[Observation, Observation]:
    """Two looks of one run that agree."""
    return look(run, 1, **facts), look(run, 2, **facts)


def hop(url: str, status: int = 301) -> Redirect:
    """One hop."""
    return Redirect(status=status, url=url)


def link(url: str = URL, **facts: Any) -> Link:
    """A link to `url`, anywhere."""
    given = {"path": "README.md", "line": 1, "column": 3, "start": 10, "end": 10 + len(url), "text": "", "title": ""}
    return Link(url=url, **{**given, "section": (), "kind": LinkKind.INLINE, **facts})


def history(*observations: Observation, url: str = URL, **facts: Any) -> History:
    """All that is known of a web target."""
    return History(target=Target(url=url, scheme=Scheme.WEB), observations=observations, **facts)


storable = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
"""Text that is kept as it is, with every other control, bidi mark and emoji."""
any_text = st.text(st.characters(exclude_categories=()), max_size=12)
"""Text with NULs and lone surrogates too."""
times = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
urls = st.sampled_from(
    [
        URL,
        "https://b.example/moved",
        "https://a.example/",
        "http://a.example/papers/attention",
        "https://x.example/login",
    ]
)
hops = st.builds(Redirect, status=st.sampled_from([301, 302, 303, 307, 308, 200]), url=urls)
statuses = st.none() | st.sampled_from([200, 202, 204, 301, 304, 401, 403, 404, 410, 429, 500, 503, 999])
marks = st.sampled_from(["wall:cloudflare", "challenge", "empty"])


def observations(text: st.SearchStrategy[str] = storable) -> st.SearchStrategy[Observation]:
    """Whatever one look could tell, and much that none does."""
    return st.builds(
        Observation,
        target=st.just(URL),
        run=st.integers(1, 5),
        look=st.integers(1, 2),
        at=times,
        via=st.sampled_from(["web", "web", "local"]),
        status=statuses,
        error=st.none() | st.sampled_from(ErrorKind),
        detail=text | st.sampled_from(["refused", "reset", "no-such-host", "timeout"]),
        final_url=st.none() | urls,
        redirects=st.lists(hops, max_size=3).map(tuple),
        headers=st.dictionaries(text, text, max_size=2),
        content_type=st.none() | text,
        etag=st.none() | text,
        last_modified=st.none() | text,
        body_bytes=st.integers(0, 2**63 - 1),
        elapsed_s=st.floats(0, 1e6),
        attempts=st.integers(1, 3),
        marks=st.just(()) | st.lists(marks, max_size=2).map(tuple),
        fingerprint=st.none() | text,
        host_answered=st.booleans(),
    )


def metadata(text: st.SearchStrategy[str] = storable) -> st.SearchStrategy[Metadata]:
    """Whatever a page may say of itself."""
    return st.builds(
        Metadata,
        target=st.just(URL),
        at=times,
        title=st.none() | text,
        abstract=st.none() | text,
        canonical=st.none() | urls | text,
        language=st.none() | text,
        site=st.none() | text,
        sources=st.dictionaries(text, text, max_size=2),
    )


def links(text: st.SearchStrategy[str] = storable) -> st.SearchStrategy[Link]:
    """A link of any kind, anywhere."""
    numbers = st.integers(0, 2**40)
    return st.builds(
        Link,
        path=st.sampled_from(["README.md", "docs/café.md"]),
        line=numbers,
        column=numbers,
        start=numbers,
        end=numbers,
        url=urls | text,
        text=text,
        title=text,
        section=st.lists(text, max_size=2).map(tuple),
        kind=st.sampled_from(LinkKind),
        ignore=st.none() | st.builds(Ignore, line=numbers, until=st.none() | st.dates(), reason=text),
        evergreen=st.none() | st.builds(Evergreen, line=numbers, reason=text),
        added_at=st.none() | times,
    )


def capture(taken: int, *, asked: int | None = None, status: int = 200, **facts: Any) -> Testimony:
    """What an archive has of the page: taken, and asked for, so many days after the first."""
    given: dict[str, Any] = {"target": URL, "run": 1, "at": day(taken if asked is None else asked), "title": None}
    address = f"https://web.archive.org/web/{day(taken):%Y%m%d%H%M%S}/{URL}"
    given |= {"asked": address, "final_url": address, "taken_at": day(taken), **facts}
    return Testimony(witness=Witness.CAPTURE, status=status, **given)


def what_witnesses_say(text: st.SearchStrategy[str] = storable) -> st.SearchStrategy[Testimony]:
    """Whatever a witness may say."""
    return st.builds(
        Testimony,
        target=st.just(URL),
        run=st.integers(1, 5),
        witness=st.sampled_from(Witness),
        asked=urls | text,
        at=times,
        status=statuses,
        error=st.none() | st.sampled_from(ErrorKind),
        final_url=st.none() | urls,
        title=st.none() | text,
        fingerprint=st.none() | text,
        body_bytes=st.integers(0, 2**63 - 1),
        marks=st.just(()) | st.lists(marks, max_size=2).map(tuple),
        rule=text,
        near=st.none() | times,
        taken_at=st.none() | times,
    )


ANSWERS: list[dict[str, Any]] = [
    {"status": 200, "fingerprint": "0f" * 8},
    {"status": 200, "redirects": (hop("https://b.example/moved"),), "fingerprint": "0f" * 8},
    {"status": 200, "redirects": (hop("https://b.example/new/attention", 308),)},
    {"status": 200, "redirects": (hop("https://www.a.example/papers/attention"),)},
    {"status": 200, "redirects": (hop("http://a.example/papers/attention"),)},
    {"status": 200, "redirects": (hop("https://b.example/moved"), hop("https://b.example/session", 302))},
    {"status": 200, "redirects": (hop("https://a.example/"),)},
    {"status": 200, "redirects": (hop("https://a.example/session", 302),)},
    {"status": 200, "marks": ("empty",)},
    {"status": 304},
    {"status": 403},
    {"status": 404},
    {"status": 404, "marks": ("wall:cloudflare",)},
    {"status": 410},
    {"status": 503},
    {"error": ErrorKind.HOST_DOWN, "detail": "refused", "host_answered": False},
    {"error": ErrorKind.HOST_DOWN, "detail": "timeout", "host_answered": False},
    *({"error": error, "host_answered": answered} for error in ErrorKind for answered in (True, False)),
]
"""What a look may tell, each kind about as often as any other."""

answers = st.sampled_from(ANSWERS[:16]) | st.sampled_from(ANSWERS)
spellings = st.sampled_from([URL, f"{URL}#part", "HTTPS://A.example/papers/attention", "https://me:pw@a.example/"])
titles = st.none() | st.sampled_from(
    ["Attention and the kernel trick", "Kernel trick, attention", "Library", "404 page"]
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """What the store could hand out for one target: looks by run, times not going back."""
    found: list[Observation] = []
    number = 0
    for run, first in enumerate(draw(st.lists(answers, max_size=6)), 1):
        number += draw(st.sampled_from([0, 1, 7, 14]))
        found.append(look(run, 1, **{"at": day(number), **first}))
        second = draw(st.sampled_from([None, first]) | answers)
        if second:
            found.append(look(run, 2, **{"at": day(number), **second}))
    said = [
        Metadata(target=URL, at=day(at), title=title, canonical=draw(st.none() | urls))
        for at, title in sorted(draw(st.lists(st.tuples(st.integers(0, 30), titles), max_size=3)), key=lambda x: x[0])
    ]
    pointing = st.builds(link, spellings, text=titles.map(str), ignore=st.sampled_from([None, None, Ignore(line=1)]))
    taken = st.builds(capture, st.integers(-30, 60), status=st.sampled_from([200, 200, 301, 404]))
    return history(
        *found,
        links=tuple(draw(st.lists(pointing, max_size=3))),
        metadata=tuple(said),
        testimonies=tuple(draw(st.just([]) | st.lists(taken, max_size=2))),
    )
