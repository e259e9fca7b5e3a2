"""What an address of the Hugging Face Hub leads to. Pure."""

import re

from crawler import urls

HUB = "https://huggingface.co"
_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
_NAME = re.compile(r"[\w.-]{1,96}", re.ASCII)
_PAPER = re.compile(r"[0-9]{4}\.[0-9]{4,5}")
_NO_OWNER = frozenset(
    """api blog chat collections docs enterprise front inference join learn login models new organizations papers
    playground posts pricing search settings storage support tasks terms-of-service privacy welcome""".split()  # noqa: SIM905
)


def place_of(target: str) -> tuple[str, str] | None:
    """Which list of the API, and the name in it.

    >>> place_of("https://huggingface.co/google/vit"), place_of("https://hf.co/spaces/a/b?c")
    (('models', 'google/vit'), ('spaces', 'a/b'))
    >>> place_of("https://huggingface.co/papers/1706.03762"), place_of("https://huggingface.co/blog/a")
    (('papers', '1706.03762'), None)
    >>> place_of("https://huggingface.co/datasets/squad"), place_of("https://huggingface.co/gpt2")
    (('datasets', 'squad'), None)
    """
    if urls.host_of(target) not in _HOSTS:
        return None
    parts = list(urls.path_segments(target))
    if parts[-2:] == ["tree", "main"]:
        parts = parts[:-2]
    if len(parts) == 2 and parts[0] == "papers":
        return ("papers", parts[1]) if _PAPER.fullmatch(parts[1]) else None
    sort, names = (parts[0], parts[1:]) if parts[:1] in (["datasets"], ["spaces"]) else ("models", parts)
    if not _is_name(sort, names) or names[0] in _NO_OWNER:
        return None
    return sort, "/".join(names)


def address(sort: str, name: str) -> str | None:
    """The address of a repository by its name; None where it cannot be one's name.

    >>> address("models", "a/b"), address("spaces", "a/b"), address("spaces", "a/../b")
    ('https://huggingface.co/a/b', 'https://huggingface.co/spaces/a/b', None)
    """
    names = name.split("/")
    parts = names if sort == "models" else [sort, *names]
    return f"{HUB}/{'/'.join(parts)}" if _is_name(sort, names) else None


def _is_name(sort: str, names: list[str]) -> bool:
    """Whether it can be one's name: owner and name, or the name alone of a dataset from before there were owners.

    Models have such names too; as an address they may as well be the page of a person.
    """
    return len(names) in ((1, 2) if sort == "datasets" else (2,)) and all(map(_NAME.fullmatch, names))
