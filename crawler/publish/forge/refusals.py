"""What GitHub's refusals mean, and what a person can do about each. Pure.

Status and words are those of GitHub's documentation of its REST interface, and of the answers that it gives: 410 for an
issue that was deleted as well as for a repository without issues, 404 for what a token may not see, 422 for a lot.
"""

from crawler.errors import ConflictError, ForbiddenError, ForgeError, RejectedError

_MAY_NOT_PROPOSE = (
    "the repository does not let workflows open pull requests: allow it under Settings > Actions > General > "
    "Workflow permissions > Allow GitHub Actions to create and approve pull requests"
)
_OF_RULES = ("rule violations", "rotected branch", "Cannot force-push", "must be made through a pull request")
"""Of rulesets, and of the older protection of branches."""
_MOVED = (301, 302, 307, 308)


def refusal(status: int, said: str, *, what: str, right: str) -> ForgeError:
    """The error for an answer that is none of the good ones.

    `said` are GitHub's words, fit to be shown; `what` was to be done, as in `to open an issue`; `right` is the
    permission that it takes.

    >>> refusal(404, "Not Found", what="to read an issue", right="issues: read")
    RejectedError('there is nothing there when the forge is asked to read an issue (Not Found)')
    >>> refusal(404, "Not Found", what="to open an issue", right="issues: write")
    ForbiddenError('the token may not be used to open an issue (Not Found): give the job the permission issues: write')
    """
    quoted = f" ({said})" if said else ""
    kind: type[ForgeError] = ForgeError
    match status:
        case 401:
            kind, words = ForbiddenError, f"the forge does not know the token{quoted}: it has ended; give another"
        case 403:
            kind, words = ForbiddenError, _forbidden(said, quoted, what, right)
        case 404 if right.endswith("write"):  # who has no right to write is told that there is nothing
            kind, words = ForbiddenError, _without(quoted, what, right)
        case 404:
            kind, words = RejectedError, f"there is nothing there when the forge is asked {what}{quoted}"
        case 409:
            kind, words = _conflict(said, quoted)
        case 410:
            kind, words = _gone(said, quoted, what)
        case 422:
            kind, words = _not_taken(said, quoted, what)
        case _ if status in _MOVED:
            words = f"the forge answers {status}: the repository goes by another name now; pass that one"
        case _:
            words = f"the forge answers {status} when it is asked {what}{quoted}: try again later"
    return kind(words)


def _forbidden(said: str, quoted: str, what: str, right: str) -> str:
    if "not permitted to create" in said:
        return _MAY_NOT_PROPOSE
    if "archived" in said:
        return f"the repository is archived{quoted}: bring it back, or stop the workflow"
    return _without(quoted, what, right)


def _conflict(said: str, quoted: str) -> tuple[type[ForgeError], str]:
    if "empty" in said:
        return RejectedError, f"the repository is empty{quoted}: make its first commit"
    return ConflictError, f"the repository is being changed by somebody else{quoted}: run it again"


def _gone(said: str, quoted: str, what: str) -> tuple[type[ForgeError], str]:
    if "disabled" in said:
        return ForbiddenError, (
            f"the repository has no issues{quoted}: turn them on under Settings > General > Features, or put "
            '`dashboard = "off"` into listkeeper.toml'
        )
    return RejectedError, f"what the forge was asked for {what} was deleted{quoted}"


def _not_taken(said: str, quoted: str, what: str) -> tuple[type[ForgeError], str]:
    if any(words in said for words in _OF_RULES):
        return (
            ForbiddenError,
            f"a rule of the repository forbids {what}{quoted}: except the branches of listkeeper from it",
        )
    return RejectedError, f"the forge does not take what it was given {what}{quoted}"


def _without(quoted: str, what: str, right: str) -> str:
    needs = f": give the job the permission {right}" if right else ""
    return f"the token may not be used {what}{quoted}{needs}"
