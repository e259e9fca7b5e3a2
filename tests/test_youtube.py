"""YouTube's interfaces, in the shapes that they are recorded to give."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.resolvers import Resolver
from crawler.gather.resolvers.youtube import YouTube
from crawler.gather.resolvers.youtube_items import YouTubeItems
from crawler.gather.resolvers.youtube_oembed import YouTubeOEmbed
from crawler.gather.resolvers.youtube_thumbnail import YouTubeThumbnail
from crawler.model import Kind
from tests.desks import KEYS, NO_KEYS, asked, heard, home_of, one, says, shaken, status_of

API, ITEMS, OEMBED, PICTURE = YouTube(), YouTubeItems(), YouTubeOEmbed(), YouTubeThumbnail()
WATCH = "https://www.youtube.com/watch?v=aircAruvnKk"
SHORT = "https://youtu.be/aircAruvnKk?t=9"
OTHER = "https://www.youtube.com/watch?v=bbbbbbbbbbb"
LIST = "https://www.youtube.com/playlist?list=PLZHQObOWTQDNU6R1"
CHANNEL = "https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw"
HANDLE = "https://www.youtube.com/@3blue1brown"
USER = "https://www.youtube.com/user/hugo"


def item(name: str = "aircAruvnKk", **more: Any) -> dict[str, Any]:
    """One row of a list."""
    snippet = {
        "publishedAt": "2017-10-05T15:06:23Z",
        "title": "But what is a  neural network?",
        "description": "What are the neurons?\n\nhttps://a.example/",
        "channelTitle": "3Blue1Brown",
        "defaultAudioLanguage": "en",
        "thumbnails": {"high": {"url": "https://i.ytimg.com/vi/aircAruvnKk/hqdefault.jpg"}},
    }
    status = {"uploadStatus": "processed", "privacyStatus": "public", "embeddable": True}
    return {"id": name, "snippet": snippet, "status": status, **more}


def listed(*items: dict[str, Any], kind: str = "video", **more: Any) -> dict[str, Any]:
    """A reply of the Data API."""
    return {"kind": f"youtube#{kind}ListResponse", "items": list(items), **more}


TITLED = {
    "title": "A title",
    "author_name": "An author",
    "thumbnail_url": "https://i.ytimg.com/vi/a/0.jpg",
    "version": "1.0",
}


def test_requests_asks_for_fifty_videos_at_once() -> None:
    """One video under two addresses is asked for once; the key stands in a header, and in no URL."""
    many = [f"https://youtu.be/{number:011}" for number in range(51)]
    first, second = asked(API, *many, many[0].replace("youtu.be/", "www.youtube.com/watch?v="), keys=KEYS)
    assert (len(first.targets), len(second.targets)) == (51, 1)
    assert first.url.count("%2C00000") == 49
    assert not any("yt-canary" in request.url for request in (first, second))
    assert first.call
    assert first.call.headers == (("X-Goog-Api-Key", "yt-canary"),)


def test_requests_asks_for_handles_one_by_one() -> None:
    """The interface takes one name a request, and ids of playlists or channels fifty at a time."""
    urls = [request.url for request in asked(API, LIST, CHANNEL, HANDLE, USER, f"{LIST}2", keys=KEYS)]
    assert [url.partition("&")[2] for url in urls] == [
        "id=PLZHQObOWTQDNU6R1%2CPLZHQObOWTQDNU6R12&maxResults=50",
        "id=UCYO_jab_esuFRV4b17AJtAw&maxResults=50",
        "forHandle=3blue1brown&maxResults=50",
        "forUsername=hugo&maxResults=50",
    ]


def test_takes_nothing_without_a_key() -> None:
    """The Data API wants one; oEmbed and the pictures do not."""
    assert [each.takes(LIST, NO_KEYS) for each in (API, ITEMS, OEMBED, PICTURE)] == [False, False, True, False]
    assert [each.takes(WATCH, NO_KEYS) for each in (API, ITEMS, OEMBED, PICTURE)] == [False, False, True, True]
    assert not any(each.takes("https://a.example/", KEYS) for each in (API, ITEMS, OEMBED, PICTURE))


def test_read_tells_what_is_there_and_what_is_not() -> None:
    """Both addresses of a video are told of; an id that is not among the items is gone, or private."""
    (request,) = asked(API, WATCH, SHORT, OTHER, keys=KEYS)
    found = heard(API, says(request, listed(item())))
    assert {target: status_of(each) for target, each in found.items()} == {WATCH: 200, SHORT: 200, OTHER: 404}
    told = found[SHORT].metadata
    assert told
    assert (told.title, told.abstract) == ("But what is a neural network?", "What are the neurons? https://a.example/")
    assert (told.authors, told.published, told.kind, told.language) == (
        ("3Blue1Brown",),
        "2017-10-05",
        Kind.VIDEO,
        "en",
    )
    assert (told.image, told.site) == ("https://i.ytimg.com/vi/aircAruvnKk/hqdefault.jpg", "YouTube")


@pytest.mark.parametrize(
    ("target", "row", "state"),
    [
        (WATCH, item(status={"embeddable": False}), {"restricted": "embedding"}),
        (LIST, item("PLZHQObOWTQDNU6R1", contentDetails={"itemCount": 12}), {"items": "12"}),
        (LIST, item("PLZHQObOWTQDNU6R1", status={"privacyStatus": "private"}), {"restricted": "private"}),
        (HANDLE, item("UC", statistics={"videoCount": "140"}), {"items": "140"}),
    ],
)
def test_read_tells_in_what_state_it_is(target: str, row: dict[str, Any], state: dict[str, str]) -> None:
    """Whether it may be embedded or seen, and how much there is."""
    found = one(API, target, listed(row))
    assert found
    assert found.metadata
    assert (status_of(found), found.metadata.state) == (200, state)


def test_read_gives_the_handle_of_an_old_name() -> None:
    """`/user/` still leads there; the handle is the address that YouTube gives today."""
    row = item("UCYO_jab_esuFRV4b17AJtAw")
    row["snippet"]["customUrl"] = "@hugo_l"
    found = one(API, USER, listed(row, kind="channel"))
    assert found
    assert found.metadata
    assert (found.metadata.canonical, found.metadata.kind) == ("https://www.youtube.com/@hugo_l", Kind.CHANNEL)


def test_read_finds_no_channel_in_a_reply_without_items() -> None:
    """For a name that nobody has the list of channels leaves `items` out."""
    assert status_of(one(API, HANDLE, {"kind": "youtube#channelListResponse"})) == 404


def test_read_takes_a_rejected_upload_for_gone() -> None:
    """It is listed, and nobody can watch it."""
    assert status_of(one(API, WATCH, listed(item(status={"uploadStatus": "rejected"})))) == 410


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"error": {"code": 403, "errors": [{"reason": "quotaExceeded"}]}}, 403),
        ({}, 200),
        (b"<html>", 200),
        (listed(), 500),
    ],
)
def test_read_has_nothing_to_say_when_the_reply_is_of_no_use(said: object, status: int) -> None:
    """No quota, no list, no JSON: nothing is known."""
    assert one(API, WATCH, said, status) is None


def test_read_takes_no_video_for_gone_when_there_is_more_to_come() -> None:
    """A page of a list is not the list."""
    assert one(API, WATCH, listed(nextPageToken="CAUQAA")) is None


def test_items_tells_how_much_of_a_playlist_is_gone() -> None:
    """It is metadata alone: whether the playlist is there is asked elsewhere."""
    rows = [{"snippet": {"title": title, "publishedAt": f"2020-0{month}-01T00:00:00Z"}} for month, title in enumerate(
        ("Deleted video", "A talk", "Private video"), 1)]  # fmt: skip
    found = one(ITEMS, LIST, listed(*rows, kind="playlistItem", pageInfo={"totalResults": 60}))
    assert found
    assert found.metadata
    assert status_of(found) == "open"
    assert found.metadata.state == {"items": "60", "items_missing": "2", "newest_post": "2020-03-01"}


def test_items_tells_when_a_channel_last_spoke() -> None:
    """By the playlist of its uploads, whose name is that of the channel; a name behind an `@` has none."""
    channel = "https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw"
    (request,) = asked(ITEMS, channel, keys=KEYS)
    assert request.url.endswith("playlistId=UUYO_jab_esuFRV4b17AJtAw")
    rows = [{"snippet": {"title": "Deleted video", "publishedAt": f"202{year}-05-06T00:00:00Z"}} for year in (4, 3)]
    found = one(ITEMS, channel, listed(*rows, kind="playlistItem", pageInfo={"totalResults": 60}))
    assert found
    assert found.metadata
    assert (found.metadata.kind, found.metadata.state) == (Kind.CHANNEL, {"newest_post": "2024-05-06"})
    assert not ITEMS.takes(HANDLE, KEYS)


@pytest.mark.parametrize(("said", "status", "result"), [({}, 404, "open"), (listed(), 200, "open"), ({}, 403, None)])
def test_items_leaves_a_playlist_open(said: object, status: int, result: str | None) -> None:
    """None of it, or no such playlist: the next is asked. A quota that is used up is no answer."""
    found = one(ITEMS, LIST, said, status)
    assert status_of(found) == result
    assert found is None or found.metadata is None


def test_oembed_asks_by_the_address_that_youtube_gives() -> None:
    """Whatever form of it stands in the list."""
    (request,) = asked(OEMBED, SHORT, WATCH)
    assert request.url.endswith("/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DaircAruvnKk")
    assert set(request.targets) == {SHORT, WATCH}


@pytest.mark.parametrize(
    ("target", "said", "status", "result"),
    [
        (WATCH, TITLED, 200, 200),
        (LIST, TITLED, 200, "open"),
        (HANDLE, TITLED, 200, "open"),
        (WATCH, b"Unauthorized", 401, 200),
        (WATCH, b"Forbidden", 403, 403),
        (WATCH, b"Forbidden", 200, 403),
        (WATCH, b"Not Found", 404, 404),
        (LIST, b"Not Found", 404, 404),
        (WATCH, b"Bad Request", 400, "open"),
        (HANDLE, b"Not Found", 404, "open"),
        (HANDLE, b"Bad Request", 400, "open"),
        (WATCH, b"Too Many", 429, None),
        (HANDLE, b"", 503, None),
        (WATCH, b"{", 200, None),
    ],
)
def test_oembed_tells_by_its_status(target: str, said: object, status: int, result: object) -> None:
    """401 is no embedding, 403 private, 404 gone; that a playlist or a channel is there its page tells."""
    assert status_of(one(OEMBED, target, said, status)) == result


@pytest.mark.parametrize(("status", "state"), [(401, "embedding"), (403, "private")])
def test_oembed_tells_who_may_see_it(status: int, state: str) -> None:
    """What is refused is told as a state as well."""
    found = one(OEMBED, WATCH, b"", status)
    assert found
    assert found.metadata
    assert found.metadata.state == {"restricted": state}


def test_oembed_tells_title_and_author() -> None:
    """And no more: the page is read for an abstract."""
    found = one(OEMBED, LIST, TITLED)
    assert found
    assert found.metadata
    assert (found.metadata.title, found.metadata.authors, found.metadata.kind) == (
        "A title",
        ("An author",),
        Kind.PLAYLIST,
    )
    assert OEMBED.adds_page


@pytest.mark.parametrize(("status", "result"), [(200, 200), (404, 404), (429, None), (500, None)])
def test_thumbnail_tells_whether_there_is_a_video(status: int, result: int | None) -> None:
    """By its status, where what came is a picture."""
    (request,) = asked(PICTURE, SHORT)
    assert request.url == "https://img.youtube.com/vi/aircAruvnKk/0.jpg"
    assert status_of(one(PICTURE, SHORT, b"\xff\xd8", status)) == result


@pytest.mark.parametrize(
    ("body", "kind", "result"),
    [
        (b"RIFF....WEBP", "image/webp", 200),
        (b"\xff\xd8\xff\xe0", "application/octet-stream", 200),
        (b"<title>Before you go on</title>", "text/html", None),
        (b" <html>", "image/jpeg", None),
        (b"", "image/jpeg", None),
        (b"ok", "", None),
    ],
)
def test_thumbnail_says_nothing_when_it_is_no_picture(body: bytes, kind: str, result: int | None) -> None:
    """A page that answers 200 for everything is no sign of a video."""
    assert status_of(one(PICTURE, SHORT, body, headers={"content-type": kind})) == result


@given(
    st.sampled_from([API, ITEMS, OEMBED]), shaken(listed(item(), item("UC", statistics={"videoCount": "1"})) | TITLED)
)
def test_read_is_total(resolver: YouTube | YouTubeItems | YouTubeOEmbed, said: object) -> None:
    """Any JSON in the place of any other is read without a fault."""
    for target in (WATCH, LIST, HANDLE):
        if resolver.takes(target, KEYS):
            one(resolver, target, said)


@pytest.mark.parametrize("resolver", [API, OEMBED])
def test_read_passes_over_what_it_would_not_have_asked(resolver: YouTube | YouTubeOEmbed) -> None:
    """A target that is not YouTube's is not told of."""
    (request,) = asked(PICTURE, WATCH)
    stray = says(type(request)(url=request.url, targets=("https://a.example/",)), listed(item()) | TITLED)
    assert heard(resolver, stray) == {}
    assert list(resolver.requests(["https://a.example/"], KEYS)) == []


@pytest.mark.parametrize(
    ("resolver", "said", "status"),
    [(API, listed(item()), 200), (OEMBED, TITLED, 200), (OEMBED, b"", 401), (PICTURE, b"\xff\xd8", 200)],
)
def test_read_knows_where_addresses_lead_for_good(resolver: Resolver, said: object, status: int) -> None:
    """To https and `www.`; the short address is YouTube's own, and stays."""
    bare = "http://youtube.com/watch?v=aircAruvnKk&t=1"
    assert home_of(one(resolver, bare, said, status)) == "https://www.youtube.com/watch?v=aircAruvnKk&t=1"
    assert home_of(one(resolver, f"http://www.youtube.com/{WATCH[24:]}", said, status)) == WATCH
    assert home_of(one(resolver, SHORT, said, status)) is None
