"""Diagnostics as other programs take them: one pure function for each format, by the name that a person gives it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from crawler.publish.formats import github, gitlab, junit, rdjsonl, sarif
from crawler.publish.formats.checked import Checked, Occurrence

__all__ = ["FORMATS", "TEXT", "Checked", "Occurrence"]

TEXT = "text"
"""What a person reads; no format of this package."""

FORMATS: Mapping[str, Callable[[Checked], str]] = MappingProxyType(
    {
        "rdjsonl": rdjsonl.write,
        "sarif": sarif.write,
        "junit": junit.write,
        "github": github.write,
        "gitlab": gitlab.write,
    }
)
