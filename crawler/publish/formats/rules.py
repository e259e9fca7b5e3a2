"""What each rule means, and what a maintainer can do about it: for the formats that explain themselves. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from crawler import PROJECT_URL
from crawler.model import Rule, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a rule is called, what it means, and what to do."""

    severity: Severity
    short: str
    full: str
    help: str


def url_of(rule: Rule) -> str:
    """Where a rule is explained.

    >>> url_of(Rule.DEAD).rpartition("/")[2]
    'formats.md#dead'
    """
    return f"{PROJECT_URL}/blob/main/docs/formats.md#{rule.value}"


MEANINGS: Mapping[Rule, Meaning] = {
    Rule.DEAD: Meaning(
        severity=Severity.ERROR,
        short="The link is dead",
        full="It was gone in checks on at least three days over two weeks, or silent on five over thirty days.",
        help="Put another address in its place; where an archive has a copy, that is one. Whether it leaves the list is"
        " for its curator to say.",
    ),
    Rule.BROKEN: Meaning(
        severity=Severity.ERROR,
        short="The link is broken",
        full="It says that it is gone, or nothing answers at its host at all; it was asked twice in one run.",
        help="Open it. If it is gone for you too, look for its new address; if it comes back, the next run says so.",
    ),
    Rule.HIJACKED: Meaning(
        severity=Severity.ERROR,
        short="The link leads to something else now",
        full="It answers, but its domain is parked or for sale, or the page has become another one.",
        help="Look at this one first, since readers are led astray: put another address in its place.",
    ),
    Rule.FAILING: Meaning(
        severity=Severity.NOTE,
        short="There was no usable answer",
        full="A timeout, a fault of the server, no way to it from here. Such things pass.",
        help="Nothing yet: it is asked again, and called broken or dead only if it stays so.",
    ),
    Rule.BLOCKED: Meaning(
        severity=Severity.NOTE,
        short="Crawlers are turned away",
        full="A challenge, a page to sign in on, a refusal (401, 403, 429): nothing is known against the link.",
        help="Nothing. Open it in a browser if you want to be sure.",
    ),
    Rule.MOVED: Meaning(
        severity=Severity.WARNING,
        short="The link has moved",
        full="The page lives at another address for good, and a fix is known.",
        help="Write the new address: `listkeeper fix` does, and shows first what it would change.",
    ),
    Rule.BETTER_ADDRESS: Meaning(
        severity=Severity.NOTE,
        short="A better address is known",
        full="The link answers, and the same page has a better address: by https, without tracking, its own page.",
        help="Write the better address, if you like it better too.",
    ),
    Rule.DUPLICATE: Meaning(
        severity=Severity.WARNING,
        short="The link stands twice",
        full="The same address, or another one of the same page, stands in the lists already.",
        help="Keep one of them; or leave both, and say so with a comment: <!-- listkeeper: ignore -->.",
    ),
    Rule.PLACEHOLDER: Meaning(
        severity=Severity.WARNING,
        short="The address is still to come",
        full="What stands there was to be replaced by the right address.",
        help="Put in the address that is meant.",
    ),
    Rule.MISMATCH: Meaning(
        severity=Severity.WARNING,
        short="The text names another place",
        full="The text of the link names another place than the one that it leads to.",
        help="Mend the text or the address, whichever is wrong.",
    ),
    Rule.NAMES: Meaning(
        severity=Severity.WARNING,
        short="One address has two names",
        full="The same address stands under two names that do not agree.",
        help="One of them was probably meant for another address: mend it.",
    ),
    Rule.LOOKALIKE: Meaning(
        severity=Severity.WARNING,
        short="The host looks like another one",
        full="The host of the link is written in letters that look like those of another host.",
        help="Make sure that it is the host that you mean.",
    ),
    Rule.SYNTAX: Meaning(
        severity=Severity.WARNING,
        short="The text cannot be read as it is meant",
        full="Bytes that are no UTF-8, or a comment to Listkeeper that cannot be understood or holds no longer.",
        help="Mend the text at that place.",
    ),
}
