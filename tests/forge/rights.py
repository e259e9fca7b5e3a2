"""Who may ask what, and what every request must say of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.forge.talk import Asked, RefusedError
from tests.forge.things import ALL_RIGHTS, Account, Token

API_VERSIONS = frozenset({"2022-11-28"})
"""The versions of the interface that the description is of."""
_NEEDS = (
    ("/git/", "contents"),
    ("/contents/", "contents"),
    ("/pulls", "pull_requests"),
    ("/issues", "issues"),
    ("/actions/", "actions"),
)
_NOBODY = Token(account=Account("", 0), rights=dict.fromkeys(ALL_RIGHTS, "read"), of_installation=True)


@dataclass
class Rights:
    """The tokens that are known."""

    tokens: dict[str, Token]

    def token(self, asked: Asked) -> Token:
        """Whose request it is; without a token anybody may read."""
        header = asked.headers.get("authorization")
        if header is None:
            if asked.method != "GET":
                raise RefusedError(401, "Requires authentication")
            return _NOBODY
        token = self.tokens.get(header.partition(" ")[2])
        if token is None or not re.match(r"(?i)bearer |token ", header):
            raise RefusedError(401, "Bad credentials")
        return token

    def login(self, asked: Asked) -> str | None:
        """The account of a request's token, if it is known."""
        token = self.tokens.get(asked.headers.get("authorization", "").partition(" ")[2])
        return token.account.login if token else None

    def limit(self, asked: Asked) -> int:
        """Requests an hour: of GITHUB_TOKEN, of a person, of nobody."""
        token = self.tokens.get(asked.headers.get("authorization", "").partition(" ")[2])
        return 60 if token is None else 1000 if token.of_installation else 5000

    def check(self, template: str, method: str, token: Token, *, is_pull: bool) -> None:
        """RefusedError where a token may not do that; a pull request is an issue to the one right or the other."""
        needed = next((what for part, what in _NEEDS if part in template), None)
        right = "read" if method == "GET" else "write"
        if needed is None or token.may(right, needed) or (is_pull and token.may(right, "pull_requests")):
            return
        raise RefusedError(403, "Resource not accessible by integration")


def headers_problems(asked: Asked) -> Iterator[str]:
    """What a request to GitHub must carry, and what it must say of its body."""
    headers = asked.headers
    if headers.get("x-github-api-version") not in API_VERSIONS:
        yield f"X-GitHub-Api-Version is {headers.get('x-github-api-version')!r}, not one of {sorted(API_VERSIONS)}"
    if "application/vnd.github+json" not in headers.get("accept", ""):
        yield f"Accept is {headers.get('accept')!r}, not application/vnd.github+json"
    if not headers.get("user-agent"):
        yield "GitHub turns requests without a User-Agent away"
    if asked.body and headers.get("content-type", "").partition(";")[0] != "application/json":
        yield f"the body's Content-Type is {headers.get('content-type')!r}, not application/json"
