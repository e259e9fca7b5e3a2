"""Addresses."""

from hypothesis import given
from hypothesis import strategies as st

from crawler import urls

_PART = st.text("aZ0:@/\\?#%. -é\t\n", max_size=8)


@given(st.sampled_from(["https:", "http:", "HTTP:", " https:", "\t", "", "ftp:", "mailto:"]), _PART, _PART, _PART)
def test_veiled_leaves_no_credentials(scheme: str, slashes: str, before: str, after: str) -> None:
    """However an address is written, whoever reads the veiled one finds no name, no password, and the same host."""
    url = f"{scheme}//{slashes}{before}s3cret@{after}"
    parsed, veiled = urls.parse(url, "https://base.invalid/"), urls.parse(urls.veiled(url), "https://base.invalid/")
    if parsed is None:
        return
    assert veiled is not None
    if parsed.username or parsed.password:
        assert (veiled.username, veiled.password) == ("REDACTED", "")
        assert (veiled.host, veiled.pathname, veiled.search) == (parsed.host, parsed.pathname, parsed.search)
    else:
        assert urls.veiled(url) == url
