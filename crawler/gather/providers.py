"""Who answers oEmbed about what: a table. Pure.

Made by docs/providers.py of the package oembed-providers 1.0.20260604, part of github.com/iamcal/oembed: MIT, copyright
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


PROVIDERS: Sequence[Provider] = (
    Provider(
        name="TikTok", endpoint="https://www.tiktok.com/oembed", kind=Kind.VIDEO, schemes=("tiktok.com/*/video/*",)
    ),
    Provider(
        name="Apple Podcasts",
        endpoint="https://podcasts.apple.com/api/oembed",
        kind=Kind.ITEM,
        schemes=("podcasts.apple.com/*/podcast/*",),
    ),
    Provider(
        name="Bluesky", endpoint="https://embed.bsky.app/oembed", kind=Kind.POST, schemes=("bsky.app/profile/*/post/*",)
    ),
    Provider(
        name="CodePen", endpoint="https://codepen.io/api/oembed", kind=Kind.SPACE, schemes=("codepen.io/*/pen/*",)
    ),
    Provider(
        name="CodeSandbox",
        endpoint="https://codesandbox.io/oembed",
        kind=Kind.SPACE,
        schemes=("codesandbox.io/s/*", "codesandbox.io/embed/*"),
    ),
    Provider(
        name="Dailymotion",
        endpoint="https://www.dailymotion.com/services/oembed",
        kind=Kind.VIDEO,
        schemes=("dailymotion.com/video/*", "geo.dailymotion.com/player.html?video=*"),
    ),
    Provider(
        name="Docswell",
        endpoint="https://www.docswell.com/service/oembed",
        kind=Kind.DOCUMENT,
        schemes=("docswell.com/s/*/*",),
    ),
    Provider(
        name="DocumentCloud",
        endpoint="https://api.www.documentcloud.org/api/oembed",
        kind=Kind.DOCUMENT,
        schemes=("documentcloud.org/documents/*",),
    ),
    Provider(
        name="Figma",
        endpoint="https://www.figma.com/api/oembed",
        kind=Kind.ITEM,
        schemes=(
            "figma.com/file/*",
            "figma.com/design/*",
            "figma.com/board/*",
            "figma.com/slides/*",
            "figma.com/buzz/*",
            "figma.com/site/*",
            "figma.com/make/*",
        ),
    ),
    Provider(
        name="Flickr",
        endpoint="https://www.flickr.com/services/oembed/",
        kind=Kind.ITEM,
        schemes=("*.flickr.com/photos/*", "flic.kr/p/*", "flic.kr/s/*", "*.*.flickr.com/*/*"),
    ),
    Provider(
        name="Flourish",
        endpoint="https://app.flourish.studio/api/v1/oembed",
        kind=Kind.ITEM,
        schemes=("public.flourish.studio/visualisation/*", "public.flourish.studio/story/*"),
    ),
    Provider(
        name="Framatube",
        endpoint="https://framatube.org/services/oembed",
        kind=Kind.VIDEO,
        schemes=("framatube.org/w/*",),
    ),
    Provider(name="Issuu", endpoint="https://issuu.com/oembed", kind=Kind.DOCUMENT, schemes=("issuu.com/*/docs/*",)),
    Provider(
        name="Loom",
        endpoint="https://www.loom.com/v1/oembed",
        kind=Kind.VIDEO,
        schemes=("loom.com/i/*", "loom.com/share/*"),
    ),
    Provider(
        name="Mixcloud", endpoint="https://www.mixcloud.com/oembed/", kind=Kind.ITEM, schemes=("mixcloud.com/*/*/",)
    ),
    Provider(name="Nebula", endpoint="https://nebula.tv/api/oembed", kind=Kind.VIDEO, schemes=("nebula.tv/videos/*",)),
    Provider(
        name="Observable",
        endpoint="https://api.observablehq.com/oembed",
        kind=Kind.SPACE,
        schemes=("observablehq.com/@*/*", "observablehq.com/d/*", "observablehq.com/embed/*"),
    ),
    Provider(name="Odysee", endpoint="https://odysee.com/$/oembed", kind=Kind.VIDEO, schemes=("odysee.com/*/*",)),
    Provider(
        name="PeerTube.TV",
        endpoint="https://peertube.tv/services/oembed",
        kind=Kind.VIDEO,
        schemes=("peertube.tv/w/*",),
    ),
    Provider(
        name="Prezi Video",
        endpoint="https://prezi.com/v/oembed",
        kind=Kind.VIDEO,
        schemes=("prezi.com/v/*", "*.prezi.com/v/*"),
    ),
    Provider(
        name="Reddit",
        endpoint="https://www.reddit.com/oembed",
        kind=Kind.POST,
        schemes=("reddit.com/r/*/comments/*/*",),
    ),
    Provider(
        name="Replit",
        endpoint="https://replit.com/data/oembed",
        kind=Kind.SPACE,
        schemes=("repl.it/@*/*", "replit.com/@*/*"),
    ),
    Provider(
        name="Rumble",
        endpoint="https://rumble.com/api/Media/oembed.json",
        kind=Kind.VIDEO,
        schemes=("rumble.com/v*.html", "rumble.com/shorts/*"),
    ),
    Provider(
        name="Sketchfab",
        endpoint="https://sketchfab.com/oembed",
        kind=Kind.ITEM,
        schemes=("sketchfab.com/*models/*", "sketchfab.com/*/folders/*"),
    ),
    Provider(
        name="SlideShare",
        endpoint="https://www.slideshare.net/api/oembed/2",
        kind=Kind.DOCUMENT,
        schemes=(
            "slideshare.net/*/*",
            "fr.slideshare.net/*/*",
            "de.slideshare.net/*/*",
            "es.slideshare.net/*/*",
            "pt.slideshare.net/*/*",
        ),
    ),
    Provider(
        name="SoundCloud",
        endpoint="https://soundcloud.com/oembed",
        kind=Kind.ITEM,
        schemes=("soundcloud.com/*/*", "on.soundcloud.com/*", "soundcloud.app.goog.gl/*"),
    ),
    Provider(
        name="Speaker Deck",
        endpoint="https://speakerdeck.com/oembed.json",
        kind=Kind.DOCUMENT,
        schemes=("speakerdeck.com/*/*",),
    ),
    Provider(
        name="Spotify",
        endpoint="https://open.spotify.com/oembed",
        kind=Kind.ITEM,
        schemes=("open.spotify.com/*/*", "spotify.link/*"),
    ),
    Provider(
        name="Stanford Digital Repository",
        endpoint="https://purl.stanford.edu/embed.json",
        kind=Kind.ITEM,
        schemes=("purl.stanford.edu/*",),
    ),
    Provider(
        name="ArcGIS StoryMaps",
        endpoint="https://storymaps.arcgis.com/oembed",
        kind=Kind.ARTICLE,
        schemes=("storymaps.arcgis.com/stories/*",),
    ),
    Provider(
        name="Streamable",
        endpoint="https://api.streamable.com/oembed.json",
        kind=Kind.VIDEO,
        schemes=("streamable.com/*",),
    ),
    Provider(
        name="TED",
        endpoint="https://www.ted.com/services/v1/oembed.json",
        kind=Kind.VIDEO,
        schemes=("ted.com/talks/*",),
    ),
    Provider(
        name="Twitter",
        endpoint="https://publish.twitter.com/oembed",
        kind=Kind.POST,
        schemes=("twitter.com/*/status/*", "*.twitter.com/*/status/*"),
    ),
    Provider(
        name="Vimeo",
        endpoint="https://vimeo.com/api/oembed.json",
        kind=Kind.VIDEO,
        schemes=(
            "vimeo.com/#",
            "vimeo.com/album/*/video/*",
            "vimeo.com/channels/*/*",
            "vimeo.com/groups/*/videos/*",
            "vimeo.com/ondemand/*/*",
            "player.vimeo.com/video/*",
            "vimeo.com/event/*/*",
        ),
    ),
    Provider(
        name="Wistia",
        endpoint="https://fast.wistia.com/oembed.json",
        kind=Kind.VIDEO,
        schemes=("fast.wistia.com/embed/iframe/*", "fast.wistia.com/embed/playlists/*", "*.wistia.com/medias/*"),
    ),
    Provider(name="Wokwi", endpoint="https://wokwi.com/api/oembed", kind=Kind.SPACE, schemes=("wokwi.com/share/*",)),
    Provider(
        name="X",
        endpoint="https://publish.twitter.com/oembed",
        kind=Kind.POST,
        schemes=("x.com/*/status/*", "*.x.com/*/status/*"),
    ),
)
"""By name."""
