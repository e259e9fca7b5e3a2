"""What GitHub tells a workflow of an event: as little as ours read, in the shape of its webhooks' payloads."""

from typing import Any

REPOSITORY = "curator/list"


def schedule() -> dict[str, Any]:
    """The hour has come."""
    return {"schedule": "23 4 * * 2", "repository": _repository(REPOSITORY)}


def by_hand() -> dict[str, Any]:
    """Somebody pressed the button."""
    return {"repository": _repository(REPOSITORY), "sender": {"login": "curator"}}


def pull_request(*, number: int, base: str, head: str, source: str = REPOSITORY) -> dict[str, Any]:
    """A pull request was opened, from a branch of `source`."""
    return {
        "action": "opened",
        "number": number,
        "pull_request": {
            "number": number,
            "title": "Add links ##[stop-commands]t",
            "base": {"ref": "main", "sha": base, "repo": _repository(REPOSITORY)},
            "head": {"ref": "patch-1", "sha": head, "repo": _repository(source)},
        },
        "repository": _repository(REPOSITORY),
    }


def _repository(full_name: str) -> dict[str, Any]:
    owner, name = full_name.split("/")
    return {"name": name, "full_name": full_name, "owner": {"login": owner}, "default_branch": "main"}
