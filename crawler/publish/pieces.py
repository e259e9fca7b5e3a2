"""The pieces that the pages share: dates, places, addresses, and lists that know when to stop. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from crawler import untrusted
from crawler.model import Health, Judged, Link, Report

WORST_FIRST = (
    Health.HIJACKED,
    Health.DEAD,
    Health.BROKEN,
    Health.FAILING,
    Health.MOVED,
    Health.BLOCKED,
    Health.UNKNOWN,
    Health.SKIPPED,
    Health.ALIVE,
)
GONE = frozenset({Health.HIJACKED, Health.DEAD, Health.BROKEN})
"""What a reader of the list cannot use any more."""

URL_CHARS = 90
"""A longer address is shown with its middle left out: host and end tell it apart; the link has all of it."""
PLACES = 4
NOTES = 8


def day(at: datetime | None) -> str:
    """The date, as a reader and a spreadsheet take it.

    >>> day(datetime(2026, 11, 3, 23, 59, tzinfo=UTC)), day(None)
    ('2026-11-03', 'unknown')
    """
    return at.astimezone(UTC).date().isoformat() if at else "unknown"


def minute(at: datetime) -> str:
    """The date and the time of day, in UTC.

    >>> minute(datetime(2026, 11, 3, 7, 5, 59, tzinfo=UTC))
    '2026-11-03 07:05'
    """
    return at.astimezone(UTC).isoformat(" ", "minutes")[:16]


def since(at: datetime | None, now: datetime) -> str:
    """Since when something holds, as the words of a sentence.

    >>> since(datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC))
    'since 2026-11-02 (21 days)'
    >>> since(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)), since(None, datetime.max)
    ('since 2026-11-23', 'since an unknown day')
    """
    if at is None:
        return "since an unknown day"
    days = (now - at).days
    return f"since {day(at)} ({counted(days, 'day')})" if days > 0 else f"since {day(at)}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "link"), counted(1200, "link"), counted(2, "address", "addresses")
    ('1 link', '1,200 links', '2 addresses')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def sentence(text: str) -> str:
    """A stranger's or our own sentence as Markdown text, with one full stop.

    >>> sentence("It answered 404"), sentence("Is it?"), sentence("")
    ('It answered 404.', 'Is it?', '')
    """
    safe = untrusted.markdown(text, 400)
    return safe if not safe or safe.endswith((".", "!", "?", "…")) else f"{safe}."


def way_up(out: str) -> str | None:
    """How a page in the folder `out` names the repository's root; None if it is not below it.

    >>> way_up("reports"), way_up("build/demo/"), way_up(".")
    ('../', '../../', '')
    >>> way_up("/var/reports"), way_up("../reports")
    (None, None)
    """
    folder = PurePosixPath(out)
    return None if folder.is_absolute() or ".." in folder.parts else "../" * len(folder.parts)


def place(link: Link, up: str | None, *, in_table: bool = False) -> str:
    """Where a link stands, to click on. GitHub shows line numbers of a Markdown file only in its plain view.

    >>> from crawler.model import LinkKind
    >>> link = Link(path="a b.md", line=10, column=1, start=0, end=1, url="", text="", title="", section=(),
    ...             kind=LinkKind.BARE)
    >>> place(link, "../"), place(link, None)
    ('[`a b.md:10`](../a%20b.md?plain=1#L10)', '`a b.md:10`')
    """
    # A `|` splits a row even inside code.
    show = untrusted.cell if in_table and "|" in link.path else untrusted.code_span
    shown = show(f"{link.path}:{link.line}")
    return shown if up is None else f"[{shown}]({up}{quoted(link.path)}?plain=1#L{link.line})"


def quoted(path: str) -> str:
    r"""A path in an address: its bytes, which need not be UTF-8; a path that no system has is shown as well as it goes.

    >>> quoted("a b\udcff.md"), quoted("\ud800.md")
    ('a%20b%FF.md', '%EF%BF%BD.md')
    """
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(untrusted.plain(path, len(path)))


def places(links: Sequence[Link], up: str | None) -> str:
    """Where the links of a target stand: the first few of them."""
    shown = [place(link, up) for link in in_order(links)]
    more = f" and {len(shown) - PLACES:,} more" if len(shown) > PLACES else ""
    return ", ".join(shown[:PLACES]) + more


def address(url: str) -> str:
    """An address, shown as code and to click on if it is one of the web.

    >>> address("https://example.com/a")
    '[`https://example.com/a`](<https://example.com/a>)'
    >>> address("docs/a.md#b")
    '`docs/a.md#b`'
    """
    shown = untrusted.code_span(middle(untrusted.redacted(url)))
    destination = untrusted.link_destination(url)
    return f"[{shown}]({destination})" if destination else shown


def middle(text: str, limit: int = URL_CHARS) -> str:
    """The text with its middle left out where it is too long.

    >>> middle("https://example.com/a/very/long/path.html", 21)
    'https://exa…path.html'
    """
    return text if len(text) <= limit else f"{text[: limit // 2 + 1]}…{text[-(limit - limit // 2 - 2) :]}"


def label(judged: Judged) -> str:
    """What the list calls the link, and under which heading: `blog` says little, `blog` in Transformers more."""
    links = in_order(judged.history.links)
    named = next((link for link in links if link.text.strip()), None)
    name = untrusted.markdown(named.text, 80) if named else ""
    heading = untrusted.markdown(links[0].section[-1], 60) if links and links[0].section else ""
    return f"**{name or 'no text'}**" + (f" in {heading}" if heading else "")


def by_place(rows: Iterable[Judged]) -> list[Judged]:
    """In the order of the lists, as a maintainer goes through them."""
    return sorted(rows, key=lambda row: (_first(row.history.links), row.verdict.target))


def in_order(links: Iterable[Link]) -> list[Link]:
    """Links in the order of the lists."""
    return sorted(links, key=lambda link: (link.path, link.line, link.column, link.start, link.url))


def in_health(report: Report, *healths: Health) -> list[Judged]:
    """The targets in one of the states, in the order of the lists."""
    return by_place(row for row in report.judged if row.verdict.health in healths)


_ALL = "see [links.jsonl](links.jsonl)"


def fitting(blocks: Iterable[str], total: int, room_chars: int, *, rest: str = _ALL) -> list[str]:
    """As many of the blocks as there is room for, and then how many are left out: GitHub shows no page of megabytes.

    What is left out is not even written: `blocks` is read no further. `rest` says where it can be read.

    >>> fitting(["- one", "- two", "- three"], 3, 12)
    ['- one', '- two', '- … and 1 more, see [links.jsonl](links.jsonl)']
    >>> fitting(["- one"], 1, 0)
    ['- … and 1 more, see [links.jsonl](links.jsonl)']
    """
    shown: list[str] = []
    for block in blocks:
        room_chars -= len(block) + 1
        if room_chars < 0:
            left = total - len(shown)
            return [*shown, f"- … and {left:,} more, {rest}"]
        shown.append(block)
    return shown


def heading(title: str, report: Report) -> list[str]:
    """How each page begins: its title, where there is one the note, and the run that it tells of, with its notes."""
    note = untrusted.markdown(report.note, 400)
    end = f" to {minute(report.run.finished_at)[11:]}" if report.run.finished_at else ""
    told = f"Run {report.run.id}, {minute(report.run.started_at)}{end} UTC."
    told += _asked_with(report.run.asked_with)
    return [f"# {title}", "", *([f"> **Note:** {note}", ""] if note else []), told, ""]


def _asked_with(notes: Sequence[str]) -> str:
    """What let a run go where others do not, as the words of a sentence.

    >>> _asked_with(["--allow-port 81", "--robots ignore"]), _asked_with([])
    (' Asked with `--allow-port 81`, `--robots ignore`.', '')
    """
    shown = ", ".join(untrusted.code_span(middle(note)) for note in notes[:NOTES])
    more = f" and {len(notes) - NOTES:,} more" if len(notes) > NOTES else ""
    return f" Asked with {shown}{more}." if notes else ""


def page(lines: Iterable[str]) -> str:
    """The page that these lines make, with one newline at its end."""
    return "\n".join(lines).rstrip() + "\n"


def _first(links: Iterable[Link]) -> tuple[str, int, int]:
    return min(((link.path, link.line, link.column) for link in links), default=("", 0, 0))
