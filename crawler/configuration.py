"""From listkeeper.toml or [tool.listkeeper], the environment and the flags to one `Settings`.

The flags win over the file, the file over the environment, the environment over the defaults. A list that is given
replaces the one below it. The environment and the current folder are arguments: `crawler.cli` alone looks at them.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from crawler import urls
from crawler.errors import SettingsError
from crawler.keys import KEYS, known
from crawler.settings import Keys, ScopedHeader, Settings

_FILES = ("listkeeper.toml", "pyproject.toml")


def load(
    flags: dict[str, Any],
    *,
    config: Path | None = None,
    folder: Path = Path(),
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings of a command in `folder`; `flags` are by field.

    Without `environ` (a command that asks nobody) no proxy is looked for and no header kept, so that a secret which is
    not there does not stand in the way.
    """
    values: dict[str, Any] = {"root": repository_root(folder) or Path()}
    values |= from_environment(environ or {})
    if file := config or find_file(folder):
        values |= from_file(file, folder)
    settings = Settings(**values | flags)
    headers = () if environ is None else (filled_in(header, environ) for header in settings.headers)
    return replace(settings, headers=tuple(headers))


def repository_root(folder: Path) -> Path | None:
    """The nearest folder upward that git calls a repository (`.git` is a file in a worktree); None outside of any."""
    here = folder.resolve()
    return next((path for path in (here, *here.parents) if (path / ".git").exists()), None)


def find_file(folder: Path) -> Path | None:
    """The nearest settings file, from `folder` up to the root of its repository and no further."""
    here, root = folder.resolve(), repository_root(folder)
    upward = [path for path in (here, *here.parents) if path.is_relative_to(root or here)]
    return next((file for path in upward for file in map(path.joinpath, _FILES) if _is_ours(file)), None)


def _is_ours(file: Path) -> bool:
    return file.is_file() and (file.name != "pyproject.toml" or _section(file) is not None)


def from_file(file: Path, folder: Path) -> dict[str, Any]:
    """The fields that a settings file sets; its paths are read from where it stands."""
    table = _section(file)
    if table is None:
        raise SettingsError(
            f"{_shown(file, folder)}: there is no [tool.listkeeper] in it: add one, or leave out --config"
        )
    base = Path() if file.resolve().parent == folder.resolve() else file.resolve().parent
    try:
        values = {key.field: key.read(value) for key, value in known(table, KEYS)}
    except SettingsError as error:
        raise SettingsError(f"{_shown(file, folder)}: {error}") from None
    return {field: base / value if isinstance(value, Path) else value for field, value in values.items()}


def _section(file: Path) -> Mapping[str, object] | None:
    """What is ours: of pyproject.toml [tool.listkeeper] (None when it has none), of any other file the whole."""
    table: object = _toml(file)
    for name in ("tool", "listkeeper") if file.name == "pyproject.toml" else ():
        table = table.get(name) if isinstance(table, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{file}: tool.listkeeper must be a table: write [tool.listkeeper]")
    return table


def _toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{file} cannot be read ({error.strerror}): check the path") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8: save it as such") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{file} is not TOML: {error}") from None


def _shown(file: Path, folder: Path) -> str:
    """The file as a person in `folder` would name it."""
    here = folder.resolve()
    return str(file.resolve().relative_to(here) if file.resolve().is_relative_to(here) else file)


def from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """The fields that the usual variables set.

    >>> found = from_environment({"SSL_CERT_FILE": "ca.pem", "https_proxy": "proxy.example:3128"})
    >>> found["proxies"], found["cacert"], found["keys"] == Keys()
    ({'https': 'http://proxy.example:3128'}, PosixPath('ca.pem'), True)
    >>> from_environment({"HTTP_PROXY": "http://evil.example/"})["proxies"]
    {}
    """
    values: dict[str, Any] = {"proxies": proxies(environ), "keys": keys(environ)}
    if file := environ.get("SSL_CERT_FILE"):
        values["cacert"] = Path(file)
    return values


