"""What was found among new links, as one review of the pull request that adds them. EDGE: the forge, and files.

The pull request may have moved on since it was looked at, or have been looked at as it would be once merged: so a link
is looked for in the files as they are at its head now, on the lines that the forge shows as added. What is not there
any more is not said. Whatever the forge answers, a review that cannot be posted fails nothing: what was found is in the
job's summary.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.errors import ConflictError, ForbiddenError, ForgeError, RejectedError, SourceError
from crawler.gather import markdown
from crawler.gather.lists import is_markdown
from crawler.gather.source import Positions
from crawler.hunks import added_lines
from crawler.model import Diagnostic, Document, Findings, Link
from crawler.pipeline.mending import mended_bytes
from crawler.publish.boxes import Mark, marks
from crawler.publish.forge import Account, Forge, PullRequest, Review
from crawler.publish.review import Draft, Remark, Sheet, draft, is_new, marks_of

_TRIES = 2
"""The forge may not take a review because its head has moved: then it is drafted anew, once."""
_FILE = "100"
"""How the mode of a plain file begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of a review."""

    text: str
    """A sentence of ours without its full stop."""
    url: str = ""
    """The page that it speaks of."""
    comments: int = 0
    """How many comments were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One pull request to be reviewed."""

    number: int
    findings: Findings
    most: int
    """So many comments are made at once."""
    head: str | None = None
    """The commit that was looked at; where the pull request has moved on since, that is told."""
    forks: bool = False
    """Whether a fork's pull request may be written to: with the token of a job that the fork did not start."""


def review(forge: Forge, task: Task) -> Posted:
    """Say what was not said yet, in one review at most; no error of the forge comes out."""
    try:
        pull = forge.pull_request(task.number)
        if not pull.is_open:
            return Posted(text=f"Pull request {pull.number} is closed: nothing was said there", url=pull.url)
        if pull.from_fork and not task.forks:
            why = "comes from a fork, where this job may not write: what was found is told here"
            return Posted(text=f"Pull request {pull.number} {why}", url=pull.url)
        if task.forks and not pull.from_fork:
            return Posted(text=f"Pull request {pull.number} comes from no fork: its own job reviews it", url=pull.url)
        return _review(forge, task, pull)
    except ForbiddenError as error:
        return Posted(text=f"No review was posted: {error}. What was found is told here")
    except ForgeError as error:
        return Posted(text=f"No review could be posted: {error}. What was found is told here")


def reviewed(forge: Forge, pull: PullRequest) -> bool:
    """Whether a review of ours is of the very commit at the pull request's head."""
    us = forge.me()
    return _is_done(forge.reviews(pull.number), pull, us)


def _review(forge: Forge, task: Task, pull: PullRequest) -> Posted:
    for _ in range(_TRIES):
        found = _draft(forge, task, pull)
        if found is None:
            return Posted(text=f"There is nothing new to say about pull request {pull.number}", url=pull.url)
        try:
            forge.review(pull.number, commit=pull.head, body=found.body, comments=found.comments)
        except (RejectedError, ConflictError):
            pull = forge.pull_request(task.number)
            continue
        count = len(found.comments)
        told = "One comment was" if count == 1 else f"{count} comments were"
        moved = ", which has moved on since it was looked at" if task.head not in (None, pull.head) else ""
        return Posted(text=f"{told} made on pull request {pull.number}{moved}", url=pull.url, comments=count)
    why = "does not take the review: what was found is told here"
    return Posted(text=f"The forge {why}", url=pull.url)


def _draft(forge: Forge, task: Task, pull: PullRequest) -> Draft | None:
    """What is new to say about the pull request as it stands; None where there is nothing."""
    us = forge.me()
    if _is_done(forge.reviews(pull.number), pull, us):
        return None
    comments = (each for each in forge.review_comments(pull.number) if _is_ours(each.author, us))
    posted = frozenset(mark for each in comments for mark in marks_of(each.body))
    new = [each for each in task.findings.diagnostics if is_new(each, posted)]
    sheets = dict(_sheets(forge, pull, {each.place.path for each in new})) if new else {}
    located = {path: _Page(path, sheet).locate(task.findings.diagnostics) for path, sheet in sheets.items()}
    remarks = [remark for found, _ in located.values() for remark in found]
    can = forge.capabilities
    shown = {path: mended if can.suggestions else sheets[path] for path, (_, mended) in located.items()}
    return draft(remarks, shown, posted, min(task.most, can.review_comments))


def _is_done(reviews: Sequence[Review], pull: PullRequest, us: Account | None) -> bool:
    return any(
        each.commit == pull.head and Mark.REVIEW in marks(each.body) and _is_ours(each.author, us) for each in reviews
    )


def _is_ours(author: Account, us: Account | None) -> bool:
    """Whether it is us who wrote something. The token of a job may not ask who it is; then it is a program."""
    return author.id == us.id if us else author.is_program


def _sheets(forge: Forge, pull: PullRequest, paths: Collection[str]) -> Iterator[tuple[str, Sheet]]:
    """Those of the files that the pull request changes, as they are at its head."""
    patches = {each.path: each.patch for each in forge.changed_files(pull.number) if each.path in paths}
    shown = {path: patch for path, patch in patches.items() if patch}
    entries = forge.tree(forge.commit(pull.head).tree) if shown else {}
    for path, patch in shown.items():
        if path in entries and entries[path].mode.startswith(_FILE):
            data = forge.blob(entries[path].sha)
            yield path, Sheet(data=data, patch=patch, mended=data)


class _Page:
    """A file as it is now, in which links are looked for that were found before."""

    def __init__(self, path: str, sheet: Sheet) -> None:
        self._path = path
        self._sheet = sheet
        self._document = _parsed(sheet.data, path)
        self._lines = added_lines((sheet.patch or "").encode("utf-8", "surrogatepass"))
        where = Positions(sheet.data)
        self._links = [(where.line(link.start), link) for link in self._document.links]

    def locate(self, diagnostics: Sequence[Diagnostic]) -> tuple[list[Remark], Sheet]:
        """Where each of them stands now, if it does, and the file with all that is proposed."""
        remarks, changes = list[Remark](), dict[tuple[int, int], tuple[Link, str]]()
        for each in diagnostics:
            if each.place.path != self._path:
                continue
            found = min(self._standing(each), key=lambda found: abs(found[0] - each.place.line), default=None)
            if found is not None:
                line, link = found
                remarks.append(Remark(diagnostic=each, line=line))
                if link and each.new_url and is_markdown(self._path):  # whatever the findings call a list
                    changes.setdefault((link.start, link.end), (link, each.new_url))
        if not changes:
            return remarks, self._sheet
        mended = mended_bytes(self._sheet.data, self._document, list(changes.values()))
        return remarks, replace(self._sheet, mended=mended)

    def _standing(self, diagnostic: Diagnostic) -> Iterator[tuple[int, Link | None]]:
        """The added lines that it may be about: those with its link, or with its fault in the text."""
        for line, link in self._links:
            if line in self._lines and link.url == diagnostic.url:
                yield line, link
        for problem in self._document.problems:
            if problem.line in self._lines and problem.message == diagnostic.message:
                yield problem.line, None


def _parsed(data: bytes, path: str) -> Document:
    try:
        return markdown.parse(data, path)
    except SourceError:  # more links than anybody reads
        return Document(path=path, links=())
