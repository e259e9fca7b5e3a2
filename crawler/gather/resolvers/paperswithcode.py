"""Papers with Code, which was shut in July 2025: what its archive holds of the papers and methods it had. Pure.

Hugging Face keeps what the site gave out as data (huggingface.co/pwc-archive; paperswithcode/paperswithcode-data#45)
and lets rows be picked by the address that they had (huggingface.co/docs/dataset-viewer/filter). That tells what was
meant, and its number on arXiv; where the address leads now, only the address can tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.gather import papers, records
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.model import Kind, Metadata
from crawler.settings import Keys

MOST = 20
_FILTER = "https://datasets-server.huggingface.co/filter?config=default&split=train"
_TABLES = {"paper": ("pwc-archive/papers-with-abstracts", "paper_url"), "method": ("pwc-archive/methods", "url")}
"""What an address is of -> the table, and its column of addresses."""
_HOME = "https://paperswithcode.com/"


class PapersWithCode:
    """Asks the archive of Papers with Code for what it had."""

    name = "paperswithcode"
    title = "the archive of Papers with Code"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:  # noqa: ARG002 - the protocol's
        """Whether the address is that of a paper or a method."""
        return papers.papers_with_code(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:  # noqa: ARG002 - the protocol's
        """Rows by the twenty, of each table; no address in them has a quote to get out of."""
        for form, (table, column) in _TABLES.items():
            of_form = [target for target in targets if _key_of(target).startswith(f"{_HOME}{form}/")]
            for batch in records.batches(of_form, _key_of, MOST):
                where = escaped(" OR ".join(f"\"{column}\"='{key}'" for key in batch))
                url = f"{_FILTER}&dataset={escaped(table)}&where={where}&length={5 * len(batch)}"
                yield call(self.name, records.asked(batch), url)

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What a row says of each; nothing is proven by it."""
        rows = dig(json_of(reply), "rows") if reply.status == 200 else None
        if not isinstance(rows, list):
            return
        found = {_address(dig(each, "row")): dig(each, "row") for each in reversed(rows)}
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            row = found.get(_key_of(target))
            yield Finding(target=target, metadata=_metadata(reading, target, row) if row else None)


def _key_of(target: str) -> str:
    """The address as the archive writes it."""
    named = papers.papers_with_code(target)
    return f"{_HOME}{named.form}/{named.id}" if named else ""


def _address(row: Any) -> str | None:
    return text_of(dig(row, "paper_url") or dig(row, "url"))


def _metadata(reading: Reading, target: str, row: Mapping[str, Any]) -> Metadata:
    number = papers.arxiv_id(text_of(row.get("arxiv_id")) or "")
    is_paper = "paper_url" in row
    title = row.get("title") if is_paper else row.get("full_name") or row.get("name")
    return reading.metadata(
        target,
        title=text_of(title),
        abstract=text_of(row.get("abstract" if is_paper else "description"), ABSTRACT_CHARS),
        authors=names_of(row.get("authors")),
        published=records.day(_day(row.get("date") if is_paper else row.get("introduced_year"))),
        kind=Kind.PAPER if is_paper else Kind.ENTRY,
        site=text_of(row.get("proceeding")) or "Papers with Code",
        identifiers={"arxiv": number} if number else {},
    )


def _day(value: Any) -> Any:
    """The viewer gives days as they are written, or as milliseconds; of the latter nothing is made."""
    return value if isinstance(value, str) or (isinstance(value, int) and value < 10_000) else None
