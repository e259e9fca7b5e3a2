"""The API of the Hugging Face Hub: models, datasets, spaces and papers, one at a time. Pure.

`X-Error-Code` decides (huggingface/huggingface_hub, src/huggingface_hub/utils/_http.py): RepoNotFound, GatedRepo.
Without it a 401 is the answer for what is absent and for what is private alike. A paper that is not in its index may
be on the Hub all the same. A space has a stage; one that is asleep wakes up for its visitor.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, json_of, names_of, text_of
from crawler.gather.hub import HUB, address, place_of
from crawler.gather.licences import language_of, licence_of
from crawler.gather.replies import batches, day_of, known, secure
from crawler.model import Kind, Observation
from crawler.settings import Keys

_ALL = ("author", "cardData", "createdAt", "disabled", "lastModified", "private", "tags")
_FIELDS = {
    "models": (*_ALL, "gated"),
    "datasets": (*_ALL, "gated", "description"),
    "spaces": (*_ALL, "runtime"),
}
"""Not its files, of which there may be thousands."""
_KINDS = {"models": Kind.MODEL, "datasets": Kind.DATASET, "spaces": Kind.SPACE, "papers": Kind.PAPER}
_RUNS = frozenset({"APP_STARTING", "BUILDING", "RUNNING", "RUNNING_APP_STARTING", "RUNNING_BUILDING", "SLEEPING"})
_DOI = re.compile(r"doi:(10\.[0-9]{4,9}/[!-~]{1,200})")
_STAGE = re.compile(r"[A-Z_]{1,40}")


class HuggingFace:
    """Knows what to ask the API of the Hugging Face Hub."""

    name = "huggingface"
    title = "Hugging Face's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Models, datasets and spaces by their owner and name, and papers; nothing below them."""
        del keys
        return place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each."""
        headers = {"Authorization": f"Bearer {keys.hf_token}"} if keys.hf_token else None
        for sort, (name,), some in batches(targets, place_of, 1):
            query = "&".join(f"expand={field}" for field in _FIELDS.get(sort, ()))
            url = f"{HUB}/api/{sort}/{name}"
            yield call(self.name, some, f"{url}?{query}" if query else url, headers=headers)

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """Its record, or the code of the refusal."""
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            place = place_of(target)
            if place is not None and (found := _finding(reading, target, place[0])):
                yield found


def _finding(reading: Reading, target: str, sort: str) -> Finding | None:
    reply, said = reading.reply, json_of(reading.reply)
    if reply.status == 200:
        found = dig(said, "id")
        if not isinstance(found, str):
            return None
        return _paper(reading, target, said) if sort == "papers" else _repository(reading, target, sort, found, said)
    if reply.header("x-error-code") == "GatedRepo":
        gated = reading.metadata(target, kind=_KINDS[sort], site="Hugging Face", state={"restricted": "gated"})
        return Finding(target=target, observation=reading.exists(target, said="lets in whom it knows"), metadata=gated)
    observation = _refusal(reading, target, sort)
    return Finding(target=target, observation=observation) if observation or reply.status == 404 else None


def _refusal(reading: Reading, target: str, sort: str) -> Observation | None:
    """What it says against it, if anything; a paper that its index lacks is no paper that there is not."""
    reply = reading.reply
    if sort == "papers":
        return None
    if reply.header("x-error-code") == "RepoNotFound":
        return reading.absent(target, f"has no such {_KINDS[sort]}")
    if reply.status == 401 and not _is_our_token(reply):
        return reading.absent(target, "says that it is absent, or private", status=403)
    disabled = reply.status == 403 and "disabled" in (reply.header("x-error-message") or "")
    return reading.absent(target, "has disabled access to it", status=403) if disabled else None


def _is_our_token(reply: Reply) -> bool:
    """Whether it is the token that it does not take."""
    return "Invalid credentials" in (reply.header("x-error-message") or "") + reply.body[:500].decode("latin-1")


def _repository(reading: Reading, target: str, sort: str, found: str, said: Mapping[str, Any]) -> Finding:
    if dig(said, "private") is True:  # only our token sees it: nothing of it is for those who read the list
        return Finding(target=target, observation=reading.absent(target, "says that it is private", status=403))
    card, stage = dig(said, "cardData"), dig(said, "runtime", "stage")
    stage = stage if isinstance(stage, str) and _STAGE.fullmatch(stage) else None
    title = dig(card, "title") or dig(card, "pretty_name") or dig(card, "model_name")
    metadata = reading.metadata(
        target,
        title=text_of(title) or text_of(found),
        abstract=text_of(dig(card, "short_description") or dig(said, "description"), ABSTRACT_CHARS),
        authors=names_of([dig(said, "author")]),
        published=day_of(dig(said, "createdAt")),
        modified=day_of(dig(said, "lastModified")),
        kind=_KINDS[sort],
        site="Hugging Face",
        language=language_of(_only(dig(card, "language"))),
        identifiers=_identifiers(dig(said, "tags")),
        licence=licence_of(_only(dig(card, "license"))),
        state=known(
            stage=stage,
            restricted=_restricted(said),
            disabled="true" if dig(said, "disabled") is True else None,
        ),
    )
    home = address(sort, found)
    asked = place_of(target)
    moved = home if home and asked and found.lower() != asked[1].lower() else secure(target)
    rests = f"says that its demo is {stage.lower().replace('_', ' ')}" if stage and stage not in _RUNS else ""
    return Finding(target=target, observation=reading.exists(target, moved_to=moved, said=rests), metadata=metadata)


def _restricted(said: Mapping[str, Any]) -> str | None:
    return "gated" if dig(said, "gated") in ("auto", "manual", True) else None


def _only(value: Any) -> Any:
    """A value, or the only one of a list: of several languages none is that of the resource."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _identifiers(tags: Any) -> Mapping[str, str]:
    """Its own DOI; a tag that names a paper is not its own."""
    given = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    doi = next((found[1] for tag in given if (found := _DOI.fullmatch(tag))), None)
    return known(doi=doi)


def _paper(reading: Reading, target: str, said: Mapping[str, Any]) -> Finding:
    authors = dig(said, "authors")
    metadata = reading.metadata(
        target,
        title=text_of(dig(said, "title")),
        abstract=text_of(dig(said, "summary"), ABSTRACT_CHARS),
        authors=names_of([dig(author, "name") for author in authors]) if isinstance(authors, list) else (),
        published=day_of(dig(said, "publishedAt")),
        kind=Kind.PAPER,
        site="Hugging Face",
        identifiers={"arxiv": found[1]} if (found := place_of(target)) else {},
    )
    return Finding(target=target, observation=reading.exists(target), metadata=metadata)
