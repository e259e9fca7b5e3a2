"""The whole way of a contribution: what is looked at, what is said, and that it is said once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contribution import NEW, PATH
from tests.delivery_review import Scene, scene
from tests.repositories import isolate

BREAK = "&#8203;"
_SAID = r"""
18 `https://courses.study.site/forum`: This link is broken: 404 twice on 2026-11-23. Could you check the address?
--
21 `https://courses.study.site/taken-down`: This link is broken: 410 twice on 2026-11-23. Could you check the address?
--
7 `https://arxiv.org/pdf/1706.03762`: A better address is known: the abstract page of the paper tells what it is, \
and leads to every version of it; it answers 200. If you meant this very one, leave it as it is.

```suggestion
- [Attention is all you need](https://arxiv.org/abs/1706.03762) - The transformer.
```
--
15 `http://www.courses.study.site/deep-learning/`: This link stands on line 14 already \
("Deep learning, the course"). Is one of the two enough?
--
16 `https://courses.study.site/old/vision`: This link has moved: 301 to https://courses\.study\.site/vision, \
and the title there, "Vision for everybody", agrees with the link text.

```suggestion
- [Vision for everybody](https://courses.study.site/vision) - It lives elsewhere now.
```
"""
SAID = [
    (int(line), body)
    for each in _SAID.strip().replace("\\\n", "").split("\n--\n")
    for line, _, body in [each.partition(" ")]
]


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """A pull request that adds twelve links."""
    isolate(monkeypatch, tmp_path)
    with scene(tmp_path) as shown:
        yield shown
    assert shown.fake.problems == []


def said(shown: Scene) -> list[tuple[int | None, str]]:
    """Line and words of each comment, without its marks and what no reader sees."""
    comments = shown.fake.repository.pull(shown.number).line_comments
    return [(each.line, each.body.partition(" -->\n")[2].replace(BREAK, "")) for each in comments]


def test_a_contributor_is_told_what_is_not_fine_and_nothing_else(shown: Scene) -> None:
    """Five comments for twelve links, the dead first: nothing of the six that are fine, nor of the wall."""
    assert shown.check().exit_code == 1
    assert shown.review().comments == 5
    assert said(shown) == SAID
    [review] = shown.fake.repository.pull(shown.number).reviews
    assert review.commit == shown.contribution.tree.git("rev-parse", "HEAD")
    assert "5 of the lines that it adds may need a second look. 1 link could not be looked at" in review.body
    assert len(shown.fake.notifying) == 1


def test_a_contributor_is_told_once(shown: Scene) -> None:
    """Neither the next run says it again, nor one after a push that moves all lines; the web is not asked again."""
    shown.check()
    shown.review()
    pages = shown.contribution.pages
    shown.check()
    assert shown.review().comments == 0
    shown.push(NEW.replace("# Awesome", "# Awesome\n\n# Really awesome").encode())
    shown.check()
    assert shown.review().comments == 0
    assert (len(shown.fake.writes), shown.contribution.pages) == (1, pages)


def test_a_contributor_who_takes_the_suggestions_is_left_alone(shown: Scene) -> None:
    """Their list is then as `fix` would have it, and what is left is what they were told already."""
    shown.check()
    shown.review()
    lines = NEW.split("\n")
    for line, body in SAID:
        if "```suggestion\n" in body:
            lines[line - 1] = body.partition("```suggestion\n")[2].removesuffix("\n```")
    shown.push("\n".join(lines).encode())
    done = shown.check()
    assert [line.split(":")[1] for line in done.text.splitlines()[:-1]] == ["15", "18", "20", "21"]
    assert shown.review().comments == 0


def test_the_page_of_the_job_tells_all_of_it(shown: Scene) -> None:
    """Where no review can be written, everything is there, with what was done about it."""
    shown.check()
    shown.fake.give_token("ghs_of-the-runner", pull_requests="read", contents="read")
    assert shown.review().comments == 0
    page = (shown.contribution.settings.out / "summary.md").read_text("utf-8").replace(BREAK, "")
    assert "No review was posted: the token may not be used to review a pull request" in page
    assert "## On the links that are added: 2 errors, 3 warnings, 1 note." in page
    assert page.count(f"`{PATH}:") == 6
    assert shown.fake.writes == []


def test_a_review_of_a_fork_is_left_to_the_page_of_the_job(shown: Scene) -> None:
    """A stranger's pull request starts no job that may write."""
    fork = shown.fake.person("stranger").open_pull_from_fork({PATH: NEW.encode()})
    shown.check()
    assert "comes from a fork" in replace(shown, number=fork).review().text
    assert shown.fake.writes == []
