"""What of the settings a run's record keeps."""

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from crawler.pipeline.notes import notes
from crawler.settings import ConnectTo, Settings, connect_to
from tests.test_settings import _HOST

_PORT = st.integers(0, 65_535)
_TO = st.sampled_from(["", "127.0.0.1", "::1", "2001:db8::1", "b.test"])
_RULE = st.builds(
    ConnectTo,
    host=_HOST.map(lambda host: host.partition(":")[0] if host[0] != "[" else host.partition("]")[0] + "]"),
    port=_PORT,
    to_host=_TO,
    to_port=_PORT,
)


def test_notes_tell_of_every_way_round_in_the_words_of_the_flags() -> None:
    """Networks, ports, detours, proxies and robots.txt, each as a person would give it again."""
    settings = Settings(
        allow_network=(ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128")),
        allow_port=(81, 591),
        connect_to=(connect_to("example.com:443:127.0.0.1:8443"), connect_to("::[::1]:8443")),
        proxies={"https": "http://me:s3cret@proxy.example:3128/", "http": "https://proxy.example", "no": ".test"},
        robots=False,
    )
    assert notes(settings) == (
        "--allow-network 10.0.0.0/8",
        "--allow-network ::1/128",
        "--allow-port 81",
        "--allow-port 591",
        "--connect-to example.com:443:127.0.0.1:8443",
        "--connect-to ::[::1]:8443",
        "http_proxy https://proxy.example",
        "https_proxy http://proxy.example:3128",
        "no_proxy .test",
        "--robots ignore",
    )


def test_notes_are_none_of_an_ordinary_run() -> None:
    """Pace, sizes and headers open no door."""
    assert notes(Settings(host_rate=1.0, html_bytes=2048, note="x", user_agent="me/1", ask_all=True)) == ()


@given(_RULE)
def test_notes_give_a_detour_that_reads_back_as_itself(rule: ConnectTo) -> None:
    """What is noted can be given as a flag, and means the same."""
    (noted,) = notes(Settings(connect_to=(rule,)))
    assert connect_to(noted.removeprefix("--connect-to ")) == rule


@given(st.text("ab:@/?#[]%. ", max_size=12), st.text("ab:@/?#[]%. ", max_size=12))
def test_notes_never_hold_the_password_of_a_proxy(before: str, after: str) -> None:
    """Whatever a proxy looks like, what stands before its host is left out."""
    (noted,) = notes(Settings(proxies={"all": f"http://{before}:s3cret@{after}"}))
    assert "s3cret" not in noted or "s3cret" in after
