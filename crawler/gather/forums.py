"""What an address of a site of Stack Exchange leads to. Pure."""

import re

from crawler import urls

_SITES = {
    "askubuntu.com": "askubuntu",
    "mathoverflow.net": "mathoverflow.net",
    "meta.askubuntu.com": "meta.askubuntu",
    "meta.mathoverflow.net": "meta.mathoverflow.net",
    "meta.serverfault.com": "meta.serverfault",
    "meta.stackoverflow.com": "meta.stackoverflow",
    "meta.superuser.com": "meta.superuser",
    "serverfault.com": "serverfault",
    "stackapps.com": "stackapps",
    "stackoverflow.com": "stackoverflow",
    "superuser.com": "superuser",
}
_OF_THE_NETWORK = re.compile(r"([a-z0-9-]+(?:\.meta)?)\.stackexchange\.com|((?:es|ja|pt|ru)\.stackoverflow)\.com")
_NO_SITE = frozenset({"api", "area51", "blog", "chat", "data", "openid", "www"})
_ID = re.compile(r"[0-9]{1,10}")


def place_of(target: str) -> tuple[tuple[str, str], str] | None:
    """Which site and method of the API of Stack Exchange, and the id there; None for what is no question or answer.

    >>> place_of("https://stats.stackexchange.com/a/7"), place_of("https://stackoverflow.com/questions/1/a-b/2?x=y")
    ((('stats', 'answers'), '7'), (('stackoverflow', 'answers'), '2'))
    >>> place_of("https://askubuntu.com/q/3/4"), place_of("https://stackoverflow.com/questions/tagged/git")
    ((('askubuntu', 'questions'), '3'), None)
    """
    host = urls.host_of(target).removeprefix("www.")
    of_network = _OF_THE_NETWORK.fullmatch(host)
    site = _SITES.get(host) or (of_network and (of_network[1] or of_network[2]))
    if not site or site in _NO_SITE:
        return None
    first, second, _, fourth = [*urls.path_segments(target), "", "", "", ""][:4]
    if first == "questions" and _ID.fullmatch(second) and _ID.fullmatch(fourth):
        return (site, "answers"), fourth
    method = {"a": "answers", "q": "questions", "questions": "questions"}.get(first)
    return ((site, method), second) if method and _ID.fullmatch(second) else None
