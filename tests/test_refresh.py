"""`<meta http-equiv=refresh>`, as the HTML standard reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.refresh import refresh

HERE = "https://a.example/dir/page"
CASES = [
    ("0; url=/new", "https://a.example/new", 0),
    ("0;URL=new", "https://a.example/dir/new", 0),
    ("5, url = 'https://b.example/x y' z", "https://b.example/x%20y", 5),
    ('0 url="/q"', "https://a.example/q", 0),
    ("0 /bare", "https://a.example/bare", 0),
    ("\n 3.7 ;\t/n", "https://a.example/n", 3),
    (".5;/n", "https://a.example/n", 0),
    ("0;url='/unclosed", "https://a.example/unclosed", 0),
    ("0;url", "https://a.example/dir/url", 0),
    ("0;; /n", "https://a.example/dir/;%20/n", 0),
    ("10; /n", "https://a.example/n", 10),
]
NOTHING = [
    *("", "5", "0;", "0; url=", "0;url=''", "x; /n", "0x; /n", "-1; /n", "; /n", "11; /n", "9999999999999; /n"),
    *(
        "0; url=javascript:alert(1)",
        "0; data:text/html,x",
        "0; ftp://b.example/",
        "0; http://[",
        "0;url=mailto:a@b.example",
    ),
    *("0; url=#top", "0; url=/dir/page", "0; url=https://A.example:443/dir/page#x"),
]


@pytest.mark.parametrize(("content", "url", "delay_s"), CASES)
def test_refresh_finds_the_address(content: str, url: str, delay_s: float) -> None:
    """The address is found where browsers find it, and made absolute."""
    found = refresh(content, HERE, HERE)
    assert found is not None
    assert (found.url, found.delay_s) == (url, delay_s)


@pytest.mark.parametrize("content", NOTHING)
def test_refresh_is_none_when_it_leads_nowhere(content: str) -> None:
    """What only reloads the page, waits long, or is no web address, leads nowhere."""
    assert refresh(content, HERE, HERE) is None


@given(content=st.text(alphabet=st.sampled_from("0159.;, url='\"/#:\n\x00é"), max_size=30) | st.text(max_size=30))
def test_refresh_takes_any_text(content: str) -> None:
    """Any content leads to a web address within ten seconds, or nowhere."""
    found = refresh(content, HERE, HERE)
    assert found is None or (found.url.startswith(("http://", "https://")) and 0 <= found.delay_s <= 10)
