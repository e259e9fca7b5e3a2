"""Resources as other programs take them: one pure function for each format, by the name that a person gives it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from crawler.publish.entries import Entry
from crawler.publish.exports import bibtex, catalogue, csl, objects, opml, ris, spreadsheet

FORMATS: Mapping[str, Callable[[Sequence[Entry]], str]] = MappingProxyType(
    {
        "csv": spreadsheet.write,
        "json": objects.write,
        "bibtex": bibtex.write,
        "csl-json": csl.write,
        "ris": ris.write,
        "opml": opml.write,
        "markdown": catalogue.write,
    }
)
