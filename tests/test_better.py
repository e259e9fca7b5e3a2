"""Better addresses of what is there: named by rules, and proposed once they have answered."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.better import RULES, better, better_addresses, page_of
from crawler.judge.health import verdict
from crawler.model import ErrorKind, Health, History, Metadata, Testimony, Verdict, Witness
from crawler.urls import canonical
from tests.histories import both, day, history, hop, link, look, urls

PDF, ABS = "https://arxiv.org/pdf/1706.03762", "https://arxiv.org/abs/1706.03762"
HTTP, HTTPS = "http://a.example/paper", "https://a.example/paper"
ONE, NEAR, FAR = "00000000000000ff", "00000000000000f0", "ffffffff000000ff"


def said(target: str, url: str, **facts: Any) -> Testimony:
    """What a better address answered."""
    given = {"run": 1, "at": day(0), "status": 200, "final_url": url, **facts}
    return Testimony(target=target, witness=Witness.CANDIDATE, asked=url, **given)


def page(url: str, **facts: Any) -> Metadata:
    """What a page says of itself."""
    return Metadata(target=url, at=day(0), **facts)


def alive(url: str, *testimonies: Testimony, **facts: Any) -> History:
    """A target that answers 200."""
    given = {key: facts.pop(key) for key in ("metadata",) if key in facts}
    seen = look(1, target=url, status=200, final_url=url, **facts)
    return history(seen, url=url, links=(link(url),), testimonies=testimonies, **given)


def found(seen: History) -> tuple[str, str] | None:
    """Rule and address of what is proposed."""
    best = better(seen, verdict(seen))
    return (best.rule, best.url) if best else None


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://arxiv.org/pdf/1706.03762", ABS),
        ("http://www.arxiv.org/pdf/1706.03762v5.pdf", ABS + "v5"),
        ("https://arxiv.org/pdf/math/0309136.pdf", "https://arxiv.org/abs/math/0309136"),
        ("https://arxiv.org/html/2401.00001v1?x=1", "https://arxiv.org/abs/2401.00001v1"),
        ("https://openreview.net/pdf?id=rJxyz123", "https://openreview.net/forum?id=rJxyz123"),
        ("https://aclanthology.org/2020.acl-main.1.pdf", "https://aclanthology.org/2020.acl-main.1/"),
        ("https://aclanthology.org/P19-1001v2.pdf", "https://aclanthology.org/P19-1001/"),
        (
            "http://proceedings.mlr.press/v97/tan19a/tan19a.pdf",
            "https://proceedings.mlr.press/v97/tan19a.html",
        ),
        (
            "https://papers.nips.cc/paper/2017/file/3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf",
            "https://proceedings.neurips.cc/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html",
        ),
        (
            "https://proceedings.neurips.cc/paper_files/paper/2022/file/3f5ee243547dee91fbd053c1c4a845aa-Paper-Conference.pdf",
            "https://proceedings.neurips.cc/paper_files/paper/2022/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract-Conference.html",
        ),
        (
            "https://openaccess.thecvf.com/content_cvpr_2016/papers/He_Deep_Residual_CVPR_2016_paper.pdf",
            "https://openaccess.thecvf.com/content_cvpr_2016/html/He_Deep_Residual_CVPR_2016_paper.html",
        ),
        ("https://en.m.wikipedia.org/wiki/Dropout", "https://en.wikipedia.org/wiki/Dropout"),
        ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("https://a.example/pdf/1706.03762.pdf", "https://a.example/pdf/1706.03762.pdf"),
        ("not an address", "not an address"),
    ],
)
def test_page_of_is_the_page_about_a_file(url: str, page: str) -> None:
    """A number or a name is kept; what no rule knows stays as it is."""
    assert page_of(url) == page


def test_better_needs_an_answer_from_the_page() -> None:
    """A rule names the page of a paper; only if it is there it is proposed."""
    assert found(alive(PDF)) is None
    assert found(alive(PDF, said(PDF, ABS, status=404))) is None
    assert found(alive(PDF, said(PDF, ABS, status=403, marks=("wall:cloudflare",)))) is None
    assert found(alive(PDF, said(PDF, ABS, status=None, error=ErrorKind.TIMEOUT, final_url=None))) is None
    assert found(alive(PDF, said(PDF, ABS))) == ("arxiv-page", ABS)


def test_better_says_nothing_of_what_is_not_there() -> None:
    """What is gone, or not seen, has other proposals, or none."""
    gone = history(*both(1, target=PDF, status=404), url=PDF, testimonies=(said(PDF, ABS),))
    assert found(gone) is None
    assert better_addresses(gone, verdict(gone)) == ()


def test_better_takes_the_page_before_another_spelling() -> None:
    """Of several that answered, the page about the file comes first."""
    url = "http://arxiv.org/pdf/1706.03762"
    secure = said(url, PDF, body_bytes=9)
    assert found(alive(url, secure, body_bytes=9)) == ("https", PDF)
    assert found(alive(url, secure, said(url, ABS), body_bytes=9)) == ("arxiv-page", ABS)


@pytest.mark.parametrize(
    ("own", "there", "same"),
    [
        ({"fingerprint": ONE}, {"fingerprint": NEAR}, True),
        ({"fingerprint": ONE}, {"fingerprint": FAR}, False),
        ({"fingerprint": ONE, "metadata": (page(HTTP, title="A  b"),)}, {"fingerprint": ONE, "title": "A b"}, True),
        ({"fingerprint": ONE, "metadata": (page(HTTP, title="A"),)}, {"fingerprint": ONE, "title": "Welcome"}, False),
        ({"fingerprint": ONE, "metadata": (page(HTTP),)}, {"fingerprint": ONE, "title": "A"}, True),
        ({"fingerprint": ONE}, {}, False),
        ({"body_bytes": 9}, {"body_bytes": 9}, True),
        ({"body_bytes": 9}, {"body_bytes": 8}, False),
        ({}, {}, False),
        ({"metadata": (page(HTTP, canonical=HTTPS),)}, {}, True),
        ({"metadata": (page(HTTP, canonical="https://a.example/"),)}, {}, False),
        ({"body_bytes": 9}, {"body_bytes": 9, "final_url": HTTP}, False),
    ],
)  # fmt: skip
def test_better_takes_https_where_it_is_the_same_page(
    own: dict[str, Any], there: dict[str, Any], *, same: bool
) -> None:
    """The same text under the same title, the page's own word, or a file of the same size; and nobody is sent back."""
    seen = alive(HTTP, said(HTTP, HTTPS, **there), **own)
    assert found(seen) == (("https", HTTPS) if same else None)


