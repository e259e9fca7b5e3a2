"""Diagnostics as lines for a person, in the form that editors and terminals make clickable. Pure."""

from collections.abc import Sequence

from crawler import untrusted
from crawler.model import Diagnostic, Severity
from crawler.publish.pieces import counted, middle

_MESSAGE_CHARS = 400
_URL_CHARS = 160


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    r"""One line for each; ends without a newline.

    >>> from crawler.model import Place, Rule
    >>> place = Place(path="a.md", line=3, column=5, end_column=9, byte_column=5, end_byte_column=9)
    >>> print(as_text([Diagnostic(rule=Rule.MOVED, severity=Severity.WARNING, place=place, url="http://a.example/",
    ...                           message="it has moved", new_url="https://a.example/\x1b")]))
    a.md:3:5: warning: http://a.example/: it has moved; write https://a.example/\x1b (moved)
    >>> as_text([])
    ''
    """
    return "\n".join(map(_line, diagnostics))


def tally(diagnostics: Sequence[Diagnostic], links: int) -> str:
    """How many links were looked at, and what that came to.

    >>> tally([], 1), tally([], 0)
    ('1 new link: nothing is wrong with it.', 'No new link.')
    """
    if not links and not diagnostics:
        return "No new link."
    new = counted(links, "new link")
    if not diagnostics:
        return f"{new}: nothing is wrong with {'it' if links == 1 else 'them'}."
    counts = [(sum(each.severity is severity for each in diagnostics), severity.value) for severity in Severity]
    return f"{new}: {', '.join(counted(count, name) for count, name in counts if count)}."


def _line(said: Diagnostic) -> str:
    place = untrusted.terminal(f"{said.place.path}:{said.place.line}:{said.place.column}")
    url = f"{_url(said.url)}: " if said.url else ""
    new = f"; write {_url(said.new_url)}" if said.new_url else ""
    message = untrusted.terminal(said.message, _MESSAGE_CHARS)
    return f"{place}: {said.severity}: {url}{message}{new} ({said.rule})"


def _url(url: str) -> str:
    return untrusted.terminal(middle(untrusted.redacted(url), _URL_CHARS), _URL_CHARS + 100)
