"""A sweep over forks' pull requests: what is looked at, what is written, and what the other job says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.pipeline import reviews, sweeping
from crawler.pipeline.reviews import Errand
from crawler.pipeline.sweeping import MOST, Swept, sweep, swept
from crawler.publish.forge.github import GitHub, open_forge
from crawler.publish.forge.wire import Timing
from crawler.publish.strict import read_findings
from crawler.settings import Keys
from tests.contribution import CLOCK, NEW, OLD, PATH, Contribution, contribution
from tests.forge import BOT_TOKEN, FakeGitHub
from tests.repositories import isolate


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A repository with forks, the web, and a folder for what is found."""

    fake: FakeGitHub
    web: Contribution
    out: Path

    def sweep(self, *lists: str) -> Swept:
        """The job that looks, with a token that may only read."""
        self.fake.give_token("reader", contents="read", pull_requests="read")
        with self._forge("reader") as forge:
            return sweep(forge, lists or (PATH,), self.out, self.web.settings, CLOCK)

    def publish(self) -> list[str]:
        """The job that speaks."""
        with self._forge(BOT_TOKEN) as forge:
            return [each.text for each in reviews.post(Errand(sweep=self.out), forge, self.web.settings)]

    def _forge(self, token: str) -> GitHub:
        seconds = count()
        timing = Timing(monotonic=lambda: float(next(seconds)), epoch=lambda: 0.0, sleep=lambda _: None)
        settings = replace(self.web.settings, keys=Keys(github_token=token), cacert=None)
        return open_forge(settings, self.fake.name, timing, self.fake.transport())

    def fork(self, text: str = NEW, path: str = PATH, branch: str = "patch-1") -> int:
        """A stranger's pull request."""
        return self.fake.person("stranger").open_pull_from_fork({path: text.encode()}, branch=branch)


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """Nobody has forked it yet."""
    isolate(monkeypatch, tmp_path)
    with contribution(tmp_path) as web:
        fake = FakeGitHub(files={PATH: OLD.encode(), "docs/more.md": b"- [More](https://papers.study.site/more)\n"})
        yield Scene(fake=fake, web=web, out=tmp_path / "sweep")
    assert fake.problems == []


def test_sweep_looks_at_what_a_fork_adds(scene: Scene) -> None:
    """The same findings as if its branch were checked out; nothing is written to the forge. The other job says it."""
    number = scene.fork()
    done = scene.sweep()
    assert done.text == f"1 pull request of forks looked at: {number}."
    assert scene.fake.writes == []
    found = read_findings((scene.out / f"{number}.json").read_bytes())
    assert found.commit == scene.fake.repository.pull(number).head
    assert [each.place.line for each in found.diagnostics] == [7, 15, 16, 18, 20, 21]
    assert not {"/backprop", "/lost"} & set(scene.web.asked)
    assert scene.publish() == [f"5 comments were made on pull request {number}"]
    assert len(scene.fake.notifying) == 1


def test_sweep_looks_at_nothing_twice(scene: Scene) -> None:
    """Neither at what lies in the folder, nor at what was reviewed; after a push it looks again."""
    number = scene.fork()
    scene.sweep()
    assert scene.sweep().looked == ()
    scene.publish()
    (scene.out / f"{number}.json").unlink()
    assert scene.sweep().text == "No pull request of a fork adds links that were not looked at."
    scene.fake.person("stranger").push_to_fork(number, {PATH: (NEW + "- [TBD](TODO)\n").encode()})
    assert scene.sweep().looked == (number,)
    assert scene.publish() == [f"One comment was made on pull request {number}"]


def test_sweep_leaves_all_else_alone(scene: Scene) -> None:
    """What is no fork's has a job of its own; what touches no list, and what adds nothing, is none of ours."""
    own = scene.fake.person("helper")
    own.push("own", {PATH: NEW.encode()})
    own.open_pull("own")
    scene.fork("print()", "code.py", "code")
    scene.fork("- [More](https://papers.study.site/new)\n", "docs/more.md", "docs")
    assert scene.sweep().looked == ()
    assert scene.web.asked == []
    assert len(scene.sweep(".").looked) == 1


def test_sweep_asks_for_no_file_of_the_repository(scene: Scene) -> None:
    """A link to a file cannot be followed from the outside: nothing is said of it, and a placeholder is."""
    number = scene.fork(OLD + "- [File](docs/more.md)\n- [Paper](TODO)\n")
    scene.sweep("./README.md", "docs/")
    found = read_findings((scene.out / f"{number}.json").read_bytes())
    assert [each.rule.value for each in found.diagnostics] == ["placeholder"]


