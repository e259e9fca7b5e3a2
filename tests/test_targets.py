"""Links to targets."""

import pytest

from crawler.gather.markdown import parse
from crawler.gather.targets import target_of, targets
from crawler.model import Scheme


@pytest.mark.parametrize(
    ("url", "expected", "scheme"),
    [
        ("HTTP://A.example:80/b?c=2&a=1#d", "http://a.example/b?c=2&a=1", Scheme.WEB),
        (" https://a.example/b\n", "https://a.example/b", Scheme.WEB),
        ("https://a.example/b\tc\n d", "https://a.example/bc%20d", Scheme.WEB),
        ("//a.example", "https://a.example/", Scheme.WEB),
        ("http://", "http://", Scheme.WEB),
        ("https://[", "https://[", Scheme.WEB),
        ("mailto:a@b.example", "mailto:a@b.example", Scheme.OTHER),
        ("tel:+1", "tel:+1", Scheme.OTHER),
        ("data:text/plain,x", "data:text/plain,x", Scheme.OTHER),
        ("ftp://a.example/", "ftp://a.example/", Scheme.OTHER),
        ("javascript:void(0)", "javascript:void(0)", Scheme.OTHER),
        ("docs/a.md#b", "lists/docs/a.md#b", Scheme.LOCAL),
        ("#b", "lists/x.md#b", Scheme.LOCAL),
        ("../../a.md", "../a.md", Scheme.LOCAL),
        ("", "lists/x.md", Scheme.LOCAL),
        ("1.md", "lists/1.md", Scheme.LOCAL),
    ],
)
def test_target_of_tells_addresses_apart(url: str, expected: str, scheme: Scheme) -> None:
    """A web address is canonical, a local one a path from the root, any other is kept."""
    target = target_of(url, "lists/x.md")
    assert (target.url, target.scheme) == (expected, scheme)


def test_targets_come_in_the_order_of_the_lists() -> None:
    """Targets come as they first occur, each with all its links in order."""
    files = [parse(b"[a](https://b.example#1) [c](d.md)", "x.md"), parse(b"<https://B.example/> [e](/d.md)", "y/z.md")]
    found = targets(files)
    assert [target.url for target in found] == ["https://b.example/", "d.md"]
    assert [[link.path for link in links] for links in found.values()] == [["x.md", "y/z.md"]] * 2
