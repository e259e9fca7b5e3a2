"""A list, somebody's branch that adds twelve links to it, and the small web that they lead to.

Two are dead, one stands there already, one has moved, one is the PDF of a paper that has a page, one is behind a wall,
six are fine. Of the old links one is dead as well: that is nobody's fault here.
"""

import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.gather.fetcher import Clock
from crawler.settings import ConnectTo, Settings
from tests.authority import Certificate
from tests.gathering import START
from tests.repositories import WorkTree
from tests.site import Site

PATH = "README.md"
OLD = """\
# Awesome things

## Papers

- [Backpropagation](https://papers.study.site/backprop) - Where it began.
- [A lost page](https://papers.study.site/lost) - Nobody has it any more.

## Courses

- [Deep learning, the course](https://courses.study.site/deep-learning) - Videos and notes.
"""
NEW = """\
# Awesome things

## Papers

- [Backpropagation](https://papers.study.site/backprop) - Where it began.
- [A lost page](https://papers.study.site/lost) - Nobody has it any more.
- [Attention is all you need](https://arxiv.org/pdf/1706.03762) - The transformer.
- [Residual networks](https://papers.study.site/resnet) - Very deep ones.
- [Dropout](https://papers.study.site/dropout) - Less is more. [Code](https://papers.study.site/dropout-code)
- [Batch normalisation](https://papers.study.site/batchnorm) - Faster.

## Courses

- [Deep learning, the course](https://courses.study.site/deep-learning) - Videos and notes.
- [Deep learning again](http://www.courses.study.site/deep-learning/) - The same one.
- [Vision for everybody](https://courses.study.site/old/vision) - It lives elsewhere now.
  - [Its notes](https://courses.study.site/vision-notes) - As a book.
  - [Its forum](https://courses.study.site/forum) - Gone.
- [Language](https://courses.study.site/language) - Grammar and statistics.
- [Behind a wall](https://walled.site/course) - Nobody lets us in.
- [Taken down](https://courses.study.site/taken-down) - Gone too.
"""
HOSTS = ("papers.study.site", "courses.study.site", "www.courses.study.site", "arxiv.org", "walled.site")
CLOCK = Clock(monotonic=time.monotonic, utc=lambda: START)
"""The day is the test's, so that the same words come of it."""

_FINE = {
    "/backprop": "Backpropagation",
    "/resnet": "Residual networks",
    "/dropout": "Dropout",
    "/dropout-code": "Code of dropout",
    "/batchnorm": "Batch normalisation",
    "/deep-learning": "Deep learning, the course",
    "/deep-learning/": "Deep learning, the course",
    "/vision": "Vision for everybody",
    "/vision-notes": "Notes on vision",
    "/language": "Language",
    "/abs/1706.03762": "Attention is all you need",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """The branch, checked out, and the web."""

    tree: WorkTree
    site: Site
    """What answers over TLS."""
    plain: Site
    """What answers without."""
    settings: Settings

    @property
    def paths(self) -> list[Path]:
        """The lists."""
        return [self.tree.folder / PATH]

    @property
    def asked(self) -> list[str]:
        """Which pages were asked for over TLS, without robots.txt."""
        return [path for path in self.site.paths if path != "/robots.txt"]

    @property
    def pages(self) -> int:
        """How many pages were asked for, on both."""
        return sum(path != "/robots.txt" for path in (*self.site.paths, *self.plain.paths))


@contextmanager
def contribution(folder: Path) -> Iterator[Contribution]:
    """The whole scene, in a folder that is empty."""
    with Site(tls=Certificate.GOOD, names=HOSTS) as site, Site() as plain:
        for path, title in _FINE.items():
            text = f"{title} is told at length on this page of its own. " * 8
            site.page(path, f"<title>{title}</title><p>{text}")
        site.redirect("/old/vision", to="https://courses.study.site/vision")
        site.page("/pdf/1706.03762", b"%PDF-1.5\n", kind="application/pdf")
        site.page("/course", "<title>Just a moment...</title>", status=403, headers=(("cf-mitigated", "challenge"),))
        site.page("/taken-down", "<title>Gone</title>", status=410)
        plain.redirect("/deep-learning/", to="https://courses.study.site/deep-learning")
        tree = WorkTree(folder / "repository")
        tree.add({PATH: OLD.encode()}, "Begin the list")
        tree.git("checkout", "--quiet", "-b", "contribution")
        tree.add({PATH: NEW.encode()}, "Add twelve links")
        yield Contribution(tree=tree, site=site, plain=plain, settings=_settings(folder, site, plain))


def _settings(folder: Path, site: Site, plain: Site) -> Settings:
    to = {443: site.port, 80: plain.port}
    return Settings(
        db=folder / "crawl.db",
        out=folder / "reports",
        cacert=site.certificate_authority,
        connect_to=tuple(
            ConnectTo(host=host, port=port, to_host="127.0.0.1", to_port=to[port]) for host in HOSTS for port in to
        ),
        allow_network=(ipaddress.ip_network("127.0.0.0/8"),),
        apis=False,
        archive_time_s=0,
        host_rate=0,
        host_rate_start=0,
        quiet=True,
    )
