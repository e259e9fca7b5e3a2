"""What a run found, told where nobody hands it to a forge."""

from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.model import Rule
from crawler.pipeline.summarising import summarise
from crawler.publish.findings import findings_json
from tests.composite import outputs
from tests.findings import diagnostic, findings, offer, sample
from tests.running import listkeeper


def test_summarise_tells_of_whole_lists(tmp_path: Path) -> None:
    """The page is that of the run; outputs are numbers, and a path of ours where there is a report."""
    (tmp_path / "findings.json").write_text(findings_json(sample()), "utf-8")
    (tmp_path / "README.md").touch()
    (tmp_path / "summary").write_text("Before.\n", "utf-8")
    found = summarise(tmp_path / "findings.json", summary=tmp_path / "summary", outputs=tmp_path / "outputs")
    assert found == sample()
    assert (tmp_path / "summary").read_text("utf-8").startswith("Before.\n## ")
    assert outputs((tmp_path / "outputs").read_text("utf-8")) == {
        "fixes": str(len(sample().offers)),
        "dead": str(sample().counts["dead"]),
        "suspected": str(sample().counts.get("broken", 0) + sample().counts.get("failing", 0)),
        "report-path": str(tmp_path / "README.md"),
    }


def test_summarise_leaves_out_what_was_declined(tmp_path: Path) -> None:
    """It is handed over for whoever hears people; where nobody does, it is not counted and not shown."""
    refused = offer("http://refused.example/", "https://refused.example/", declined=True)
    (tmp_path / "findings.json").write_text(findings_json(findings(counts={"alive": 2}, offers=(offer(), refused))))
    summarise(tmp_path / "findings.json", summary=tmp_path / "summary", outputs=tmp_path / "outputs")
    assert outputs((tmp_path / "outputs").read_text("utf-8"))["fixes"] == "1"
    assert "refused.example" not in (tmp_path / "summary").read_text("utf-8")


def test_summarise_tells_of_what_is_added(tmp_path: Path) -> None:
    """Remarks are counted by what they are about, and no report is there."""
    said = (diagnostic(), diagnostic(rule=Rule.FAILING), diagnostic(rule=Rule.MOVED, new_url="https://b.example/"))
    (tmp_path / "findings.json").write_text(findings_json(findings(diagnostics=said)), "utf-8")
    summarise(tmp_path / "findings.json", summary=tmp_path / "summary", outputs=tmp_path / "outputs")
    assert "## On the links that are added: " in (tmp_path / "summary").read_text("utf-8")
    told = outputs((tmp_path / "outputs").read_text("utf-8"))
    assert told == {"fixes": "1", "dead": "1", "suspected": "1", "report-path": ""}


def test_summarise_says_what_cannot_be_read_or_written(tmp_path: Path) -> None:
    """Both are a matter of the command line."""
    with pytest.raises(UsageError, match="run `listkeeper check` first"):
        summarise(tmp_path / "none.json", summary=None, outputs=None)
    (tmp_path / "findings.json").write_text(findings_json(sample()), "utf-8")
    with pytest.raises(UsageError, match="pass another file"):
        summarise(tmp_path / "findings.json", summary=tmp_path, outputs=None)


def test_summary_is_a_command(tmp_path: Path) -> None:
    """With neither file it only says that what was found can be read."""
    (tmp_path / "findings.json").write_text(findings_json(sample()), "utf-8")
    done = listkeeper(tmp_path, "summary", "--findings", "findings.json")
    assert (done.status, done.out) == (0, f"run {sample().run} is told\n")
