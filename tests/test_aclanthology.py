"""BibTeX as the ACL Anthology writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.resolvers.aclanthology import AclAnthology, fields
from crawler.model import Kind
from tests.desks import fits
from tests.registers import NO_KEYS, asked, heard, status_of, told

ACL = AclAnthology()
BERT = "https://aclanthology.org/N19-1423.pdf"
OLD = "https://www.aclweb.org/anthology/N19-1423"
BIB = rb"""@inproceedings{devlin-etal-2019-bert,
    title = "{BERT}: Pre-training of Deep Bidirectional Transformers",
    author = "Devlin, Jacob  and
      Zuidema, Willem  and
      {\v{Z}}abokrtsk{\'y}, Zden{\v{e}}k and
      S{\o}gaard, Anders",
    editor = "Burstein, Jill",
    booktitle = "Proceedings of the 2019 Conference of the North {A}merican Chapter",
    month = jun,
    year = "2019",
    address = "Minneapolis, Minnesota",
    url = "https://aclanthology.org/N19-1423/",
    doi = "10.18653/v1/N19-1423",
    abstract = "We introduce a model that is called \textbf{BERT}, title = {not a field}, 7.7{\%} better."
}
"""


def test_requests_asks_for_the_bibtex() -> None:
    """Once for a paper and its file, whichever host they are on."""
    assert asked(ACL, BERT, OLD).url == "https://aclanthology.org/N19-1423.bib"
    assert not ACL.takes("https://aclanthology.org/venues/acl/", NO_KEYS)


def test_read_tells_all_that_the_entry_says() -> None:
    """Names given name first, accents as letters, braces gone."""
    metadata = told(ACL, BERT, BIB)
    assert metadata.title == "BERT: Pre-training of Deep Bidirectional Transformers"
    assert metadata.authors == ("Jacob Devlin", "Willem Zuidema", "Zdeněk Žabokrtský", "Anders Søgaard")
    assert metadata.abstract == "We introduce a model that is called BERT, title = not a field, 7.7% better."
    assert (metadata.published, metadata.kind) == ("2019-06", Kind.PAPER)
    assert metadata.site == "Proceedings of the 2019 Conference of the North American Chapter"
    assert metadata.identifiers == {"acl": "N19-1423", "doi": "10.18653/v1/N19-1423"}


def test_read_settles_what_is_on_its_own_host() -> None:
    """The older hosts only lead there, as long as they do."""
    found = heard(ACL, [BERT, OLD], BIB)
    assert [status_of(found[target]) for target in (BERT, OLD)] == [200, None]
    found = heard(ACL, [BERT, OLD], b"<html>", status=404)
    assert [status_of(found[target]) for target in (BERT, OLD)] == [404, None]


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b"<html><title>Maintenance</title>"), (200, b""), (500, BIB), (429, b""), (200, b"@misc{a, year = 2019}")],
)
def test_read_says_nothing_of_what_is_no_entry(status: int, body: bytes) -> None:
    """The next one is asked."""
    assert heard(ACL, [BERT], body, status) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@misc{a, year = 2019, month = "May"}', {"year": "2019", "month": "May"}),
        ("@misc{a, title = {A {B} C}}", {"title": "A B C"}),
        ('@misc{a, title = "A {"}B", year = "2}', {"title": 'A "B'}),
        ('@misc{a, title = "A \\" B"}', {"title": "A B̈"}),
        ("@misc{a, title = }", {"title": ""}),
        ("@misc{a, x =", {"x": ""}),
        (r"@misc{a, x = {\c{c} \'{\i} \~n \"{u} {\ss} \& \d{s}}}", {"x": "ç í ñ ü ß & s"}),
        ("no entry", {}),
        ("", {}),
    ],
)
def test_fields_reads_values_in_each_form(text: str, expected: dict[str, str]) -> None:
    """What does not end is no value, and what stands in a value is no field."""
    assert fields(text) == expected


@given(st.text(alphabet='@{}",=\\ abv\n', max_size=80) | st.text(max_size=80))
def test_read_is_total(text: str) -> None:
    """Whatever came, before and after the end of an entry."""
    for body in (text, f"@misc{{a, title = {text}", f'@misc{{a, title = "{text}", author = "{text}"}}'):
        assert fits(heard(ACL, [BERT], body.encode("utf-8", "replace")).values())


def test_fields_takes_time_in_proportion_to_the_text() -> None:
    """Braces without an end are read once."""
    assert fields("@misc{a, " + "a = {" * 13_000) == {}
