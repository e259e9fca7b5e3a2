"""Addresses of papers, as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import urls
from crawler.gather import papers


@pytest.mark.parametrize(
    ("url", "number", "version", "settles"),
    [
        ("https://arxiv.org/abs/1706.03762", "1706.03762", None, True),
        ("http://www.arxiv.org/abs/1706.03762v5", "1706.03762", 5, True),
        ("https://export.arxiv.org/abs/1706.03762/", "1706.03762", None, True),
        ("https://arxiv.org/abs/1706.03762.", "1706.03762", None, True),
        ("https://arxiv.org/abs/arXiv:1706.03762", "1706.03762", None, True),
        ("https://arxiv.org/pdf/1511.06434v2", "1511.06434", 2, True),
        ("https://arxiv.org/pdf/1511.06434.pdf?x=1", "1511.06434", None, True),
        ("https://arxiv.org/format/1511.06434", "1511.06434", None, True),
        ("https://arxiv.org/html/2401.00001v1", "2401.00001", 1, False),
        ("https://arxiv.org/ps/hep-th/9901001", "hep-th/9901001", None, False),
        ("https://arxiv.org/abs/0704.0001", "0704.0001", None, True),
        ("https://arxiv.org/abs/1412.9999", "1412.9999", None, True),
        ("https://arxiv.org/abs/math.GT/0309136v1", "math/0309136", 1, True),
        ("https://arxiv.org/abs/cond-mat.mes-hall/0309136", "cond-mat/0309136", None, True),
        ("https://arxiv.org/pdf/hep-th%2F0703001.pdf", "hep-th/0703001", None, True),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", "1706.03762", None, False),
        ("https://www.alphaxiv.org/abs/1706.03762v7", "1706.03762", 7, False),
        ("https://papers.labml.ai/paper/1706.03762", "1706.03762", None, False),
        ("https://doi.org/10.48550/arXiv.1706.03762", "1706.03762", None, True),
        ("https://dx.doi.org/10.48550/ARXIV.hep-th/9901001", "hep-th/9901001", None, True),
    ],
)
def test_arxiv_reads_every_form(url: str, number: str, version: int | None, settles: bool) -> None:
    """Old and new numbers, all views, all hosts."""
    assert papers.arxiv(url) == papers.Arxiv(id=number, version=version, settles=settles)


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/1706.0376",
        "https://arxiv.org/abs/1413.0001",
        "https://arxiv.org/abs/1400.0001",
        "https://arxiv.org/abs/0703.0001",
        "https://arxiv.org/abs/1501.0001",
        "https://arxiv.org/abs/1412.12345",
        "https://arxiv.org/abs/0000.0000",
        "https://arxiv.org/abs/1706.03762v0",
        "https://arxiv.org/abs/1706.03762,1706.03763",
        "https://arxiv.org/abs/1706.03762x",
        "https://arxiv.org/abs/٢٠١٧.03762",
        "https://arxiv.org/abs/hep-xx/9901001",
        "https://arxiv.org/abs/hep-th/9913001",
        "https://arxiv.org/abs/hep-th/0704001",
        "https://arxiv.org/abs/hep-th/9000001",
        "https://arxiv.org/abs/abc",
        "https://arxiv.org/list/cs.LG/recent",
        "https://arxiv.org/a/lecun_y_1",
        "https://example.com/abs/1706.03762",
        "https://doi.org/10.48550/other.1706.03762",
        "http://[",
    ],
)
def test_arxiv_keeps_malformed_numbers_out(url: str) -> None:
    """One of them would spoil the list on which it stood."""
    assert papers.arxiv(url) is None


@pytest.mark.parametrize(
    ("url", "name", "settles"),
    [
        ("https://doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701", True),
        ("http://dx.doi.org/10.1002/%28SICI%291097-4571", "10.1002/(SICI)1097-4571", True),
        ("https://doi.org/10.1000.10/123/456", "10.1000.10/123/456", True),
        ("https://doi.org/10.1000/pdf", "10.1000/pdf", True),
        ("https://dl.acm.org/doi/10.1145/3292500.3330701", "10.1145/3292500.3330701", True),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701?download=true", "10.1145/3292500.3330701", True),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/jor.1100150407", "10.1002/jor.1100150407", True),
        ("https://www.tandfonline.com/doi/pdf/10.1080/0144929X.2019.1", "10.1080/0144929X.2019.1", True),
        ("https://journals.sagepub.com/doi/10.1177/1745691612459058", "10.1177/1745691612459058", True),
        ("https://www.science.org/doi/10.1126/science.aaa8415", "10.1126/science.aaa8415", True),
        ("https://www.pnas.org/doi/full/10.1073/pnas.1611835114", "10.1073/pnas.1611835114", True),
        ("https://academic.oup.com/bib/article/doi/10.1093/bib/bbz1/5566506", "10.1093/bib/bbz1", True),
        ("https://academic.oup.com/bib/article/doi/10.1093/bib/bbz1", "10.1093/bib/bbz1", True),
        ("https://iopscience.iop.org/article/10.1088/1367-2630/aa5ca2/meta", "10.1088/1367-2630/aa5ca2", True),
        ("https://link.springer.com/article/10.1007/s11263-015-0816-y", "10.1007/s11263-015-0816-y", False),
        ("https://link.springer.com/chapter/10.1007%2F978-3-319-46448-0_2", "10.1007/978-3-319-46448-0_2", False),
        ("https://link.springer.com/content/pdf/10.1007/s1.pdf", "10.1007/s1", False),
        ("https://www.nature.com/articles/nature14539.pdf", "10.1038/nature14539", False),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0130140",
            "10.1371/journal.pone.0130140",
            False,
        ),
        (
            "https://journals.plos.org/plosone/article/file?type=printable&id=10.1371%2Fjournal.pone.0130140",
            "10.1371/journal.pone.0130140",
            False,
        ),
        (
            "https://www.frontiersin.org/articles/10.3389/fpsyg.2013.00863/full",
            "10.3389/fpsyg.2013.00863",
            False,
        ),
        ("https://elifesciences.org/articles/01567", "10.7554/elife.01567", False),
        ("https://peerj.com/articles/4375/", "10.7717/peerj.4375", False),
        ("https://peerj.com/articles/cs-55.pdf", "10.7717/peerj-cs.55", False),
        ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=2250500", "10.2139/ssrn.2250500", True),
        ("https://papers.ssrn.com/sol3/Papers.cfm?x=1&abstractid=2250500&download=yes", "10.2139/ssrn.2250500", True),
        ("https://ssrn.com/abstract=2250500", "10.2139/ssrn.2250500", True),
        ("https://zenodo.org/doi/10.5281/zenodo.28518", "10.5281/zenodo.28518", False),
        ("https://notacm.org/doi/10.1145/1", "10.1145/1", False),
    ],
)
def test_doi_is_found_in_addresses_of_publishers(url: str, name: str, settles: bool) -> None:
    """Without what names a view of it; those behind walls are settled by it, as the DOI's own address is."""
    assert papers.doi(url) == papers.Doi(name=name, settles=settles)