def test_sweep_knows_the_other_lists(scene: Scene) -> None:
    """A link that another list has already is one too many."""
    number = scene.fork(OLD + "- [More of it](https://papers.study.site/more)\n")
    scene.sweep(PATH, "docs")
    found = read_findings((scene.out / f"{number}.json").read_bytes())
    assert [(each.rule.value, each.message) for each in found.diagnostics] == [
        ("duplicate", 'this link stands on docs/more.md:1 already ("More")')
    ]


def test_sweep_looks_at_a_few_in_a_run(scene: Scene) -> None:
    """The newest first; the others have their turn in the next run."""
    numbers = [
        scene.fork(f"{OLD}- [It](https://papers.study.site/{branch})\n", branch=f"b{branch}") for branch in range(7)
    ]
    assert scene.sweep().looked == tuple(reversed(numbers[-MOST:]))
    assert scene.sweep().looked == tuple(reversed(numbers[:-MOST]))


def test_sweep_goes_on_after_one_that_cannot_be_read(scene: Scene) -> None:
    """It is told of, and the next one is looked at."""
    first, second = scene.fork(), scene.fork(branch="patch-2")
    scene.fake.faults.fail_next("GET", f"*/pulls/{second}/files", status=500, times=9)
    done = scene.sweep()
    assert done.looked == (first,)
    [note] = done.notes
    assert note.startswith(f"pull request {second} could not be read: ")


def test_sweep_asks_about_so_many_links_and_no_more(scene: Scene) -> None:
    """A stranger does not send it to a thousand pages; who comes after him is looked at all the same."""
    honest = scene.fork(f"{OLD}- [It](https://papers.study.site/it)\n", branch="honest")
    links = "".join(f"- [{number}](https://papers.study.site/{number})\n" for number in range(301))
    number = scene.fork(OLD + links, branch="flood")
    done = scene.sweep()
    assert done.looked == (honest,)
    assert done.notes == (f"pull request {number} could not be read: it adds more than 300 links",)
    assert len(scene.web.asked) < 10


def test_sweep_asks_about_so_many_pull_requests_and_no_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds that touch no list use up no requests, and what is read of one tree has an end."""
    monkeypatch.setattr(sweeping, "_MOST_ASKED", 3)
    honest = scene.fork(branch="honest")
    for number in range(3):
        scene.fork("print()", "code.py", f"b{number}")
    assert scene.sweep().looked == ()
    scene.fake.person().close(honest + 1)
    monkeypatch.setattr(sweeping, "_MOST_TEXT", len(NEW))
    scene.fake.person().push("main", {"docs/z.md": b"- [A](https://papers.study.site/more)\n"})
    assert scene.sweep(PATH, "docs").looked == (honest,)


def test_swept_reads_only_what_a_sweep_writes(tmp_path: Path) -> None:
    """Numbers with an ending, and the newest of them."""
    for name in ("7.json", "07.json", "x.json", "8.json.bak", *(f"{number}.json" for number in range(100, 201))):
        (tmp_path / name).touch()
    assert list(swept(tmp_path)) == list(range(101, 201))
    with pytest.raises(UsageError, match=r"cannot be read \(No such file .*\): run `listkeeper sweep` first$"):
        swept(tmp_path / "none")


def test_sweep_leaves_out_what_is_no_text(scene: Scene) -> None:
    """A list in another encoding has no links that could be looked at."""
    scene.fake.person().push("main", {"docs/wide.md": "- [A](https://papers.study.site/more)".encode("utf-16")})
    number = scene.fork(OLD + "- [A](https://papers.study.site/a)\n")
    assert scene.sweep(PATH, "docs").looked == (number,)


def test_sweep_leaves_out_what_is_gone_since_it_was_listed(scene: Scene) -> None:
    """A pull request that the forge does not know any more is none to look at."""
    number = scene.fork()
    scene.fake.faults.fail_next("GET", f"*/pulls/{number}/reviews", status=422, times=1)
    assert scene.sweep().looked == ()


def test_sweep_says_where_it_cannot_write(scene: Scene) -> None:
    """A file stands where the folder is to be."""
    scene.out.touch()
    with pytest.raises(UsageError, match=r"^cannot write to .*\(File exists\): pass another --out$"):
        scene.sweep()
