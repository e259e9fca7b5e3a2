"""What holds for the repository as a whole."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.purity import pure_files

ROOT = Path(__file__).parent.parent
EDGES = {
    "crawler/__init__.py",
    "crawler/__main__.py",
    "crawler/certificates.py",
    "crawler/cli.py",
    "crawler/configuration.py",
    "crawler/manners.py",
    "crawler/options.py",
    "crawler/reading.py",
    "crawler/remembering.py",
    "crawler/pipeline/*",
    "crawler/store/*",
    "crawler/gather/__init__.py",
    "crawler/gather/base.py",
    "crawler/gather/crawl.py",
    "crawler/gather/dns.py",
    "crawler/gather/failures.py",
    "crawler/gather/egress.py",
    "crawler/gather/fetcher.py",
    "crawler/gather/git.py",
    "crawler/gather/heads.py",
    "crawler/gather/history.py",
    "crawler/gather/lists.py",
    "crawler/gather/local.py",
    "crawler/gather/parsing.py",
    "crawler/gather/parsing_child.py",
    "crawler/gather/transport.py",
    "crawler/delivering.py",
    "crawler/publish/__init__.py",
    "crawler/publish/forge/*",
    "crawler/publish/progress.py",
}
"""Where the terminal, the disk, the database, git or the network is touched."""
_REGISTRIES = re.compile(r"(?i)\b(?:pypi|pythonhosted|registry\.npmjs|deb\.debian)\.org")
_MACHINE_PATHS = re.compile(r"(?<![\w.:/~$-])/(?:home|root|tmp|work|Users|opt)/\w")


def committed() -> Iterator[tuple[str, str]]:
    """Each text file that git keeps, with what is in it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in data:
            yield name, data.decode("utf-8", "replace")


@pytest.mark.parametrize("pattern", [_REGISTRIES, _MACHINE_PATHS], ids=["registries", "machine-paths"])
def test_no_file_names_a_place_that_is_not_everywhere(pattern: re.Pattern[str]) -> None:
    """A clone works behind any mirror and in any folder: no registry and no path of one machine stands in it."""
    lines = [
        f"{name}:{number}: {line[:120]}"
        for name, text in committed()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert lines == []


def test_every_module_is_pure_or_an_edge() -> None:
    """Nobody adds a module without deciding whether it may touch the world; the pure ones are held to it."""
    modules = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "crawler").rglob("*.py"))]
    decided = [*pure_files(ROOT), *EDGES]
    assert [name for name in modules if not any(covers(pattern, name) for pattern in decided)] == []


def covers(pattern: str, name: str) -> bool:
    """Whether a file is meant: itself, or something below a folder that ends in a star."""
    return name == pattern or (pattern.endswith("/*") and name.startswith(pattern[:-1]))


@pytest.mark.parametrize("name", ["run.txt", "dev.txt", "bench.txt"])
def test_requirements_pin_versions_and_hashes_alone(name: str) -> None:
    """Each package has one exact version and at least one hash, and none says where it comes from."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    form = re.compile(r"[a-z0-9][a-z0-9.-]*==[\w.]+( ; [^\\@]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [block[:60] for block in blocks if not form.fullmatch(block)] == []


def test_make_help_tells_of_every_target() -> None:
    """Whatever `make` can do for a person stands in `make help`."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.findall(r"^  make (\S+)", shown, re.MULTILINE) == phony[1].split()
