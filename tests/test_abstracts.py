"""What pages say that they are about."""

import pytest

from crawler.gather.abstracts import ABSTRACT_CHARS, abstract_of
from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup

PROSE = "Cats are small animals, and they sleep for most of the day and of the night."


@pytest.mark.parametrize(
    "text",
    [
        "Abstract page for arXiv paper 1706.03762: Attention Is All You Need",
        "Enjoy the videos and music you love, upload original content",
        "Just another WordPress.com weblog",
        "Ein weiteres WordPress-Blog",
        "Contribute to a/b development by creating an account on GitHub.",
        "We\u2019re sorry but app doesn't work properly without JavaScript enabled.",
        "Please enable JavaScript",
        "Join the discussion on this paper page",
        "Your daily dose of AI research from AK",
        "Description",
        "{{ page.description }}",
        "...",
    ],
)
def test_abstract_of_leaves_out_what_says_nothing(text: str) -> None:
    """What a site says on every page tells nothing of one."""
    assert abstract_of(Markup(metas={"og:description": text}), Work(description="Of cats.")) == ("Of cats.", "json-ld")


@pytest.mark.parametrize(
    "text", ["A description of cats", "Contribute to the debate", "JavaScript for cats", "Enjoy the cat", "100 % cats"]
)
def test_abstract_of_keeps_what_only_begins_alike(text: str) -> None:
    """A text that says something is kept, though its first words are those of others that do not."""
    assert abstract_of(Markup(metas={"description": text}), Work()) == (text, "description")


@pytest.mark.parametrize(
    ("paragraph", "is_prose"),
    [
        (PROSE, True),
        ("Home | News | Contact | About us | Imprint | Search | Help | More", False),
        ("Cats are small.", False),
        ("Antidisestablishmentarianism Donaudampfschifffahrtsgesellschaftskapitän.", False),
        (f"{PROSE} This site uses cookies.", False),
        ("Abstract page for arXiv paper 1: which is one that goes on for a while, and on.", False),
    ],
)
def test_abstract_of_takes_the_first_paragraph_of_sentences(paragraph: str, is_prose: bool) -> None:
    """Where nothing else describes the page, its first prose does; a menu or a notice is none."""
    assert abstract_of(Markup(paragraphs=("Menu", paragraph)), Work()) == (
        (paragraph, "paragraph") if is_prose else ("", "")
    )


def test_abstract_of_goes_by_the_best_source() -> None:
    """A scholarly abstract comes before what is meant for a card, and all are cut."""
    metas = {"og:description": "A card.", "bepress_citation_abstract": "x" * 9999}
    assert abstract_of(Markup(metas=metas), Work()) == ("x" * ABSTRACT_CHARS, "bepress_citation_abstract")
