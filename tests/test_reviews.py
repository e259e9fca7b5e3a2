"""`listkeeper publish --review`: the command itself, over a socket."""

from pathlib import Path

import pytest

from crawler.model import Diagnostic, Findings, Place, Rule, Severity
from crawler.publish.findings import findings_json
from tests.forge import BOT_TOKEN, FakeGitHub
from tests.gathering import START
from tests.running import Done, listkeeper

OLD = b"- [One](https://one.site/)\n"
NEW = OLD + b"- [Two](https://two.site/)\n"
PLACE = Place(path="list.md", line=2, column=9, end_column=26, byte_column=9, end_byte_column=26)
GONE = Diagnostic(rule=Rule.BROKEN, severity=Severity.ERROR, place=PLACE, url="https://two.site/", message="it is gone")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the findings of another job."""
    found = Findings(
        run=1, started_at=START, finished_at=START, complete=True, runs=1, lists=("list.md",), diagnostics=(GONE,)
    )
    (tmp_path / "findings.json").write_text(findings_json(found), encoding="utf-8")
    return tmp_path


def publish(folder: Path, *words: str, url: str = "http://127.0.0.1:9", **environment: str) -> Done:
    """What the command says."""
    given = {"GITHUB_TOKEN": BOT_TOKEN, "GITHUB_REPOSITORY": "maintainer/awesome", "GITHUB_API_URL": url, **environment}
    return listkeeper(folder, "publish", "--findings", "findings.json", *words, environment=given)


def test_publish_reviews_a_pull_request(folder: Path) -> None:
    """One line for a person, one review on the forge, and what was done on the job's page; then nothing more."""
    fake = FakeGitHub(files={"list.md": OLD})
    number = fake.person("helper").open_pull_from_fork({"list.md": NEW})
    own = fake.person("helper")
    own.push("patch", {"list.md": NEW})
    own.open_pull("patch")
    with fake.serving() as url:
        done = publish(folder, "--review", "2", "--head", "a" * 40, "--summary", "page.md", url=url)
        assert (done.status, done.err) == (0, "")
        assert done.out == "One comment was made on pull request 2, which has moved on since it was looked at\n"
        assert "was made on pull request 2" in (folder / "page.md").read_text("utf-8")
        again = publish(folder, "--review", "2", url=url)
        assert (again.status, again.out) == (0, "There is nothing new to say about pull request 2\n")
        assert publish(folder, "--review", str(number), url=url).out.startswith("Pull request 1 comes from a fork")
    assert len(fake.writes) == 1


def test_publish_says_what_a_review_lacks(folder: Path) -> None:
    """A repository, a token, a file that is what it should be: usage errors, in one line."""
    for done, words in (
        (publish(folder, "--review", "1", GITHUB_REPOSITORY=""), "names no repository"),
        (publish(folder, "--review", "1", GITHUB_TOKEN=""), "there is no token"),
        (publish(folder, "--review", "1", "--findings", "none.json"), "none.json cannot be read (No such file"),
        (publish(folder, "--review", "1", "--findings", "."), "cannot be read (Is a directory)"),
        (publish(folder, "--review", "0"), "Invalid value for '--review'"),
    ):
        assert done.status == 2, done
        assert words in done.err
