"""Builds crawler/gather/providers.py from the list of oEmbed providers that github.com/iamcal/oembed keeps (MIT).

Its package for npm is read: `npm pack oembed-providers`, unpack it, and

    python docs/providers.py package > crawler/gather/providers.py

Of its hundreds of providers those are taken that lists link to, that ask for no key, and that answer over https.
"""

import json
import subprocess
import sys
from pathlib import Path

CHOSEN = {
    "Apple Podcasts": "item",
    "ArcGIS StoryMaps": "article",
    "Bluesky Social": "post",
    "CodePen": "space",
    "CodeSandbox": "space",
    "Dailymotion": "video",
    "Docswell": "document",
    "DocumentCloud": "document",
    "Figma": "item",
    "Flickr": "item",
    "Flourish": "item",
    "Framatube": "video",
    "Issuu": "document",
    "Loom": "video",
    "MixCloud": "item",
    "Nebula": "video",
    "Observable": "space",
    "Odysee": "video",
    "PeerTube.TV": "video",
    "Prezi Video": "video",
    "Reddit": "post",
    "Replit": "space",
    "Rumble": "video",
    "Sketchfab": "item",
    "SlideShare": "document",
    "SoundCloud": "item",
    "SpeakerDeck": "document",
    "Spotify": "item",
    "Stanford Digital Repository": "item",
    "Streamable": "video",
    "TED": "video",
    "TikTok": "video",
    "Twitter": "post",
    "Vimeo": "video",
    "Wistia, Inc.": "video",
    "Wokwi": "space",
    "X": "post",
}
"""Provider -> kind of what it has."""
CALLED = {"Bluesky Social": "Bluesky", "MixCloud": "Mixcloud", "SpeakerDeck": "Speaker Deck", "Wistia, Inc.": "Wistia"}
NARROWER = {
    "codepen.io/*": "codepen.io/*/pen/*",
    "odysee.com/*": "",
    "open.spotify.com/*": "open.spotify.com/*/*",
    "podcasts.apple.com/*": "podcasts.apple.com/*/podcast/*",
    "rumble.com/*": "rumble.com/v*.html",
    "soundcloud.com/*": "soundcloud.com/*/*",
    "tiktok.com/*": "",
    "twitter.com/*": "",
    "vimeo.com/*": "vimeo.com/#",
    "x.com/*": "",
}
"""Schemes that take in a provider's other pages as well -> what they are meant for; `#` stands for a number."""
ENDPOINTS = {
    "Sketchfab": "https://sketchfab.com/oembed",
    # X leads from publish.x.com to it (recorded in 2024 in github.com/oscarotero/Embed, tests/cache).
    "X": "https://publish.twitter.com/oembed",
}

HEAD = '''"""Who answers oEmbed about what: a table. Pure.

Made by docs/providers.py of the package oembed-providers {version}, part of github.com/iamcal/oembed: MIT, copyright
2016 Cal Henderson. In a scheme `*` stands for anything within a part of the address, at its end for anything, and `#`
for a number; `www.` and the protocol make no difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One who answers oEmbed."""

    name: str
    endpoint: str
    kind: Kind
    """What kind of thing it has."""
    schemes: tuple[str, ...]


PROVIDERS: Sequence[Provider] = ('''


def schemes(provider: dict) -> list[str]:
    """The addresses that a provider answers for, narrowed to single things."""
    listed = [scheme for endpoint in provider["endpoints"] for scheme in endpoint.get("schemes", [])]
    web = [scheme.partition("://")[2].removeprefix("www.") for scheme in listed if scheme.startswith("http")]
    narrow = dict.fromkeys(NARROWER.get(each, each) for each in web)
    return [scheme for scheme in narrow if scheme]


def main(package: Path) -> None:
    """Print the module."""
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    lines = [HEAD.format(version=version)]
    for provider in json.loads((package / "providers.json").read_text("utf-8")):
        name = provider["provider_name"]
        if name not in CHOSEN:
            continue
        endpoint = ENDPOINTS.get(name, provider["endpoints"][0]["url"]).replace("{format}", "json")
        row = {"name": CALLED.get(name, name), "endpoint": endpoint}
        fields = ", ".join(f"{key}={value!r}" for key, value in row.items())
        lines.append(f"    Provider({fields}, kind=Kind.{CHOSEN[name].upper()}, schemes={tuple(schemes(provider))!r}),")
    text = "\n".join([*lines, ")", '"""By name."""', ""])
    formatter = ["ruff", "format", "--line-length=120", "-"]
    sys.stdout.write(subprocess.run(formatter, input=text, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
