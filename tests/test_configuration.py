"""From files, environment and flags to settings."""

from pathlib import Path

import pytest

from crawler.configuration import filled_in, find_file, load, proxies, repository_root
from crawler.errors import SettingsError
from crawler.settings import HostSettings, ScopedHeader, Settings

EVERYTHING = """
db = "kept/links.db"
out = "kept"
fail-on = ["dead"]
suspicious = ["duplicate"]
exclude = ["^https://example[.]com/"]
root = ".."
note = "A replica was asked."
user-agent = "me/1"
headers = ["api.example.com: Authorization: Bearer ${TOKEN}"]
cacert = "ca.pem"
connect-to = ["example.com:443:127.0.0.1:8443"]
allow-network = ["127.0.0.0/8", "::1"]
allow-port = [81]
robots = "ignore"
robots-ttl = 60
connect-timeout = 1
first-byte-timeout = 2.5
total-timeout = 3
concurrency = 4
host-concurrency = 5
host-concurrency-start = 6
host-rate = 7
host-rate-start = 8
attempts = 2
retry-after-cap = 9
redirects = 3
html-bytes = 2048
pdf-bytes = 2049
wire-bytes = 2050
unpack-ratio = 10
header-bytes = 2051
parse-timeout = 11
apis = "skip"
archive-time = 30
archive = "never"
dashboard = "off"
pull-request = "off"
fixes = 5
review-comments = 6
pause-days = 17
budget = 400
alive-days = 12
failing-days = 13
evergreen = ["^https://proofs[.]example/"]
repository-days = 14
feed-days = 15
unverified-days = 16
ask-all = true
fresh = true
quiet = true
[hosts."example.com"]
concurrency = 1
rate = 0.5
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder that git would call a repository."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    return tmp_path


def write(path: Path, text: str) -> Path:
    """The file, with that text in it."""
    path.write_text(text, "utf-8")
    return path


def test_load_gives_the_defaults_when_nothing_is_set(repository: Path) -> None:
    """Without a file, a flag or a variable the settings are the defaults, at the root of the repository."""
    assert load({}, folder=repository / "docs", environ={}) == Settings(root=repository)


def test_load_reaches_every_field_from_a_file(repository: Path) -> None:
    """A file can change each field but proxies and keys, and its paths are read from where it stands."""
    write(repository / "listkeeper.toml", EVERYTHING)
    settings = load(
        {}, folder=repository / "docs", environ={"TOKEN": "abc", "HF_TOKEN": "h", "https_proxy": "http://proxy.test"}
    )
    unchanged = [name for name in Settings.__slots__ if getattr(settings, name) == getattr(Settings(), name)]
    assert unchanged == []
    assert (settings.db, settings.root, settings.cacert) == (
        repository / "kept/links.db",
        repository / "..",
        repository / "ca.pem",
    )
    assert settings.headers == (ScopedHeader(host="api.example.com", name="Authorization", value="Bearer abc"),)
    assert settings.hosts == {"example.com": HostSettings(concurrency=1, rate=0.5)}


def test_load_keeps_paths_short_when_the_file_is_in_the_current_folder(repository: Path) -> None:
    """What a person reads in the current folder is what the file says."""
    write(repository / "listkeeper.toml", 'db = "kept/links.db"')
    assert load({}, folder=repository).db == Path("kept/links.db")


def test_load_prefers_flags_to_the_file_and_the_file_to_the_environment(repository: Path) -> None:
    """Three layers, one winner each; a list replaces the list below it."""
    write(repository / "listkeeper.toml", 'cacert = "file.pem"\nhost-rate = 2\nexclude = ["a", "b"]\nattempts = 1')
    flags = {"host_rate": 3.0, "exclude": ("c",)}
    settings = load(flags, folder=repository, environ={"SSL_CERT_FILE": "environment.pem"})
    assert (settings.cacert, settings.host_rate, settings.exclude, settings.attempts) == (
        Path("file.pem"),
        3.0,
        ("c",),
        1,
    )


def test_load_takes_the_authorities_from_the_environment_when_nothing_else_names_them(repository: Path) -> None:
    """SSL_CERT_FILE is what OpenSSL and curl read too."""
    assert load({}, folder=repository, environ={"SSL_CERT_FILE": "a.pem"}).cacert == Path("a.pem")


def test_load_leaves_secrets_and_proxies_alone_when_nobody_is_asked(repository: Path) -> None:
    """A command that works without the network does not fail for a secret that is not there."""
    write(repository / "listkeeper.toml", 'headers = ["a.test: X: ${NOT_THERE}"]')
    settings = load({}, folder=repository)
    assert (settings.headers, settings.proxies, settings.cacert) == ((), {}, None)
    with pytest.raises(SettingsError, match=r"X for a\.test needs NOT_THERE, which is not set"):
        load({}, folder=repository, environ={})


def test_find_file_takes_the_nearest_one(repository: Path) -> None:
    """The search goes upward, and listkeeper.toml goes before pyproject.toml of the same folder."""
    write(repository / "listkeeper.toml", "")
    write(repository / "docs" / "pyproject.toml", "[tool.listkeeper]\n")
    assert find_file(repository / "docs" / "deep") == repository / "docs" / "pyproject.toml"
    write(repository / "docs" / "listkeeper.toml", "")
    assert find_file(repository / "docs" / "deep") == repository / "docs" / "listkeeper.toml"


def test_find_file_passes_a_pyproject_that_does_not_speak_of_us(repository: Path) -> None:
    """A pyproject.toml of other tools does not hide the settings above it."""
    write(repository / "docs" / "pyproject.toml", "[tool.other]\n")
    assert find_file(repository / "docs") is None
    found = write(repository / "pyproject.toml", "[tool.listkeeper]\n")
    assert find_file(repository / "docs") == found


def test_find_file_stops_at_the_root_of_the_repository(repository: Path) -> None:
    """What lies outside of the repository has no say in it."""
    write(repository / "listkeeper.toml", "")
    (repository / "docs" / ".git").write_text("gitdir: elsewhere\n", "utf-8")
    assert find_file(repository / "docs" / "deep") is None
    assert repository_root(repository / "docs" / "deep") == repository / "docs"


def test_find_file_looks_no_further_than_the_folder_when_there_is_no_repository(tmp_path: Path) -> None:
    """A file that somebody left in a folder above, such as a shared one, is not obeyed."""
    write(tmp_path / "listkeeper.toml", "")
    (tmp_path / "below").mkdir()
    assert repository_root(tmp_path) is None
    assert find_file(tmp_path / "below") is None
    assert find_file(tmp_path) == tmp_path / "listkeeper.toml"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "listkeeper.toml",
            "conect-timeout = 1",
            "listkeeper.toml: there is no setting 'conect-timeout': did you mean connect-timeout?",
        ),
        ("listkeeper.toml", "attempts = 0", "listkeeper.toml: attempts must be a whole number from 1 to 10, not 0"),
        (
            "pyproject.toml",
            "[tool.listkeeper]\nrobot = 1",
            "pyproject.toml: there is no setting 'robot': did you mean robots?",
        ),
        ("other.toml", "robot = 1", "other.toml: there is no setting 'robot': did you mean robots?"),
        ("listkeeper.toml", "a = ", "is not TOML: Invalid value (at end of document)"),
        ("listkeeper.toml", "a = " + "[" * 20_000, "is not TOML"),
        ("pyproject.toml", "[tool]\nlistkeeper = 1", "tool.listkeeper must be a table: write [tool.listkeeper]"),
        ("pyproject.toml", "[tool.other]", "pyproject.toml: there is no [tool.listkeeper] in it"),
    ],
)
def test_load_names_the_file_and_what_is_wrong_in_it(repository: Path, name: str, text: str, message: str) -> None:
    """Whoever reads the message knows where to look and what to write."""
    with pytest.raises(SettingsError) as caught:
        load({}, folder=repository, config=write(repository / name, text))
    assert message in str(caught.value)


def test_load_reads_a_file_of_any_name_and_place(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """--config goes before all that would be found, and needs no particular name."""
    write(repository / "listkeeper.toml", "attempts = 1")
    other = write(tmp_path_factory.mktemp("other") / "settings", "\ufeffattempts = 2")
    assert load({}, folder=repository, config=other).attempts == 2
    with pytest.raises(SettingsError, match=f"{other}: there is no setting 'b'"):
        load({}, folder=repository, config=write(other, "b = 1"))


def test_load_says_so_when_a_file_cannot_be_read(repository: Path) -> None:
    """A missing file and one that is not UTF-8 are errors in plain words."""
    with pytest.raises(SettingsError, match=r"cannot be read \(No such file or directory\): check the path"):
        load({}, folder=repository, config=repository / "missing.toml")
    (repository / "listkeeper.toml").write_bytes(b'note = "\xff"')
    with pytest.raises(SettingsError, match="is not UTF-8: save it as such"):
        load({}, folder=repository)


def test_proxies_come_from_either_case_but_for_http() -> None:
    """Lower case goes first; HTTP_PROXY is what a client of a CGI program could set, and is not read."""
    environ = {
        "http_proxy": "proxy.test:80",
        "HTTP_PROXY": "http://evil.test",
        "HTTPS_PROXY": "https://proxy.test",
        "all_proxy": "HTTP://lower.test",
        "ALL_PROXY": "http://upper.test",
        "no_proxy": "localhost",
    }
    assert proxies(environ) == {
        "http": "http://proxy.test:80",
        "https": "https://proxy.test",
        "all": "HTTP://lower.test",
        "no": "localhost",
    }


def test_proxies_refuses_what_cannot_be_used_without_repeating_a_password() -> None:
    """The message names the variable and the kind of proxy, and nothing else of it."""
    with pytest.raises(SettingsError) as caught:
        proxies({"ALL_PROXY": "socks5h://user:s3cret@proxy.test"})
    assert str(caught.value) == "ALL_PROXY names a socks5h proxy: only http and https proxies can be used"


def test_filled_in_takes_every_name_from_the_environment() -> None:
    """More than one name may stand in a value, and what looks almost like a name is left alone."""
    header = ScopedHeader(host="a.test", name="X", value="${A}-${B}-$A-${}-${A B}")
    assert filled_in(header, {"A": "1", "B": "${A}"}).value == "1-${A}-$A-${}-${A B}"


def test_filled_in_refuses_a_secret_with_a_line_break_and_does_not_repeat_it() -> None:
    """A value of two lines would be a second header."""
    header = ScopedHeader(host="a.test", name="X", value="${A}")
    with pytest.raises(SettingsError) as caught:
        filled_in(header, {"A": "s3cret\r\nEvil: 1"})
    assert str(caught.value) == "X for a.test: A holds a line break or a control character: set it to one line"
