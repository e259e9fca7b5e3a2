"""The replica web has a row for each address of the list, and answers over real sockets as the row says."""

import gzip
import http.client
import json
import re
import signal
import socket
import ssl
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.judge.rewrites import goes_nowhere
from crawler.model import Health
from crawler.urls import canonical
from tests.authority import Certificate
from tests.web import EXPECTED, Web, title_of
from tests.web.__main__ import differences, main, settings_text
from tests.web.answer import Door
from tests.web.world import HOSTS, PAGES, chain

_LIST = Path(__file__).parents[1] / "sources" / "README.md"
_ABS = "https://arxiv.org/abs/1706.03762"


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    """A replica that does not dawdle."""
    with Web(patience=0) as web:
        yield web


def _get(web: Web, url: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """One request for an address, over TLS that is checked, to where the replica's mappings lead."""
    parts = urlsplit(url)
    host, target = parts.hostname or "", f"{parts.path}?{parts.query}" if parts.query else parts.path
    port = 443 if parts.scheme == "https" else 80
    sock = socket.create_connection(("127.0.0.1", _port(web, host, port)), timeout=5)
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=str(web.cacert))
        with closing(sock):  # wrap_socket detaches it when all goes well
            sock = context.wrap_socket(sock, server_hostname=host)
    with closing(http.client.HTTPConnection(host)) as connection:
        connection.sock = sock
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()


def _port(web: Web, host: str, port: int) -> int:
    """Where the first mapping that fits leads, as curl reads them."""
    for mapping in web.connect_to:
        for_host, for_port, _, to_port = mapping.split(":")
        if for_host in ("", host) and int(for_port) == port:
            return int(to_port)
    raise AssertionError(f"no mapping for {host}:{port}")


def test_world_has_a_row_for_each_address_of_the_list() -> None:
    """Not one of the 128 is missing, and none is there that is not in the list."""
    written = re.findall(r"\]\((https?://[^)\s]+)\)", _LIST.read_text(encoding="utf-8"))
    assert set(EXPECTED) == {canonical(url) for url in written}
    assert len(EXPECTED) == 128


def test_world_says_of_each_host_where_that_is_known_from() -> None:
    """Every host has a sentence, and every page stands below its own host."""
    assert all(len(host.says) > 15 for host in HOSTS.values())
    assert all(urlsplit(page.url).hostname == host.name for host in HOSTS.values() for page in host.pages)
    assert all(canonical(url) == url for url in PAGES)


@pytest.mark.parametrize("url", EXPECTED)
def test_world_answers_what_its_verdict_rests_on(url: str) -> None:
    """A verdict that is expected follows from the statuses, and from what is known of places that shut."""
    assert EXPECTED[url] is _basic(url)


def _basic(url: str) -> Health:
    """The basic rules, applied to the world's own tables."""
    stops = list(chain(url))
    (_, first), (end, last) = stops[0], stops[-1]
    host = HOSTS[urlsplit(url).hostname or ""]
    if last.status in (403, 429) or "/challenge?" in end or host.robots == "User-agent: *\nDisallow: /\n":
        return Health.BLOCKED
    if (
        host.door is Door.CLOSED
        or last.status in (404, 410)
        or goes_nowhere(url, end)
        or b'"status": "ERROR"' in last.body
    ):
        return Health.BROKEN
    if host.certificate is not Certificate.GOOD or last.status != 200:
        return Health.FAILING
    return Health.MOVED if first.status in (301, 308) else Health.ALIVE


def test_web_answers_for_the_host_that_is_named(web: Web) -> None:
    """Two hosts on one port: each shows a certificate of its own, and its own page."""
    _, paper = _get(web, _ABS)
    response, book = _get(web, "https://www.deeplearningbook.org/")
    assert b'<meta name="citation_title" content="Attention Is All You Need" />' in paper
    assert b"<TITLE>Deep Learning</TITLE>" in book
    assert response.getheader("Last-Modified")


def test_web_sends_304_when_the_page_is_known(web: Web) -> None:
    """A weak ETag counts as the same, and a date counts where there is no ETag."""
    etag = _get(web, _ABS)[0].getheader("ETag") or ""
    date = "Fri, 08 Mar 2024 16:20:00 GMT"
    book = "https://www.deeplearningbook.org/"
    assert _get(web, _ABS, If_None_Match=f"W/{etag}")[0].status == 304
    assert _get(web, _ABS, If_None_Match='"other"', If_Modified_Since=date)[0].status == 200
    assert _get(web, book, If_Modified_Since=date)[0].status == 304


def test_web_packs_as_the_client_accepts(web: Web) -> None:
    """The coding that the host likes best, of those that the client names; none if it names none."""
    url = "https://www.microsoft.com/en-us/research/blog/"
    plain = _get(web, url)[1]
    packed = {
        accepted: _get(web, url, Accept_Encoding=accepted) for accepted in ("deflate", "deflate, gzip;q=0.5", "br")
    }
    assert 150_000 < len(plain) < 220_000
    assert zlib.decompress(packed["deflate"][1]) == plain
    assert packed["deflate, gzip;q=0.5"][0].getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(packed["deflate, gzip;q=0.5"][1]) == plain
    assert packed["br"][1] == plain


def test_web_is_throttled_once_and_then_lets_in() -> None:
    """The first request meets 429 with Retry-After, the second the page; another replica starts anew."""
    url = "https://huggingface.co/blog/annotated-diffusion"
    with Web(patience=0) as web:
        assert [_get(web, url)[0].status for _ in range(3)] == [429, 200, 200]


