"""A contributor adds twelve links, and is answered: `python -m tests.delivery_review` shows what they would see.

A real repository and a branch of it, a small web on this machine, GitHub in memory behind the real client. The job that
looks at the links and the job that speaks share one file. Both are run twice: the second time nothing is posted.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler import pipeline
from crawler.pipeline import Outcome, reviews
from crawler.pipeline.reviewing import Posted
from crawler.pipeline.reviews import Errand
from crawler.publish.forge.github import open_forge
from crawler.publish.forge.wire import Timing
from crawler.settings import Keys
from tests.contribution import CLOCK, PATH, Contribution, contribution
from tests.forge import BOT_TOKEN, FakeGitHub


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The branch, the web it leads to, and the pull request."""

    contribution: Contribution
    fake: FakeGitHub
    number: int

    def check(self) -> Outcome:
        """The job that looks at the links: reading rights, and no secret."""
        return pipeline.check_added(self.contribution.paths, self.contribution.settings, "main", CLOCK)

    def review(self) -> Posted:
        """The job that speaks: it talks to the forge alone."""
        settings = replace(self.contribution.settings, keys=Keys(github_token=BOT_TOKEN), cacert=None)
        out = self.contribution.settings.out
        errand = Errand(number=self.number, findings=out / "findings.json", summary=out / "summary.md")
        seconds = count()
        timing = Timing(monotonic=lambda: float(next(seconds)), epoch=lambda: 0.0, sleep=lambda _: None)
        with open_forge(settings, self.fake.name, timing, self.fake.transport()) as forge:
            [posted] = reviews.post(errand, forge, settings)
        return posted

    def push(self, data: bytes) -> None:
        """The contributor pushes the list anew."""
        self.contribution.tree.add({PATH: data}, "Change it")
        self.fake.objects.read_from(self.contribution.tree.folder)
        head = self.contribution.tree.git("rev-parse", "contribution")
        self.fake.person("helper").force_push("contribution", head)


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """The whole scene, in a folder that is empty."""
    with contribution(folder) as made:
        made.tree.git("checkout", "--quiet", "main")
        fake = FakeGitHub.from_repository(made.tree)
        made.tree.git("checkout", "--quiet", "contribution")
        yield Scene(contribution=made, fake=fake, number=fake.person("helper").open_pull("contribution"))


def told(scene: Scene) -> str:
    """The pull request's page, as far as we wrote it."""
    pull = scene.fake.repository.pull(scene.number)
    bodies = [f"--- review of {each.commit[:7] if each.commit else ''}\n{each.body}" for each in pull.reviews]
    lines = [f"--- {each.path}:{each.line}\n{each.body}" for each in pull.line_comments]
    return "\n".join([*bodies, *lines])


def calls(scene: Scene, since: int = 0) -> str:
    """What the forge was asked."""
    marked = [f"  {call.method:<5} {call.path}{'   <- notifies' if call.notifying else ''}" for call in scene.fake.log]
    return "\n".join(marked[since:])


def main() -> None:
    """Show it."""
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    with TemporaryDirectory() as folder, scene(Path(folder)) as shown:
        write = sys.stdout.write
        write(f"$ listkeeper check --diff main {PATH}\n{shown.check().text}\n\n")
        write(f"{shown.contribution.pages} pages were asked for.\n\n")
        write(f"$ listkeeper publish --review {shown.number}\n{shown.review().text}\n\n")
        write(f"{told(shown)}\n\nWhat the forge was asked:\n{calls(shown)}\n\n")
        before = len(shown.fake.log)
        shown.check()
        write(f"Once more, over the same commit:\n{shown.review().text}\n{calls(shown, before)}\n\n")
        before = len(shown.fake.log)
        shown.push((shown.contribution.paths[0].read_bytes()).replace(b"# Awesome", b"# Really awesome"))
        shown.check()
        write(f"After a push that does not touch the new links:\n{shown.review().text}\n{calls(shown, before)}\n")


if __name__ == "__main__":
    main()
