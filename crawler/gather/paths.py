"""Relative links as paths from the root of the repository. Pure."""

import posixpath
import re
from urllib.parse import unquote

_OUTSIDE = ".."


def local_target(url: str, path: str) -> str | None:
    """The path from the repository's root, with its anchor, that a relative link in the file `path` leads to.

    It is decoded, but for `%` and for a `#` that belongs to a name. None where it would leave the root.

    >>> local_target("docs/a%20b.md?raw=true#caf%C3%A9", "lists/c.md"), local_target("/x/../y.md", "lists/c.md")
    ('lists/docs/a b.md#café', 'y.md')
    >>> local_target("#top", "lists/c.md"), local_target("../../c.md", "lists/c.md"), local_target("c%23.md", "a.md")
    ('lists/c.md#top', None, 'c%23.md')
    """
    location = _location(url, path)
    return None if leaves_root(location) else location


def outside_target(url: str, path: str) -> str:
    """The path of a link for which `local_target` is None; it begins with `../`.

    >>> outside_target("../../c.md#x", "lists/b.md")
    '../c.md#x'
    """
    return _location(url, path)


def split(target: str) -> tuple[str, str]:
    """Path and anchor of what `local_target` gave, both decoded.

    >>> split("lists/c%23.md#caf%25C3")
    ('lists/c#.md', 'caf%C3')
    """
    path, _, anchor = target.partition("#")
    return unquote(path), unquote(anchor)


def leaves_root(target: str) -> bool:
    """Whether a local target is one that leads out of the repository.

    >>> leaves_root("../a.md"), leaves_root("..#x"), leaves_root("..a.md")
    (True, True, False)
    """
    return split(target)[0].split("/")[0] == _OUTSIDE


def _location(url: str, path: str) -> str:
    before, _, fragment = url.partition("#")
    name = before.partition("?")[0].strip().replace("\\", "/")
    joined = posixpath.join("/", posixpath.dirname(path), unquote(name)) if name else path
    anchor = f"#{_quoted(unquote(fragment))}" if fragment else ""
    return (_quoted("/".join(_resolved(joined))) or ".") + anchor


def _resolved(path: str) -> list[str]:
    parts: list[str] = []
    for part in path.split("/"):
        if part == _OUTSIDE and parts and parts[-1] != _OUTSIDE:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return parts


def _quoted(text: str) -> str:
    return re.sub(r"[%#]", lambda match: f"%{ord(match[0]):02X}", text)
