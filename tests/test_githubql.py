"""GraphQL's questions, held to GitHub's own schema, and its answers taken apart."""

from pathlib import Path
from typing import Any

import pytest
from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.githubql import PARTS_MOST, REPOSITORIES_MOST, TEXTS_MOST, Fate, answer_of, batches, plan, query
from tests.github_schema import COMMIT, LINKS

GITHUB = "https://github.com"


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    """What of GitHub's schema we use."""
    return build_schema((Path(__file__).parent / "data/github.graphql").read_text("utf-8"))


def asked(*targets: str) -> tuple[str, dict[str, Any]]:
    """Text and variables of the query for some links."""
    body: dict[str, Any] = query(plan(targets))
    return body["query"], body["variables"]


@pytest.mark.parametrize("links", [LINKS, *([link] for link in LINKS)], ids=lambda links: links[-1])
def test_query_is_one_that_github_takes(schema: GraphQLSchema, links: list[str]) -> None:
    """Every field, argument and type is in the schema that GitHub publishes, whichever links are asked for."""
    assert validate(schema, parse(asked(*links)[0])) == []


def test_query_asks_once_for_all_links_into_a_repository() -> None:
    """However the name is written; and a thing that two links need is asked for once."""
    text, variables = asked(
        f"{GITHUB}/a/b",
        f"{GITHUB}/A/B/blob/main/c",
        "http://www.github.com/a/b/blame/main/c",
        f"{GITHUB}/a/b/tree/main",
    )
    assert text.count("repository(") == 1
    assert list(variables.values()) == ["a", "b", "main:c", "main", "HEAD:c"]


def test_query_asks_for_the_whole_name_of_a_branch_in_the_address_of_a_folder() -> None:
    """All that follows may be the branch; of a file that cannot be."""
    assert "dev/c" in asked(f"{GITHUB}/a/b/tree/dev/c")[1].values()
    assert "dev/c" not in asked(f"{GITHUB}/a/b/blob/dev/c")[1].values()


_TRICKS = st.sampled_from(['"', "\\", '"){x}', "$v0", "...R", "}", "#", "\u2028", "{}", "%22", "'", "`", "//", "é"])
_WORD = st.lists(_TRICKS | st.text(max_size=4), max_size=4).map("".join)


@given(st.lists(st.tuples(_WORD, _WORD, st.sampled_from(["blob", "tree", "releases/tag", "issues"]), _WORD, _WORD)))
def test_query_is_made_of_our_own_words_alone(parts: list[tuple[str, str, str, str, str]]) -> None:
    """Whatever an address holds, it stands in a variable as it was, and the query has one alias for each name."""
    targets = [f"{GITHUB}/o{owner}/n{name}/{word}/r{ref}/p{path}" for owner, name, word, ref, path in parts]
    planned = plan([*targets, f"{GITHUB}/a"])
    body = query(planned)
    [operation, *fragments] = parse(str(body["query"])).definitions
    assert isinstance(operation, OperationDefinitionNode)
    fields = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    assert [node.alias.value for node in fields if node.alias] == [one.alias for one in planned.values()]
    assert {node.name.value for node in fields} <= {"repository", "repositoryOwner"}
    assert len(fragments) == len({node.name.value for node in fields})
    values = [value for one in planned.values() for value in filter(None, (one.owner, one.name))]
    values += [str(value) for one in planned.values() for _, value in one.parts]
    variables: Any = body["variables"]
    assert sorted(map(str, variables.values())) == sorted(values)


def test_batches_keep_the_links_of_a_repository_together() -> None:
    """A hundred repositories a request, in the order in which they are first linked."""
    names = [f"{GITHUB}/a/r{number}" for number in range(REPOSITORIES_MOST + 1)]
    first, second = batches([*names, f"{GITHUB}/a/r0/issues"])
    assert first == [names[0], f"{GITHUB}/a/r0/issues", *names[1:-1]]
    assert second == names[-1:]
    assert list(batches([])) == list(batches(["https://a.example/"])) == []


