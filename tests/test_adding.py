"""What a contributor adds: only that is asked, and only of that is anything said."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler import pipeline
from crawler.errors import OfflineError, UsageError
from crawler.pipeline import Outcome
from crawler.publish.strict import read_findings
from tests.contribution import CLOCK, NEW, OLD, PATH, Contribution, contribution
from tests.repositories import isolate

TOLD = """\
README.md:7:31: warning: https://arxiv.org/pdf/1706.03762: a better address is known: the abstract page of the \
paper tells what it is, and leads to every version of it; it answers 200; \
write https://arxiv.org/abs/1706.03762 (better-address)
README.md:15:25: warning: http://www.courses.study.site/deep-learning/: this link stands on line 14 already \
("Deep learning, the course") (duplicate)
README.md:16:26: warning: https://courses.study.site/old/vision: this link has moved: 301 to \
https://courses.study.site/vision, and the title there, "Vision for everybody", agrees with the link text; \
write https://courses.study.site/vision (moved)
README.md:18:17: error: https://courses.study.site/forum: this link is broken: 404 twice on 2026-11-23 (broken)
README.md:20:19: note: https://walled.site/course: nothing is known against it, but crawlers are turned away: \
403 with a wall for crawlers (cloudflare) on 2026-11-23 (blocked)
README.md:21:16: error: https://courses.study.site/taken-down: this link is broken: 410 twice on 2026-11-23 (broken)
12 new links: 2 errors, 3 warnings, 1 note."""


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Contribution]:
    """A branch with twelve new links, checked out."""
    isolate(monkeypatch, tmp_path)
    with contribution(tmp_path) as scene:
        yield scene


def check(scene: Contribution, base: str = "main", **changes: Any) -> Outcome:
    """What the command comes to."""
    settings = replace(scene.settings, **changes) if changes else scene.settings
    return pipeline.check_added(scene.paths, settings, base, CLOCK)


def test_check_added_says_what_is_wrong_with_the_new_links(scene: Contribution) -> None:
    """Each of the six that are not fine has a line, with what could be written in its place; and 1 is the status."""
    done = check(scene)
    assert done.text == TOLD
    assert done.exit_code == 1


def test_check_added_writes_its_findings_for_another_job(scene: Contribution) -> None:
    """The same remarks, with the commit that they are about and what is to be written, as the other job reads them."""
    check(scene)
    found = read_findings((scene.settings.out / "findings.json").read_bytes())
    assert found.commit == scene.tree.git("rev-parse", "HEAD")
    assert [(each.place.line, each.rule.value) for each in found.diagnostics] == [
        (7, "better-address"),
        (15, "duplicate"),
        (16, "moved"),
        (18, "broken"),
        (20, "blocked"),
        (21, "broken"),
    ]
    assert [each.text for each in found.diagnostics if each.new_url] == [
        "https://arxiv.org/abs/1706.03762",
        "https://courses.study.site/vision",
    ]
    assert found.counts == {}  # of whole lists alone


def test_check_added_says_where_it_cannot_write(scene: Contribution, tmp_path: Path) -> None:
    """A file stands where the folder of the reports is to be."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"^cannot write to .*file \(File exists\): pass another --out$"):
        check(scene, out=tmp_path / "file")


def test_check_added_asks_only_about_what_is_new(scene: Contribution) -> None:
    """Eleven over TLS, second looks, other spellings of the dead, where redirects lead, the paper's page: no more."""
    check(scene)
    assert not {"/backprop", "/lost"} & set(scene.asked)
    assert len(scene.asked) == 11 + 2 + 2 + 2 + 1


def test_check_added_blames_nobody_for_what_stood_there(scene: Contribution) -> None:
    """Lines that were moved, reformatted, or given another text have old links, the dead one among them."""
    lines = OLD.replace("- [A lost page]", "* [The lost page]").splitlines(keepends=True)
    moved = "".join([*lines[:4], *reversed(lines[4:6]), *lines[6:]])
    scene.tree.write({PATH: moved.encode()})
    done = check(scene)
    assert (done.text, done.exit_code) == ("1 new link: nothing is wrong with it.", 0)
    assert scene.asked == []


