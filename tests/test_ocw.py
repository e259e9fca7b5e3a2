"""OpenCourseWare: the rules of its servers, one after another."""

import pytest

from crawler.judge.rewrites import ocw

_OCW = "https://ocw.mit.edu"
_NEW = f"{_OCW}/courses/18-06-linear-algebra-spring-2010/"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{_OCW}/courses/mathematics/18-06-linear-algebra-spring-2010/", _NEW),
        ("http://www.ocw.mit.edu/courses/mathematics/18-06-linear-algebra-spring-2010", _NEW),
        (f"{_OCW}/courses/mathematics/18-06-linear-algebra-spring-2010/index.htm?x=1", _NEW),
        (f"{_OCW}/courses/18-06-linear-algebra-spring-2010/index.htm", _NEW),
        (f"{_OCW}/courses/mathematics/18-06-linear-algebra-spring-2010/syllabus/", f"{_NEW}syllabus/"),
        (f"{_OCW}/courses/mathematics/18-06-linear-algebra-spring-2010/a/b.pdf", f"{_NEW}a/b.pdf"),
        (f"{_OCW}/resources/res-18-001-calculus/", f"{_OCW}/courses/res-18-001-calculus/"),
        (
            f"{_OCW}/courses/special-programs/sp-287-kitchen-chemistry-spring-2009/index.htm",
            f"{_OCW}/courses/es-287-kitchen-chemistry-spring-2009/",
        ),
        (
            f"{_OCW}/courses/writing-and-humanistic-studies/21w-755-writing-and-reading-short-stories-spring-2012/",
            f"{_OCW}/courses/21w-755-writing-and-reading-short-stories-spring-2012/",
        ),
    ],
)
def test_course_follows_the_rules_to_their_end(old: str, new: str) -> None:
    """A renamed course below a department with index.htm behind it needs three of them."""
    assert ocw.course(old, ()) == [new]


@pytest.mark.parametrize(
    "url",
    [
        _NEW,
        _NEW.rstrip("/"),
        f"{_OCW}/",
        f"{_OCW}/courses/mathematics/",
        f"{_OCW}/courses/no-department/18-06-linear-algebra-spring-2010/",
        f"{_OCW}/resources/videos/",
        "https://a.example/courses/mathematics/18-06-linear-algebra-spring-2010/",
    ],
)
def test_course_leaves_alone_what_the_servers_leave_alone(url: str) -> None:
    """The new form, a list of courses, what stands below no department, another host."""
    assert ocw.course(url, ()) == []


def test_course_follows_the_rules_however_many_there_are() -> None:
    """A path that names departments over and over ends where there is no more to drop."""
    assert ocw.course(f"{_OCW}/courses/{'mathematics/' * 500}x/", ()) == [f"{_OCW}/courses/x/"]


def test_replaced_is_another_term_of_the_same_course() -> None:
    """Found below a department too; never for a page of the course, whose lectures are others."""
    old = f"{_OCW}/courses/mathematics/18-06-linear-algebra-spring-2005"
    assert ocw.replaced(old, ()) == ocw.replaced(f"{old}/index.htm", ()) == [_NEW]
    assert ocw.replaced(f"{old}/syllabus/", ()) == ocw.replaced(_NEW, ()) == []


def test_page_is_looked_for_where_pages_and_files_went() -> None:
    """Below pages/ and resources/; not for what is there already."""
    old = f"{_OCW}/courses/mathematics/18-06-linear-algebra-spring-2010"
    assert ocw.page(f"{old}/syllabus/", ()) == [f"{_NEW}pages/syllabus/"]
    assert ocw.page(f"{old}/exams/quiz1.pdf", ()) == [f"{_NEW}resources/quiz1.pdf"]
    assert ocw.page(f"{_NEW}pages/syllabus/", ()) == ocw.page(f"{_NEW}resources/quiz1/", ()) == ocw.page(_NEW, ()) == []


def test_tables_lead_to_courses_that_no_row_leads_away_from() -> None:
    """38 departments; and no chain within a table, or between the two."""
    assert len(ocw._DEPARTMENTS) == 38
    for table in (ocw._RENAMED, ocw._REPLACED):
        ends = {new for old, new in table.items() if old != new}
        assert not ends & (ocw._REPLACED.keys() | ocw._RENAMED.keys())
