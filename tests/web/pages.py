"""Small pages in the shapes that real sites have: where the title stands, what is repeated, how much is in the way.

The prose is filler of our own, made the same way each time, so that sizes are realistic and bytes never change.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import cycle, islice
from random import Random

from tests.web.answer import HTML, Answer

KIB = 1024

_VOCABULARY = (
    "a the this each every one some of in on to for with from by and or but so then while model layer weight bias input"
    " output gradient loss step batch sample noise image word token position attention head query key value network"
    " feature filter channel kernel pixel label class score mean variance sum product matrix vector space distance"
    " entropy divergence prior posterior likelihood encoder decoder latent code trains learns falls rises converges"
    " predicts compares normalises samples attends maps keeps drops shows is are was has can small large deep shallow"
    " slow fast plain linear convex sparse dense random fixed hidden final first next better worse"
)


@cache
def _paragraphs() -> tuple[str, ...]:
    """Nonsense that reads and packs like prose: about five to one, not the hundreds to one of a repeated line.

    What it is about drifts from one paragraph to the next, so that two pages that begin at two places differ.
    """
    draw, words = Random(1998), _VOCABULARY.split() * 2
    return tuple(_paragraph(draw, words[topic // 8 :][:24]) for topic in range(len(words) * 4))


def _paragraph(draw: Random, words: Sequence[str]) -> str:
    lengths = [draw.randint(6, 16) for _ in range(draw.randint(3, 6))]
    return f"<p>{' '.join(' '.join(draw.choices(words, k=length)).capitalize() + '.' for length in lengths)}</p>\n"


def prose(about: str, size: int) -> str:
    """Paragraphs of about `size` bytes, other ones for each subject.

    >>> 1000 < len(prose("cats", 1000)) < 1600, prose("cats", 1000) == prose("dogs", 1000)
    (True, False)
    """
    place = int.from_bytes(hashlib.sha256(about.encode()).digest()[:4], "big")
    pieces, start = [], place % len(_paragraphs())
    for paragraph in islice(cycle(_paragraphs()), start, None):
        pieces.append(paragraph)
        size -= len(paragraph)
        if size < 0:
            break
    return "".join(pieces)


@cache
def script(size: int) -> str:
    """What a page loads before it says anything: letters and digits that do not pack well."""
    return Random(2005).randbytes(size // 2).hex()


def html(title: str, document: str, *headers: tuple[str, str], codings: tuple[str, ...] = ("gzip",)) -> Answer:
    """An HTML page as UTF-8."""
    return Answer(
        headers=(("Content-Type", HTML), *headers), body=document.encode(), codings=codings, title=title or None
    )


def tagged(document: str, *, weak: bool = False) -> tuple[str, str]:
    """An ETag made of the text itself."""
    digest = hashlib.sha256(document.encode()).hexdigest()[:12]
    return "ETag", f'W/"{digest}"' if weak else f'"{digest}"'


def head(title: str, about: str, *, site: str = "", url: str = "", kind: str = "article") -> str:
    """Title, description, canonical address and Open Graph: what a well-kept page says of itself."""
    name = escape(title, quote=True)
    text = escape(about, quote=True)
    lines = [
        '<meta charset="utf-8">',
        f"<title>{name}{' | ' + escape(site) if site else ''}</title>",
        f'<meta name="description" content="{text}">' if about else "",
        f'<link rel="canonical" href="{escape(url, quote=True)}">' if url else "",
        f'<meta property="og:title" content="{name}">',
        f'<meta property="og:description" content="{text}">' if about else "",
        f'<meta property="og:site_name" content="{escape(site)}">' if site else "",
        f'<meta property="og:type" content="{kind}">',
    ]
    return "\n".join(line for line in lines if line)


def github_pages(title: str, about: str, *, site: str, url: str, size: int = 20 * KIB) -> Answer:
    """A Jekyll site on GitHub Pages: validators, gzip, ten minutes of cache."""
    document = f"""<!DOCTYPE html>
<html lang="en"><head>
{head(title, about, site=site, url=url)}
<script type="application/ld+json">{json.dumps({"@type": "BlogPosting", "headline": title, "url": url})}</script>
</head><body><header><a href="/">{escape(site)}</a></header>
<article><h1 class="post-title">{escape(title)}</h1>
{prose(title, size)}</article></body></html>
"""
    return html(
        title,
        document,
        ("Server", "GitHub.com"),
        ("Cache-Control", "max-age=600"),
        ("Last-Modified", "Tue, 14 Jan 2025 09:30:00 GMT"),
        tagged(document),
    )


def wordpress(title: str, about: str, *, site: str, url: str, size: int = 60 * KIB) -> Answer:
    """A WordPress post: an SEO plugin's graph, generator, feed, emoji script in the way; no validators."""
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "Article", "headline": title}]}
    document = f"""<!DOCTYPE html><html lang="en-US" prefix="og: https://ogp.me/ns#"><head>
<meta name="viewport" content="width=device-width, initial-scale=1">
{head(title, about, site=site, url=url)}
<meta property="article:published_time" content="2020-05-05T08:00:00+00:00">
<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph)}</script>
<meta name="generator" content="WordPress 6.7.1">
<link rel="alternate" type="application/rss+xml" title="{escape(site)} Feed" href="/feed/">
<style>{".wp-block{margin:0}" * 400}</style></head>
<body class="post-template-default single"><h1 class="wp-block-post-title">{escape(title)}</h1>
{prose(title, size)}</body></html>
"""
    return html(title, document, ("Server", "nginx"), ("X-Powered-By", "WordPress VIP"), codings=("gzip", "deflate"))