def test_check_added_says_that_nothing_is_new(scene: Contribution) -> None:
    """Where no line was added there is nothing to ask."""
    scene.tree.write({PATH: OLD.encode()})
    assert check(scene).text == "No new link."


def test_check_added_fails_on_what_the_settings_say(scene: Contribution) -> None:
    """A maintainer chooses what ends with 1."""
    assert check(scene, fail_on=frozenset()).exit_code == 0
    scene.tree.write({PATH: NEW.replace("forum", "language").replace("taken-down", "language").encode()})
    assert check(scene).exit_code == 0
    assert check(scene, fail_on=frozenset({"moved"})).exit_code == 1


def test_check_added_says_nothing_of_what_is_to_be_left_alone(scene: Contribution) -> None:
    """A comment in the list, the settings, and kinds that are not wanted."""
    lines = NEW.replace("- Gone.", "- Gone. <!-- listkeeper: ignore -->").encode()
    scene.tree.write({PATH: lines})
    done = check(scene, exclude=("taken-down|walled",), suspicious=frozenset())
    assert [line.split(":")[1] for line in done.text.splitlines()[:-1]] == ["7", "15", "16"]
    assert done.exit_code == 0


def test_check_added_goes_on_with_what_is_known(scene: Contribution) -> None:
    """What was asked a moment ago is not asked again, and is said again."""
    first = check(scene)
    count = len(scene.asked)
    assert check(scene).text == first.text
    assert len(scene.asked) == count


def test_check_added_reads_what_else_is_new(scene: Contribution) -> None:
    """Placeholders are not also broken; a comment that nobody understands is said on its line, an old one is not."""
    old = OLD + "<!-- listkeeper: keep-it -->\n"
    scene.tree.git("checkout", "--quiet", "main")
    scene.tree.add({PATH: old.encode()})
    added = "- [Paper](TODO)\n- [Local](missing.md) <!-- listkeeper: evergren -->\n"
    scene.tree.write({PATH: (old + added).encode()})
    done = check(scene)
    assert [line.split(": ")[1] + line.rpartition("(")[2] for line in done.text.splitlines()[:-1]] == [
        "warningplaceholder)",
        "errorbroken)",
        "warningsyntax)",
    ]


def test_check_added_prints_a_format(scene: Contribution) -> None:
    """A test case for each link that is new, well or not; the sentences only say how many there are."""
    done = pipeline.check_added(scene.paths, scene.settings, "main", CLOCK, shape="junit")
    assert done.exit_code == 1
    assert done.text == TOLD.splitlines()[-1]
    assert done.output is not None
    assert [done.output.count(tag) for tag in ("<testcase ", "<failure ", "<skipped ")] == [12, 2, 1]


def test_check_added_reads_a_list_through_a_link(scene: Contribution) -> None:
    """A symbolic link to a list is that list, under its own name."""
    linked = scene.tree.folder / "list.md"
    linked.symlink_to(PATH)
    done = pipeline.check_added([linked], scene.settings, "main", CLOCK)
    assert done.text == TOLD


def test_check_added_tells_a_dead_host_from_a_dead_network(scene: Contribution) -> None:
    """Where the only new link has no host that answers, old links show that the network is there."""
    scene.tree.write({PATH: (OLD + "- [Nowhere](https://nowhere.study.site/)\n").encode()})
    done = check(scene)
    assert "https://nowhere.study.site/: there was no usable answer, which may pass: " in done.text
    assert (done.text.splitlines()[-1], done.exit_code) == ("1 new link: 1 note.", 0)
    assert set(scene.asked) & {"/backprop", "/deep-learning"}


def test_check_added_says_nothing_of_links_where_the_network_is_away(scene: Contribution) -> None:
    """Nobody answers, the old ones do not either: no link is blamed."""
    scene.site.go_away()
    scene.plain.go_away()
    with pytest.raises(OfflineError):
        check(scene)
