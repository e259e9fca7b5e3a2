"""`make explore`: Datasette starts on a copy of a crawl, and every ready query answers."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.utils import parse_metadata  # type: ignore[import-untyped]

from crawler.model import Document, Health, Kind, Metadata, Scheme, Target, Verdict
from crawler.store import Store
from tests.histories import NOON, day, link, look

ROOT = Path(__file__).parent.parent
METADATA: dict[str, Any] = parse_metadata((ROOT / "explore" / "metadata.yaml").read_text("utf-8"))
CRAWL = METADATA["databases"]["crawl"]
_TOLD: dict[str, tuple[Health, dict[str, Any]]] = {
    "https://a.example/gone": (Health.BROKEN, {"title": "Gone"}),
    "https://a.example/moved": (Health.MOVED, {"title": "Moved", "modified": "2019-01-02"}),
    "https://a.example/wall": (Health.BLOCKED, {}),
    "https://www.arxiv.example/abs/1": (
        Health.ALIVE,
        {"title": "A kernel", "kind": Kind.PAPER, "published": "2007-05-01", "authors": ("A. B.", "C. D.")},
    ),
    "https://code.example/a/b": (
        Health.ALIVE,
        {"title": "a/b", "kind": Kind.REPOSITORY, "state": {"archived": "true", "pushed": "2015-01-01"}},
    ),
}


def crawled(path: Path) -> None:
    """A database with one link in each of the states that the queries ask for."""
    with Store.open(path) as store:
        links = [link(url, line=number, added_at=day(number)) for number, url in enumerate(_TOLD, 1)]
        targets = {Target(url=one.url, scheme=Scheme.WEB): (one,) for one in links}
        store.record_sources([Document(path="README.md", links=tuple(links))], targets, digests={}, now=NOON)
        run = store.begin_run(NOON)
        for url, (_, said) in _TOLD.items():
            told = Metadata(target=url, at=NOON, via="api", **said)
            store.record(look(run.id, target=url, status=200), told if said else None)
        store.flush()
        verdicts = [
            Verdict(target=url, health=health, reason="It is so", since=NOON) for url, (health, _) in _TOLD.items()
        ]
        store.save_verdicts(verdicts, NOON)


@pytest.fixture
async def shown(tmp_path: Path) -> AsyncIterator[Datasette]:
    """Datasette as `make explore` starts it, in this process."""
    path = tmp_path / "crawl.db"
    crawled(path)
    datasette = Datasette([], immutables=[str(path)], metadata=METADATA)
    await datasette.invoke_startup()
    yield datasette
    for database in datasette.databases.values():
        for connection in database._all_file_connections:
            connection.close()


async def rows(datasette: Datasette, page: str) -> list[dict[str, Any]]:
    """What a page holds."""
    answer = await datasette.client.get(f"/crawl/{page}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


@pytest.mark.parametrize(
    ("query", "column", "expected"),
    [
        ("gone", "url", ["https://a.example/gone"]),
        ("moved", "url", ["https://a.example/moved"]),
        ("unverified", "url", ["https://a.example/wall"]),
        ("stale", "changed", ["2007-05-01", "2015-01-01", "2019-01-02"]),
        ("of_host", "title", ["A kernel"]),
        ("newest_papers", "authors", ['["A. B.", "C. D."]']),
        ("added_lately", "added", ["2026-11-07", "2026-11-06", "2026-11-05", "2026-11-04", "2026-11-03"]),
        ("archived_repositories", "title", ["a/b"]),
    ],
)
async def test_ready_queries_answer(shown: Datasette, query: str, column: str, expected: list[str]) -> None:
    """Each gives what its title promises, in the order that it promises."""
    found = await rows(shown, f"{query}.json?_shape=array&host=arxiv.example")
    assert [row[column] for row in found] == expected


def test_every_ready_query_is_tested() -> None:
    """None is added without a case above, and each says what it is."""
    [mark] = [mark for mark in test_ready_queries_answer.pytestmark if mark.name == "parametrize"]
    assert {case[0] for case in mark.args[1]} == set(CRAWL["queries"])
    assert all({"title", "description", "sql"} <= set(query) for query in CRAWL["queries"].values())


async def test_resources_can_be_searched_and_counted(shown: Datasette) -> None:
    """Datasette's own search finds the index, and its facets count kinds and authors."""
    found = await rows(shown, "resources.json?_shape=array&_search=kernel")
    assert [row["title"] for row in found] == ["A kernel"]
    page: Any = await rows(shown, "resources.json?_facet=kind&_facet_array=authors")
    counts = {fact["value"]: fact["count"] for fact in page["facet_results"]["kind"]["results"]}
    assert counts == {"paper": 1, "repository": 1}
    assert {fact["value"] for fact in page["facet_results"]["authors"]["results"]} == {"A. B.", "C. D."}


async def test_pages_show_themselves(shown: Datasette) -> None:
    """The first page, each table and view that is described, and each query as a page for a person."""
    for name in ("", *CRAWL["tables"], *CRAWL["queries"]):
        answer = await shown.client.get(f"/crawl/{name}".rstrip("/"))
        assert answer.status_code == 200, name
        assert "traceback" not in answer.text.lower(), name


def test_make_explore_serves_a_copy(tmp_path: Path) -> None:
    """The command itself: a copy is made beside a crawl that is writing, and Datasette answers from it."""
    path = tmp_path / "crawl.db"
    crawled(path)
    copy = tmp_path / "copy.db"
    with Store.open(path) as store:
        store.begin_run(NOON, fresh=True)
        subprocess.run(["sqlite-utils", "query", path, f"VACUUM INTO '{copy}'"], check=True, env=_path(), timeout=60)
    command = ["datasette", "serve", "--immutable", str(copy), "--metadata", str(ROOT / "explore" / "metadata.yaml")]
    answer = subprocess.run(
        [*command, "--get", "/copy/resources.json?_shape=array&_search=kernel"],
        check=True,
        capture_output=True,
        env=_path(),
        timeout=60,
    )
    assert b"A kernel" in answer.stdout


def _path() -> dict[str, str]:

    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
