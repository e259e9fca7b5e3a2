"""One command-line option for each setting, made from the table of `crawler.keys`."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from crawler.errors import SettingsError
from crawler.keys import KEYS, Key
from crawler.kinds import Choice, Many, Number, Some, Switch

_F = TypeVar("_F", bound=Callable[..., Any])

_METAVARS = {
    "db": "FILE",
    "cacert": "FILE",
    "out": "FOLDER",
    "root": "FOLDER",
    "exclude": "REGEX",
    "evergreen": "REGEX",
    "headers": "HEADER",
    "connect_to": "PAIRS",
    "allow_network": "CIDR",
    "allow_port": "PORT",
    "fail_on": "HEALTH,...",
    "suspicious": "KIND,...",
}
_PATHS = {"FILE": "file", "FOLDER": "dir"}


def setting(name: str) -> Callable[[_F], _F]:
    """The option of the setting that a file calls `name`; its value is None or () where the command line is silent."""
    key = KEYS[name]
    flag = key.flag or f"--{key.name}"
    if isinstance(key.kind, Switch):
        return click.option(f"{flag}/--no-{flag[2:]}", key.field, default=None, help=_help(key))
    return click.option(
        flag,
        key.field,
        callback=partial(_read, key),
        metavar=_metavar(key),
        multiple=isinstance(key.kind, Many),
        help=_help(key),
        shell_complete=partial(_complete, key),
    )


def _help(key: Key) -> str:
    again = " May be given more than once." if isinstance(key.kind, Many) else ""
    return f"{key.help}{again}  [default: {key.default}]"


def _metavar(key: Key) -> str:
    if isinstance(key.kind, Number):
        return key.kind.unit.upper() or "N"
    return "|".join(key.kind.words) if isinstance(key.kind, Choice) else _METAVARS.get(key.field, "TEXT")


def _read(key: Key, context: click.Context, param: click.Parameter, value: Any) -> Any:
    """What the text stands for, or click's error with the words of the table."""
    try:
        if isinstance(value, tuple):
            return tuple(key.parse(item) for item in value)
        return None if value is None else key.parse(value)
    except SettingsError as error:
        raise click.BadParameter(f"{error}.", context, param) from None


def _complete(key: Key, _context: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files where a path is wanted; the words, where there are few."""
    if _metavar(key) in _PATHS:
        return [CompletionItem(incomplete, type=_PATHS[_metavar(key)])]
    return [CompletionItem(word) for word in _words(key) if word.startswith(incomplete)]


def _words(key: Key) -> Iterable[str]:
    if isinstance(key.kind, Choice):
        return key.kind.words
    return key.kind.of if isinstance(key.kind, Some) else ()
