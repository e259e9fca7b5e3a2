"""What the replies of several interfaces have in common."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.replies import address_of, batches, day_of, number_of, plain
from tests.desks import JSON


def place_of(target: str) -> tuple[str, str] | None:
    """The first letter is the group, the rest the id; what has neither is no place."""
    return (target[0], target[1:].lower()) if len(target) > 1 else None


@given(st.lists(st.text("abAB1", max_size=3)), st.integers(1, 4))
def test_batches_asks_about_each_place_once(targets: list[str], most: int) -> None:
    """No group is mixed, no id stands in two batches, and each target that has a place is in one."""
    made = list(batches(targets, place_of, most))
    covered = [target for _, _, some in made for target in some]
    assert sorted(covered) == sorted(target for target in targets if place_of(target))
    places = [(group, each) for group, ids, _ in made for each in ids]
    assert len(places) == len(set(places))
    for group, ids, some in made:
        assert 1 <= len(ids) <= most
        assert {place_of(target) for target in some} == {(group, each) for each in ids}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("<i>in</i>side <br> a<sup>2</sup>", "inside a2"),
        ("<p>See<pre><code>rm -rf</code></pre>it</p>", "See it"),
        ("a<script>alert(1)<b>x</b></script>b", "a b"),
        ("<pre/>text <table></table>after", "text after"),
        ("</pre>text", "text"),
        ("<!-- no --><![CDATA[x]]>yes", "yes"),
        ("1 < 2 &amp;&lt;b&gt;", "1 < 2 &<b>"),
        ("<pre>never closed", None),
        ("", None),
        (7, None),
    ],
)
def test_plain_reads_what_a_person_would(html: object, text: str | None) -> None:
    """Words within a tag's edge hold together, blocks do not; code is left out."""
    assert plain(html, 100) == text


@given(st.text("<>/!-pre bscript&;lt", max_size=300) | JSON, st.integers(1, 50))
def test_plain_is_short_whatever_it_is_given(html: object, most: int) -> None:
    """Never longer than asked for."""
    assert len(plain(html, most) or "") <= most


@given(JSON | st.from_regex(r"\d{4}-\d\d-\d\d.*") | st.integers() | st.floats())
def test_day_of_gives_days_that_exist(value: object) -> None:
    """Whatever comes, what is given is in the calendar."""
    day = day_of(value)
    if day is not None:
        assert date.fromisoformat(day + "-01-01"[len(day) - 4 :]).isoformat().startswith(day)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2017", "2017"),
        ("2017-06-12 10:00", "2017-06-12"),
        (0, "1970-01-01"),
        (1e20, None),
        (True, None),
        ("0000", None),
    ],
)
def test_day_of_is_as_precise_as_what_it_was_given(value: object, day: str | None) -> None:
    """Years, months and days, and Unix time."""
    assert day_of(value) == day


def test_address_of_takes_addresses_alone() -> None:
    """What cannot be opened, or is endless, is none."""
    given = ["http://A.example", "https://", "ftp://a.example/", "https://a.example/" + "a" * 3000, "//a.example"]
    assert [address_of(value) for value in given] == ["http://a.example/", None, None, None, None]


@given(JSON)
def test_number_of_gives_digits(value: object) -> None:
    """Or nothing."""
    number = number_of(value)
    assert number is None or number.isdecimal()