def app(title: str, about: str, *, site: str, url: str, size: int = 90 * KIB) -> Answer:
    """A page of a JavaScript framework: its state before its words, both on one line."""
    state = json.dumps({"props": {"pageProps": {"title": title, "text": prose(title, size // 2)}}}).replace(
        "<", "\\u003c"
    )
    document = (
        f'<!DOCTYPE html><html lang="en"><head>{head(title, about, site=site, url=url)}'
        f'<script id="__NEXT_DATA__" type="application/json">{state}</script></head>'
        f'<body><div id="__next"><main><h1>{escape(title)}</h1>{prose(title[::-1], size // 2)}'
        "</main></div></body></html>"
    )
    return html(title, document, tagged(document, weak=True), codings=("gzip", "deflate"))


def old(
    title: str, *, shown: str | None = None, size: int = 4 * KIB, charset: str = "utf-8", header: bool = True
) -> Answer:
    """A page written by hand long ago: capital tags, no description, its charset in the header or only in the text."""
    document = f"""<HTML><HEAD><TITLE>{escape(title)}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={charset}"></HEAD>
<BODY BGCOLOR=#FFFFFF><CENTER><H1>{escape(shown or title)}</H1></CENTER>
<P>“Notes” — kept by hand since 1998, naïvely.
{prose(title, size)}</BODY></HTML>
"""
    return Answer(
        headers=(
            ("Content-Type", f"text/html; charset={charset}" if header else "text/html"),
            ("Server", "Apache"),
            ("Last-Modified", "Fri, 08 Mar 2024 16:20:00 GMT"),
            ("Accept-Ranges", "bytes"),
        ),
        body=document.encode(charset, "xmlcharrefreplace"),
        title=title,
    )


def arxiv(number: str, title: str, author: str, abstract: str) -> Answer:
    """An abstract page of arXiv: `citation_*` and Open Graph, and a `<title>` that begins with the number."""
    plain = number.partition("v")[0]
    document = f"""<!DOCTYPE html><html lang="en"><head><title>[{plain}] {escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="https://arxiv.org/abs/{plain}"/>
<meta name="description" content="Abstract page for arXiv paper {plain}: {escape(title)}">
<meta property="og:type" content="website" /><meta property="og:site_name" content="arXiv.org" />
<meta property="og:title" content="{escape(title)}" />
<meta property="og:url" content="https://arxiv.org/abs/{number}" />
<meta property="og:description" content="{escape(abstract)}"/>
<meta name="citation_title" content="{escape(title)}" /><meta name="citation_author" content="{escape(author)}" />
<meta name="citation_arxiv_id" content="{plain}" /><meta name="citation_abstract" content="{escape(abstract)}" />
</head><body><h1 class="title mathjax"><span class="descriptor">Title:</span>{escape(title)}</h1>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>{escape(abstract)}</blockquote>
{prose(title, 30 * KIB)}</body></html>
"""
    return html(title, document, ("Server", "Google Frontend"), ("Cache-Control", "max-age=3600"), tagged(document))


def youtube(title: str, about: str, *, url: str, state: str = "OK", size: int = 180 * KIB) -> Answer:
    """A page of YouTube: its own title far behind its scripts; always 200, whatever became of the video."""
    status = json.dumps({"playabilityStatus": {"status": state}})
    meta = head(f"{title} - YouTube", about, url=url, kind="video.other") if title else "<title> - YouTube</title>"
    meta = meta.replace(f'"og:title" content="{escape(title)} - YouTube"', f'"og:title" content="{escape(title)}"')
    document = f"""<!DOCTYPE html><html lang="en"><head>
<script nonce="x">var filler="{script(size)}";</script>{meta}</head>
<body><script>var ytInitialPlayerResponse = {status};</script><ytd-app></ytd-app></body></html>"""
    return html(
        title, document, ("Server", "ESF"), ("Cache-Control", "no-cache, no-store"), codings=("gzip", "deflate")
    )


def refresh(to: str, title: str) -> Answer:
    """A stub that sends its reader on by a meta refresh, to a page of that title."""
    document = f"""<!DOCTYPE html><html lang="en-us"><head><title>{to}</title><link rel="canonical" href="{to}">
<meta name="robots" content="noindex"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={to}">
</head></html>
"""
    return html(title, document, ("Server", "GitHub.com"), tagged(document))


def pdf(title: str, *, size: int, chunked: bool = False) -> Answer:
    """A PDF with a title in its /Info and a stream of padding; what reads it must stop early or know the format."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (size, b"% padding\n" * (size // 10) + b"\n" * (size % 10)),
        b"<< /Title (%b) /CreationDate (D:20150922120000Z) >>" % title.encode("ascii"),
    ]
    data, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 6\n0000000000 65535 f \n%btrailer\n<< /Size 6 /Root 1 0 R /Info 5 0 R >>\n" % rows
    data += b"startxref\n%d\n%%%%EOF\n" % data.index(b"xref\n0 6")
    headers = (("Content-Type", "application/pdf"), ("Last-Modified", "Tue, 22 Sep 2015 12:00:00 GMT"))
    return Answer(headers=headers, body=data, chunked=chunked, title=title)
