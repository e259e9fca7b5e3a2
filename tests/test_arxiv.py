"""arXiv's answers, in the shapes that it is recorded to give."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.resolvers.arxiv import Arxiv
from crawler.model import Kind
from tests.desks import fits
from tests.registers import NO_KEYS, asked, heard, state_of, status_of, told, word_of

ARXIV = Arxiv()
ATTENTION = "https://arxiv.org/abs/1706.03762"


def entry(
    number: str = "1706.03762v7", comment: str = "", summary: str = "We propose\n  a $d_k$-network.", more: str = ""
) -> str:
    """One paper of a feed."""
    return f"""<entry><id>http://arxiv.org/abs/{number}</id>
      <title>Attention Is\n  All You Need</title><updated>2023-08-02T00:41:18Z</updated>
      <link href="https://arxiv.org/pdf/{number}" rel="related" title="pdf"/><summary>{escape(summary)}</summary>
      <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/><published>2017-06-12T17:57:34Z</published>
      <arxiv:comment>{escape(comment)}</arxiv:comment>{more}
      <author><name>Ashish Vaswani</name></author><author><name>Noam Shazeer</name></author></entry>"""


def feed(*entries: str, total: int | None = None) -> bytes:
    """A feed of papers."""
    count = len(entries) if total is None else total
    return f"""<?xml version='1.0' encoding='UTF-8'?>
    <feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
     xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/oqaUC9OB2SccftmJHZqrxySXrao</id>
     <opensearch:totalResults>{count}</opensearch:totalResults>{"".join(entries)}</feed>""".encode()


def test_requests_asks_for_a_paper_once_and_without_its_version() -> None:
    """Two addresses of one paper are one question, and the newest version tells which there are."""
    request = asked(ARXIV, ATTENTION, "https://arxiv.org/pdf/1706.03762v5.pdf", "https://arxiv.org/abs/hep-th/9901001")
    query = "id_list=1706.03762,hep-th/9901001&max_results=2"
    assert request.url == f"https://export.arxiv.org/api/query?{query}"


def test_requests_come_by_the_hundred() -> None:
    """No more than arXiv answers in one, and each target in exactly one of them."""
    targets = [f"https://arxiv.org/abs/cond-mat/99{n // 50 % 12 + 1:02}{n:03}" for n in range(250)]
    requests = list(ARXIV.requests(targets, NO_KEYS))
    assert [len(request.targets) for request in requests] == [100, 100, 50]
    assert max(len(request.url) for request in requests) < 2000
    assert [target for request in requests for target in request.targets] == targets


def test_read_tells_all_that_arxiv_says() -> None:
    """Title and abstract lose line breaks and keep their LaTeX."""
    metadata = told(ARXIV, ATTENTION, feed(entry(comment="15 pages, 5 figures")))
    assert (metadata.title, metadata.abstract) == ("Attention Is All You Need", "We propose a $d_k$-network.")
    assert (metadata.authors, metadata.kind) == (("Ashish Vaswani", "Noam Shazeer"), Kind.PAPER)
    assert (metadata.published, metadata.modified, metadata.site) == ("2017-06-12", "2023-08-02", "arXiv")
    assert (metadata.identifiers, metadata.state) == ({"arxiv": "1706.03762"}, {"newest_version": "7"})


def test_read_knows_where_a_paper_came_out() -> None:
    """The DOI is that of the journal, and so is the reference."""
    more = "<arxiv:doi>10.1103/PhysRevD.76.013009</arxiv:doi><arxiv:journal_ref>Phys.Rev.D76:013009</arxiv:journal_ref>"
    metadata = told(ARXIV, ATTENTION, feed(entry(more=more)))
    assert metadata.site == "Phys.Rev.D76:013009"
    assert metadata.state["published_as"] == metadata.identifiers["doi"] == "10.1103/PhysRevD.76.013009"


def test_read_says_who_is_there_and_who_is_not() -> None:
    """What is missing from the feed is not there; a paper is known by its number, old ones without their class."""
    old, gone = "https://arxiv.org/abs/math.GT/0309136v1", "https://arxiv.org/abs/0808.05394"
    assert not ARXIV.takes(gone, NO_KEYS)
    gone = "https://arxiv.org/abs/0808.5394"
    found = heard(ARXIV, [ATTENTION, old, gone], feed(entry("math/0309136v2"), entry()))
    assert [status_of(found[target]) for target in (ATTENTION, old, gone)] == [200, 200, 404]
    assert state_of(found[old]) == {"newest_version": "2", "version": "1"}
    assert word_of(found[gone]) == "has no such paper"


def test_read_says_that_there_is_no_such_paper_when_one_alone_is_missing() -> None:
    """An absent number is answered 200, with an empty feed."""
    assert status_of(heard(ARXIV, [ATTENTION], feed())[ATTENTION]) == 404


def test_read_believes_a_feed_that_does_not_count() -> None:
    """The number of papers is an extension's, and only worth something where it differs."""
    body = feed(entry()).replace(b"<opensearch:totalResults>1</opensearch:totalResults>", b"")
    assert status_of(heard(ARXIV, [ATTENTION], body)[ATTENTION]) == 200