def test_better_believes_the_address_itself() -> None:
    """Where the address leads on to https by itself, for now, that is what a reader gets."""
    seen = look(1, target=HTTP, status=200, final_url=HTTPS, redirects=(hop(HTTPS, 302),))
    assert found(history(seen, url=HTTP, links=(link(HTTP),))) == ("https", HTTPS)


def test_better_leaves_spellings_to_where_a_page_moved() -> None:
    """Its new address may be spelled better, not its old one; the page of a paper is one all the same."""
    seen = look(1, target=HTTP, status=200, final_url="https://b.example/x", redirects=(hop("https://b.example/x"),))
    moved = history(seen, url=HTTP, testimonies=(said(HTTP, HTTPS),))
    assert verdict(moved).health is Health.MOVED
    assert better_addresses(moved, verdict(moved)) == ()


def test_better_takes_tracking_parameters_off() -> None:
    """Where the address without them shows the same page."""
    url = f"{HTTPS}?utm_source=list"
    assert found(alive(url, said(url, HTTPS, fingerprint=ONE), fingerprint=ONE)) == ("tracking-parameters", HTTPS)


def test_better_needs_a_good_look_of_its_own() -> None:
    """What was never seen well cannot be compared."""
    seen = history(url=HTTP, testimonies=(said(HTTP, HTTPS),))
    assert better(seen, Verdict(target=HTTP, health=Health.ALIVE, reason="")) is None


@given(
    url=urls | st.from_regex(r"https?://(arxiv\.org|openreview\.net|en\.m\.wikipedia\.org)/[!-~]{0,40}", fullmatch=True)
)
def test_better_addresses_are_addresses(url: str) -> None:
    """Whatever is linked: each is canonical, another one, and there are few."""
    plain = canonical(url) or url
    seen = alive(plain)
    named = better_addresses(seen, Verdict(target=plain, health=Health.ALIVE, reason=""))
    assert all(canonical(each.url) == each.url != plain for each in named)
    assert len(named) <= len(RULES)
