"""The page of a job for the links that somebody adds."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from crawler.model import Diagnostic, Rule, Severity
from crawler.publish.added_summary import added_summary
from crawler.publish.job_summary import SUMMARY_BYTES
from tests.findings import diagnostic, diagnostics, findings


def test_added_summary_says_what_is_wrong_and_what_to_write() -> None:
    """The verdict counts by gravity, and each row has a place, an address and the one that could replace it."""
    moved = diagnostic("http://a.example/", Rule.MOVED, severity=Severity.WARNING, new_url="https://a.example/")
    text = added_summary(findings(diagnostics=(diagnostic(), moved)))
    assert text.startswith("## On the links that are added: 1 error, 1 warning.\n")
    assert "| `README.md:1` | moved (warning) | `http://a.example/`<br>→ `https://a.example/` |" in text
    assert "What to change is for you and the maintainers to decide" in text


def test_added_summary_says_when_it_was_not_finished() -> None:
    """What was not asked about is not taken for well."""
    assert "> **Not every link was asked about**" in added_summary(findings(complete=False))


def test_added_summary_is_never_too_long_for_a_runner() -> None:
    """Of more rows than fit it shows the first, and says how many are left out."""
    many = tuple(diagnostic(message="🔗" * 300, url=f"https://a.example/{'y' * 200}{number}") for number in range(3000))
    text = added_summary(findings(diagnostics=many))
    assert len(text.encode()) <= SUMMARY_BYTES
    assert text.rstrip().endswith(" more.")


@given(st.lists(diagnostics(st.text()), max_size=4))
def test_added_summary_is_one_heading_and_one_table_whatever_strangers_write(found: list[Diagnostic]) -> None:
    """No text of theirs makes a link, an image, HTML, or one cell more."""
    html = str(MarkdownIt("gfm-like").render(added_summary(findings(diagnostics=tuple(found)))))
    assert html.count("<h2>") == 1
    assert html.count("<td>") == 4 * len(found)
    assert not any(f"<{tag}" in html for tag in ("a ", "img", "script", "h1", "h3", "ul", "blockquote"))
