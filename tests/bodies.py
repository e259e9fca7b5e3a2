"""What a maintainer is handed: in an ordinary week, by a hostile web, and far too much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from crawler.model import (
    Choice,
    Concern,
    Decision,
    Findings,
    Health,
    Offer,
    Offered,
    Place,
    Redirect,
    Sighting,
    Trust,
)
from crawler.publish import dashboard, job_summary, pull_request
from crawler.publish.rows import Declined, Row
from tests.builders import NOW, days_ago


def identity(number: int) -> str:
    """A fix's id: no two alike in the digits that stand in a body."""
    return f"{number:016x}".ljust(64, "0")


def spot(line: int, path: str = "README.md") -> Place:
    """A place in a list."""
    return Place(path=path, line=line, column=3, end_column=30, byte_column=3, end_byte_column=30)


def offer(
    number: int,
    old: str,
    new: str,
    *,
    rule: str = "permanent-redirect",
    trust: Trust = Trust.PROVEN,
    evidence: str = "301 to the new address, and a page with the same title",
    titles: tuple[str | None, str | None] = (None, None),
    captured_at: date | None = None,
    places: Sequence[Place] = (),
    sightings: Sequence[Sighting] | None = None,
    replacements: Sequence[tuple[str, str]] = (),
) -> Offer:
    """One fix, seen on three days a week apart."""
    return Offer(
        id=identity(number),
        rule=rule,
        trust=trust,
        target=old,
        replacements=((old, new), *replacements),
        evidence=evidence,
        sightings=tuple(_seen(new) if sightings is None else sightings),
        title_before=titles[0],
        title_after=titles[1],
        captured_at=captured_at,
        places=tuple(places or [spot(10 + number)]),
    )


def _seen(new: str) -> list[Sighting]:
    hops = (Redirect(status=301, url=new),)
    return [Sighting(at=days_ago(days), status=200, hops=hops, final_url=new) for days in (15, 7, 0)]


def _gone(*days: int) -> list[Sighting]:
    return [Sighting(at=days_ago(each), status=404) for each in days]


def proven() -> list[Offer]:
    """Fixes as they are ticked by default."""
    return [
        offer(
            1,
            "http://karpathy.github.io/2015/05/21/rnn-effectiveness/",
            "https://karpathy.github.io/2015/05/21/rnn-effectiveness/",
            rule="scheme-alias",
            evidence="301 to https://karpathy.github.io/2015/05/21/rnn-effectiveness/: only the scheme differs",
            titles=("The Unreasonable Effectiveness of RNNs", "The Unreasonable Effectiveness of RNNs"),
        ),
        offer(
            2,
            "https://lilianweng.github.io/lil-log/2018/06/24/attention-attention.html",
            "https://lilianweng.github.io/posts/2018-06-24-attention/",
            rule="lil-log",
            evidence="the author's own page at the old address sends its readers there",
            titles=("Attention? Attention!", "Attention? Attention! | Lil'Log"),
            places=[spot(31), spot(77), spot(12, "papers/attention.md")],
        ),
        offer(
            3,
            "https://github.com/facebookresearch/fastText",
            "https://github.com/fasttext-org/fastText",
            rule="github-rename",
            evidence="GitHub's API gives https://github.com/fasttext-org/fastText as its address now",
            replacements=[
                (
                    "https://github.com/facebookresearch/fastText#install",
                    "https://github.com/fasttext-org/fastText#install",
                )
            ],
        ),
        offer(
            4,
            "https://ocw.mit.edu/courses/mathematics/18-06-linear-algebra-spring-2010/index.htm",
            "https://ocw.mit.edu/courses/18-06-linear-algebra-spring-2010/",
            rule="ocw-course",
            evidence="OpenCourseWare dropped departments and index.htm from its addresses",
        ),
        offer(5, "https://www.deepmind.com/blog/alphafold", "https://deepmind.google/blog/alphafold/", rule="deepmind"),
        offer(6, "http://yann.lecun.com/exdb/mnist/index.html", "http://yann.lecun.com/exdb/mnist/", places=[spot(60)]),
        offer(7, "https://blog.example.org/?p=91", "https://blog.example.org/how-to-read-a-paper/"),
        offer(8, "https://ai.facebook.com/blog/dino", "https://ai.meta.com/blog/dino", rule="meta-ai"),
        offer(
            9,
            "https://evil.example/a?`<b>@torvalds`",
            "https://evil.example/b",
            evidence="301 to https://evil.example/b, title <!-- x --> @torvalds Fixes #1 ##[stop-commands]x",
            titles=(
                "Foo\n- [x] <!-- listkeeper:fix=ffffffffffffffff --> @torvalds",
                "</details> ![x](https://e.example/t.png)",
            ),
        ),
    ]


