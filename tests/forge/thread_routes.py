"""The part of the fake that speaks of issues, pull requests and reviews."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from tests.forge.diffs import shown
from tests.forge.repository import FakeRepository, check_text
from tests.forge.shapes import Shapes
from tests.forge.talk import Asked, RefusedError, Reply, invalid
from tests.forge.things import Account, LineComment, Pull, Review, Thread

_STATES = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}
_FILES = 3000
"""GitHub lists so many files of a pull request."""
T = TypeVar("T", bound=Thread)


class ThreadRoutes:
    """Answers what is asked of issues and pull requests."""

    def __init__(self, repository: FakeRepository) -> None:
        self.repository = repository
        self.actions_may_open_pulls = True
        """The switch "Allow GitHub Actions to create and approve pull requests"."""
        self.has_issues = True

    def _shapes(self, asked: Asked) -> Shapes:
        return Shapes(self.repository, asked.base_url)

    # Issues

    def list_issues(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Issues and pull requests, newest first."""
        self._need_issues()
        threads = self._of_state(list(self.repository.threads.values()), asked)
        creator = asked.asked.get("creator")
        threads = [thread for thread in threads if creator is None or thread.author.login == creator]
        shapes = self._shapes(asked)
        return paged(asked, _sorted(threads, asked), lambda thread: shapes.issue(thread, whole=False))

    def get_issue(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """An issue, or what a pull request has of one."""
        thread = self.repository.thread(int(found["issue_number"]))
        return Reply(status=200, value=self._shapes(asked).issue(thread, whole=True))

    def create_issue(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A new issue."""
        self._need_issues()
        thread = self.repository.open_issue(str(asked.given["title"]), asked.given.get("body"), by)
        thread.labels = [name if isinstance(name, str) else name["name"] for name in asked.given.get("labels", [])]
        return Reply(status=201, value=self._shapes(asked).issue(thread, whole=True))

    def update_issue(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Write over an issue, close or reopen it."""
        thread = self.repository.thread(int(found["issue_number"]))
        self._update(thread, asked.given, by)
        return Reply(status=200, value=self._shapes(asked).issue(thread, whole=True))

    def _need_issues(self) -> None:
        if not self.has_issues:
            raise RefusedError(410, "Issues has been disabled in this repository.")

    def _update(self, thread: Thread, given: Mapping[str, Any], by: Account) -> None:
        self._check(thread, given)
        if "state" in given:
            wanted = given["state"] == "open"
            self.repository.set_open(thread, wanted, by=by, reason=given.get("state_reason"))
        if "title" in given or "body" in given:
            body = (given["body"] or "") if "body" in given else None
            self.repository.edit(thread, title=given.get("title"), body=body)

    def _check(self, thread: Thread, given: Mapping[str, Any]) -> None:
        """Nothing of a request is carried out when one part of it is refused."""
        check_text("PullRequest" if isinstance(thread, Pull) else "Issue", given.get("title", "-"), given.get("body"))

    # Pull requests

    def list_pulls(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Pull requests, newest first."""
        pulls = self._of_state(self.repository.pulls(), asked)
        head, base = asked.asked.get("head"), asked.asked.get("base")
        # Without an owner GitHub ignores the filter.
        pulls = [pull for pull in pulls if head is None or ":" not in head or self._label(pull) == head]
        pulls = [pull for pull in pulls if base in (None, pull.base)]
        shapes = self._shapes(asked)
        return paged(asked, _sorted(pulls, asked), lambda pull: shapes.pull(pull, whole=False))

    def _label(self, pull: Pull) -> str:
        return f"{(pull.fork or self.repository.owner).login}:{pull.branch}"

    def get_pull(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A pull request."""
        return Reply(status=200, value=self._shapes(asked).pull(self._pull(found), whole=True))

    def _pull(self, found: Mapping[str, str]) -> Pull:
        return self.repository.pull(int(found["pull_number"]))

    def create_pull(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A new pull request, from a branch of this repository."""
        if by.kind == "Bot" and not self.actions_may_open_pulls:
            raise RefusedError(403, "GitHub Actions is not permitted to create or approve pull requests.")
        given = asked.given
        owner, _, branch = given["head"].rpartition(":")
        if owner not in ("", self.repository.owner.login):
            raise invalid("PullRequest", "head")
        pull = self.repository.open_pull(
            title=given.get("title", ""), body=given.get("body"), branch=branch, base=given["base"], by=by,
            draft=given.get("draft", False),
        )  # fmt: skip
        return Reply(status=201, value=self._shapes(asked).pull(pull, whole=True))

    def update_pull(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Write over a pull request, close or reopen it."""
        pull = self._pull(found)
        self._update(pull, asked.given, by)
        return Reply(status=200, value=self._shapes(asked).pull(pull, whole=True))

    def list_files(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """What a pull request changes."""
        pull = self._pull(found)
        shapes = self._shapes(asked)
        changes = list(self.repository.changes(pull).items())[:_FILES]
        return paged(asked, changes, lambda change: shapes.changed(change[0], change[1], pull.head))

    # Reviews

    def list_reviews(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """The reviews of a pull request, oldest first."""
        pull = self._pull(found)
        shapes = self._shapes(asked)
        return paged(asked, pull.reviews, lambda review: shapes.review(pull, review))

    def list_line_comments(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """The comments on its lines, oldest first."""
        pull = self._pull(found)
        shapes = self._shapes(asked)
        comments = sorted(pull.line_comments, key=lambda comment: comment.id, reverse=_descending(asked, "asc"))
        return paged(asked, comments, lambda comment: shapes.line_comment(pull, comment))

    def create_review(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A review: all of it, or, when one line is not part of the diff, nothing."""
        pull, given = self._pull(found), asked.given
        event = given.get("event")
        if by.kind == "Bot" and event == "APPROVE" and not self.actions_may_open_pulls:
            raise RefusedError(403, "GitHub Actions is not permitted to create or approve pull requests.")
        comments = given.get("comments", [])
        body = given.get("body", "")
        if event in ("COMMENT", "REQUEST_CHANGES") and not body and not comments:
            raise RefusedError(422, "Unprocessable Entity", "Body is required")
        commit = given.get("commit_id", pull.head)
        if commit not in self.repository.commits(pull):
            raise RefusedError(422, "Unprocessable Entity", "The commitOID is not part of the pull request")
        check_text("PullRequestReview", "-", body)
        review = Review(
            id=next(self.repository.ids),
            body=body,
            state=_STATES.get(event or "", "PENDING"),
            author=by,
            commit=commit,
            at=self.repository.later(),
        )
        made = [self._line_comment(pull, review, comment) for comment in comments]
        pull.reviews.append(review)
        pull.line_comments.extend(made)
        return Reply(status=200, value=self._shapes(asked).review(pull, review))

    def _line_comment(self, pull: Pull, review: Review, given: Mapping[str, Any]) -> LineComment:
        check_text("PullRequestReviewComment", "-", given["body"])
        if not given["body"].strip():
            raise RefusedError(422, "Unprocessable Entity", "Body cannot be blank")
        hunks = self._hunks(pull, review.commit, given["path"])
        side, line = given.get("side", "RIGHT"), given.get("line")
        lines = shown(hunks)
        if line is None and "position" in given:
            wanted = given["position"]
            side, line = next((spot for spot, position in lines.items() if position == wanted), ("RIGHT", None))
        if line is None or (side, line) not in lines:
            raise RefusedError(422, "Unprocessable Entity", "Line could not be resolved")
        start, start_side = given.get("start_line"), given.get("start_side", side)
        if start is not None and (start >= line or (start_side, start) not in lines):
            raise RefusedError(422, "Unprocessable Entity", "Start line could not be resolved")
        return LineComment(
            id=next(self.repository.ids),
            review=review.id,
            path=given["path"],
            body=given["body"],
            author=review.author,
            commit=review.commit,
            at=review.at,
            hunk=_until(hunks, lines[side, line]),
            line=line,
            side=side,
            start_line=start,
            start_side=start_side if start is not None else None,
            position=lines[side, line],
        )

    def _hunks(self, pull: Pull, commit: str, path: str) -> str:
        change = self.repository.changes(pull, commit).get(path)
        if change is None:
            raise RefusedError(422, "Unprocessable Entity", "Path could not be resolved")
        return self.repository.merging.patch(change) or ""

    def _of_state(self, threads: list[T], asked: Asked) -> list[T]:
        state = asked.asked.get("state", "open")
        return [thread for thread in threads if state == "all" or thread.is_open == (state == "open")]


def _until(hunks: str, position: int) -> str:
    """The hunk of a line, as far as that line."""
    lines = hunks.split("\n")[: position + 1]
    start = max(index for index, line in enumerate(lines) if line.startswith("@@"))
    return "\n".join(lines[start:])


def _descending(asked: Asked, otherwise: str) -> bool:
    return asked.asked.get("direction", otherwise) == "desc"


def _sorted(threads: Sequence[Any], asked: Asked) -> Sequence[Any]:
    by = asked.asked.get("sort", "created")
    key = (lambda thread: (thread.updated_at, thread.number)) if by == "updated" else lambda thread: thread.number
    return sorted(threads, key=key, reverse=_descending(asked, "desc"))


def paged(asked: Asked, things: Sequence[Any], shape: Callable[[Any], Any]) -> Reply:
    """One page of a list, with the links to the others."""
    size = min(max(int(asked.asked.get("per_page", 30)), 1), 100)
    page = max(int(asked.asked.get("page", 1)), 1)
    last = max(-(-len(things) // size), 1)
    wanted = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    if page <= 1:
        del wanted["prev"], wanted["first"]
    if page >= last:
        del wanted["next"], wanted["last"]
    url = f"{asked.base_url}{asked.path}"
    links = ", ".join(
        f'<{url}?{urlencode({**asked.asked, "page": number})}>; rel="{name}"' for name, number in wanted.items()
    )
    shown_now = [shape(thing) for thing in things[(page - 1) * size : page * size]]
    return Reply(status=200, value=shown_now, headers={"link": links} if links else {})
