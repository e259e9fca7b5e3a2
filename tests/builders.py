"""Values for tests: one builder for each noun."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from crawler.model import (
    Document,
    ErrorKind,
    Fix,
    Freshness,
    Health,
    History,
    Ignore,
    Judged,
    Link,
    LinkKind,
    Metadata,
    Observation,
    Problem,
    Redirect,
    Report,
    Run,
    Safety,
    Scheme,
    Target,
    Verdict,
)
from crawler.urls import canonical, with_fragment

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""When the runs of these reports begin."""


URL = "https://a.example/"
"""An address for tests that need just one."""


def days_ago(days: float) -> datetime:
    """A moment before the run."""
    return NOW - timedelta(days=days)


def link(
    url: str,
    *,
    path: str = "README.md",
    line: int = 1,
    text: str = "link",
    section: Sequence[str] = (),
    ignore: Ignore | None = None,
) -> Link:
    """One occurrence of a URL."""
    return Link(
        path=path,
        line=line,
        column=3,
        start=100 * line,
        end=100 * line + len(url.encode("utf-8", "surrogatepass")),
        url=url,
        text=text,
        title="",
        section=tuple(section),
        kind=LinkKind.INLINE,
        ignore=ignore,
    )


def observation(
    target: str,
    *,
    at: datetime = NOW,
    status: int | None = 200,
    error: ErrorKind | None = None,
    redirects: Sequence[Redirect] = (),
    last_modified: str | None = None,
    marks: Sequence[str] = (),
    look: int = 1,
) -> Observation:
    """What one reply told us."""
    end = redirects[-1].url if redirects else target
    return Observation(
        target=target,
        run=7,
        look=look,
        at=at,
        via="web",
        status=status,
        error=error,
        final_url=None if status is None else end,
        redirects=tuple(redirects),
        last_modified=last_modified,
        marks=tuple(marks),
    )


def judged(
    url: str,
    health: Health = Health.ALIVE,
    *,
    reason: str = "It answered 200.",
    since: datetime | None = None,
    links: Sequence[Link] | None = None,
    observations: Sequence[Observation] | None = None,
    title: str | None = None,
    abstract: str | None = None,
    moved_to: str | None = None,
    fixes: Sequence[Fix] = (),
    freshness: Freshness | None = None,
) -> Judged:
    """One target, with its links, what was observed and what was judged."""
    target = canonical(url) or url
    seen = (observation(target),) if observations is None else tuple(observations)
    said = Metadata(target=target, at=(since or NOW) - timedelta(days=1), title=title, abstract=abstract)
    return Judged(
        history=History(
            target=Target(url=target, scheme=Scheme.WEB if canonical(url) else Scheme.LOCAL),
            links=(link(url),) if links is None else tuple(links),
            observations=seen,
            metadata=(said,) if title or abstract else (),
        ),
        verdict=Verdict(
            target=target,
            health=health,
            reason=reason,
            since=since,
            checked_at=seen[-1].at if seen else None,
            moved_to=moved_to,
        ),
        fixes=tuple(fixes),
        freshness=freshness,
    )


def fix(old: str, new: str, safety: Safety = Safety.SAFE, evidence: str = "A permanent redirect (301).") -> Fix:
    """A proposal to write another address."""
    return Fix(
        rule="permanent-redirect",
        old=old,
        new=with_fragment(new, old),
        safety=safety,
        evidence=evidence,
        target=canonical(old) or old,
    )


def moved(old: str, new: str, *, links: Sequence[Link], safety: Safety = Safety.SAFE) -> Judged:
    """A target that has moved for good, with its fix."""
    to = canonical(new) or new
    return judged(
        old,
        Health.MOVED,
        reason="A permanent redirect (301) leads to a page with the same title.",
        since=days_ago(7),
        links=links,
        observations=[observation(canonical(old) or old, redirects=[Redirect(status=301, url=to)])],
        moved_to=to,
        fixes=[fix(old, new, safety)],
    )


def report(
    rows: Sequence[Judged],
    *,
    before: Mapping[str, Verdict] | None = None,
    problems: Sequence[Problem] = (),
    note: str = "",
    complete: bool = True,
) -> Report:
    """All that a run brought; the documents are those that the links stand in."""
    links = sorted((one for row in rows for one in row.history.links), key=lambda one: (one.path, one.line, one.url))
    documents = [
        Document(path=path, links=tuple(group)) for path, group in itertools.groupby(links, key=lambda one: one.path)
    ]
    return Report(
        run=Run(id=7, started_at=NOW, finished_at=NOW + timedelta(minutes=4), complete=complete),
        judged=rows,
        before=before or {},
        problems=problems,
        documents=documents,
        note=note,
    )
