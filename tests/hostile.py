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
    "bylines": repeated("<a class=author rel=author href=/author/>by "),
    "days in depth": repeated("<div class=date>1.1.20"),
    "blocks of JSON-LD": repeated("<script type=application/ld+json>{</script>"),
    "one long block of JSON-LD": repeated(" ", "<script type=application/ld+json>x"),
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


def deep(opening: str, inner: str = "[a](b)\n", closing: str = "") -> Maker:
    """One thing within another, as deep as fits into the size."""
    return lambda size: opening * (size // len(opening + closing)) + inner + closing * (size // len(opening + closing))


LISTS: dict[str, Maker] = {
    "quotes in quotes": deep("> "),
    "lists in lists": deep("- "),
    "lists in quotes": deep("> - "),
    "links in links": deep("[", "a", "](b)"),
    "images in images": deep("![", "a", "](b)"),
    "emphasis in emphasis": deep("*a **b ", "c", " d** e*"),
    "elements in elements": deep("<div>\n", "\n[a](b)\n"),
    "brackets": repeated("["),
    "images that do not end": repeated("![[]()"),
    "links": repeated("[](a)"),
    "definitions": numbered("[a#]: /u\n"),
    "definitions of one label": repeated("- [a]: /u\n"),
    "definitions without an address": numbered("[a#]:\n"),
    "references": lambda size: "[a]: /u\n\n" + "[a]" * (size // 3),
    "footnotes": numbered("[^#]: x [^#]\n\n"),
    "code of all lengths": lambda size: "".join("e" + "`" * n for n in range(int((2 * size) ** 0.5))),
    "prices": repeated("a$[b](c) "),
    "addresses": repeated("https://a.example/b_(c)) "),
    "addresses that do not end": repeated("https://a.example/["),
    "mail": repeated("a@"),
    "tags": repeated("<a href=x>y\n"),
    "tags in one block": repeated("<div>\n<a href=x>y\n"),
    "images in HTML": repeated("[<img alt=x>"),
    "images in HTML that links close": repeated("<a href=x><img src=y></a>\n"),
    "comments that open": repeated("a <!--"),
    "words to us on one line": repeated("<!-- listkeeper: ignore -->"),
    "words to us with many spaces": lambda size: f"<!-- listkeeper: ignore a{' ' * size}b -->\n[a](b)\n",
    "addresses on the next line": lambda size: "> " * 150 + "[a](\nb) " * (size // 8),
    "front matter": lambda size: "---\n" + "a: https://b.example/c\n" * (size // 23) + "---\n",
    "headings": repeated("# a\n## b\n###### c [d](e)\n"),
    "tables": lambda size: "|a|b|\n|-|-|\n" + "|https://a.example|[b](c)|\n" * (size // 27),
    "a wide table": lambda size: "a|" * (size // 6) + "\n" + "-|" * (size // 6) + "\n" + "[a](b)\n" * (size // 21),
    "bytes that are no UTF-8": repeated("\udcff[a](b)"),
    "white space": repeated(" \t"),
    "one word": repeated("x"),
}
"""Lists that are meant to keep a reader of Markdown busy; `\\udcff` is the byte FF."""