@pytest.mark.parametrize(
    ("url", "version"),
    [
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf", 2),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v12", 12),
        ("https://www.medrxiv.org/content/10.1101/2020.01.01.123456", None),
    ],
)
def test_doi_of_a_preprint_loses_its_version(url: str, version: int | None) -> None:
    """The register knows the preprint, and not its versions."""
    assert papers.doi(url) == papers.Doi(name="10.1101/2020.01.01.123456", settles=True, version=version)


@pytest.mark.parametrize(
    "url",
    [
        "https://doi.org/",
        "https://doi.org/abc",
        "https://doi.org/10.12/a",
        "https://doi.org/10.1000/a%20b",
        "https://doi.org/10.1000/%C3%A4",
        f"https://doi.org/10.1000/{'a' * 300}",
        "https://www.nature.com/subjects/physics",
        "https://dl.acm.org/journal/tog",
        "https://journals.plos.org/plosone/article?id=10.1371",
        "https://example.com/v10.1000/a",
        "https://example.com/10.1000/",
        "https://www.biorxiv.org/content/early/recent",
        "notes.md",
    ],
)
def test_doi_is_none_where_there_is_none(url: str) -> None:
    """What only looks a little like one is not asked for."""
    assert papers.doi(url) is None


def test_doi_on_biorxiv_of_another_form_stays_as_it_is() -> None:
    """Not all that is there has a number of its own."""
    assert papers.doi("https://www.biorxiv.org/content/10.1101/abc") == papers.Doi(name="10.1101/abc", settles=True)


