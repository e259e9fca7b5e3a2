r"""The only way a stranger's text leaves: one function for each place that it may go to. Pure.

Page titles, header fields, file names and URLs are written by people we do not know, and some of them write for our
readers: a link that looks like ours, an `@name` that sends mail, an escape sequence that rewrites a terminal.

Two ideas carry the Markdown side. First, text becomes one line without controls or invisible characters. Then each
character that Markdown could read is escaped, and the words that a forge looks for *after* rendering (mentions,
references, bare addresses, emoji), where an escape is already gone, are broken by U+200B, as other bots do. So what is
rendered is the text, with a zero-width space here and there, and nothing else.
"""

import html as _html
import re
import unicodedata
from collections.abc import Iterator

from crawler.urls import parse

TITLE_CHARS = 200
"""How much of a stranger's text one place shows; a title is rarely longer than a line."""
DESTINATION_CHARS = 2000
"""A longer address is shown and not linked: browsers and forges cut them at about this length."""

_TELLING = {"github.com": "redirect.github.com", "www.github.com": "redirect.github.com"}
"""Hosts that write on an issue's page who links to it, and the ones that lead there without (Renovate's way, too)."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties) but for the joiners and the two selectors of an emoji's
# looks, and the annotation marks. The bidi controls are among them, as are the tag characters that hide whole prompts.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Persian and Indic words need the joiners, emoji need both: kept where one letter or symbol joins another.
_JOINERS = re.compile("[\u200c\u200d]+")
_SELECTORS = re.compile("[\ufe0e\ufe0f]+")
_MARKS_IN_A_ROW = 4
"""Vietnamese and Hebrew pile up to four marks on a letter; "Zalgo" text piles up dozens and covers its neighbours."""

_USERINFO = re.compile(
    r"(?i)(?<![a-z0-9+.-])((?:https?:[/\\]*|[a-z][a-z0-9+.-]{0,30}:[/\\]{1,9}))(?:[^\s/?#\\@]{0,2000}@){1,9}"
)
"""WHATWG takes `https:user@host` and `https:\\user@host` for what they mean, so a browser would send the name."""
_SECRET = re.compile(
    r"(?i)([?&#;](?:[\w.%-]*(?:token|secret|password|passwd|api[-_]?key|access[-_]?key|signature|credential|session[-_]?id"
    r"|sessid|jwt)|auth|pwd|sid|sig)=)[^&#;\s]+"
    r"|([?&]key=)[\w-]{20,}"
)

_BREAK = "\u200b"
_AFTER_RENDERING = re.compile(
    r"@(?=\S)"  # mentions and mail addresses
    r"|\#(?=\w)"  # #12, owner/repo#12
    r"|(?<![a-z0-9])(?:GH|GHSA|CVE)(?=-)"  # references without a sign
    r"|/(?=/)"  # https://, and // alone for parsers that are generous
    r"|(?<![a-z0-9])www(?=\.)"  # cmark-gfm links it after `_` and `(` too
    r"|:(?=[a-z0-9_+-]+:)"  # emoji
    r"|[0-9a-f]{6}(?=[0-9a-f])",  # commits: from seven hex digits on
    re.IGNORECASE,
)
# `<`, `>`, `&`, `|` and `$` as entities: a backslash would leave `<!--` in the source for whoever reads it back, does
# not keep a table's cell together everywhere, and is not heard by GitHub's mathematics.
_ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in r"\`*_[]~^{}#"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "$": "&#36;", _BREAK: "&#8203;"}
)
# cmark-gfm takes a box for ticked when `[x]` stands anywhere in its line (extensions/tasklist.c, `strstr`).
_MARKERS = re.compile(r"<(?=!--)|##(?=\[)|@(?=\S)|\[(?=[xX]\])")
"""What is read in the source, where code is no different from text."""
_BLOCK_START = re.compile(r"\A(?:(?=[-+=:])|(\d+)(?=[.)]))")
_DOT = re.compile(r"(?<=\w)\.(?=\\?\w)")
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_FENCE = re.compile("`+")


def plain(text: str, limit: int) -> str:
    r"""Text that a database and JSON can hold: no NUL, no lone surrogate, at most `limit` characters.

    >>> plain("A title", 100)
    'A title'
    >>> plain("a\x00b\ud800c\ud83d\ude00" + "x" * 100, 8)
    'ab\ufffdc😀xx…'
    """
    whole = text.replace("\0", "")
    if _SURROGATES.search(whole):
        whole = whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _cut(whole, limit)


def one_line(text: str, limit: int = TITLE_CHARS) -> str:
    r"""Text as a reader sees it, on one line: no control, no bidi trick, nothing invisible, spaces collapsed.

    >>> one_line("  Deep\r\n\tLearning\u3000Book ")
    'Deep Learning Book'
    >>> one_line("a\u202eb\U000e0041\u200bc\x1b[31m"), one_line("👩\u200d🔬"), one_line("x" * 9, limit=5)
    ('abc [31m', '👩\u200d🔬', 'xxxx…')
    """
    line = plain(text, len(text) + 1)
    if not line.isascii():
        line = _visible(line)
    return _cut(" ".join(_CONTROLS.sub(" ", line).split()), limit)


def markdown(text: str, limit: int = TITLE_CHARS) -> str:
    r"""Text that is only text in GitHub Flavored Markdown: in a paragraph, a heading, a list, a cell, a link's text.

    >>> markdown("High-level APIs & you")
    'High-level APIs &amp; you'
    >>> markdown("# [x](javascript:1) <b> @you #1 `a|b`")
    '\\# \\[x\\](javascript:1) &lt;b&gt; @&#8203;you \\#&#8203;1 \\`a&#124;b\\`'
    """
    line = _shown(text, limit)
    escaped = _AFTER_RENDERING.sub(rf"\g<0>{_BREAK}", line).translate(_ESCAPES)
    return _BLOCK_START.sub(r"\g<0>\\", _DOT.sub(r"\\.", escaped))


def cell(text: str, limit: int = 80) -> str:
    """Text for a table's cell: as `markdown`, shorter, and never empty, since an empty cell looks like a mistake.

    >>> cell("a | b"), cell("")
    ('a &#124; b', '—')
    """
    return markdown(text, limit) or "—"


def code_span(text: str, limit: int = TITLE_CHARS) -> str:
    """Text as code, outside tables (a cell would still split at a `|`).

    Markers are broken for whoever reads the source back, commands for build runners, and names for who answers by
    mail: what they quote is plain text, and a forge reads it again. A box in a text ticks no box that stands before it.

    >>> code_span("README.md:10"), code_span("a `` b`"), code_span("")
    ('`README.md:10`', '``` a `` b` ```', '` `')
    >>> code_span("<!-- x --> @you ##[stop] [x]").replace(_BREAK, "|")
    '`<|!-- x --> @|you ##|[stop] [|x]`'
    """
    line = _MARKERS.sub(rf"\g<0>{_BREAK}", _shown(text, limit))
    runs = {len(run) for run in _FENCE.findall(line)}
    fence = "`" * next(size for size in range(1, len(runs) + 2) if size not in runs)
    pad = " " if not line or "`" in line else ""
    return f"{fence}{pad}{line}{pad if line else ''}{fence}"


def redacted(url: str) -> str:
    """The address without user name, password and the values of query keys that look like secrets.

    >>> redacted("https://example.com/a?page=2")
    'https://example.com/a?page=2'
    >>> redacted("https://me:secret@example.com/?access_token=abc&page=2")
    'https://example.com/?access_token=REDACTED&page=2'
    """
    parsed = parse(url)
    if parsed is not None and (parsed.username or parsed.password):
        parsed.username = parsed.password = ""
        url = str(parsed.href)
    return _redacted_text(url)


def link_destination(url: str) -> str | None:
    """An address to click on, as the `<…>` of a Markdown link; None if it is no web address, or far too long.

    >>> link_destination("https://example.com/a b?x=1&copy=2|3")
    '<https://example.com/a%20b?x=1&amp;copy=2&#124;3>'
    >>> link_destination("javascript:alert(1)"), link_destination("docs/a.md")
    (None, None)
    """
    parsed = parse(redacted(url))
    if parsed is None or parsed.protocol not in ("http:", "https:"):
        return None
    href = str(parsed.href)
    return f"<{''.join(_entities(href))}>" if len(href) <= DESTINATION_CHARS else None


def quiet_destination(url: str) -> str | None:
    """As `link_destination`, for a body on a forge: where the link leads, nobody is told that we link there.

    >>> quiet_destination("https://example.com/"), quiet_destination("https://github.com/o/r/issues/1")
    ('<https://example.com/>', '<https://redirect.github.com/o/r/issues/1>')
    """
    parsed = parse(url)
    if parsed is not None and parsed.hostname in _TELLING:
        parsed.host = _TELLING[parsed.hostname]
        url = str(parsed.href)
    return link_destination(url)


def code_cell(text: str, limit: int = TITLE_CHARS) -> str:
    """Text as code for a table's cell; as plain text where a `|` would split the row even inside code.

    >>> code_cell("a.md:10"), code_cell("a|b"), code_cell("")
    ('`a.md:10`', 'a&#124;b', '—')
    """
    return code_span(text, limit) if text.strip() and "|" not in text else cell(text, limit)


def html(text: str, limit: int = TITLE_CHARS) -> str:
    """Text for HTML, between tags or in a quoted attribute.

    >>> html('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return _html.escape(_shown(text, limit))


def mermaid(text: str, limit: int = 40) -> str:
    """Text for a quoted label of a Mermaid chart, whose language has no dependable escape: the rest becomes a space.

    >>> mermaid('example.com: "a"; %%{init}%% `b`')
    'example.com: a init b'
    """
    line = _shown(text, 10 * limit)
    kept = (char if char.isalnum() or char in " .,:()/_+!?'-" else " " for char in line)
    return _cut(" ".join("".join(kept).split()), limit)


def csv_cell(text: str, limit: int = 1000) -> str:
    r"""Text for a cell of a spreadsheet, to be quoted by `csv`: never read as a formula.

    >>> csv_cell("A title"), csv_cell("=HYPERLINK(1)"), csv_cell("\uff1d1+1")
    ('A title', "'=HYPERLINK(1)", "'\uff1d1+1")
    """
    line = _shown(text, limit)
    return f"'{line}" if line.startswith(_FORMULA) else line


def terminal(text: str, limit: int = 500) -> str:
    r"""Text for a terminal or a log: what a terminal or a build runner would act on is shown as an escape.

    >>> terminal("plain 日本"), terminal("\x1b[31mred\x07\n\u202e"), terminal("\ud800")
    ('plain 日本', '\\x1b[31mred\\x07\\n\\u202e', '\\ud800')
    >>> terminal("::error::x ##[stop]")
    '\\x3a:error::x ##\\x5bstop]'
    """
    shown = "".join(map(_seen, _cut(_redacted_text(text), limit))).strip()
    # A GitHub runner obeys `##[command]` anywhere in a line, and `::command::` at its start.
    shown = shown.replace("##[", r"##\x5b")
    return rf"\x3a{shown[1:]}" if shown.startswith("::") else shown


def no_command(json: str) -> str:
    r"""The same JSON, without what a GitHub runner obeys anywhere in a line of a log: `##[command]`.

    >>> no_command('{"title": "##[stop-commands]x"}')
    '{"title": "##\\u005bstop-commands]x"}'
    """
    return json.replace("##[", r"##\u005b")


def _shown(text: str, limit: int) -> str:
    return _cut(_redacted_text(one_line(text, len(text) + 1)), limit)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: max(limit - 1, 0)].rstrip(" \u200c\u200d\ufe0e\ufe0f") + "…"


