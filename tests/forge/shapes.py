"""What the fake answers, in GitHub's shapes."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1
from typing import Any

from tests.forge.diffs import counts
from tests.forge.objects import CommitObject, Item, Signature
from tests.forge.repository import FakeRepository
from tests.forge.shaping import account, lay_over, moment, shaped
from tests.forge.things import Account, LineComment, Pull, Review, Thread


class Shapes:
    """Writes down the things of one repository."""

    def __init__(self, repository: FakeRepository, base_url: str) -> None:
        self._of = repository
        self._api = f"{base_url}/repos/{repository.full_name}"
        self._page = f"https://github.test/{repository.full_name}"

    def repository(self) -> dict[str, Any]:
        """The repository itself."""
        return shaped("repos/get", 200, self._repository())

    def _repository(self, owner: Account | None = None) -> dict[str, Any]:
        who = owner or self._of.owner
        return {
            "id": 1 if owner is None else who.id,
            "name": self._of.name,
            "full_name": f"{who.login}/{self._of.name}",
            "owner": account(who),
            "default_branch": self._of.default_branch,
            "fork": owner is not None,
            "html_url": f"https://github.test/{who.login}/{self._of.name}",
            "url": self._api
            if owner is None
            else f"{self._api.rpartition('/repos/')[0]}/repos/{who.login}/{self._of.name}",
            "visibility": "public",
            "has_issues": True,
        }

    def ref(self, name: str) -> dict[str, Any]:
        """A ref."""
        sha = self._of.refs[name]
        said = {"ref": name, "url": f"{self._api}/git/{name}"}
        target = {"type": "commit", "sha": sha, "url": f"{self._api}/git/commits/{sha}"}
        return shaped("git/get-ref", 200, {**said, "object": target})

    def commit(self, commit: CommitObject) -> dict[str, Any]:
        """A commit."""
        said = {
            "sha": commit.sha,
            "url": f"{self._api}/git/commits/{commit.sha}",
            "html_url": f"{self._page}/commit/{commit.sha}",
            "author": _signature(commit.author),
            "committer": _signature(commit.committer),
            "message": commit.message,
            "tree": {"sha": commit.tree, "url": f"{self._api}/git/trees/{commit.tree}"},
            "parents": [
                {"sha": sha, "url": f"{self._api}/git/commits/{sha}", "html_url": f"{self._page}/commit/{sha}"}
                for sha in commit.parents
            ],
            "verification": {"verified": False, "reason": "unsigned", "signature": None, "payload": None},
        }
        return shaped("git/get-commit", 200, said)

    def tree(self, sha: str, items: Iterator[tuple[str, Item]], limit: int) -> dict[str, Any]:
        """A tree, cut at so many entries."""
        rows = [self._item(path, item) for path, item in items]
        said = {"sha": sha, "url": f"{self._api}/git/trees/{sha}", "truncated": len(rows) > limit, "tree": rows[:limit]}
        return shaped("git/get-tree", 200, said)

    def _item(self, path: str, item: Item) -> dict[str, Any]:
        said = {"path": path, "mode": item.mode, "type": item.kind, "sha": item.sha}
        if item.kind == "commit":
            return said
        size = {"size": len(self._of.objects.blobs.get(item.sha, b""))} if item.kind == "blob" else {}
        return {**said, **size, "url": f"{self._api}/git/{item.kind}s/{item.sha}"}

    def blob(self, sha: str, data: bytes) -> dict[str, Any]:
        """What a file holds, in lines of 60 letters as GitHub sends it."""
        text = b64encode(data).decode()
        lines = "".join(f"{text[start : start + 60]}\n" for start in range(0, len(text), 60))
        said = {"sha": sha, "url": f"{self._api}/git/blobs/{sha}", "size": len(data), "encoding": "base64"}
        return shaped("git/get-blob", 200, {**said, "content": lines, "node_id": f"B_{sha}"})

    def new_blob(self, sha: str) -> dict[str, Any]:
        """The name of a file's content."""
        return {"sha": sha, "url": f"{self._api}/git/blobs/{sha}"}

    def content(self, path: str, item: Item, ref: str) -> dict[str, Any]:
        """A file, with what it holds."""
        blob = self.blob(item.sha, self._of.objects.blobs[item.sha])
        return {
            **{key: blob[key] for key in ("sha", "size", "encoding", "content")},
            "type": "file",
            "name": path.rpartition("/")[2],
            "path": path,
            "url": f"{self._api}/contents/{path}?ref={ref}",
            "git_url": blob["url"],
            "html_url": f"{self._page}/blob/{ref}/{path}",
            "download_url": None,
            "_links": {"self": f"{self._api}/contents/{path}", "git": blob["url"], "html": None},
        }

    def issue(self, thread: Thread, *, whole: bool) -> dict[str, Any]:
        """An issue, or a pull request as one; who closed it is told of a single one alone."""
        kind = "pull" if isinstance(thread, Pull) else "issues"
        said = {
            **self._thread(thread),
            "url": f"{self._api}/issues/{thread.number}",
            "html_url": f"{self._page}/{kind}/{thread.number}",
            "repository_url": self._api,
            "comments": len(thread.comments),
            "state_reason": thread.state_reason,
            "labels": [{"name": name} for name in thread.labels],
        }
        if whole:
            said["closed_by"] = account(thread.closed_by)
        if isinstance(thread, Pull):
            url = f"{self._api}/pulls/{thread.number}"
            page = f"{self._page}/pull/{thread.number}"
            said["pull_request"] = {
                "url": url,
                "html_url": page,
                "diff_url": f"{page}.diff",
                "patch_url": f"{page}.patch",
                "merged_at": moment(thread.merged_at),
            }
        return shaped("issues/get", 200, said)

    def _thread(self, thread: Thread) -> dict[str, Any]:
        return {
            "id": thread.number + 10_000,
            "number": thread.number,
            "title": thread.title,
            "body": thread.body,
            "user": account(thread.author),
            "state": "open" if thread.is_open else "closed",
            "created_at": moment(thread.created_at),
            "updated_at": moment(thread.updated_at),
            "closed_at": moment(thread.closed_at),
            "author_association": "CONTRIBUTOR",
        }

    def pull(self, pull: Pull, *, whole: bool) -> dict[str, Any]:
        """A pull request; what costs GitHub time is told of a single one alone."""
        said = {
            **self._thread(pull),
            "url": f"{self._api}/pulls/{pull.number}",
            "html_url": f"{self._page}/pull/{pull.number}",
            "issue_url": f"{self._api}/issues/{pull.number}",
            "merged_at": moment(pull.merged_at),
            "merge_commit_sha": pull.merged_as or _trial(pull),
            "draft": pull.draft,
            "head": self._end(pull.branch, pull.head, pull.fork),
            "base": self._end(pull.base, pull.base_sha, None),
            "labels": [{"name": name} for name in pull.labels],
        }
        if not whole:
            return shaped("pulls/list", 200, said, of_item=True)
        files = [self._of.merging.patch(change) for change in self._of.changes(pull).values()]
        sums = [counts(text) for text in files]
        said |= {
            "merged": pull.merged_at is not None,
            "merged_by": account(pull.merged_by),
            "comments": len(pull.comments),
            "review_comments": len(pull.line_comments),
            "changed_files": len(files),
            "additions": sum(added for added, _ in sums),
            "deletions": sum(removed for _, removed in sums),
            "commits": len(self._of.commits(pull)),
        }
        return shaped("pulls/get", 200, said)

    def _end(self, branch: str, sha: str, fork: Account | None) -> dict[str, Any]:
        who = fork or self._of.owner
        said = {"label": f"{who.login}:{branch}", "ref": branch, "sha": sha, "user": account(who)}
        if fork is not None and fork in self._of.gone_forks:
            return {**said, "repo": None}
        repository = shaped("pulls/get", 200, {})["base"]["repo"]
        lay_over(repository, self._repository(fork))
        return {**said, "repo": repository}

    def changed(self, path: str, states: tuple[Item | None, Item | None], sha: str) -> dict[str, Any]:
        """A file that a pull request changes, by its states before and after."""
        before, after = states
        text = self._of.merging.patch((before, after))
        added, removed = counts(text)
        said: dict[str, Any] = {
            "sha": (after or before or Item("", "")).sha,
            "filename": path,
            "status": "added" if before is None else "removed" if after is None else "modified",
            "additions": added,
            "deletions": removed,
            "changes": added + removed,
            "contents_url": f"{self._api}/contents/{path}?ref={sha}",
            "blob_url": f"{self._page}/blob/{sha}/{path}",
            "raw_url": f"{self._page}/raw/{sha}/{path}",
        }
        return {**said, "patch": text} if text else said

    def review(self, pull: Pull, review: Review) -> dict[str, Any]:
        """A review."""
        said = {
            "id": review.id,
            "user": account(review.author),
            "body": review.body,
            "state": review.state,
            "commit_id": review.commit,
            "submitted_at": moment(review.at),
            "author_association": "CONTRIBUTOR",
            "html_url": f"{self._page}/pull/{pull.number}#pullrequestreview-{review.id}",
            "pull_request_url": f"{self._api}/pulls/{pull.number}",
        }
        return shaped("pulls/create-review", 200, said)

    def _stands(self, pull: Pull, comment: LineComment) -> bool:
        """Whether the file is as it was when the comment was made; GitHub follows lines that only moved, we do not."""
        then, now = (self._of.changes(pull, head).get(comment.path) for head in (comment.commit, pull.head))
        return then is not None and now is not None and then[1] == now[1]

    def line_comment(self, pull: Pull, comment: LineComment) -> dict[str, Any]:
        """A comment on a line."""
        outdated = not self._stands(pull, comment)
        said = {
            "id": comment.id,
            "pull_request_review_id": comment.review,
            "path": comment.path,
            "body": comment.body,
            "user": account(comment.author),
            "commit_id": comment.commit if outdated else pull.head,
            "original_commit_id": comment.commit,
            "diff_hunk": comment.hunk,
            "line": None if outdated else comment.line,
            "original_line": comment.line,
            "side": comment.side,
            "start_line": None if outdated else comment.start_line,
            "original_start_line": comment.start_line,
            "start_side": comment.start_side,
            "position": None if outdated else comment.position,
            "original_position": comment.position,
            "created_at": moment(comment.at),
            "updated_at": moment(comment.at),
            "author_association": "CONTRIBUTOR",
            "url": f"{self._api}/pulls/comments/{comment.id}",
            "html_url": f"{self._page}/pull/{pull.number}#discussion_r{comment.id}",
            "pull_request_url": f"{self._api}/pulls/{pull.number}",
        }
        answers = {} if comment.answers is None else {"in_reply_to_id": comment.answers}
        return shaped("pulls/list-review-comments", 200, {**said, **answers}, of_item=True)


def _trial(pull: Pull) -> str:
    """The commit that GitHub makes to try whether a pull request can be merged: it is on no branch."""
    return sha1(f"{pull.base_sha} {pull.head}".encode(), usedforsecurity=False).hexdigest()


def _signature(who: Signature) -> dict[str, Any]:
    return {"name": who.name, "email": who.email, "date": moment(who.at)}