def test_doi_tells_whose_it_is() -> None:
    """Zenodo's are with DataCite, whatever their case; the ACM's are not."""
    zenodo, acm = papers.doi("https://doi.org/10.5281/ZENODO.1"), papers.doi("https://doi.org/10.1145/1")
    assert zenodo
    assert acm
    assert (zenodo.of_datacite, zenodo.key, acm.of_datacite) == (True, "10.5281/zenodo.1", False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.sciencedirect.com/science/article/pii/S0893608014002135", ("S0893608014002135", True)),
        (
            "https://www.sciencedirect.com/science/article/pii/S0893608014002135/pdfft?md5=1",
            ("S0893608014002135", True),
        ),
        ("https://linkinghub.elsevier.com/retrieve/pii/s089360801400213x", ("S089360801400213X", True)),
        ("https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(20)32463-6/fulltext", None),
        ("https://www.sciencedirect.com/science/article/pii/S---------()()()()", None),
        ("https://example.com/pii/S0893608014002135", None),
    ],
)
def test_pii_is_read_without_punctuation(url: str, expected: tuple[str, bool] | None) -> None:
    """What Elsevier calls an article; its page is behind a wall."""
    found = papers.pii(url)
    assert (found and (found.id, found.settles)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://aclanthology.org/P17-1001/", papers.Named("P17-1001")),
        ("https://www.aclanthology.org/2020.acl-main.1.pdf", papers.Named("2020.acl-main.1")),
        ("https://aclanthology.org/N19-1423v2.pdf", papers.Named("N19-1423")),
        ("https://www.aclweb.org/anthology/P17-1001.pdf", papers.Named("P17-1001", settles=False)),
        ("https://aclweb.org/anthology/papers/P/P17/P17-1001/", papers.Named("P17-1001", settles=False)),
        ("https://aclanthology.info/papers/P17-1001", papers.Named("P17-1001", settles=False)),
        ("https://aclanthology.org/volumes/P17-1/", None),
        ("https://example.com/P17-1001/", None),
    ],
)
def test_acl_reads_old_and_new_names(url: str, expected: papers.Named | None) -> None:
    """The Anthology has had three hosts and two ways to name a paper."""
    assert papers.acl(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://openreview.net/forum?id=p-BhZSz59o4", ("p-BhZSz59o4", "forum")),
        ("https://openreview.net/forum?noteId=x&id=p-BhZSz59o4&referrer=%5Bhome%5D", ("p-BhZSz59o4", "forum")),
        ("http://www.openreview.net/pdf?id=p-BhZSz59o4", ("p-BhZSz59o4", "pdf")),
        ("https://openreview.net/forum?noteId=p-BhZSz59o4", None),
        ("https://openreview.net/pdf/0123456789abcdef.pdf", None),
        ("https://openreview.net/group?id=ICLR.cc", None),
    ],
)
def test_openreview_reads_forums_and_files(url: str, expected: tuple[str, str] | None) -> None:
    """What else has an id there is no paper."""
    found = papers.openreview(url)
    assert (found and (found.id, found.form)) == expected


@given(st.text(max_size=60) | st.from_regex(r"https?://(arxiv|doi|openreview)\.(org|net)/(abs/)?[ -~]{0,40}"))
def test_every_reader_is_total(text: str) -> None:
    """Whatever is written in a list, an address names a paper or it does not."""
    for url in (text, f"https://arxiv.org/abs/{text}", f"https://doi.org/{text}", f"https://openreview.net/{text}"):
        for reader in (papers.arxiv, papers.doi, papers.pii, papers.acl, papers.openreview, papers.papers_with_code):
            assert isinstance(reader(url), papers.Arxiv | papers.Doi | papers.Named | None)


@given(
    st.from_regex(r"(0[89]|1[0-9]|2[0-5])(0[1-9]|1[0-2])", fullmatch=True), st.integers(0, 9999), st.integers(0, 999)
)
def test_arxiv_id_is_its_own_number(month: str, serial: int, version: int) -> None:
    """A number that was read is read again as itself, and asked for as it is written."""
    number = f"{month}.{serial:04}" if month < "1501" else f"{month}.{serial:05}"
    assert papers.arxiv_id(number) == number
    url = urls.canonical(f"https://arxiv.org/pdf/{number}v{version}.pdf")
    found = papers.arxiv(url or "")
    assert (found.version if found else 0) == version
