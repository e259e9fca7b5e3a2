"""Where a connection may go: the guard by itself, and in its place between a real fetcher and a recording network."""

import ipaddress
import socket
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from crawler import urls
from crawler.gather.dns import Resolver
from crawler.gather.egress import ForbiddenAddressError, ForbiddenPortError, Guard
from crawler.gather.fetcher import Fetcher
from crawler.gather.targets import target_of
from crawler.model import ErrorKind, Scheme
from crawler.settings import Settings
from tests import answers
from tests.dns import NameServer
from tests.forms import FORMS, KINDS, NAMES, Form
from tests.gathering import STILL, ask
from tests.recorder import recorded
from tests.site import Site

REFUSED = """
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.255 168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255
192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.1.1 192.175.48.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1
::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:db8::1 2002:7f00:1::1
3fff::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 5f00::1
"""
PUBLIC = """
8.8.8.8 1.1.1.1 93.184.216.34 172.15.0.1 172.32.0.1 192.0.1.1 223.255.255.255 2606:4700::1 2a00:1450::1
2001:4860::1
"""


@pytest.mark.parametrize("address", REFUSED.split())
def test_permits_no_address_that_is_not_public(address: str) -> None:
    """Loopback, private, metadata, reserved, and every form that embeds one of them."""
    assert not Guard().permits(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_permits_public_addresses(address: str) -> None:
    """Neighbours of the refused ranges are open."""
    assert Guard().permits(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f.1", "2130706433", "1.2.3.4.5", "[::1]"])
def test_permits_only_literal_addresses(text: str) -> None:
    """What is no plain address is dialled by nobody."""
    assert not Guard([ipaddress.ip_network("0.0.0.0/0")]).permits(text)


def test_permits_what_a_person_allows_and_nothing_beside_it() -> None:
    """An allowed network opens itself alone, in its own family."""
    guard = Guard([ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")])
    assert guard.permits("127.9.9.9")
    assert guard.permits("::1")
    assert not guard.permits("10.0.0.1")
    assert not guard.permits("::2")


def test_socket_is_made_only_for_an_address_that_may_be_dialled() -> None:
    """The last door before the network: a refused address gets no socket at all."""
    with pytest.raises(ForbiddenAddressError, match="--allow-network"):
        Guard().socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80)))
    made = Guard().socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80)))
    made.close()
    assert made.family is socket.AF_INET


@given(st.integers(0, 65_535), st.sets(st.integers(1, 65_535), max_size=3))
def test_check_port_lets_through_the_ports_of_the_web_and_those_that_are_allowed(
    number: int, allowed: set[int]
) -> None:
    """80, 443, and 1024 and above; each other port only by name."""
    guard = Guard(ports=allowed)
    if number in {80, 443, *allowed} or number >= 1024:
        guard.check_port(number)
    else:
        with pytest.raises(ForbiddenPortError, match="--allow-port"):
            guard.check_port(number)


@given(st.ip_addresses(), st.permutations(PUBLIC.split()))
def test_admitted_takes_a_name_as_a_whole(address: ipaddress.IPv4Address, public: list[str]) -> None:
    """One address that is not public condemns the name, wherever in the answer it stands; else all are admitted."""
    answer = [*public[:3], str(address), *public[3:]]
    if Guard().permits(str(address)):
        assert Guard().admitted(answer) == answer
    elif address not in ipaddress.ip_network("64:ff9b::/96"):
        with pytest.raises(ForbiddenAddressError) as caught:
            Guard().admitted(answer)
        assert caught.value.strerror == f"{address} is not a public address; --allow-network allows it"


@given(st.ip_addresses(v=4))
def test_admitted_judges_an_address_of_nat64_by_the_one_inside(inner: ipaddress.IPv4Address) -> None:
    """Translated, a public address is left out and does no harm; any other condemns the name, as it would itself."""
    translated = str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(inner)))
    if Guard().permits(str(inner)):
        assert Guard().admitted(["8.8.8.8", translated]) == ["8.8.8.8"]
        with pytest.raises(ForbiddenAddressError):  # there is nothing else to dial
            Guard().admitted([translated])
    else:
        with pytest.raises(ForbiddenAddressError):
            Guard().admitted(["8.8.8.8", translated])
    assert Guard([ipaddress.ip_network("64:ff9b::/96")]).admitted(["8.8.8.8", translated]) == ["8.8.8.8", translated]


