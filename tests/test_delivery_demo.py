"""The demonstration of the whole way, from a list in git to a pull request, over real HTTP."""

from pathlib import Path

import pytest

from tests import repositories
from tests.delivery_demo import show


def test_show_goes_from_a_repository_to_a_pull_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It remembers in the first week, proposes in the second, opens the dashboard in the third, and then is silent."""
    repositories.isolate(monkeypatch, tmp_path)
    shown = show(tmp_path.resolve())
    first, second, third, again = shown.weeks
    assert [len([call for call in week.calls if call.notifying]) for week in shown.weeks] == [0, 1, 1, 0]
    assert {call.operation for call in first.writes} >= {"git/create-commit", "git/create-ref"}
    assert [call.operation for call in second.calls if call.notifying] == ["pulls/create"]
    assert [call.operation for call in third.calls if call.notifying] == ["issues/create"]
    assert again.writes == []
    assert len(again.calls) < 20
    assert all(line.startswith("        GET") for line in again.lines()[1:])
    changed = [line for line in shown.diff.splitlines() if line.startswith(("+- ", "-- "))]
    assert [line.count("/old/attention") for line in changed] == [1, 0]
    assert "replaces 1 address" in shown.body
