"""Pages made to keep a parser busy, each of the shape that makes one kind of work grow faster than the page."""

from collections.abc import Callable

Maker = Callable[[int], str]


def repeated(unit: str, before: str = "") -> Maker:
    """As often `unit` as fits into the size."""
    return lambda size: (before + unit * (size // len(unit) + 1))[:size]


def numbered(unit: str, before: str = "") -> Maker:
    """The same with a number in each, so that no two are alike."""
    return lambda size: (before + "".join(unit.replace("#", str(n)) for n in range(size // len(unit))))[:size]


def halves(first: str, then: str) -> Maker:
    """The first half of one thing, the second of another."""
    return lambda size: first * (size // 2 // len(first)) + then * (size // 2 // len(then))


HOSTILE: dict[str, Maker] = {
    "nested div": repeated("<div>"),
    "nested span": repeated("<span>"),
    "nested list": repeated("<ul><li>"),
    "nested table": repeated("<table><tr><td>"),
    "nested svg": repeated("<g>", "<svg>"),
    "nested math": repeated("<math><mi>"),
    "nested template": repeated("<template>"),
    "nested select": repeated("<select><option>"),
    "nested frameset": repeated("<frameset>"),
    "links and formatting": repeated("<a><b>"),
    "adoption agency": repeated("<i><b><div></i>"),
    "formatting again and again": numbered("<p><font a=#>"),
    "formatting with attributes": lambda size: (
        "<p>" + "".join(f"<b {' '.join(f'a{n}x{m}' for m in range(40))}>" for n in range(20)) + "<p>x" * size
    )[:size],
    "foster parenting": repeated("x<b>", "<table>"),
    "foster parenting of blocks": repeated("<div>", "<table>"),
    "scopes": repeated("<object></b>", "<b><b><b>"),
    "attributes": numbered("a# ", "<p "),
    "attributes of html": numbered("<html a#=1>"),
    "one long attribute": repeated("x", '<p a="'),
    "comments that open": repeated("<!--"),
    "declarations": repeated("<!x "),
    "processing instructions": repeated("<?"),
    "cdata": repeated("<![CDATA[", "<svg>"),
    "ampersands": repeated("&"),
    "entities": repeated("&amp;"),
    "half entities": repeated("&lt"),
    "openers": repeated("<"),
    "tags that do not end": repeated("<div"),
    "closers": repeated("</p>"),
    "closers in depth": halves("<div>", "</p>"),
    "strange closers in depth": halves("<span>", "</x>"),
    "titles": repeated("<title>"),
    "headings": repeated("<h1>"),
    "metas": repeated("<meta name=a content=b>"),
    "refreshes": repeated("<meta http-equiv=refresh content='0;url=/a'>"),
    "scripts": repeated("<script><!--"),
    "text": repeated("x"),
    "words": numbered("w# "),
    "zeros": repeated("\0"),
    "quotes": repeated("<meta charset='"),
}
