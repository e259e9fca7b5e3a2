"""What people do to a repository, on GitHub's pages and with git."""

import re
from collections.abc import Mapping
from dataclasses import replace

from markdown_it import MarkdownIt

from tests.forge.merging import web
from tests.forge.objects import Item
from tests.forge.repository import FakeRepository
from tests.forge.talk import invalid
from tests.forge.things import Account, Pull, Review

_BOX = re.compile(r"([-*+] \[)[ xX](\])")


class Person:
    """Somebody. Methods raise RefusedError where GitHub's pages would not let them."""

    def __init__(self, repository: FakeRepository, account: Account) -> None:
        self._of = repository
        self.account = account

    def tick(self, number: int, fragment: str) -> None:
        """Tick the box on the line that holds a fragment: an id, or some words."""
        self._set_box(number, fragment, "x")

    def untick(self, number: int, fragment: str) -> None:
        """Take the tick away."""
        self._set_box(number, fragment, " ")

    def _set_box(self, number: int, fragment: str, mark: str) -> None:
        """A click on a box changes one letter, and leaves the ends of lines alone."""
        thread = self._of.thread(number)
        lines = (thread.body or "").split("\n")
        boxes = [index for index, line in enumerate(lines) if fragment in line and _BOX.search(line)]
        assert len(boxes) == 1, f"{len(boxes)} boxes have {fragment!r}"
        lines[boxes[0]] = _BOX.sub(rf"\g<1>{mark}\2", lines[boxes[0]], count=1)
        self._of.edit(thread, body="\n".join(lines))

    def edit_body(self, number: int, body: str) -> None:
        """Save what stands in the editor: browsers end its lines with CR LF."""
        lines = body.replace("\r\n", "\n").replace("\n", "\r\n")
        self._of.edit(self._of.thread(number), body=lines)

    def edit_title(self, number: int, title: str) -> None:
        """Write another title."""
        self._of.edit(self._of.thread(number), title=title)

    def close(self, number: int) -> None:
        """Close an issue or a pull request."""
        self._of.set_open(self._of.thread(number), False, by=self.account)

    def reopen(self, number: int) -> None:
        """Open one again; a pull request only while its branch stands on what was closed."""
        self._of.set_open(self._of.thread(number), True, by=self.account)

    def merge(self, number: int, method: str = "merge", *, drop: frozenset[str] = frozenset()) -> str:
        """Merge a pull request by `merge`, `squash` or `rebase`, leaving out some files; the commit on the base."""
        return self._of.merge(self._of.pull(number), method, by=self.account, drop=drop)

    def comment(self, number: int, body: str) -> None:
        """Say something below an issue or a pull request."""
        self._of.comment(self._of.thread(number), body, self.account)

    def open_issue(self, title: str, body: str = "") -> int:
        """Open an issue; its number."""
        return self._of.open_issue(title, body, self.account).number

    def push(self, branch: str, files: Mapping[str, bytes | None], message: str = "A change") -> str:
        """Commit files on top of a branch and push; None takes a file out. A new branch begins at the default one."""
        name = f"refs/heads/{branch}"
        parent = self._of.tip(branch) or self._of.refs[f"refs/heads/{self._of.default_branch}"]
        sha = self._commit(parent, files, message)
        if name in self._of.refs:
            self._of.update_ref(name, sha, force=False, by=self.account)
        else:
            self._of.create_ref(name, sha)
        return sha

    def force_push(self, branch: str, sha: str) -> None:
        """Put a branch on another commit, whatever is lost."""
        self._of.update_ref(f"refs/heads/{branch}", sha, force=True, by=self.account)

    def delete_branch(self, branch: str) -> None:
        """Remove a branch, as the button on a merged pull request does."""
        self._of.delete_ref(f"refs/heads/{branch}", by=self.account)

    def update_branch(self, number: int) -> str:
        """The button "Update branch": the base is merged into the branch of a pull request."""
        pull = self._of.pull(number)
        base = self._of.refs[f"refs/heads/{pull.base}"]
        files = self._of.merging.merged(pull.head, base)
        self._of.later()
        sha = self._of.objects.add_commit(
            tree=self._of.objects.add_files(files),
            parents=[pull.head, base],
            message=f"Merge branch '{pull.base}' into {pull.branch}",
            author=self._of.signature(self.account),
            committer=web(self._of.now),
        )
        self._of.update_ref(f"refs/heads/{pull.branch}", sha, force=False, by=self.account)
        return sha

    def delete_issue(self, number: int) -> None:
        """Delete an issue for good, as its repository's administrators can; pull requests cannot be deleted."""
        if isinstance(self._of.thread(number), Pull):
            raise invalid("Issue", "number")
        del self._of.threads[number]
        self._of.deleted.add(number)

    def delete_fork(self) -> None:
        """Delete one's fork: its pull requests stay, and come from nowhere."""
        self._of.later()
        self._of.gone_forks.add(self.account)

    def restore_branch(self, branch: str, sha: str) -> None:
        """Make a branch again."""
        self._of.create_ref(f"refs/heads/{branch}", sha)

    def open_pull(self, branch: str, title: str = "A change", body: str = "") -> int:
        """Open a pull request from a branch of this repository; its number."""
        base = self._of.default_branch
        return self._of.open_pull(title=title, body=body, branch=branch, base=base, by=self.account).number

    def open_pull_from_fork(
        self, files: Mapping[str, bytes | None], branch: str = "patch-1", title: str = "Add a link", body: str = ""
    ) -> int:
        """Commit files in a fork, and open a pull request from there; its number."""
        base = self._of.default_branch
        head = self._commit(self._of.refs[f"refs/heads/{base}"], files, title)
        pull = self._of.open_pull(
            title=title, body=body, branch=branch, base=base, by=self.account, fork=self.account, head=head
        )
        return pull.number

    def push_to_fork(self, number: int, files: Mapping[str, bytes | None]) -> str:
        """Commit more files in the fork that a pull request comes from."""
        pull = self._of.pull(number)
        if pull.fork is None:
            raise invalid("PullRequest", "head")
        self._of.later()
        pull.head = self._commit(pull.head, files, "More")
        pull.updated_at = self._of.now
        return pull.head

    def answer(self, number: int, comment: int, body: str) -> None:
        """Answer a comment on a line of a pull request."""
        pull = self._of.pull(number)
        above = next(one for one in pull.line_comments if one.id == comment)
        review = Review(
            id=next(self._of.ids),
            body="",
            state="COMMENTED",
            author=self.account,
            commit=pull.head,
            at=self._of.later(),
        )
        pull.reviews.append(review)
        pull.line_comments.append(
            replace(above, id=next(self._of.ids), review=review.id, body=body, author=self.account, answers=above.id)
        )

    def apply_suggestion(self, number: int, comment: int) -> str:
        """The button below a suggestion: its lines take the place of those that the comment stands on; the commit."""
        pull = self._of.pull(number)
        one = next(one for one in pull.line_comments if one.id == comment)
        [fence] = [token for token in MarkdownIt().parse(one.body) if token.type == "fence"]
        assert fence.info.strip() == "suggestion"
        assert one.line is not None
        files = self._of.objects.files(self._of.objects.commits[pull.head].tree)
        lines = self._of.objects.blobs[files[one.path].sha].decode().splitlines(keepends=True)
        lines[(one.start_line or one.line) - 1 : one.line] = [fence.content]
        changed = {one.path: "".join(lines).encode()}
        return self.push_to_fork(number, changed) if pull.fork else self.push(pull.branch, changed, "Apply suggestion")

    def _commit(self, parent: str, files: Mapping[str, bytes | None], message: str) -> str:
        objects = self._of.objects
        held = dict(objects.files(objects.commits[parent].tree))
        for path, data in files.items():
            if data is None:
                del held[path]
            else:
                held[path] = Item(held[path].mode if path in held else "100644", objects.add_blob(data))
        self._of.later()
        who = self._of.signature(self.account)
        return objects.add_commit(tree=objects.add_files(held), parents=[parent], message=message, author=who)