def test_admitted_counts_what_a_person_allows_as_public() -> None:
    """A name with an allowed address beside a public one is asked at both; a third one that is neither is not."""
    guard = Guard([ipaddress.ip_network("10.0.0.0/8")])
    assert guard.admitted(["8.8.8.8", "10.0.0.1", "64:ff9b::a00:1"]) == ["8.8.8.8", "10.0.0.1"]
    with pytest.raises(ForbiddenAddressError, match=r"192\.168\.0\.1"):
        guard.admitted(["8.8.8.8", "10.0.0.1", "192.168.0.1"])


def written_as(form: Form) -> tuple[Scheme, str | None]:
    """What the list's reader makes of a form: its scheme, and the host that will be asked."""
    target = target_of(form.text, "README.md")
    url = urls.canonical(target.url) if target.scheme is Scheme.WEB else None
    return target.scheme, url and urls.host_of(url)


def test_forms_are_what_the_table_says() -> None:
    """Each row leads to the very host that it is said to be, or is refused by the parser for what it is said to be."""
    assert len(FORMS) >= 190
    assert len({form.text for form in FORMS}) == len(FORMS)
    for form in FORMS:
        scheme, host = written_as(form)
        assert scheme is (Scheme.OTHER if form.error is None else Scheme.WEB), form
        if form.error is ErrorKind.FORBIDDEN_ADDRESS:
            assert host == form.what, form
        else:
            assert bool(host) is (form.error is ErrorKind.FORBIDDEN_PORT), form


@pytest.mark.parametrize("kind", KINDS)
async def test_fetch_dials_nothing_for_any_form_of_a_forbidden_address(kind: str, site: Site) -> None:
    """Row by row through the real parser, resolver and connector: nothing is dialled, and the reason is recorded.

    What the parser refuses is asked all the same, as it is written: the guard does not lean on the parser.
    """
    site.anything(answers.page("canary"))
    expected = {form.text: form.error for form in FORMS if form.kind == kind}
    found: dict[str, ErrorKind | None] = {}
    with NameServer(NAMES) as dns, recorded(site.port) as dials:
        async with Fetcher(Settings(), STILL, resolver=partial(Resolver, servers=[dns.address])) as fetcher:
            for text, without_asking in expected.items():
                url = urls.canonical(target_of(text, "README.md").url)
                error = (await fetcher.fetch(ask(url or text))).error
                assert error is not None, text
                found[text] = error if url else without_asking
    assert found == expected
    assert (dials, site.seen) == ([], [])


async def test_fetch_dials_public_addresses_under_the_recording_network(site: Site) -> None:
    """The network that records nothing above does record: in each family, by address and by name."""
    site.anything(answers.page("canary"))
    with NameServer({"both.test": ["93.184.216.34"]}) as dns, recorded(site.port) as dials:
        async with Fetcher(Settings(), STILL, resolver=partial(Resolver, servers=[dns.address])) as fetcher:
            for host in ("93.184.216.34", "[2606:2800:220:1::1]:8080", "both.test:1024"):
                assert (await fetcher.fetch(ask(f"http://{host}/"))).body == b"canary"
    assert dials == [("93.184.216.34", 80), ("2606:2800:220:1::1", 8080), ("93.184.216.34", 1024)]


@given(st.sampled_from(FORMS), st.text("0123456789abcdefx.:@/\\[]%?#", max_size=6), st.integers(0, 40))
def test_host_is_the_same_for_the_parser_and_for_the_connector(form: Form, noise: str, place: int) -> None:
    """What ada makes of an address, yarl reads as the same host and port: what is judged is what is dialled."""
    url = urls.canonical(form.text[:place] + noise + form.text[place:])
    if url is None:
        return
    parsed, dialled = urls.parse(url), URL(url, encoded=True)
    assert parsed is not None
    assert dialled.raw_host == str(parsed.hostname).strip("[]")
    assert dialled.port == int(parsed.port or {"http:": 80, "https:": 443}[parsed.protocol])
