r"""A review of what somebody adds: a comment on a line, with the change that one click makes. Pure.

A forge takes a comment only on lines that the diff shows, and one that is elsewhere loses the whole review; so what
may be said is reckoned here, from the very hunks that the forge shows. A line has one comment, since two changes of one
line cannot both be applied. What was said once is known by a mark on the first lines of our own comments, and not said
again: the mark is of the rule and the address, not of the line, which a push may move.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler import untrusted
from crawler.hunks import new_lines
from crawler.model import Diagnostic, Rule, Severity
from crawler.publish.boxes import Mark, mark
from crawler.publish.forge import LineComment
from crawler.publish.pieces import counted, middle
from crawler.publish.room import BODY_CHARS
from crawler.publish.rows import opening, said

_ID_CHARS = 16
_LEAST_FENCE = 3
_URL_CHARS = 90
_MARK = re.compile(r"<!-- listkeeper:diagnostic=([0-9a-f]{16}) -->")
_TICKS = re.compile("`+")
_GRAVITY = tuple(Severity)
_WORTH_A_COMMENT = frozenset({Severity.ERROR, Severity.WARNING})
"""Of what may be well nobody need be told on a line of theirs."""
_ADVICE = {
    Rule.BROKEN: "Could you check the address?",
    Rule.DEAD: "Could you check the address?",
    Rule.HIJACKED: "Could you open it, and see whether it is still what you meant?",
    Rule.BETTER_ADDRESS: "If you meant this very one, leave it as it is.",
    Rule.DUPLICATE: "Is one of the two enough?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something to be said of one line of a file as it is now."""

    diagnostic: Diagnostic
    line: int
    """1-based; where the link stands now, whatever line it was found on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file of a pull request, as it is at its head."""

    data: bytes
    patch: str | None
    """The hunks that the forge shows; None where it shows none."""
    mended: bytes = b""
    """The same file with all that is proposed for it; equal to `data` where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A review to be posted."""

    body: str
    comments: tuple[LineComment, ...]


def commentable(patch: str | None) -> dict[int, bytes]:
    r"""The lines of the new file on which a comment may stand, with their text: those that the hunks show.

    >>> commentable("@@ -1,2 +1,2 @@\n a\n-b\n+c")
    {1: b'a', 2: b'c'}
    >>> commentable(None)
    {}
    """
    return {line.number: line.text for line in new_lines((patch or "").encode("utf-8", "surrogatepass"))}


def fingerprint(diagnostic: Diagnostic) -> str:
    """By what a remark is known when it was made already: 16 hex digits of rule and URL."""
    return hashlib.sha256(diagnostic.key.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_CHARS]


def marks_of(body: str) -> frozenset[str]:
    r"""The remarks that a comment of ours makes: the marks on its first lines, and nothing that comes after.

    >>> sorted(marks_of("<!-- listkeeper:diagnostic=0123456789abcdef -->\r\nText"))
    ['0123456789abcdef']
    >>> marks_of("Text\n<!-- listkeeper:diagnostic=0123456789abcdef -->")
    frozenset()
    """
    found = []
    for line in body.splitlines():
        marked = _MARK.fullmatch(line.strip())
        if marked is None:
            break
        found.append(marked[1])
    return frozenset(found)


def suggestion(sheet: Sheet, line: int) -> str | None:
    r"""The block that puts the mended line in the place of a line; None where it changes nothing, or cannot be sure to.

    Applying one in a file with other line ends than `\n` rewrites them all (w3c/guide#452), so there is none there.
    """
    before, after = sheet.data.split(b"\n"), sheet.mended.split(b"\n")
    if b"\r" in sheet.data or len(before) != len(after) or not 0 < line <= len(before):
        return None
    old, new = before[line - 1], after[line - 1]
    try:
        text = new.decode()
    except UnicodeDecodeError:
        return None
    return fenced(text, "suggestion") if new != old and "\0" not in text else None


