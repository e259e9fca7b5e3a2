"""Days as people and machines write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.dates import FIRST_YEAR, LAST_YEAR, date_of, day_in_path, day_of, not_after

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-02-19T14:20:25Z", "2020-02-19"),
        ("2022-1-26T14:32:06+02:00", "2022-01-26"),
        ("2020/02/19", "2020-02-19"),
        ("2012.06.04", "2012-06-04"),
        ("Sat, 19 Oct 2019 00:04:00 +0200", "2019-10-19"),
        ("August 3rd, 2019", "2019-08-03"),
        ("Sept. 29, 2020", "2020-09-29"),
        ("2012 Nov 26", "2012-11-26"),
        ("mardi 5 juin 2018", "2018-06-05"),
        ("14 de enero de 2020", "2020-01-14"),
        ("19. März 2010", "2010-03-19"),
        ("14 Gennaio 2020", "2020-01-14"),
        ("2020年1月2日", "2020-01-02"),
        ("19.2.2020 klo 14.00", "2020-02-19"),
        ("29-04-2020", "2020-04-29"),
        ("23.09.20 | 18:19", "2020-09-23"),
        ("no day, then 3 May 2021", "2021-05-03"),
        ("31.02.2020 and 1.3.2020", "2020-03-01"),
        ("1.2.3.2020", None),
        ("version 10.11.12.13", None),
        ("12 Maybe 2020", None),
        ("AUGU\u017fT 3, 2019", "2019-08-03"),
        ("3 ma\u0131s 2019", None),
        ("1789-07-14", None),
        ("", None),
    ],
)
def test_day_of_reads_the_forms_of_many_languages(text: str, day: str | None) -> None:
    """A whole day is found wherever it stands in a line, and nothing else is taken for one."""
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2017-06", "2017-06"),
        ("2017/06/", None),
        ("2017/13", None),
        ("settembre 2017", "2017-09"),
        ("2017 Jun", "2017-06"),
        ("20170612", "2017-06-12"),
        ("20170612T120000Z", "2017-06-12"),
        ("20171399", None),
        ("1989", None),
        ("2017", "2017"),
        ("in 2017", None),
    ],
)
def test_date_of_keeps_the_precision(text: str, found: str | None) -> None:
    """A month stays a month, and a year a year."""
    assert date_of(text) == found


@given(
    day=DAYS, form=st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y-%m-%dT23:59:59Z"])
)
def test_date_of_reads_back_every_day(day: date, form: str) -> None:
    """Whatever day is written in a plain form is read as that day."""
    assert date_of(day.strftime(form)) == day.isoformat()


@given(text=st.text(max_size=60) | st.text(alphabet="0123456789./- :Tmay年月日", max_size=30), first=st.booleans())
def test_date_of_takes_any_text(text: str, first: bool) -> None:
    """What comes out is a date of the web's years, or none."""
    for found in (date_of(text, month_first=first), day_of(text, month_first=first), day_in_path(text)):
        assert found is None or FIRST_YEAR <= int(found[:4]) <= LAST_YEAR


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2014/05/18/a", "2014-05-18"),
        ("/2014/5/8", "2014-05-08"),
        ("/news/20200102/1", "2020-01-02"),
        ("/posts/2019-01-11-a-story", "2019-01-11"),
        ("/2014/05/", None),
        ("/item/20209999/", None),
        ("/a", None),
    ],
)
def test_day_in_path_wants_a_whole_day(path: str, day: str | None) -> None:
    """A month in an address is that of an archive as often as not."""
    assert day_in_path(path) == day


@given(day=DAYS, today=st.dates())
def test_not_after_lets_nothing_of_the_future_pass(day: date, today: date) -> None:
    """A day passes until the day after; a month and a year until they are to come as a whole."""
    kept = not_after(day.isoformat(), today)
    assert (kept is None) == ((day - today).days > 1)
    assert not_after(f"{today.year:04}", today) == f"{today.year:04}"