def keys(environ: Mapping[str, str]) -> Keys:
    """What hosts' interfaces are asked with, each from the variable of its name; what could be no key is left out.

    A message never repeats one.

    >>> keys({"GITHUB_TOKEN": " abc ", "GITHUB_API_URL": "https://git.example/api/v3/"}).github_api_url
    'https://git.example/api/v3'
    >>> keys({"GITHUB_API_URL": "file:///etc/passwd"})
    Traceback (most recent call last):
    crawler.errors.SettingsError: GITHUB_API_URL is no address of the web: give https://HOST/PATH, or take it out
    """
    given = {field.name: environ.get(field.name.upper(), "").strip() for field in fields(Keys)}
    for name, value in given.items():
        if not re.fullmatch(r"[\x21-\x7e]*", value):
            raise SettingsError(f"{name.upper()} holds a space or a character that no key has: set it anew")
    url = given["github_api_url"].rstrip("/")
    if url and urls.canonical(url) is None:
        raise SettingsError("GITHUB_API_URL is no address of the web: give https://HOST/PATH, or take it out")
    return Keys(**{name: value for name, value in {**given, "github_api_url": url}.items() if value})


def proxies(environ: Mapping[str, str]) -> dict[str, str]:
    """Scheme -> proxy; lower case goes first, and HTTP_PROXY is not read, because a CGI's client can set it (as curl).

    >>> proxies({"ALL_PROXY": "http://a.example", "all_proxy": "", "NO_PROXY": "localhost,.test"})
    {'no': 'localhost,.test'}
    >>> proxies({"all_proxy": "socks5://user:secret@a.example"})
    Traceback (most recent call last):
    crawler.errors.SettingsError: all_proxy names a socks5 proxy: only http and https proxies can be used
    """
    found = {}
    for scheme in ("http", "https", "all", "no"):
        names = [f"{scheme}_proxy", *([f"{scheme.upper()}_PROXY"] if scheme != "http" else [])]
        name = next((name for name in names if name in environ), "")
        if value := environ.get(name, "").strip():
            found[scheme] = value if scheme == "no" else _proxy(name, value)
    return found


def _proxy(name: str, value: str) -> str:
    """A proxy's URL; one without a scheme is an http proxy. The value may hold a password and is never repeated."""
    scheme, mark, _ = value.partition("://")
    if mark and scheme.lower() not in ("http", "https"):
        raise SettingsError(f"{name} names a {scheme} proxy: only http and https proxies can be used")
    proxy = value if mark else f"http://{value}"
    parsed = urls.parse(proxy)
    if parsed is None or not parsed.hostname:
        raise SettingsError(f"{name} names no proxy that could be reached: give http://HOST:PORT")
    return proxy


def filled_in(header: ScopedHeader, environ: Mapping[str, str]) -> ScopedHeader:
    """The header with each `${NAME}` of its value taken from the environment, so that secrets stay out of files.

    >>> filled_in(ScopedHeader(host="a.test", name="X-Key", value="${KEY}!"), {"KEY": "abc"}).value
    'abc!'
    >>> filled_in(ScopedHeader(host="a.test", name="X-Key", value="${KEY}"), {"KEY": ""})
    Traceback (most recent call last):
    crawler.errors.SettingsError: X-Key for a.test needs KEY, which is not set: set it, or take the header out
    """

    def value_of(match: re.Match[str]) -> str:
        name, about = match[1], f"{header.name} for {header.host}"
        value = environ.get(name, "")
        if not value:
            raise SettingsError(f"{about} needs {name}, which is not set: set it, or take the header out")
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
            raise SettingsError(f"{about}: {name} holds a line break or a control character: set it to one line")
        return value

    return replace(header, value=re.sub(r"\$\{(\w+)\}", value_of, header.value))