def _visible(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _SELECTORS.sub(lambda run: run[0][0] if _may_select(run) else "", text)
    text = _JOINERS.sub(lambda run: run[0][0] if _may_join(run) else "", text)
    return "".join(_few_marks(unicodedata.normalize("NFC", text)))


def _may_select(run: re.Match[str]) -> bool:
    before = run.string[max(run.start() - 1, 0) : run.start()]
    return not before.isascii() or before in tuple("#*0123456789")


def _may_join(run: re.Match[str]) -> bool:
    before = run.string[max(run.start() - 1, 0) : run.start()]
    after = run.string[run.end() : run.end() + 1]
    return not before.isascii() and not after.isascii() and unicodedata.category(after)[0] in "LS"


def _few_marks(text: str) -> Iterator[str]:
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= _MARKS_IN_A_ROW:
            yield char


def _redacted_text(text: str) -> str:
    return _SECRET.sub(r"\1\2REDACTED", _USERINFO.sub(r"\1", text))


def _entities(href: str) -> Iterator[str]:
    for char in href:
        if char == "&":
            yield "&amp;"
        elif char.isalnum() or char in "-._~:/?#@!'()+,;=%":
            yield char
        else:
            yield f"&#{ord(char)};"


def _seen(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    if char in "\u200c\u200d\ufe0f" or (char.isprintable() and not _INVISIBLE.match(char)):
        return char
    return char.encode("unicode_escape").decode("ascii")