def fenced(text: str, info: str) -> str:
    """A block of code that no run of backticks in the text can end, wherever it stands.

    >>> print(fenced("- ```` x", "suggestion"))
    `````suggestion
    - ```` x
    `````
    """
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * max(_LEAST_FENCE, longest + 1)
    return f"{fence}{info}\n{text}\n{fence}"


def draft(remarks: Sequence[Remark], sheets: Mapping[str, Sheet], posted: Collection[str], most: int) -> Draft | None:
    """The review that says what was not said yet; None where there is nothing new to say on a line.

    `posted` are the marks of our own comments so far; `most` is how many comments are made at once.
    """
    lines = {path: commentable(sheet.patch) for path, sheet in sheets.items()}
    new = [each for each in _once(remarks) if is_new(each.diagnostic, posted)]
    spoken = [each for each in new if each.line in lines.get(each.diagnostic.place.path, {})]
    by_line: dict[tuple[str, int], list[Remark]] = {}
    for each in sorted(spoken, key=_order):
        by_line.setdefault((each.diagnostic.place.path, each.line), []).append(each)
    comments = [_comment(path, line, found, sheets[path]) for (path, line), found in by_line.items()]
    fitting = [each for each in comments if len(each.body) <= BODY_CHARS]
    if not fitting or most < 1:
        return None
    left = len(comments) - len(fitting[:most])
    notes = sum(each.diagnostic.severity is Severity.NOTE for each in remarks)
    return Draft(body=_body(len(fitting[:most]), left, notes), comments=tuple(fitting[:most]))


def _once(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Each remark where it stands first: a link may stand on several lines."""
    seen = set[str]()
    for each in remarks:
        key = fingerprint(each.diagnostic)
        if key not in seen:
            seen.add(key)
            yield each


def is_new(diagnostic: Diagnostic, posted: Collection[str]) -> bool:
    """Whether it is worth a comment, and was not said yet."""
    return diagnostic.severity in _WORTH_A_COMMENT and fingerprint(diagnostic) not in posted


def _order(remark: Remark) -> tuple[int, str, int, int]:
    """Gravest first, then by place."""
    said_of = remark.diagnostic
    return _GRAVITY.index(said_of.severity), said_of.place.path, remark.line, said_of.place.column


def _comment(path: str, line: int, remarks: Sequence[Remark], sheet: Sheet) -> LineComment:
    change = suggestion(sheet, line)
    told = [_told(each.diagnostic, suggested=change is not None) for each in remarks]
    marks = [f"<!-- listkeeper:diagnostic={fingerprint(each.diagnostic)} -->" for each in remarks]
    text = told[0] if len(told) == 1 else "\n".join(f"- {each}" for each in told)
    blocks = [text, change] if change else [text]
    return LineComment(path=path, line=line, body="\n".join([*marks, "\n\n".join(blocks)]))


def _told(diagnostic: Diagnostic, *, suggested: bool) -> str:
    """One remark on one line of Markdown: the address, what is known of it, and what to do."""
    url = f"{_code(diagnostic.url)}: " if diagnostic.url else ""
    sentences = [said(diagnostic.message), _ADVICE.get(diagnostic.rule, "")]
    if diagnostic.new_url and not suggested:
        sentences.insert(1, f"It could be {opening(diagnostic.new_url)}.")
    return url + " ".join(filter(None, sentences))


def _code(url: str) -> str:
    return untrusted.code_span(middle(untrusted.redacted(url), _URL_CHARS), _URL_CHARS + 10)


def _body(comments: int, left: int, notes: int) -> str:
    """What stands above the comments: thanks, how much there is, and that nothing is decided by it."""
    one = "One of the lines that it adds" if comments == 1 else f"{comments:,} of the lines that it adds"
    told = [f"Thank you for this contribution! {one} may need a second look."]
    if left:
        told.append(f"There is something to say about {counted(left, 'more line')}: the job's summary has all of it.")
    if notes:
        links = counted(notes, "link could", "links could")
        told.append(f"{links} not be looked at, because a host turns crawlers away or did not answer: that is fine.")
    told.append("Nothing here blocks merging: what to change is for you and the maintainers to decide.")
    return f"{mark(Mark.REVIEW)}\n{' '.join(told)}"