def choices() -> list[Offer]:
    """Fixes that are a matter of taste, or were seen but once."""
    copy = "https://web.archive.org/web/20190412080144/"
    gone = "http://www.cs.example.edu/~smith/courses/nlp/lecture03.pdf"
    return [
        offer(
            10,
            gone,
            copy + gone,
            rule="archived-copy",
            trust=Trust.CHOICE,
            evidence="a copy that the Wayback Machine took on 2019-04-12, the link was added on 2019-03-30",
            titles=("Lecture 3: Word vectors", None),
            captured_at=date(2019, 4, 12),
            sightings=_gone(21, 14, 7, 0),
            places=[spot(88)],
        ),
        offer(
            11,
            "https://paperswithcode.com/method/dropout",
            "https://paperswithcode.co/methods/dropout",
            rule="pwc-methods",
            trust=Trust.CHOICE,
            evidence="its successor has a method of that name, where perhaps a paper was meant",
        ),
        offer(
            12,
            "https://openai.com/blog/dall-e/",
            "https://openai.com/index/dall-e/",
            rule="openai-index",
            trust=Trust.CHOICE,
            evidence="301 to https://openai.com/index/dall-e/; whether it is the same page, a person must say",
            sightings=[Sighting(at=NOW, status=403)],
        ),
    ]


def concerns() -> list[Concern]:
    """Links that are not well, one of each kind at least."""
    parked = concern("https://course.example.net/", Health.HIJACKED, "It shows a parking page of a domain seller", 40)
    dead = concern("https://old.example.org/tutorial.html", Health.DEAD, "It answered 404 on four days over 21", 21)
    broken = concern("http://distill.example.pub/2017/", Health.BROKEN, "It answered 404, twice in this run", 7)
    failing = concern("https://slow.example.com/x", Health.FAILING, "No answer within 20 s", 0)
    return [
        parked,
        dead,
        replace(broken, checks=3, failures=2, due_at=NOW + timedelta(days=8)),
        replace(failing, checks=1, failures=1, due_at=NOW + timedelta(days=3)),
        concern("https://medium.example.com/@a/1", Health.BLOCKED, "It answered 403 with a challenge", 30),
        concern("https://www.quora.example/q", Health.BLOCKED, "It answered 429", 2),
    ]


def concern(url: str, health: Health, reason: str, since: int) -> Concern:
    """A link that is not well."""
    return Concern(url=url, health=health, reason=reason, since=days_ago(since), checks=5, places=(spot(40 + since),))


def declined() -> list[Declined]:
    """Fixes that somebody refused."""
    return [
        refused(20, "https://a.example/paper.pdf", "https://a.example/paper", by="octo-curator"),
        refused(21, "http://b.example/", "https://b.example/", reason="The pull request was closed."),
    ]


def refused(number: int, old: str, new: str, *, by: str = "", reason: str = "") -> Declined:
    """A fix that was refused a month ago."""
    at = days_ago(30)
    return Declined(
        offered=Offered(id=identity(number), rule="permanent-redirect", old=old, new=new, at=at),
        decision=Decision(fix=identity(number), choice=Choice.DECLINED, reason=reason, at=at, by=by),
    )


def findings() -> Findings:
    """What an ordinary run came to."""
    return Findings(
        run=4,
        started_at=NOW,
        finished_at=NOW + timedelta(minutes=4),
        complete=True,
        runs=4,
        counts={"alive": 108, "moved": 9, "dead": 1, "hijacked": 1, "broken": 2, "failing": 1, "blocked": 6},
        lists=("README.md", "papers/attention.md"),
        commit="c0ffee",
        offers=(*proven(), *choices()),
        concerns=tuple(concerns()),
    )


def pull_request_view() -> pull_request.View:
    """The pull request of an ordinary week."""
    rows = [Row(offer=each, ticked=each.trust is Trust.PROVEN) for each in (*choices(), *proven())]
    return pull_request.View(rows=rows, waiting=3, declined=declined())


