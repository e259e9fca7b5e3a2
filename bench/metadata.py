"""How often what a page says of itself is exactly what people wrote down, beside trafilatura.

    python -m bench.metadata PAGES.jsonl.gz

PAGES holds one JSON object a line: `url`, `html` (base64) and `expected` with any of `title`, `description`, `authors`
and `date`. One table is printed: all pages, and two halves by the hash of their host, for rules that are made with one
half in sight prove themselves on the other. `exact` is equal after NFKC, in small letters, without punctuation; authors
must be the same people, and dates the same day. The date of a page is that of its publication, or else of its last
change, which is how trafilatura has it.
"""

import base64
import gzip
import hashlib
import html
import importlib
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler import urls
from crawler.gather import charset, markup, page, said
from crawler.settings import Settings

ROUNDS = 3
FIELDS = ("title", "description", "authors", "date")
Read = Callable[[bytes, str], Mapping[str, Any]]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The annotated pages, each with the half that it belongs to and with as much of its body as a crawl reads."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            body = base64.b64decode(row["html"])[: Settings().html_bytes]
            yield row | {"body": body, "half": half(row["url"])}


def half(url: str) -> str:
    """The half that a page belongs to: all pages of a host are in one.

    >>> half("https://a.example/"), half("https://d.example/x") == half("https://d.example/y")
    ('even', True)
    """
    host = urls.host_of(url).partition(":")[0]
    return "odd" if hashlib.sha1(host.encode(), usedforsecurity=False).digest()[0] & 1 else "even"


def plain(text: str | None) -> str:
    """What is compared: letters and digits, for annotators wrote down quotes and entities in many ways.

    >>> plain("Tom &amp; Jerry's `best`!")
    'tom jerry s best'
    """
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", html.unescape(text or "")).casefold()).strip()


def is_exact(field: str, wanted: Any, found: Any) -> bool:
    """Whether a field is what people wrote down.

    >>> is_exact("authors", ["Ada L.", "Bob"], ("bob", "Ada L")), is_exact("date", "2020-01-02", "2020-01")
    (True, False)
    """
    if field == "date":
        return str(wanted)[:10] == str(found or "")[:10]
    if field == "authors":
        return sorted(filter(None, map(plain, wanted))) == sorted(filter(None, map(plain, found or ())))
    return plain(wanted) == plain(found)


def ours(body: bytes, url: str) -> dict[str, Any]:
    """What the crawler's reader says: all that it reads, walls and fingerprints too."""
    found = page.read(body, None, url)
    date = found.published or found.modified
    return {"title": found.title, "description": found.abstract, "authors": found.authors, "date": date}


def ours_alone(body: bytes, url: str) -> dict[str, Any]:
    """The same without what no other tool looks for, for its time."""
    text, _ = charset.decode(body)
    return said.said(markup.lexbor(text), url)[0]


def theirs() -> Read | None:
    """What trafilatura says; None where it is not installed."""
    try:
        trafilatura = importlib.import_module("trafilatura")
    except ImportError:
        return None

    def read(body: bytes, url: str) -> dict[str, Any]:
        found = trafilatura.extract_metadata(body, default_url=url)
        held = found.as_dict() if found else {}
        names = (held.get("author") or "").split("; ")
        return {"title": held.get("title"), "description": held.get("description"), "authors": names} | {
            "date": held.get("date")
        }

    return read


def measure(pages: Sequence[Mapping[str, Any]], read: Read) -> tuple[Counter[tuple[str, str]], float]:
    """How many of each half and field are exact; and milliseconds of CPU a page, the best of some rounds."""
    exact: Counter[tuple[str, str]] = Counter()
    total_s = 0.0
    for row in pages:
        best_s = float("inf")
        for _ in range(ROUNDS):
            before = time.process_time()
            found = read(row["body"], row["url"])
            best_s = min(best_s, time.process_time() - before)
        total_s += best_s
        for field in asked(row):
            right = is_exact(field, row["expected"][field], found.get(field))
            exact.update({(part, field): int(right) for part in ("all", row["half"])})
    return exact, 1000 * total_s / max(1, len(pages))


def asked(row: Mapping[str, Any]) -> list[str]:
    """The fields that people wrote down for a page."""
    return [field for field in FIELDS if row["expected"].get(field)]


def table(pages: Sequence[Mapping[str, Any]], readers: Mapping[str, Read]) -> list[str]:
    """The lines of the table."""
    present = Counter((part, field) for row in pages for part in ("all", row["half"]) for field in asked(row))
    measured = {name: measure(pages, read) for name, read in readers.items()}
    lines = [f"{'exact, %':24}" + "".join(f"{field:>13}" for field in FIELDS) + f"{'ms a page':>13}"]
    for part in ("all", "even", "odd"):
        counts = "".join(f"{present[part, field]:13}" for field in FIELDS)
        lines.append(f"{part + ' pages, annotated':24}{counts}")
        for name, (exact, spent_ms) in measured.items():
            shares = "".join(f"{100 * exact[part, field] / max(1, present[part, field]):13.1f}" for field in FIELDS)
            lines.append(f"  {name:22}{shares}" + (f"{spent_ms:13.2f}" if part == "all" else ""))
    return lines


def main() -> None:
    """Print the table for the pages that were given."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    pages = list(rows(Path(sys.argv[1])))
    other = theirs()
    readers: dict[str, Read] = {"listkeeper": ours} | ({"trafilatura": other} if other else {})
    print("\n".join(table(pages, readers)))
    print(f"listkeeper's metadata alone: {measure(pages, ours_alone)[1]:.2f} ms a page")


if __name__ == "__main__":
    main()
