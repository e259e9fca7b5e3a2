"""The table of settings, and the kinds of values in it."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import SettingsError
from crawler.keys import HOST_KEYS, KEYS, known
from crawler.settings import HostSettings, Settings

_TOML: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def complaint(read: Callable[[Any], object], value: object, *, otherwise: str = "") -> str:
    """What the SettingsError says; `otherwise` if there is none."""
    try:
        read(value)
    except SettingsError as error:
        return str(error)
    return otherwise


def test_keys_reach_every_field() -> None:
    """All that is in Settings can be set; proxies and keys alone come from the environment only."""
    assert {key.field for key in KEYS.values()} == {field.name for field in fields(Settings)} - {"keys", "proxies"}
    assert {key.field for key in HOST_KEYS.values()} == {field.name for field in fields(HostSettings)}


@pytest.mark.parametrize("name", KEYS)
def test_key_reads_its_own_default(name: str) -> None:
    """What is shown as the default can be written as a flag, and means the default."""
    key = KEYS[name]
    if key.otherwise or key.default == "none":
        return
    assert key.parse(key.default) == getattr(Settings(), key.field)


@given(st.sampled_from(sorted(KEYS)), _TOML)
def test_key_has_an_answer_for_every_value(name: str, value: object) -> None:
    """Whatever stands in a file, it is read or it is a SettingsError that names the key."""
    assert complaint(KEYS[name].read, value, otherwise=name).startswith(name)


@given(st.sampled_from(sorted(KEYS)), st.text(max_size=30))
def test_key_has_an_answer_for_every_flag(name: str, text: str) -> None:
    """Whatever stands on a command line, it is read or it is a SettingsError that names the key."""
    assert complaint(KEYS[name].parse, text, otherwise=name).startswith(name)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("connect-timeout", "10", "connect-timeout must be a number of seconds from 0.1 to 3600, not '10'"),
        ("connect-timeout", 0, "from 0.1 to 3600, not 0"),
        ("connect-timeout", float("nan"), "not nan"),
        ("connect-timeout", float("inf"), "not inf"),
        ("attempts", True, "attempts must be a whole number from 1 to 10, not True"),
        ("attempts", 2.5, "a whole number"),
        ("robots", False, 'robots must be "respect" or "ignore", not False'),
        ("quiet", "yes", "quiet must be true or false, not 'yes'"),
        ("db", "", "db must be one line of text that is not empty"),
        ("db", "a\0b", "one line of text"),
        ("note", "a\nb", "note must be one line of text, not"),
        ("user-agent", "ü", "plain ASCII text"),
        ("exclude", "a", "exclude must be a list of texts"),
        ("exclude", ["("], "'(' is no regular expression"),
        ("fail-on", ["gone"], "fail-on must be some of alive, moved, broken"),
        ("fail-on", "dead", "fail-on must be some of"),
        ("allow-port", 22, "allow-port must be a list of whole numbers"),
        ("allow-port", ["22"], "allow-port must be a list of whole numbers"),
        ("allow-port", [True], "allow-port must be a list of whole numbers"),
        ("allow-port", [22, 65536], "allow-port: '65536' is no port: they go from 1 to 65535"),
        ("hosts", 1, "hosts must be tables such as"),
        ("hosts", {"a.test": 1}, "hosts must be tables such as"),
        ("hosts", {"a.test": {"rat": 1}}, "hosts: there is no setting 'rat': did you mean rate?"),
        ("hosts", {"*": {}}, "hosts: '*' is no host"),
        ("hosts", {"a.test": {"rate": -1}}, "hosts: rate must be a number from 0 to 1000, not -1"),
    ],
)
def test_key_says_what_is_wrong_in_plain_words(name: str, value: object, words: str) -> None:
    """The message names the key, what it must be, and what was found."""
    with pytest.raises(SettingsError) as caught:
        KEYS[name].read(value)
    assert words in str(caught.value)


def test_key_never_repeats_an_item_of_a_list_that_may_hold_secrets() -> None:
    """A header that is not even a text stands in no message."""
    with pytest.raises(SettingsError) as caught:
        KEYS["headers"].read(["a.test: X: s3cret", 1])
    assert str(caught.value) == "headers must be a list of texts"
    assert KEYS["headers"].kind.show(("s3cret",)) == "given"


def test_key_reads_hosts_in_their_canonical_form() -> None:
    """A host is found however it was written; what is not said of it stays open."""
    assert KEYS["hosts"].read({"Example.COM": {"rate": 1}, "b.test:8080": {"concurrency": 2}}) == {
        "example.com": HostSettings(rate=1.0),
        "b.test:8080": HostSettings(concurrency=2),
    }
    assert KEYS["hosts"].kind.show({}) == "none"
    with pytest.raises(SettingsError, match="hosts must be tables"):
        KEYS["hosts"].parse("a.test")


def test_key_reads_states_of_health_from_a_file_and_from_a_flag() -> None:
    """A list in a file and words with commas mean the same; none of them is possible too."""
    assert KEYS["fail-on"].read(["dead", "moved"]) == KEYS["fail-on"].parse("moved, dead") == {"dead", "moved"}
    assert KEYS["fail-on"].parse("none") == KEYS["fail-on"].read([]) == frozenset()
    assert KEYS["fail-on"].kind.show(frozenset()) == "none"


def test_key_reads_ports_from_a_file_and_from_a_flag() -> None:
    """Numbers in a file, and one number for each flag."""
    assert KEYS["allow-port"].read([22, 81]) == (22, 81)
    assert KEYS["allow-port"].parse("81") == 81


def test_key_reads_switches_choices_and_paths() -> None:
    """Each kind means what its words say."""
    assert [KEYS["robots"].read(word) for word in ("respect", "ignore")] == [True, False]
    assert KEYS["quiet"].read(True) is True
    assert KEYS["cacert"].read("ca.pem") == Path("ca.pem")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("conect-timeout", "connect-timeout"),
        ("connect_timeout", "connect-timeout"),
        ("Robots", "robots"),
        ("header", "headers"),
    ],
)
def test_known_names_the_nearest_right_one(wrong: str, right: str) -> None:
    """A slip of the pen is answered with the word that was meant."""
    with pytest.raises(SettingsError, match=f"there is no setting '{wrong}': did you mean {right}\\?"):
        list(known({wrong: 1}, KEYS))


def test_known_names_all_when_nothing_is_near() -> None:
    """A word out of nowhere is answered with all there are."""
    with pytest.raises(SettingsError, match="the settings are alive-days, allow-network, allow-port, apis"):
        list(known({"%%%": 1}, KEYS))
