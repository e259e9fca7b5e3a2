"""Which part of the fake answers for which operation."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.forge.git_routes import GitRoutes
from tests.forge.repository import FakeRepository
from tests.forge.rights import Rights
from tests.forge.shapes import Shapes
from tests.forge.shaping import account, shaped
from tests.forge.talk import Asked, RefusedError, Reply
from tests.forge.things import Account
from tests.forge.thread_routes import ThreadRoutes

_UNKNOWN = {
    "git/create-commit": {"signature"},
    "issues/create": {"assignee", "assignees", "issue_field_values", "milestone", "type"},
    "issues/list-for-repo": {
        *("assignee", "issue_field_values", "labels", "mentioned", "milestone", "since", "type"),
    },
    "issues/update": {
        *("assignee", "assignees", "duplicate_issue_id", "issue_field_values", "labels", "milestone", "type"),
    },
    "pulls/create": {"head_repo", "issue", "maintainer_can_modify"},
    "pulls/list-review-comments": {"since", "sort"},
    "pulls/update": {"base", "maintainer_can_modify"},
}
"""What GitHub heeds, and the fake does not."""

Route = Callable[[Asked, Mapping[str, str], Account], Reply]


class WholeRoutes:
    """Answers what is asked of the repository as a whole, and of whoever asks."""

    def __init__(self, repository: FakeRepository, rights: Rights) -> None:
        self._of = repository
        self._rights = rights
        self.enabled_workflows: list[str] = []

    def get_repository(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """The repository."""
        return Reply(status=200, value=Shapes(self._of, asked.base_url).repository())

    def get_user(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Whose token it is; an installation's may not ask."""
        token = self._rights.token(asked)
        if not token.account.login:
            raise RefusedError(401, "Requires authentication")
        if token.of_installation:
            raise RefusedError(403, "Resource not accessible by integration")
        said: dict[str, Any] = {**(account(by) or {}), "user_view_type": "private"}
        return Reply(status=200, value=shaped("users/get-authenticated", 200, said))

    def enable_workflow(self, asked: Asked, found: Mapping[str, str], by: Account) -> Reply:
        """Switch a workflow on."""
        self.enabled_workflows.append(found["workflow_id"])
        return Reply(status=204)


def unheeded(operation: str, asked: Asked) -> list[str]:
    """What a request asks for that the fake would silently ignore."""
    named = {*asked.asked, *asked.given}
    return sorted(_UNKNOWN.get(operation, set()) & named)


def routes(git: GitRoutes, threads: ThreadRoutes, whole: WholeRoutes) -> dict[str, Route]:
    """By operation."""
    return {
        "actions/enable-workflow": whole.enable_workflow,
        "git/create-blob": git.create_blob,
        "git/create-commit": git.create_commit,
        "git/create-ref": git.create_ref,
        "git/create-tree": git.create_tree,
        "git/delete-ref": git.delete_ref,
        "git/get-blob": git.get_blob,
        "git/get-commit": git.get_commit,
        "git/get-ref": git.get_ref,
        "git/get-tree": git.get_tree,
        "git/list-matching-refs": git.matching_refs,
        "git/update-ref": git.update_ref,
        "issues/create": threads.create_issue,
        "issues/get": threads.get_issue,
        "issues/list-for-repo": threads.list_issues,
        "issues/update": threads.update_issue,
        "pulls/create": threads.create_pull,
        "pulls/create-review": threads.create_review,
        "pulls/get": threads.get_pull,
        "pulls/list": threads.list_pulls,
        "pulls/list-files": threads.list_files,
        "pulls/list-review-comments": threads.list_line_comments,
        "pulls/list-reviews": threads.list_reviews,
        "pulls/update": threads.update_pull,
        "repos/get": whole.get_repository,
        "repos/get-content": git.get_content,
        "users/get-authenticated": whole.get_user,
    }
