"""Pages that say nothing until a script has filled them, or that answer alike whatever was asked. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler import urls
from crawler.gather.markup import Markup
from crawler.gather.phrases import folded, size

LEAST_WORDS = 16
"""Fewer words are no text of a page's own: a menu, a copyright, the advice to turn scripts on."""
LEAST_WORDS_AROUND_A_SCRIPT = 200
"""What stands around the place that a script fills is the same on every page of such a site."""

_MOUNT = re.compile(
    rb"<(?:div|main|section)\b[^>]{0,200}?\sid\s*=\s*[\"']?(?:root|app|application|main-app|__next|__nuxt|q-app)\b",
    re.IGNORECASE,
)
"""Where React, Vue, Next, Nuxt and Quasar put their pages: the `id` that their templates begin with."""

_SHELL_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A site whose pages, where nothing can be told to a crawler, have no name but the site's."""

    who: str
    hosts: tuple[str, ...]
    """The site's domains; what is below them is meant too."""
    titles: frozenset[str]
    """Titles that say nothing, folded; the empty one is a page without a title."""
    words: int = _SHELL_WORDS
    """A page with more text than this is none."""


SHELLS = (
    # yt-dlp yt_dlp/extractor/youtube: every address answers 200, and the title of what cannot be shown is " - YouTube".
    # Its footer alone has some forty words.
    Shell(who="youtube", hosts=("youtube.com", "youtu.be"), titles=frozenset({"youtube", ""}), words=120),
    # denolib/awesome-deno#420: what is no browser gets a refusal, or a page without a word.
    Shell(who="medium", hosts=("medium.com",), titles=frozenset({"medium", ""})),
    # openreview/openreview-web app/layout.js: the name of the site until the note is there.
    Shell(who="openreview", hosts=("openreview.net",), titles=frozenset({"openreview", ""})),
    # lycheeverse/lychee lychee-lib/src/filter/mod.rs leaves it out: nothing is shown without an account.
    Shell(
        who="x",
        hosts=("x.com", "twitter.com"),
        titles=frozenset({"x", "x com", "twitter", "javascript is not available", ""}),
    ),
)


def marks(markup: Markup, url: str) -> tuple[str, ...]:
    """The mark of the empty shell that a page is, if it is one of those known.

    >>> marks(Markup(title=" - YouTube"), "https://www.youtube.com/watch?v=x")
    ('empty:youtube',)
    >>> marks(Markup(title="A talk - YouTube"), "https://www.youtube.com/watch?v=x")
    ()
    """
    shell = next((shell for shell in SHELLS if is_of(url, shell.hosts)), None)
    if shell is None or urls.is_root(url) or folded(markup.title) not in shell.titles:
        return ()
    named = any(markup.metas.get(name, "").strip() for name in ("og:title", "twitter:title"))
    return () if named or size(markup.text) > shell.words else (f"empty:{shell.who}",)


def is_of(url: str, hosts: Sequence[str]) -> bool:
    """Whether an address is on one of these domains, or below one.

    >>> is_of("https://m.youtube.com/a", ["youtube.com"]), is_of("https://notyoutube.com/", ["youtube.com"])
    (True, False)
    """
    host = urls.host_of(url).partition(":")[0]
    return any(host == name or host.endswith(f".{name}") for name in hosts)


def is_filled_by_script(body: bytes) -> bool:
    """Whether a page has the place that a script of one of the usual frameworks fills.

    >>> is_filled_by_script(b'<body><div class="x" id="root"></div>'), is_filled_by_script(b"<div id=roots>")
    (True, False)
    """
    return _MOUNT.search(body) is not None


def has_text(markup: Markup, body: bytes) -> bool:
    """Whether a page has so much text of its own that two texts can be compared."""
    words = size(markup.text)
    return words >= LEAST_WORDS and (words >= LEAST_WORDS_AROUND_A_SCRIPT or not is_filled_by_script(body))
