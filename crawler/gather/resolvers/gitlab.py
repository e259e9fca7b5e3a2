"""The API of gitlab.com: projects, one at a time. Pure.

docs.gitlab.com/api/projects: private and absent are both 404, so the page is asked before a project is gone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler import urls
from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.gather.licences import licence_of
from crawler.gather.replies import address_of, batches, day_of, known, secure
from crawler.model import Kind
from crawler.settings import Keys

_SITE = "https://gitlab.com"
_NAME = re.compile(r"[\w.-]{1,255}", re.ASCII)
_NO_GROUP = frozenset(
    "-,admin,api,dashboard,explore,groups,help,profile,projects,public,search,snippets,users".split(",")  # noqa: SIM905
)
_DEPTH_MOST = 21
"""Twenty groups in each other, and a project (docs.gitlab.com/user/group/subgroups)."""


class GitLab:
    """Knows what to ask the API of gitlab.com."""

    name = "gitlab"
    title = "GitLab's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Addresses of projects; nothing below them."""
        del keys
        return _place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each."""
        del keys
        for _, (path,), some in batches(targets, _place_of, 1):
            yield call(self.name, some, f"{_SITE}/api/v4/projects/{escaped(path)}?license=true")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """Its record; or that there is none for the public, or that it is a group."""
        reading, said = Reading(reply, run, self.name), json_of(reply)
        path = dig(said, "path_with_namespace")
        for target in reply.request.targets:
            if reply.status == 200 and isinstance(path, str):
                yield _found(reading, target, path, said)
            elif reply.status == 404:
                yield Finding(target=target, observation=reading.absent(target, "shows the public no such project"))


def _place_of(target: str) -> tuple[str, str] | None:
    """The path of a project.

    >>> _place_of("https://gitlab.com/a/b/c.git"), _place_of("https://gitlab.com/a/b/-/issues")
    (('project', 'a/b/c'), None)
    """
    if urls.host_of(target) not in ("gitlab.com", "www.gitlab.com"):
        return None
    parts = list(urls.path_segments(target))
    if not 2 <= len(parts) <= _DEPTH_MOST or parts[0] in _NO_GROUP or not all(map(_NAME.fullmatch, parts)):
        return None
    return None if "-" in parts else ("project", "/".join(parts).removesuffix(".git"))


def _found(reading: Reading, target: str, path: str, said: Mapping[str, Any]) -> Finding:
    metadata = reading.metadata(
        target,
        title=text_of(dig(said, "name_with_namespace")) or text_of(path),
        abstract=text_of(dig(said, "description"), ABSTRACT_CHARS),
        authors=names_of([dig(said, "namespace", "name")]),
        published=day_of(dig(said, "created_at")),
        modified=day_of(dig(said, "last_activity_at")),
        kind=Kind.REPOSITORY,
        site="GitLab",
        licence=licence_of(dig(said, "license", "key")),
        image=address_of(dig(said, "avatar_url")),
        state=known(
            archived="true" if dig(said, "archived") is True else None,
            pushed=day_of(dig(said, "last_activity_at")),
            default_branch=text_of(dig(said, "default_branch"), 200),
        ),
    )
    asked, parts = _place_of(target), path.split("/")
    other = asked is not None and path.lower() != asked[1].lower() and all(map(_NAME.fullmatch, parts))
    observation = reading.exists(target, moved_to=f"{_SITE}/{path}" if other else secure(target))
    return Finding(target=target, observation=observation, metadata=metadata)
