"""A library's exception -> one of our words."""

import ssl

import aiohttp
import httpx
import pytest

from crawler.gather.dns import DnsFailedError, NoSuchHostError
from crawler.gather.egress import ForbiddenAddressError, ForbiddenPortError
from crawler.gather.failures import EXPECTED, classify
from crawler.model import ErrorKind


def caused(outer: Exception, inner: BaseException) -> Exception:
    """An error with its cause."""
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (caused(httpx.ConnectError("x"), NoSuchHostError("a.test")), ErrorKind.NO_SUCH_HOST),
        (caused(httpx.ConnectError("x"), DnsFailedError("a.test", "servfail")), ErrorKind.DNS_FAILED),
        (caused(httpx.ConnectError("x"), ForbiddenAddressError("10.0.0.1")), ErrorKind.FORBIDDEN_ADDRESS),
        (ForbiddenPortError(22), ErrorKind.FORBIDDEN_PORT),
        (caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError("expired")), ErrorKind.TLS),
        (caused(httpx.ConnectError("x"), ssl.SSLEOFError("eof")), ErrorKind.RESET),
        (caused(httpx.ReadError("x"), BrokenPipeError("x")), ErrorKind.RESET),
        (caused(httpx.ReadError("x"), TimeoutError("x")), ErrorKind.TIMEOUT),
        (httpx.ConnectTimeout("x"), ErrorKind.CONNECT_TIMEOUT),
        (httpx.ReadTimeout("x"), ErrorKind.TIMEOUT),
        (httpx.InvalidURL("x"), ErrorKind.PROTOCOL),
        (UnicodeError("label too long"), ErrorKind.PROTOCOL),
        (OverflowError("port"), ErrorKind.PROTOCOL),
        (ExceptionGroup("several", [OSError("x"), ConnectionRefusedError("x")]), ErrorKind.REFUSED),
    ],
)
def test_classify_finds_the_innermost_reason(error: Exception, kind: ErrorKind) -> None:
    """What the libraries wrap is unwrapped; whatever else comes is a fault of the protocol."""
    assert isinstance(error, EXPECTED)
    assert classify(error)[0] is kind


def test_classify_looks_into_aiohttp_s_own_wrapping() -> None:
    """Aiohttp keeps the system's error in a field of its own."""
    key = aiohttp.client_reqrep.ConnectionKey("a.test", 443, True, True, None, None, None)
    error = aiohttp.ClientConnectorError(key, ConnectionRefusedError(111, "refused"))
    assert classify(caused(httpx.ConnectError("x"), error))[0] is ErrorKind.REFUSED


def test_classify_says_plainly_what_the_wrapping_hides() -> None:
    """The guard's words and OpenSSL's come without the host and port that a report shows anyway."""
    wrapped = "Cannot connect to host a.test:443 ssl:default [...]"
    assert classify(caused(httpx.ConnectError(wrapped), ForbiddenAddressError("10.0.0.1")))[1] == (
        "10.0.0.1 is not a public address; --allow-network allows it"
    )
    alert = ssl.SSLError(1, "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure (_ssl.c:1006)")
    assert classify(caused(httpx.ConnectError(wrapped), alert)) == (ErrorKind.TLS, "sslv3 alert handshake failure")
    for unknown in (ssl.SSLError("odd"), ssl.SSLCertVerificationError("odd")):
        assert classify(caused(httpx.ConnectError(wrapped), unknown)) == (ErrorKind.TLS, wrapped)


def test_classify_keeps_the_detail_short_and_never_empty() -> None:
    """A library's words are a stranger's: they are cut; and an error without words gives its name."""
    assert len(classify(OSError("x" * 1000))[1]) == 300
    assert classify(OSError())[1] == "OSError"


def test_classify_repeats_no_password() -> None:
    """What a library says of a proxy may hold its password."""
    said = classify(httpx.ProxyError("407, url='http://user:s3cret@proxy.test:3128'"))
    assert said == (ErrorKind.UNREACHABLE, "407, url='http://proxy.test:3128'")
