"""Why no answer came: a library's exception -> one of our words.

The chain of causes is walked from the inside out, because the innermost error knows best what happened.
"""

import re
import ssl
from collections.abc import Iterator

import httpx

from crawler.gather.dns import DnsFailedError, NoSuchHostError
from crawler.gather.egress import ForbiddenAddressError, ForbiddenPortError
from crawler.model import ErrorKind

_DETAIL_CHARACTERS = 300
_SECRETS = re.compile(r"//[^/@\s'\"]{1,500}@")
"""A proxy's password, which libraries repeat in their errors."""
_OPENSSL = re.compile(r"\[\w+: \w+\] (.+?)(?: \(_ssl\.c:\d+\))?")
"""OpenSSL's words, between its own name for the fault and the line of Python's source that met it."""
_WORDS: tuple[tuple[type[BaseException], ErrorKind], ...] = (
    (ForbiddenAddressError, ErrorKind.FORBIDDEN_ADDRESS),
    (ForbiddenPortError, ErrorKind.FORBIDDEN_PORT),
    (NoSuchHostError, ErrorKind.NO_SUCH_HOST),
    (DnsFailedError, ErrorKind.DNS_FAILED),
    (httpx.ProxyError, ErrorKind.UNREACHABLE),
    (httpx.ConnectTimeout, ErrorKind.CONNECT_TIMEOUT),
    (httpx.TimeoutException, ErrorKind.TIMEOUT),
    (ConnectionRefusedError, ErrorKind.REFUSED),
    (ssl.SSLEOFError, ErrorKind.RESET),
    (ssl.SSLError, ErrorKind.TLS),
    (ssl.CertificateError, ErrorKind.TLS),
    (ConnectionResetError, ErrorKind.RESET),
    (BrokenPipeError, ErrorKind.RESET),
    (ConnectionAbortedError, ErrorKind.RESET),
    (TimeoutError, ErrorKind.TIMEOUT),
    (httpx.RemoteProtocolError, ErrorKind.PROTOCOL),
    (httpx.ConnectError, ErrorKind.UNREACHABLE),
    (httpx.ReadError, ErrorKind.RESET),
)
"""What each exception means, the most specific first. `UNREACHABLE` is whatever may be this machine's own doing: no
route, no address, no file descriptor, a proxy that does not work."""

EXPECTED = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ArithmeticError, ExceptionGroup)
"""All that asking one URL may raise: `InvalidURL` is no `HTTPError`, IDNA raises `UnicodeError`, a port beyond 65535 an
`ExceptionGroup` (measured with httpx 0.28). Anything else is a fault of ours and stops the run."""


def classify(error: BaseException) -> tuple[ErrorKind, str]:
    """The word for an exception, and the library's own words about it.

    >>> classify(httpx.ConnectTimeout("too slow"))
    (<ErrorKind.CONNECT_TIMEOUT: 'connect-timeout'>, 'too slow')
    >>> classify(ExceptionGroup("several", [ConnectionRefusedError(111, "refused")]))[0].value
    'refused'
    """
    chain = list(_chain(error))
    kind = next((word for known, word in _WORDS if any(isinstance(each, known) for each in chain)), ErrorKind.PROTOCOL)
    plain = next(filter(None, map(_plain, chain)), "")
    return kind, _SECRETS.sub("//", plain or str(error) or type(error).__name__)[:_DETAIL_CHARACTERS]


def _plain(error: BaseException) -> str:
    """What an error says without the wrapping, where it knows best and the wrapping hides it; else nothing.

    >>> _plain(ForbiddenPortError(22))
    '22 is no port of the web; --allow-port allows it'
    >>> _plain(ssl.SSLError(1, "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version (_ssl.c:1006)"))
    'tlsv1 alert protocol version'
    """
    if isinstance(error, ForbiddenAddressError | ForbiddenPortError):
        return str(error.strerror)
    said = _OPENSSL.fullmatch(error.strerror or "") if isinstance(error, ssl.SSLError) else None
    return said[1] if said else ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, those it groups, and those that caused it."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                yield from _chain(each)
        inner = getattr(error, "os_error", None)
        if isinstance(inner, BaseException):
            yield inner
        error = error.__cause__
