"""Names of licences, and languages."""

import pytest
from hypothesis import given

from crawler.gather.licences import language_of, licence_of
from tests.desks import JSON


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("mit", "MIT"),
        ("bsd-3-clause", "BSD-3-Clause"),
        ("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0"),
        ("CC BY-SA 2.5", "CC-BY-SA-2.5"),
        ("cc-zero", "CC0-1.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/"),
        ("other", None),
        ("cc-by-9.9", None),
        ("javascript:alert(1)", None),
        (None, None),
        (["mit"], None),
    ],
)
def test_licence_of_gives_names_of_the_list_of_spdx(value: object, name: str | None) -> None:
    """Or an address; what is neither is left out."""
    assert licence_of(value) == name


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("eng", "en"),
        ("English", "en"),
        ("en", "en"),
        ("zh-Hans-CN", "zh-Hans-CN"),
        ("code", None),
        ("", None),
        (7, None),
    ],
)
def test_language_of_gives_tags(value: object, tag: str | None) -> None:
    """The shortest there is."""
    assert language_of(value) == tag


@given(JSON)
def test_both_take_anything(value: object) -> None:
    """And give short texts, or nothing."""
    assert len(licence_of(value) or "") <= 300
    assert len(language_of(value) or "") <= 35
