"""The part of the fake that speaks of git: refs, commits, trees, blobs, files."""

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.forge.objects import CommitObject, Item, Signature
from tests.forge.repository import FakeRepository
from tests.forge.shapes import Shapes
from tests.forge.talk import Asked, RefusedError, Reply, not_found
from tests.forge.things import Account

_NOWHERE = "GitRPC::BadObjectState"
_ONE_OF_TWO = "Must supply either tree.sha or tree.content. Request will be rejected if both are present."


class GitRoutes:
    """Answers what is asked of git's objects and refs."""

    def __init__(self, repository: FakeRepository) -> None:
        self.repository = repository
        self.tree_limit = 100_000
        """GitHub shows so many entries of a tree."""

    def _shapes(self, asked: Asked) -> Shapes:
        return Shapes(self.repository, asked.base_url)

    def get_ref(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """One ref."""
        name = f"refs/{found['ref']}"
        if name not in self.repository.refs:
            raise not_found()
        return Reply(status=200, value=self._shapes(asked).ref(name))

    def matching_refs(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """The refs that begin so."""
        names = sorted(name for name in self.repository.refs if name.startswith(f"refs/{found['ref']}"))
        return Reply(status=200, value=[self._shapes(asked).ref(name) for name in names])

    def create_ref(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A new ref."""
        self._check_rules(asked.given["ref"])
        self.repository.create_ref(asked.given["ref"], asked.given["sha"])
        return Reply(status=201, value=self._shapes(asked).ref(asked.given["ref"]))

    def update_ref(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Move a ref."""
        name = f"refs/{found['ref']}"
        self._check_rules(name)
        self.repository.update_ref(name, asked.given["sha"], force=asked.given.get("force", False), by=by)
        return Reply(status=200, value=self._shapes(asked).ref(name))

    def delete_ref(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Remove a ref."""
        self._check_rules(f"refs/{found['ref']}")
        self.repository.delete_ref(f"refs/{found['ref']}", by=by)
        return Reply(status=204)

    def _check_rules(self, name: str) -> None:
        if name.removeprefix("refs/heads/") in self.repository.protected:
            raise RefusedError(422, "Repository rule violations found\n\nCannot update this protected ref.\n\n")

    def get_commit(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A commit."""
        return Reply(status=200, value=self._shapes(asked).commit(self._commit(found["commit_sha"])))

    def _commit(self, sha: str) -> CommitObject:
        if sha not in self.repository.objects.commits:
            raise not_found()
        return self.repository.objects.commits[sha]

    def create_commit(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Keep a commit."""
        given, objects = asked.given, self.repository.objects
        if given["tree"] not in objects.trees:
            raise RefusedError(422, "Tree SHA does not exist")
        parents = given.get("parents", [])
        if any(parent not in objects.commits for parent in parents):
            raise RefusedError(422, "Parent SHA does not exist or is not a commit object")
        self.repository.later()
        author = self._signature(given.get("author"), by)
        committer = self._signature(given.get("committer"), by) if "committer" in given else author
        sha = objects.add_commit(
            tree=given["tree"], parents=parents, message=given["message"], author=author, committer=committer
        )
        return Reply(status=201, value=self._shapes(asked).commit(objects.commits[sha]))

    def _signature(self, given: Mapping[str, Any] | None, by: Account) -> Signature:
        if given is None:
            return self.repository.signature(by)
        at = datetime.fromisoformat(given["date"]) if "date" in given else self.repository.now
        return Signature(name=given["name"], email=given["email"], at=at)

    def get_tree(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A tree by its own name, a commit's or a branch's; with `recursive`, whatever that says, all below it."""
        sha = self._tree(found["tree_sha"])
        objects = self.repository.objects
        items = objects.walk(sha) if "recursive" in asked.asked else iter(objects.trees[sha].items())
        return Reply(status=200, value=self._shapes(asked).tree(sha, items, self.tree_limit))

    def _tree(self, name: str) -> str:
        commit = self.repository.tip(name) or name
        if commit in self.repository.objects.commits:
            return self.repository.objects.commits[commit].tree
        if name not in self.repository.objects.trees:
            raise not_found()
        return name

    def create_tree(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Keep a tree: the base with some files put in, and some taken out."""
        given, objects = asked.given, self.repository.objects
        base = given.get("base_tree")
        if base in objects.commits:
            base = objects.commits[base].tree
        if base is not None and base not in objects.trees:
            raise RefusedError(422, "base_tree is not a valid tree oid")
        if not given["tree"]:
            raise RefusedError(422, "Invalid tree info")
        files = dict(objects.files(base)) if base else {}
        for entry in given["tree"]:
            self._put(files, entry)
        if not files:
            raise RefusedError(422, "Invalid tree info")
        self.repository.later()
        sha = objects.add_files(files)
        shape = self._shapes(asked).tree(sha, iter(objects.trees[sha].items()), self.tree_limit)
        return Reply(status=201, value=shape)

    def _put(self, files: dict[str, Item], entry: Mapping[str, Any]) -> None:
        """Put one entry among the files of a tree, or take it out."""
        path, objects = entry.get("path", ""), self.repository.objects
        if not path or path.startswith("/") or any(part in ("", ".", "..", ".git") for part in path.split("/")):
            raise RefusedError(422, "tree.path contains a malformed path component")
        mode = entry.get("mode", "100644")
        if ("content" in entry) == ("sha" in entry):
            raise RefusedError(422, _ONE_OF_TWO)
        if "sha" in entry and entry["sha"] is None:
            gone = [name for name in files if name == path or name.startswith(f"{path}/")]
            if not gone:
                raise RefusedError(422, _NOWHERE)
            for name in gone:
                del files[name]
            return
        sha = objects.add_blob(entry["content"].encode()) if "content" in entry else entry["sha"]
        for name in [name for name in files if name.startswith(f"{path}/") or path.startswith(f"{name}/")]:
            del files[name]
        if Item(mode, sha).kind == "tree":
            if sha not in objects.trees:
                raise RefusedError(422, f"tree.sha {sha} is not a valid tree")
            files.pop(path, None)
            files.update({f"{path}/{name}": item for name, item in objects.files(sha).items()})
            return
        if Item(mode, sha).kind == "blob" and sha not in objects.blobs:
            raise RefusedError(422, f"tree.sha {sha} is not a valid blob")
        files[path] = Item(mode, sha)

    def get_blob(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """What a file holds."""
        data = self.repository.objects.blobs.get(found["file_sha"])
        if data is None:
            raise not_found()
        return Reply(status=200, value=self._shapes(asked).blob(found["file_sha"], data))

    def create_blob(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Keep what a file is to hold."""
        content, encoding = asked.given["content"], asked.given.get("encoding", "utf-8")
        try:
            data = b64decode(content) if encoding == "base64" else content.encode()
        except Error:
            raise RefusedError(422, "content is not valid Base64") from None
        self.repository.later()
        sha = self.repository.objects.add_blob(data)
        return Reply(status=201, value=self._shapes(asked).new_blob(sha))

    def get_content(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """A file on a branch, or in a commit."""
        ref = asked.asked.get("ref", self.repository.default_branch)
        commit = self.repository.tip(ref.removeprefix("refs/heads/")) or ref
        if commit not in self.repository.objects.commits:
            raise RefusedError(404, f"No commit found for the ref {ref}")
        files = self.repository.objects.files(self.repository.objects.commits[commit].tree)
        if found["path"] not in files:
            raise not_found()
        return Reply(status=200, value=self._shapes(asked).content(found["path"], files[found["path"]], ref))
