"""The notations of settings."""

import ipaddress
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import SettingsError
from crawler.settings import Settings, connect_to, host_name, network, port, scoped_header

_TOKEN = st.text("abcXYZ-_~!", min_size=1, max_size=12)
_VALUE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(str.strip)
_HOST = st.sampled_from(["example.com", "a.b.example:8443", "127.0.0.1", "127.0.0.1:80", "[::1]", "[2001:db8::1]:8443"])


@given(_HOST, _TOKEN, _VALUE)
def test_scoped_header_reads_back_what_was_written(host: str, name: str, value: str) -> None:
    """Host, name and value come apart where they were put together, with a port or an IPv6 address too."""
    header = scoped_header(f"{host}: {name}: {value}")
    assert (header.host, header.name, header.value.strip()) == (host, name, value)


@given(st.text(max_size=60))
def test_scoped_header_has_an_answer_for_every_text(text: str) -> None:
    """A text is a header or a SettingsError, and a header has no line break in it."""
    try:
        header = scoped_header(text)
    except SettingsError:
        return
    assert not {"\r", "\n", "\0"} & set(header.name + header.value)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer s3cret",
        "a.test: Bad Name: s3cret",
        "a.test: X: s3cret\r\nEvil: 1",
        "*: X: s3cret",
        "a.test: Host: s3cret",
    ],
)
def test_scoped_header_says_nothing_of_the_value_when_it_is_wrong(text: str) -> None:
    """A secret that was written in the wrong place does not end in a log."""
    with pytest.raises(SettingsError) as caught:
        scoped_header(text)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_scoped_header_hides_its_value_in_every_repr() -> None:
    """Settings can be shown without showing a secret: neither a header's nor a proxy's."""
    settings = Settings(headers=(scoped_header("a.test: X: s3cret"),), proxies={"http": "http://u:s3cret@a.test"})
    assert "s3cret" not in f"{settings!r} {settings}"
    assert settings.headers[0].value == "s3cret"


@pytest.mark.parametrize(
    "name", ["Host", "content-length", "Transfer-Encoding", "CONNECTION", "te", "Upgrade", "trailer"]
)
def test_scoped_header_refuses_fields_that_frame_a_request(name: str) -> None:
    """Nobody writes a second Host or Content-Length through a setting."""
    with pytest.raises(SettingsError, match="written by Listkeeper itself"):
        scoped_header(f"a.test: {name}: 1")


@pytest.mark.parametrize(
    "text", ["", "*", "*.a.test", "a.test/b", "user@a.test", "a.test?x", "a b", "a.test#x", "a\\b", "a:99999", "[::1"]
)
def test_host_name_refuses_what_is_more_or_less_than_a_host(text: str) -> None:
    """A pattern, a URL or nothing at all never stands for a host."""
    with pytest.raises(SettingsError, match="no host"):
        host_name(text)


def test_connect_to_reads_ipv6_on_both_sides() -> None:
    """The asked side keeps the brackets that URLs have, the connected side has none."""
    pair = connect_to("[::1]:443:[2001:DB8::2]:8443")
    assert (pair.host, pair.port, pair.to_host, pair.to_port) == ("[::1]", 443, "2001:db8::2", 8443)


def test_connect_to_matches_everything_when_all_is_empty() -> None:
    """As curl has it, an empty part means any, or leaves it as it is."""
    pair = connect_to(":::")
    assert (pair.host, pair.port, pair.to_host, pair.to_port) == ("", 0, "", 0)


@pytest.mark.parametrize(
    "text", ["", "a", "a:1:b", "a:1:b:1:2", "a:x:b:1", "a:1:b:65536", f"a:{'9' * 5000}:b:1", "::1:443:b:1", "*:1:b:1"]
)
def test_connect_to_refuses_what_is_no_pair_of_pairs(text: str) -> None:
    """A wrong notation is an error in plain words, never a crash."""
    with pytest.raises(SettingsError):
        connect_to(text)


@given(st.integers(1, 65_535))
def test_port_reads_every_port(number: int) -> None:
    """From the first to the last one, in plain digits."""
    assert port(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "0", "080", "65536", "99999", "9" * 5000, "-1", "+22", " 22", "22\n", "2_2", "٢٢", "ssh"]
)
def test_port_refuses_what_is_no_port(text: str) -> None:
    """Zero, what is too much, and what only Python would call a number."""
    with pytest.raises(SettingsError, match="they go from 1 to 65535"):
        port(text)


@given(st.ip_addresses(network="0.0.0.0/0") | st.ip_addresses(network="::/0"), st.integers(0, 32))
def test_network_reads_what_ipaddress_writes(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, prefix: int
) -> None:
    """Each network in its usual notation is read as itself."""
    expected = ipaddress.ip_network(f"{address}/{prefix}", strict=False)
    assert network(str(expected)) == expected


@given(st.text(string.hexdigits + ".:/", max_size=20))
def test_network_has_an_answer_for_every_text(text: str) -> None:
    """A text is a network or a SettingsError that names one."""
    try:
        said = str(network(text))
    except SettingsError as error:
        said = str(error).partition("write it as ")[2].partition(" or ")[0]
    assert network(said).num_addresses > 0