def test_read_says_nothing_when_all_of_many_are_missing() -> None:
    """An empty feed for a whole list is arXiv's trouble more often than the list's."""
    assert not heard(ARXIV, [ATTENTION, "https://arxiv.org/abs/1511.06434"], feed())


def test_read_misses_a_version_that_there_is_not_yet() -> None:
    """A paper of seven versions has no eighth."""
    eighth, seventh = f"{ATTENTION}v8", f"{ATTENTION}v7"
    found = heard(ARXIV, [eighth, seventh], feed(entry()))
    assert (status_of(found[eighth]), status_of(found[seventh])) == (404, 200)
    assert word_of(found[eighth]) == "has no version 8 of it, but 7"


def test_read_leaves_open_what_arxiv_cannot_tell() -> None:
    """A mirror, and the HTML that few papers have, may be there or not; what the paper is, is known."""
    mirror, html = "https://ar5iv.org/abs/1706.03762", "https://arxiv.org/html/1706.03762v9"
    found = heard(ARXIV, [mirror, html], feed(entry()))
    assert [found[target].observation for target in (mirror, html)] == [None, None]
    assert found[mirror].metadata
    assert heard(ARXIV, [mirror], feed())[mirror].observation is None


@pytest.mark.parametrize(
    ("comment", "summary", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to a crucial sign error in equation 1", "We prove it.", True),
        ("Withdrawn", "We prove it.", True),
        ("12 pages. The manuscript has been withdrawn because of an error", "We prove it.", True),
        ("", "This paper has been withdrawn by the authors.", True),
        ("", "Paper withdrawn. See another one.", True),
        ("", "Troops were withdrawn. We study a model of how a note is withdrawn from circulation.", False),
        ("Accepted at ICML; version 2 corrects a withdrawn claim", "We prove it.", False),
        ("", "", False),
    ],
)
def test_read_knows_what_was_withdrawn(comment: str, summary: str, withdrawn: bool) -> None:
    """By the authors' own words in front of the abstract or in the comment; the page stays, and so does the link."""
    found = heard(ARXIV, [ATTENTION], feed(entry(comment=comment, summary=summary)))[ATTENTION]
    assert ("withdrawn" in state_of(found)) == withdrawn
    assert (status_of(found), bool(word_of(found))) == (200, withdrawn)


ERROR = """<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>
<summary>incorrect id format for abc</summary></entry>"""
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"b" * 100 + b'"><!ENTITY c "&b;&b;&b;">]><feed>&c;</feed>'


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, b"Rate exceeded."),
        (503, feed(entry())),
        (400, feed(ERROR)),
        (200, feed(ERROR)),
        (200, feed(entry(), ERROR)),
        (200, feed(total=1)),
        (200, feed(entry(), entry())),
        (200, feed(entry("not-a-number"))),
        (200, feed(entry())[:-20]),
        (200, b"<html><body>Sorry</body></html>"),
        (200, b"<feed/>"),
        (200, BOMB),
        (200, "<?xml version='1.0' encoding='UTF-16'?><feed/>".encode("utf-16")),
        (200, b"\xff\xfe"),
        (200, b""),
    ],
)
def test_read_says_nothing_of_what_is_no_whole_feed(status: int, body: bytes) -> None:
    """Limits, errors, half an answer and entities: all of it leaves the targets to the next one."""
    assert heard(ARXIV, [ATTENTION], body, status) == {}


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: feed(entry(comment=text, summary=text))))
def test_read_is_total(body: bytes) -> None:
    """Whatever came."""
    assert fits(heard(ARXIV, [ATTENTION], body).values())
