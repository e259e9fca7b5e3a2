"""What belongs to one origin, or to the person, reaches no other: every byte on every wire is looked through."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from click.testing import CliRunner

from crawler import cli, urls
from crawler.gather.exchange import Reply, Validators
from crawler.gather.fetcher import Fetcher
from crawler.settings import ConnectTo, ScopedHeader, Settings
from tests.authority import Authority
from tests.gathering import STILL, ask, walk
from tests.tape import Tape, Tunnel, answered

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
CANARY = b"CANARY"
ORIGINS = (
    *("https://a.test", "http://a.test", "https://a.test:8443", "http://a.test:8080"),
    *("https://b.test", "http://b.test"),
)
FIRST, *OTHERS = ORIGINS
SECRETS = {
    name: f"{name}-CANARY"
    for name in (
        *("GITHUB_TOKEN", "GH_TOKEN", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "GITLAB_TOKEN"),
        *("AWS_SECRET_ACCESS_KEY", "API_TOKEN", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_REFERER", "HTTP_USER_AGENT"),
    )
}


class Web:
    """Six origins, each with a tape of its own: two names, two schemes, two ports."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        authority = self._stack.enter_context(Authority())
        tls = authority.context("a.test", "b.test")
        self.tapes = {
            origin: self._stack.enter_context(Tape(tls=tls if origin.startswith("https") else None))
            for origin in ORIGINS
        }
        rules = tuple(self._rule(origin) for origin in ORIGINS)
        self.settings = Settings(connect_to=rules, allow_network=LOOPBACK, cacert=authority.path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _rule(self, origin: str) -> ConnectTo:
        parsed = urls.parse(origin)
        assert parsed is not None
        port = int(parsed.port or {"http:": 80, "https:": 443}[parsed.protocol])
        return ConnectTo(host=str(parsed.hostname), port=port, to_host="127.0.0.1", to_port=self.tapes[origin].port)

    def lead_on(self, path: str = "/", **fields: str) -> None:
        """The first origin leads to the second, and so on, and the last one back to the first, which ends it."""
        for origin, following in zip(ORIGINS, (*OTHERS, FIRST), strict=True):
            to = following + ("/end" if following == FIRST else path)
            self.tapes[origin].answer = _leading(to, fields if origin == FIRST else {})

    def told(self) -> set[str]:
        """The origins that were sent a secret."""
        return {origin for origin, tape in self.tapes.items() if CANARY in tape.wire}

    def asked(self) -> set[str]:
        """The origins that were asked anything at all."""
        return {origin for origin, tape in self.tapes.items() if tape.wire}


def _leading(to: str, fields: Mapping[str, str]) -> Callable[[bytes], bytes]:
    """Sends on whoever asks for anything but the end."""
    return lambda head: answered(200) if b" /end " in head else answered(302, b"", Location=to, **fields)


@pytest.fixture
def web() -> Iterator[Web]:
    """Six origins that listen."""
    with Web() as web:
        yield web


async def chain(settings: Settings, url: str, validators: Validators | None = None) -> list[Reply]:
    """Follow a chain through all origins, and back to the first."""
    async with Fetcher(settings, STILL) as fetcher:
        replies, _ = await walk(fetcher, ask(url, validators=validators))
    assert [reply.status for reply in replies] == [302] * len(ORIGINS) + [200]
    return replies


@pytest.mark.parametrize("attributes", ["", "; Path=/", "; Path=/; Domain=a.test", "; Path=/; Domain=.test; Secure"])
async def test_cookie_goes_back_to_its_origin_and_to_no_other(attributes: str, web: Web) -> None:
    """Another name, another port, another scheme: none of them is told, and the one that set it is."""
    web.lead_on(Set_Cookie=f"a=COOKIE-CANARY{attributes}")
    await chain(web.settings, f"{FIRST}/")
    assert (web.asked(), web.told()) == (set(ORIGINS), {FIRST})
    assert web.tapes[FIRST].wire.count(b"Cookie: a=COOKIE-CANARY\r\n") == 1


@pytest.mark.parametrize(
    ("host", "told"), [("a.test", FIRST), ("a.test:8443", "https://a.test:8443"), ("b.test", "https://b.test")]
)
async def test_scoped_header_goes_to_its_host_and_to_no_other(host: str, told: str, web: Web) -> None:
    """A redirect is no way to get it sent elsewhere, nor to its own host without TLS."""
    web.lead_on()
    header = ScopedHeader(host=host, name="X-Api-Key", value="KEY-CANARY")
    await chain(replace(web.settings, headers=(header,)), f"{FIRST}/")
    assert (web.asked(), web.told()) == (set(ORIGINS), {told})


async def test_validators_go_to_the_address_that_gave_them_alone(web: Web) -> None:
    """The same path of another origin is another address."""
    web.lead_on("/page")
    known = Validators(url=f"{FIRST}/page", etag='"ETAG-CANARY"', last_modified="Mon, 23 Nov 2026 12:00:00 CANARY")
    await chain(web.settings, f"{FIRST}/page", known)
    assert (web.asked(), web.told()) == (set(ORIGINS), {FIRST})
    assert web.tapes[FIRST].wire.count(b"ETAG-CANARY") == 1


async def test_no_origin_hears_where_a_chain_came_from(web: Web) -> None:
    """No Referer, no Origin: a token in an address stays with the one who has the address."""
    web.lead_on()
    await chain(web.settings, f"{FIRST}/?token=ADDRESS-CANARY")
    assert (web.asked(), web.told()) == (set(ORIGINS), {FIRST})


async def test_credentials_of_an_address_are_sent_to_nobody(web: Web) -> None:
    """Not to the host that they are for, and not when a redirect brings them along."""
    web.lead_on()
    for origin in ORIGINS:
        there = web.tapes[origin].answer(b"").partition(b"Location: ")[2].partition(b"\r\n")[0].decode()
        scheme, _, rest = there.partition("://")
        web.tapes[origin].answer = _leading(f"{scheme}://me:PASSWORD-CANARY@{rest}", {})
    await chain(web.settings, urls.canonical(f"https://me:PASSWORD-CANARY@{FIRST.partition('://')[2]}/") or "")
    assert (web.asked(), web.told()) == (set(ORIGINS), set())
    assert not any(b"authorization" in tape.wire.lower() for tape in web.tapes.values())


def with_secrets(home: Path, proxy: str) -> dict[str, str]:
    """An environment full of what is nobody's business, a .netrc and every proxy variable included."""
    for name in (".netrc", "_netrc"):
        hosts = "".join(
            f"machine {host} login me password NETRC-CANARY\n" for host in ("a.test", "b.test", "127.0.0.1")
        )
        (home / name).write_text(hosts + "default login me password NETRC-CANARY\n", "ascii")
        (home / name).chmod(0o600)
    proxies = {f"{scheme}_proxy": proxy for scheme in ("http", "https", "all", "ws", "ftp")}
    return {
        **SECRETS,
        **proxies,
        **{name.upper(): value for name, value in proxies.items()},
        "HOME": str(home),
        "NETRC": str(home / ".netrc"),
    }


async def test_environment_is_on_no_wire(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks reads settings and nothing else: no token, no .netrc, no proxy of the environment."""
    web.lead_on()
    with Tape() as proxy:
        for name, value in with_secrets(tmp_path, f"http://me:PROXY-CANARY@127.0.0.1:{proxy.port}").items():
            monkeypatch.setenv(name, value)
        await chain(web.settings, f"{FIRST}/")
    assert (web.asked(), web.told(), proxy.connections) == (set(ORIGINS), set(), 0)
    assert not any(b"authorization" in tape.wire.lower() for tape in web.tapes.values())


def test_check_tells_nobody_of_the_environment(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole command, HTTP_PROXY set as a CGI's client may set it: nothing on a wire, in a report or a database."""
    web.lead_on()
    (tmp_path / "README.md").write_text(f"[a]({FIRST}/) [b](http://me:LIST-CANARY@b.test/)\n", "utf-8")
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    with Tape() as proxy:
        known = with_secrets(tmp_path / "home", f"http://me:PROXY-CANARY@127.0.0.1:{proxy.port}")
        for name, value in known.items():
            if name == "HTTP_PROXY" or not name.lower().endswith("_proxy"):
                monkeypatch.setenv(name, value)
        rules = (f"{rule.host}:{rule.port}:127.0.0.1:{rule.to_port}" for rule in web.settings.connect_to)
        flags = [*(word for rule in rules for word in ("--connect-to", rule)), "--allow-network", "127.0.0.0/8"]
        result = CliRunner().invoke(cli.cli, ["check", *flags, "--cacert", str(web.settings.cacert), "README.md"])
    assert result.exit_code == 0, result.output
    assert (web.asked(), web.told(), proxy.connections) == (set(ORIGINS), set(), 0)
    assert b"authorization" not in b"".join(tape.wire for tape in web.tapes.values()).lower()
    kept = {file.name: file.read_bytes() for file in Path("reports").iterdir()}
    assert "crawl.db" in kept
    assert [name for name, data in kept.items() if CANARY in data] == []
    assert "CANARY" not in result.output


async def test_password_of_a_proxy_is_the_proxys_alone(web: Web) -> None:
    """Through a tunnel the origin sees its own name and certificate, and nothing of what the proxy was told."""
    with Tunnel(web.tapes[FIRST].port) as proxy:
        proxies = {"all": f"http://me:PROXY-CANARY@127.0.0.1:{proxy.port}"}
        settings = Settings(proxies=proxies, cacert=web.settings.cacert)
        async with Fetcher(settings, STILL) as fetcher:
            assert (await fetcher.fetch(ask(f"{FIRST}/end"))).status == 200
            assert (await fetcher.fetch(ask("http://b.test/"))).status == 200
        assert proxy.wire.count(b"Proxy-Authorization: Basic ") == 2
        assert proxy.wire.startswith(b"CONNECT a.test:443 ")
    assert web.asked() == {FIRST}
    assert b"proxy-authorization" not in web.tapes[FIRST].wire.lower()
    assert web.tapes[FIRST].wire.startswith(b"GET /end HTTP/1.1\r\nHost: a.test\r\n")
