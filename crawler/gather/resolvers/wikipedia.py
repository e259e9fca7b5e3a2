"""The API of MediaWiki: articles of Wikipedia in all its languages, and of its sister wikis, twenty at a time. Pure.

www.mediawiki.org/wiki/API:Query takes fifty titles; of twenty it gives the introductions as well (Extension:
TextExtracts, exlimit), and an abstract is worth a second request. Titles come back in another form than they were asked
in, step by step: normalized, converted, redirects. `missing` is what is not there, unless it is `known`: a file that
lies in the common store. A redirect of the wiki is no move: links are meant to go through it (Wikipedia:NOTBROKEN).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from unicodedata import normalize
from urllib.parse import parse_qs, quote, unquote

from crawler import urls
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, text_of
from crawler.gather.replies import address_of, batches, day_of, secure
from crawler.model import Kind
from crawler.settings import Keys

_MOST = 20
_WIKIS = {
    "wikibooks": "Wikibooks",
    "wikinews": "Wikinews",
    "wikipedia": "Wikipedia",
    "wikiquote": "Wikiquote",
    "wikisource": "Wikisource",
    "wikiversity": "Wikiversity",
    "wikivoyage": "Wikivoyage",
    "wiktionary": "Wiktionary",
}
_HOST = re.compile(rf"(?!www\.)([a-z]{{2,3}}(?:-[a-z]{{2,10}})*|simple)\.(?:m\.)?({'|'.join(_WIKIS)})\.org")
_OTHERS = {
    "commons.m.wikimedia.org": "commons.wikimedia.org",
    "commons.wikimedia.org": "commons.wikimedia.org",
    "meta.wikimedia.org": "meta.wikimedia.org",
    "species.wikimedia.org": "species.wikimedia.org",
    "www.mediawiki.org": "www.mediawiki.org",
}
_LANGUAGES = {"simple": "en"}
_NO_TITLE = re.compile(r"[#<>\[\]|{}\x00-\x1f\x7f\ufffd]|^:|^$")
"""Characters that no title has (www.mediawiki.org/wiki/Manual:Page_title)."""
_TITLE_BYTES = 255
_STEPS = ("normalized", "converted", "redirects")
_ASKED = (
    "action=query&format=json&formatversion=2&redirects=1&prop=extracts%7Cpageprops%7Cpageimages%7Crevisions"
    f"&exintro=1&explaintext=1&exlimit={_MOST}&piprop=thumbnail&pithumbsize=640&pilimit={_MOST}&ppprop=disambiguation&rvprop=timestamp"
)


class Wikipedia:
    """Knows what to ask the API of a wiki."""

    name = "wikipedia"
    title = "Wikipedia's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Pages by their titles; no old versions, and nothing that is no page of its own."""
        del keys
        return _place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """Twenty titles of one wiki."""
        del keys
        for host, titles, some in batches(targets, _place_of, _MOST):
            yield call(self.name, some, f"https://{host}/w/api.php?{_ASKED}&titles={escaped('|'.join(titles))}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """Each target by the title that its own was turned into."""
        query = dig(json_of(reply), "query") if reply.status == 200 else None
        pages = dig(query, "pages")
        listed = list(pages.values()) if isinstance(pages, dict) else pages if isinstance(pages, list) else []
        by_title = {title: page for page in listed if isinstance(title := dig(page, "title"), str)}
        steps = [_step(dig(query, name)) for name in _STEPS]
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            place = _place_of(target)
            if place is not None and (page := by_title.get(_arrived(place[1], steps))) is not None:
                yield _finding(reading, target, place, page)


@lru_cache(maxsize=4096)
def _place_of(target: str) -> tuple[str, str] | None:
    """The host of a wiki, and the title of a page.

    >>> _place_of("https://de.m.wikipedia.org/wiki/Neuronales_Netz"), _place_of("https://en.wikipedia.org/w/index.php?title=A")
    (('de.wikipedia.org', 'Neuronales Netz'), ('en.wikipedia.org', 'A'))
    >>> _place_of("https://en.wikipedia.org/w/index.php?title=A&oldid=1"), _place_of("https://www.wikipedia.org/")
    (None, None)
    """
    host = urls.host_of(target)
    found = _HOST.fullmatch(host)
    wiki = f"{found[1]}.{found[2]}.org" if found else _OTHERS.get(host)
    parsed = urls.parse(target)
    if wiki is None or parsed is None:
        return None
    path, fields = str(parsed.pathname), parse_qs(str(parsed.search)[1:])
    if path.startswith("/wiki/") and not fields.keys() & {"action", "curid", "diff", "oldid"}:
        title = unquote(path.removeprefix("/wiki/"))
    elif path in ("/w/index.php", "/wiki/index.php") and fields.keys() == {"title"}:
        title = fields["title"][0]
    else:
        return None
    title = normalize("NFC", " ".join(title.replace("_", " ").split()))
    unfit = _NO_TITLE.search(title) or len(title.encode()) > _TITLE_BYTES
    return None if unfit or title.startswith(("Special:", "Media:")) else (wiki, title)


def _step(pairs: Any) -> Mapping[str, str]:
    """What the API made of titles in one step: from -> to."""
    found = ((dig(pair, "from"), dig(pair, "to")) for pair in pairs) if isinstance(pairs, list) else ()
    return {before: after for before, after in found if isinstance(before, str) and isinstance(after, str)}


def _arrived(title: str, steps: Sequence[Mapping[str, str]]) -> str:
    """The title that one was turned into; of redirects that lead on, the last.

    >>> _arrived("lSTM", [{"lSTM": "LSTM"}, {}, {"LSTM": "LSTM (network)"}]), _arrived("A", [{"A": "B", "B": "A"}])
    ('LSTM (network)', 'A')
    """
    for step in steps:
        seen = set[str]()
        while title in step and title not in seen:
            seen.add(title)
            title = step[title]
    return title


def _finding(reading: Reading, target: str, place: tuple[str, str], page: Mapping[str, Any]) -> Finding:
    if "special" in page or "invalid" in page:
        return Finding(target=target)
    if "missing" in page and "known" not in page:
        return Finding(target=target, observation=reading.absent(target, "has no page of that title"))
    (host, asked), title = place, text_of(dig(page, "title")) or ""
    wiki = _HOST.fullmatch(host)
    language = wiki[1] if wiki else None
    metadata = reading.metadata(
        target,
        title=title,
        abstract=text_of(dig(page, "extract"), ABSTRACT_CHARS),
        modified=day_of(dig(page, "revisions", 0, "timestamp")),
        kind=Kind.ENTRY,
        site=_WIKIS[wiki[2]] if wiki else host,
        language=_LANGUAGES.get(language, language) if language else None,
        canonical=urls.canonical(f"https://{host}/wiki/{quote(title.replace(' ', '_'), safe='/:(),')}"),
        licence="CC-BY-SA-4.0" if wiki and wiki[2] != "wikinews" else None,
        image=address_of(dig(page, "thumbnail", "source")),
    )
    return Finding(
        target=target,
        observation=reading.exists(target, moved_to=secure(target), said=_said(asked, title, page)),
        metadata=metadata,
    )


def _said(asked: str, title: str, page: Mapping[str, Any]) -> str:
    """What is more than that it is there."""
    if dig(page, "pageprops", "disambiguation") is not None:
        return "says that its title may mean several things"
    led = asked[:1].upper() + asked[1:] != title
    return f"goes on to the page {title}" if led else ""
