"""What GitHub's refusals come to: one kind of error each, and a sentence that helps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import ConflictError, ForbiddenError, ForgeError, RejectedError
from crawler.publish.forge.refusals import refusal

WRITE = "issues: write"


@pytest.mark.parametrize(
    ("status", "said", "right", "kind", "words"),
    [
        (401, "Bad credentials", WRITE, ForbiddenError, "it has ended"),
        (403, "GitHub Actions is not permitted to create or approve pull requests.", WRITE, ForbiddenError, "Settings"),
        (403, "Repository was archived so is read-only.", WRITE, ForbiddenError, "archived"),
        (403, "Resource not accessible by integration", WRITE, ForbiddenError, "permission issues: write"),
        (403, "Resource not accessible by personal access token", "", ForbiddenError, "personal access token"),
        (404, "Not Found", WRITE, ForbiddenError, "permission issues: write"),
        (404, "Not Found", "contents: read", RejectedError, "nothing there"),
        (409, "Git Repository is empty.", WRITE, RejectedError, "first commit"),
        (409, "Conflict", WRITE, ConflictError, "run it again"),
        (410, "Issues are disabled for this repo", WRITE, ForbiddenError, "turn them on under Settings > General"),
        (410, "Issues has been disabled in this repository.", WRITE, ForbiddenError, "turn them on"),
        (410, "This issue was deleted", "issues: read", RejectedError, "deleted"),
        (422, "Validation Failed: title is too long", WRITE, RejectedError, "title is too long"),
        (422, "Repository rule violations found Cannot update this protected ref.", WRITE, ForbiddenError, "except"),
        (422, "Protected branch update failed for refs/heads/x.", WRITE, ForbiddenError, "a rule of the repository"),
        (301, "Moved Permanently", WRITE, ForgeError, "another name"),
        (418, "I'm a teapot", WRITE, ForgeError, "answers 418"),
    ],
)
def test_refusal_says_what_to_do(status: int, said: str, right: str, kind: type[ForgeError], words: str) -> None:
    """Who reads it knows whether to change a setting, to run it again, or to leave it."""
    error = refusal(status, said, what="to open an issue", right=right)
    assert type(error) is kind
    assert words in str(error)


@given(status=st.integers(), said=st.text(max_size=500), right=st.sampled_from(["", WRITE, "issues: read"]))
def test_refusal_has_an_answer_for_everything(status: int, said: str, right: str) -> None:
    """Whatever a forge answers, it is an error of the forge's kind, with a sentence."""
    assert str(refusal(status, said, what="to open an issue", right=right))
