"""What an address of YouTube leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import urls
from crawler.gather.videos import Sort, address, place_of

VIDEO = (Sort.VIDEO, "aircAruvnKk")
LIST = "PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi"
CHANNEL = "UCYO_jab_esuFRV4b17AJtAw"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://www.youtube.com/watch?v=aircAruvnKk&t=3", VIDEO),
        ("https://m.youtube.com/watch?list=PLabcdefghijkl&v=aircAruvnKk", VIDEO),
        ("https://youtu.be/aircAruvnKk?si=x", VIDEO),
        ("https://youtube.com/shorts/aircAruvnKk", VIDEO),
        ("https://www.youtube.com/live/aircAruvnKk", VIDEO),
        ("https://www.youtube.com/embed/aircAruvnKk", VIDEO),
        ("https://www.youtube-nocookie.com/embed/aircAruvnKk", VIDEO),
        ("http://www.youtube.com/v/aircAruvnKk", VIDEO),
        (f"https://www.youtube.com/playlist?list={LIST}", (Sort.PLAYLIST, LIST)),
        (f"https://www.youtube.com/embed/videoseries?list={LIST}", (Sort.PLAYLIST, LIST)),
        (f"https://www.youtube.com/watch?list={LIST}", (Sort.PLAYLIST, LIST)),
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", (Sort.CHANNEL, CHANNEL)),
        ("https://www.youtube.com/@3blue1brown", (Sort.HANDLE, "3blue1brown")),
        ("https://www.youtube.com/user/hugolarochelle", (Sort.USER, "hugolarochelle")),
        ("https://www.youtube.com/watch?v=short", None),
        ("https://www.youtube.com/playlist?list=RDaircAruvnKk0", None),
        ("https://www.youtube.com/c/3blue1brown", None),
        ("https://www.youtube.com/feed/trending", None),
        ("https://www.youtube.com/", None),
        ("https://www.youtube-nocookie.com/watch?v=aircAruvnKk", None),
        ("https://youtube.com.evil.example/watch?v=aircAruvnKk", None),
        ("https://www.youtube.com/watch?" + "&".join(f"a{n}" for n in range(3)) + "&v=aircAruvnKk", VIDEO),
    ],
)
def test_place_of_knows_every_form_of_an_address(url: str, place: tuple[Sort, str] | None) -> None:
    """The same video has many addresses; what is mixed for each visitor has none."""
    assert place_of(url) == place


@given(st.sampled_from(Sort), st.text("Az0_-", min_size=22, max_size=22))
def test_address_leads_to_what_it_was_made_of(sort: Sort, text: str) -> None:
    """There and back again."""
    name = {Sort.VIDEO: text[:11], Sort.PLAYLIST: f"PL{text}", Sort.CHANNEL: f"UC{text}"}.get(sort, text)
    assert place_of(address(sort, name)) == (sort, name)


@given(st.text())
def test_place_of_takes_any_address(path: str) -> None:
    """Whatever stands behind the host."""
    url = urls.canonical(f"https://www.youtube.com/{path}")
    place = place_of(url) if url else None
    assert place is None or place[0] in Sort