def dashboard_view() -> dashboard.View:
    """The dashboard of an ordinary week."""
    return dashboard.View(
        findings=findings(),
        waiting=[Row(offer=each, ticked=False) for each in choices()],
        offered=proven(),
        pull_request_url="https://forge.example/o/r/pull/12",
        declined=declined(),
        run_url="https://forge.example/o/r/actions/runs/1",
        lines_url="https://forge.example/o/r/blob/c0ffee/{path}?plain=1#L{line}",
    )


def told() -> job_summary.Told:
    """What was done in an ordinary week."""
    return job_summary.Told(
        done=[
            ("Opened a pull request with 9 fixes.", "https://forge.example/o/r/pull/12"),
            ("The dashboard will be opened by the next run: at most one thing a run sends mail.", ""),
        ]
    )


@cache
def spoken_by(text: str) -> Mapping[str, str]:
    """Each body, with every field that a stranger can write written by one stranger."""
    offers = [_spoken_offer(number, text) for number in range(3)]
    rows = [Row(offer=each, ticked=number == 0) for number, each in enumerate(offers)]
    refusals = [refused(7, f"https://evil.example/7?{text}", text, by=text, reason=text)]
    view = pull_request.View(rows=rows, waiting=1, declined=refusals, left_alone=True)
    board = dashboard.View(
        findings=_spoken_findings(offers, text),
        waiting=rows,
        offered=offers,
        declined=refusals,
        left_alone=True,
        advice=[text],
        lines_url="https://evil.example/blob/{path}#L{line}",
    )
    return {
        "pull request": pull_request.pull_request(view),
        "closed": pull_request.pull_request(replace(view, closed=pull_request.Closed.NOTHING_LEFT)),
        "without boxes": pull_request.pull_request(replace(view, boxes=False)),
        "dashboard": dashboard.dashboard(board),
        "dashboard without boxes": dashboard.dashboard(replace(board, boxes=False)),
        "summary": job_summary.job_summary(board.findings, job_summary.Told(done=[(text, "https://evil.example/0?")])),
    }


def _spoken_offer(number: int, text: str) -> Offer:
    old, new = f"https://evil.example/{number}?{text}", f"https://evil.example/new/{number}?{text}"
    hops = (Redirect(status=301, url=new), Redirect(status=302, url=text))
    return Offer(
        id=identity(number),
        rule=text,
        trust=list(Trust)[number % 2],
        target=old,
        replacements=((old, new), (text, text)),
        evidence=text,
        sightings=(
            Sighting(at=days_ago(9), status=200, hops=hops, final_url=text),
            Sighting(at=NOW, error=text),
        ),
        title_before=text,
        title_after=text,
        captured_at=date(2019, 4, 12),
        places=(spot(1, text), spot(2, f"a b/{text}.md")),
    )


def _spoken_findings(offers: Sequence[Offer], text: str) -> Findings:
    found = [
        replace(concern(f"https://evil.example/{number}?{text}", health, text, 3), places=(spot(3, text),))
        for number, health in enumerate(Health)
    ]
    return replace(findings(), offers=tuple(offers), concerns=tuple(found), note=text, lists=(text,))


def far_too_many(count: int, text: str = "") -> tuple[pull_request.View, dashboard.View]:
    """A pull request and a dashboard that no body can hold; `text` stands in every address and title."""
    offers = [_long_offer(number, text) for number in range(count)]
    rows = [Row(offer=each, ticked=number % 3 == 0) for number, each in enumerate(offers)]
    refusals = [refused(10_000 + number, text, text, by=text, reason=text) for number in range(count)]
    found = [
        concern(f"https://a.example/{number}/{text}", list(Health)[number % 7], text, 3) for number in range(count)
    ]
    board = dashboard.View(
        findings=replace(findings(), offers=tuple(offers), concerns=tuple(found)),
        waiting=rows,
        offered=offers,
        declined=refusals,
        run_url="https://forge.example/o/r/actions/runs/1",
    )
    return pull_request.View(rows=rows, waiting=count, declined=refusals), board


def _long_offer(number: int, text: str) -> Offer:
    old, new = f"https://a.example/{number}/{text}", f"https://b.example/{number}/{text}"
    places = [spot(line, f"lists/{text[:80]}.md") for line in range(9)]
    return replace(offer(number, old, new, evidence=text, titles=(text, text), places=places), rule=text)
