"""Where a connection may go."""

import ipaddress
import socket

import pytest

from crawler.gather.egress import ForbiddenAddressError, Guard

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
