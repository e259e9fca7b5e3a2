"""The shape of an item of CSL-JSON, after the specification of CSL 1.0.2 (appendices III and IV) and its schema."""

from collections.abc import Iterator, Mapping

TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
personal_communication post post-weblog regulation report review review-book software song speech standard thesis treaty
webpage
""".split()  # noqa: SIM905 - one name beside the other is how a person reads them
TEXTS = """
id type language abstract archive call-number citation-label collection-title container-title
container-title-short dimensions DOI event-title event-place genre ISBN ISSN jurisdiction keyword medium note number
original-title PMCID PMID publisher publisher-place references reviewed-title scale section source status title
title-short URL version volume issue page
""".split()  # noqa: SIM905
NAMES = {"author", "editor", "contributor", "translator", "publisher"}
DATES = {"issued", "accessed", "original-date", "submitted", "event-date"}
NAME_PARTS = {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}


def problems(item: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with an item."""
    if item.get("type") not in TYPES or not item.get("id"):
        yield f"no type or no id: {item}"
    for name, value in item.items():
        if name in TEXTS:
            fits = isinstance(value, str)
        elif name in NAMES:
            fits = isinstance(value, list) and all(map(_is_name, value))
        else:
            fits = name in DATES and _is_date(value)
        if not fits:
            yield f"{name}: {value!r}"


def _is_name(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and set(value) <= NAME_PARTS and all(map(_is_text, value.values()))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_date(value: object) -> bool:
    parts = value.get("date-parts") if isinstance(value, dict) and set(value) == {"date-parts"} else None
    return (
        isinstance(parts, list)
        and 1 <= len(parts) <= 2
        and all(1 <= len(part) <= 3 and all(isinstance(number, int) for number in part) for part in parts)
    )