def test_web_shows_walls_as_walls(web: Web) -> None:
    """A challenge is told by its header, and by its page alone where the header was taken off."""
    openai, _ = _get(web, "https://openai.com/blog/clip/")
    overflow, body = _get(web, next(url for url in EXPECTED if "stackoverflow" in url))
    assert (openai.status, openai.getheader("cf-mitigated")) == (403, "challenge")
    assert (overflow.status, overflow.getheader("cf-mitigated")) == (403, None)
    assert b"_cf_chl_opt" in body


def test_web_serves_a_robots_txt_where_the_world_has_one(web: Web) -> None:
    """A text where there is one, 404 where there is none."""
    assert b"Crawl-delay: 1" in _get(web, "https://theaisummer.com/robots.txt")[1]
    assert _get(web, "https://d2l.ai/robots.txt")[0].status == 404


def test_web_serves_pdfs_with_and_without_a_length(web: Web) -> None:
    """Both begin as a PDF does; one says how long it is, one comes in chunks."""
    whole, first = _get(web, "http://cs229.stanford.edu/section/cs229-linalg.pdf")
    chunked, second = _get(web, "http://www.mxawng.com/stuff/notes/stat110.pdf")
    assert first.startswith(b"%PDF-1.5")
    assert second.startswith(b"%PDF-1.5")
    assert (whole.getheader("Content-Length"), chunked.getheader("Content-Length")) == (str(len(first)), None)


def test_web_redirects_http_to_https_where_only_that_is_known(web: Web) -> None:
    """A plain request for a page that the world has behind TLS is sent there."""
    response, _ = _get(web, _ABS.replace("https", "http"))
    assert (response.status, response.getheader("Location")) == (301, _ABS)


def test_web_refuses_for_a_host_that_is_gone(web: Web) -> None:
    """Its mapping comes first and leads to a port where nobody listens."""
    with pytest.raises(ConnectionRefusedError):
        _get(web, "https://papers.labml.ai/papers/recent/")


def test_web_keeps_silent_for_a_host_whose_door_is_mute() -> None:
    """A test may close or mute any host's door."""
    with Web(doors={"d2l.ai": Door.MUTE}) as web:
        port = _port(web, "d2l.ai", 443)
        with socket.create_connection(("127.0.0.1", port), timeout=0.05) as sock, pytest.raises(TimeoutError):
            sock.recv(1)


def test_web_shows_an_expired_certificate(web: Web) -> None:
    """The fault of that host is its certificate."""
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        _get(web, "https://ommer-lab.com/research/latent-diffusion-models/")


def test_web_keeps_account_of_what_it_saw() -> None:
    """Host, path, status and user agent of each request; peaks by host; and strangers by name."""
    with Web(patience=0) as web:
        _get(web, _ABS, User_Agent="listkeeper/0")
        _get(web, "https://unknown.example/x")
        rows = [(asked.host, asked.path, asked.status, asked.agent) for asked in web.requests]
        assert rows[0] == ("arxiv.org", "/abs/1706.03762", 200, "listkeeper/0")
        assert web.peak == {"arxiv.org": 1, "unknown.example": 1}
        assert web.strangers == {"unknown.example"}


def test_settings_text_is_a_settings_file(web: Web) -> None:
    """TOML that holds the mappings, the authority, the network and the note."""
    settings = tomllib.loads(settings_text(web))
    assert settings["connect-to"] == list(web.connect_to)
    assert Path(settings["cacert"]).read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert settings["allow-network"] == ["127.0.0.0/8"]
    assert "replica" in settings["note"]


def test_main_runs_the_command_with_the_settings(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command finds the settings file while the replica runs, and no proxy; its exit status is ours."""
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    program = "import os, sys; print(open(sys.argv[1]).read(), os.environ.get('https_proxy')); sys.exit(3)"
    status = main(["--folder", str(tmp_path), "--", sys.executable, "-c", program, "{config}"])
    said = capfd.readouterr().out
    assert status == 3
    assert "128 addresses" in said
    assert 'allow-network = ["127.0.0.0/8"]' in said
    assert "]\n None\n" in said
    assert "The replica saw 0 requests" in said


def test_main_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    """The replica says how curl reaches it, curl does, and Ctrl-C ends it well."""
    command = [sys.executable, "-m", "tests.web", "--serve", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as replica:
        assert replica.stdout
        curl = next(line for line in replica.stdout if line.startswith("curl"))
        assert "Ctrl-C" in replica.stdout.readline()
        replica.send_signal(signal.SIGINT)
        assert replica.wait(10) == 0
    assert "--connect-to :443:127.0.0.1:" in curl


def test_differences_is_empty_when_every_verdict_is_right() -> None:
    """The replica's own expectations agree with themselves, in whatever order."""
    assert list(differences(_verdicts(EXPECTED)[::-1])) == []


def test_differences_names_what_is_wrong_and_what_is_missing() -> None:
    """A wrong verdict and one that was never given each have a line."""
    wrong, missing, *others = EXPECTED
    lines = _verdicts({wrong: Health.DEAD, **{url: EXPECTED[url] for url in others}})
    assert list(differences(lines)) == [
        f"{wrong}: should be {EXPECTED[wrong]}, is dead: 'for a test'",
        f"{missing}: should be {EXPECTED[missing]}, and is not there",
    ]


def _verdicts(healths: Mapping[str, Health]) -> list[str]:
    """The lines of a links.jsonl, as far as they matter here."""
    return [json.dumps({"url": url, "health": health, "reason": "for a test"}) for url, health in healths.items()]


def test_title_of_is_the_title_after_redirects() -> None:
    """A moved page has the title of its new home, a blocked one has none."""
    assert title_of("https://deepmind.com/blog") == "Blog"
    assert title_of("https://openreview.net/forum?id=p-BhZSz59o4") is None