@pytest.mark.parametrize(("path", "most"), [("issues", TEXTS_MOST), ("discussions", TEXTS_MOST), ("tree", PARTS_MOST)])
def test_batches_are_small_enough_to_be_answered(path: str, most: int) -> None:
    """What has a long text is asked for in small numbers, and nothing is asked for without end."""
    links = [f"{GITHUB}/a/b/{path}/{number + 1}" for number in range(most + 1)]
    assert [len(batch) for batch in batches(links)] == [most, 1]


@pytest.mark.parametrize(
    ("data", "errors", "found"),
    [
        ({"r0": {"x": 1}}, [], {"x": 1}),
        ({"r0": None}, [{"type": "NOT_FOUND", "path": ["r0"]}], Fate.ABSENT),
        ({"r0": None}, [{"type": "NOT_FOUND", "path": ["r1"]}], Fate.ABSENT),
        ({"r0": None}, [], Fate.ABSENT),
        ({"r0": None}, [{"type": "FORBIDDEN", "path": ["r0"]}], Fate.UNKNOWN),
        ({"r0": None}, [{"type": "FORBIDDEN", "path": ["r0", "owner"]}], Fate.UNKNOWN),
        ({"r0": None}, [{"type": "FORBIDDEN", "path": ["r1"]}], Fate.ABSENT),
        ({"r0": None}, [{"type": "RATE_LIMITED"}], Fate.UNKNOWN),
        ({"r0": None}, [{"message": "Something went wrong while executing your query."}], Fate.UNKNOWN),
        ({"r0": {}}, [{"type": "RATE_LIMITED"}], {}),
        ({}, [], Fate.UNKNOWN),
        ({"r0": 1}, [], Fate.UNKNOWN),
        ({"r0": None}, "none", Fate.ABSENT),
        ({"r0": None}, [None, {"path": 1}], Fate.UNKNOWN),
    ],
)
def test_answer_at_tells_what_is_not_there_from_what_was_not_answered(data: Any, errors: Any, found: Any) -> None:
    """Null is "not there" unless something went wrong there, above it, below it, or nobody says where."""
    answer = answer_of({"data": data, "errors": errors})
    assert answer is not None
    assert answer.at("r0") == found


def test_answer_at_looks_into_a_repository() -> None:
    """What stands within one that is null is not known; what went wrong elsewhere in it does no harm."""
    said = {"data": {"r0": {"p0": None, "p1": None}, "r1": None}, "errors": [{"type": "X", "path": ["r0", "p1"]}]}
    answer = answer_of(said)
    assert answer is not None
    places = [("r0", "p0"), ("r0", "p1"), ("r0", "p2"), ("r1", "p0")]
    assert [answer.at(*place) for place in places] == [Fate.ABSENT, Fate.UNKNOWN, Fate.UNKNOWN, Fate.UNKNOWN]


def test_answer_is_missing_only_where_github_says_so() -> None:
    """A repository that is null without a word may be anything."""
    answer = answer_of({"data": {"r0": None, "r1": None, "r2": {}}, "errors": [{"type": "NOT_FOUND", "path": ["r0"]}]})
    assert answer is not None
    assert [answer.is_missing(alias) for alias in ("r0", "r1", "r2")] == [True, False, False]


@pytest.mark.parametrize("said", [None, [], {}, {"data": None}, {"data": []}, {"message": "Bad credentials"}])
def test_answer_of_nothing_is_none(said: Any) -> None:
    """A reply without data answers for nobody."""
    assert answer_of(said) is None


def test_links_of_the_schema_hold_every_kind_of_question() -> None:
    """So that the schema that is kept knows all that may be asked."""
    text, variables = asked(*LINKS)
    for word in ("object(", "issueOrPullRequest(", "discussion(", "release(", "ref(", "repositoryOwner("):
        assert word in text
    assert COMMIT in variables.values()
