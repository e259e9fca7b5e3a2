"""From a repository with a history to an open pull request, with every call to the forge in its order.

`python -m tests.delivery_demo [FOLDER]` crawls a small list over real HTTP three times, a week apart by its own clock,
and hands over what it found to the fake forge over real HTTP each time; then once more, to show that nothing is said
twice. It prints the calls, and writes the pull request's body as body.md and body.html.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler import pipeline
from crawler.gather.fetcher import Clock
from crawler.pipeline.publishing import Publication, publish
from crawler.publish.pull_request import BRANCH
from crawler.settings import Settings, network
from tests.forge import Call, FakeGitHub
from tests.forge.clients import Patience, client
from tests.gfm import rendered
from tests.repositories import WorkTree
from tests.site import Site

START = datetime(2026, 11, 3, 4, 23, tzinfo=UTC)
TITLE = "Attention is all you need, explained with pictures"
LIST = """\
# Attention

- [Attention is all you need, explained with pictures](SITE/old/attention) - It has moved.
- [A course on kernels](SITE/courses/kernels) - It is where it was.
- [Gone](SITE/gone) - It is not there any more.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One run: what it said, and what it asked the forge."""

    name: str
    text: str
    calls: Sequence[Call]
    waited_s: float
    """Seconds that the client would have waited between its writes."""

    @property
    def writes(self) -> list[Call]:
        """The calls that changed something."""
        return [call for call in self.calls if call.carried_out]

    def lines(self) -> list[str]:
        """The log of it."""
        head = f"{self.name}: {self.text} ({len(self.calls)} calls, {self.waited_s:.0f} s of waiting)"
        return [head, *(_line(call) for call in self.calls)]


def _line(call: Call) -> str:
    mark = "mail " if call.notifying else "write" if call.carried_out else "     "
    return f"  {mark} {call.method:6} {call.path} -> {call.status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the demonstration came to."""

    weeks: Sequence[Week]
    body: str
    """Of the pull request."""
    diff: str
    """Of its one commit, as git tells it."""


def show(folder: Path) -> Shown:
    """The whole way, below a folder that is empty."""
    with ExitStack() as stack:
        site = stack.enter_context(Site())
        _serve(site)
        tree = WorkTree(folder / "repository")
        tree.add({"README.md": b"# Attention\n"}, "Begin")
        tree.add({"README.md": LIST.replace("SITE", site.url("")).encode()}, "Add three links")
        fake = FakeGitHub.from_repository(tree)
        url = stack.enter_context(fake.serving())
        settings = Settings(
            db=folder / "crawl.db", out=folder / "reports", root=tree.folder, allow_network=(network("127.0.0.0/8"),),
            archive_time_s=0, host_rate=0, quiet=True, ask_all=True,
        )  # fmt: skip
        weeks = [_week(number, tree, fake, url, settings) for number in range(3)]
        again = _publish("The same findings once more", 2, fake, url, settings)
        pull = fake.repository.pulls()[0]
        fake.objects.write_to(tree.folder)
        diff = tree.git("show", "--format=%s%n%n%b", pull.head)
        return Shown(weeks=[*weeks, again], body=pull.body or "", diff=diff)


def _serve(site: Site) -> None:
    site.page("/papers/attention", f"<title>{TITLE}</title><p>A page.</p>")
    site.redirect("/old/attention", to=site.url("/papers/attention"))
    site.page("/courses/kernels", "<title>A course on kernels</title><p>A page.</p>")


def _week(number: int, tree: WorkTree, fake: FakeGitHub, url: str, settings: Settings) -> Week:
    pipeline.check([tree.folder / "README.md"], settings, _clock(number))
    return _publish(f"Week {number + 1}", number, fake, url, settings)


def _publish(name: str, number: int, fake: FakeGitHub, url: str, settings: Settings) -> Week:
    clock, patience, before = _clock(number), Patience(), len(fake.log)
    fake.repository.now = max(fake.repository.now, clock.utc().replace(microsecond=0))
    task = Publication(findings=settings.out / "findings.json", repository=fake.name)
    with client(url, patience, name=fake.name) as forge:
        result = publish(task, forge, settings, clock)
    return Week(name=name, text=result.text, calls=fake.log[before:], waited_s=patience.total_s)


def _clock(week: int) -> Clock:
    """The machine's own clock, so many weeks later."""
    began = time.monotonic()

    def utc() -> datetime:
        return START + timedelta(weeks=week, seconds=time.monotonic() - began)

    return Clock(monotonic=time.monotonic, utc=utc)


def main(folder: Path) -> None:
    """Print it all, and leave the body in a folder."""
    with tempfile.TemporaryDirectory() as below:
        shown = show(Path(below).resolve())
    for week in shown.weeks:
        print("\n".join(week.lines()))  # noqa: T201 - printing is what it is for
    print(f"\n{shown.diff}")  # noqa: T201
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "body.md").write_text(shown.body, "utf-8")
    (folder / "body.html").write_text(f"<!doctype html>\n<meta charset=utf-8>\n{rendered(shown.body)}", "utf-8")
    print(f"{folder / 'body.md'} and body.html are the pull request from {BRANCH}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/delivery"))
