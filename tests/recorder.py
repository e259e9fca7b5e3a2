"""A network that writes down each address that is dialled, and leads every connection to one canary on 127.0.0.1.

with recorded(site.port) as dials:
    ... ask for http://93.184.216.34/ and the canary answers ...
    assert dials == [("93.184.216.34", 80)]

So a guard that lets something through is seen twice: in what was dialled, and in what the canary was asked.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_CANARY = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::ffff:127.0.0.1"}


@contextmanager
def recorded(port: int) -> Iterator[list[tuple[str, int]]]:
    """All that this process dials meanwhile, as (address, port); a canary listens on `port`."""
    dials: list[tuple[str, int]] = []
    really = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        dials.append((str(address[0]), int(address[1])))
        really(self, (_CANARY[self.family], port))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield dials
