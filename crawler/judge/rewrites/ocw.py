"""MIT OpenCourseWare: its addresses of before 2022, and the rules by which its own servers lead on. Pure.

Known from mitodl/ol-infrastructure, src/ol_infrastructure/applications/ocw_site: `snippets/redirects.vcl`,
`snippets/departments_table.vcl`, `snippets/legacy_ocw_pages_redirect.vcl` and `redirect_dict.json`. Of the 488 rows of
the last, 30 are here: those that lead from one course to another. The others are short names for print and mail, lists
of courses, and single pages; the servers answer for them, and no rule could tell them from a change of subject.
"""

import re
from collections.abc import Iterator, Sequence

from crawler.judge.rewrites.rule import GONE, Proof, Rule
from crawler.model import Safety

HOST = "ocw.mit.edu"
_HOSTS = frozenset({HOST, "www.ocw.mit.edu"})
_VCL = "mitodl/ol-infrastructure ocw_site/snippets/redirects.vcl"

_DEPARTMENTS = frozenset(
    re.findall(
        r"[\w-]+",
        """
        aeronautics-and-astronautics anthropology architecture athletics-physical-education-and-recreation
        biological-engineering biology brain-and-cognitive-sciences chemical-engineering chemistry
        civil-and-environmental-engineering comparative-media-studies-writing concourse
        earth-atmospheric-and-planetary-sciences economics edgerton-center electrical-engineering-and-computer-science
        engineering-systems-division experimental-study-group global-languages global-studies-and-languages
        health-sciences-and-technology history institute-for-data-systems-and-society linguistics-and-philosophy
        literature materials-science-and-engineering mathematics mechanical-engineering media-arts-and-sciences
        music-and-theater-arts nuclear-engineering physics political-science science-technology-and-society
        sloan-school-of-management supplemental-resources urban-studies-and-planning womens-and-gender-studies
        """,
    )
)

_RENAMED = {
    "10-01-ethics-for-engineers-spring-2020": "10-01-ethics-for-engineers-artificial-intelligence-spring-2020",
    "12-090-special-topics-in-earth-atmospheric-and-planetary-sciences-the-environment-of-the-earths-surface"
    "-spring-2007": "12-090-the-environment-of-the-earths-surface-spring-2007",
    "2-29-numerical-fluid-dynamics-spring-2015": "2-29-numerical-fluid-mechanics-spring-2015",
    "21f-701-spanish-i-fall-2003": "21g-701-spanish-i-fall-2003",
    "21w-755-writing-and-reading-short-stories-spring-2012": "21w-755-writing-and-reading-short-stories-spring-2012",
    "5-72-statistical-mechanics-spring-2012": "5-72-non-equilibrium-statistical-mechanics-spring-2012",
    "8-01-classical-mechanics-fall-2016": "8-01sc-classical-mechanics-fall-2016",
    "res-21m-001-heavy-metal-101-january-iap-2123": "res-21m-001-heavy-metal-101-january-iap-2023",
    "res-tll-008-social-and-ethical-responsibilities-of-computing-serc-fall-2021": "res-tll-008-social-and-ethical"
    "-responsibilities-of-computing-serc",
    "sp-272-culture-tech-spring-2003": "es-272-culture-tech-spring-2003",
    "sp-287-kitchen-chemistry-spring-2009": "es-287-kitchen-chemistry-spring-2009",
}
"""The same course of the same term under another name, whatever department stands before it."""

_REPLACED = {
    "1-203j-logistical-and-transportation-planning-methods-fall-2004": "1-203j-logistical-and-transportation-planning"
    "-methods-fall-2006",
    "18-022-calculus-fall-2005": "18-022-calculus-of-several-variables-fall-2010",
    "18-03-differential-equations-spring-2006": "18-03-differential-equations-spring-2010",
    "18-05-introduction-to-probability-and-statistics-spring-2005": "18-05-introduction-to-probability-and-statistics"
    "-spring-2014",
    "18-06-linear-algebra-spring-2005": "18-06-linear-algebra-spring-2010",
    "18-701-algebra-i-fall-2007": "18-701-algebra-i-fall-2010",
    "18-785-number-theory-i-fall-2019": "18-785-number-theory-i-fall-2021",
    "2-094-finite-element-analysis-of-solids-and-fluids-spring-2008": "2-094-finite-element-analysis-of-solids-and"
    "-fluids-ii-spring-2011",
    "21w-749-documentary-photography-and-photojournalism-still-images-of-a-world-in-motion-spring-2009": "21w-749"
    "-documentary-photography-and-photojournalism-still-images-of-a-world-in-motion-spring-2016",
    "24-00-problems-of-philosophy-fall-2005": "24-00-problems-in-philosophy-fall-2010",
    "3-091-introduction-to-solid-state-chemistry-fall-2004": "3-091sc-introduction-to-solid-state-chemistry-fall-2010",
    "6-003-signals-and-systems-fall-2003": "6-003-signals-and-systems-fall-2011",
    "6-096-introduction-to-c-january-iap-2009": "6-096-introduction-to-c-january-iap-2011",
    "6-837-computer-graphics-fall-2003": "6-837-computer-graphics-fall-2012",
    "6-851-advanced-data-structures-spring-2010": "6-851-advanced-data-structures-spring-2012",
    "6-857-network-and-computer-security-fall-2003": "6-857-network-and-computer-security-spring-2014",
    "8-13-14-experimental-physics-i-ii-junior-lab-fall-2007-spring-2008": "8-13-14-experimental-physics-i-ii-junior"
    "-lab-fall-2016-spring-2017",
    "9-70-social-psychology-spring-2009": "9-70-social-psychology-spring-2013",
    "res-10-001-making-science-and-engineering-pictures-a-practical-guide-to-presenting-your-work-spring-2016": "res-10"
    "-001-making-science-and-engineering-pictures-a-practical-guide-to-presenting-your-work-spring-2026",
}
"""A course of another term, which stands in its place: other lectures under the same name."""

_PATH = re.compile(r"https?://(?:www\.)?ocw\.mit\.edu(/[^?]*)(?:\?.*)?")
_COURSE = re.compile(r"/courses/(?:[\w-]+/)?([\w-]+)/?")
_BELOW_DEPARTMENT = re.compile(r"/courses/([\w-]+)/(.+)")
_PAGE = re.compile(r"/courses/([\w-]+)/(?!pages/|resources/)([\w-]+)/(.*)")


def course(url: str, _: Sequence[str]) -> list[str]:
    """The address of a course, or of a page of it, without what the servers drop: department, `index.htm`, old names.

    >>> course("http://ocw.mit.edu/courses/mathematics/18-06-linear-algebra-spring-2010/index.htm", ())
    ['https://ocw.mit.edu/courses/18-06-linear-algebra-spring-2010/']
    >>> course("https://ocw.mit.edu/courses/mathematics/", ())
    []
    """
    old = _path(url)
    new = _resolved(old)
    return [f"https://{HOST}{new}"] if new != _closed(old) else []


def replaced(url: str, _: Sequence[str]) -> list[str]:
    """The course of another term to which the servers lead from this one.

    >>> replaced("https://ocw.mit.edu/courses/18-701-algebra-i-fall-2007/", ())
    ['https://ocw.mit.edu/courses/18-701-algebra-i-fall-2010/']
    >>> replaced("https://ocw.mit.edu/courses/18-701-algebra-i-fall-2007/syllabus/", ())
    []
    """
    found = _COURSE.fullmatch(_resolved(_path(url)))
    new = _REPLACED.get(found[1]) if found else None
    return [f"https://{HOST}/courses/{new}/"] if new else []


def page(url: str, _: Sequence[str]) -> list[str]:
    """Where a page of a course may be that is not below the course itself: its files moved below `resources/`.

    >>> page("https://ocw.mit.edu/courses/6-006-introduction-to-algorithms-fall-2011/syllabus/", ())
    ['https://ocw.mit.edu/courses/6-006-introduction-to-algorithms-fall-2011/pages/syllabus/']
    >>> page("https://ocw.mit.edu/courses/6-006-introduction-to-algorithms-fall-2011/exams/quiz1/", ())
    ['https://ocw.mit.edu/courses/6-006-introduction-to-algorithms-fall-2011/resources/quiz1/']
    >>> page("https://ocw.mit.edu/courses/6-006-introduction-to-algorithms-fall-2011/", ())
    []
    """
    found = _PAGE.fullmatch(_resolved(_path(url)))
    if found is None:
        return []
    below = f"resources/{found[3]}" if found[3] else f"pages/{found[2]}/"
    return [f"https://{HOST}/courses/{found[1]}/{below}"]


def _path(url: str) -> str:
    found = _PATH.fullmatch(url)
    return found[1] if found else ""


def _resolved(path: str) -> str:
    """Where the rules end, followed one after another as the servers do: each makes a path shorter, or is its last."""
    while (after := _closed(next(_steps(path), path))) != path:
        path = after
    return path


def _steps(path: str) -> Iterator[str]:
    """What the first rule that fits makes of a path."""
    named = _COURSE.fullmatch(path)
    if named and named[1] in _RENAMED:
        yield f"/courses/{_RENAMED[named[1]]}/"
    below = _BELOW_DEPARTMENT.fullmatch(path)
    if below and below[1] in _DEPARTMENTS:
        yield f"/courses/{below[2]}"
    if path.startswith("/resources/res-"):
        yield path.replace("/resources/", "/courses/", 1)
    if path.endswith("/index.htm"):
        yield path.removesuffix("index.htm")


def _closed(path: str) -> str:
    """With the slash that the servers put behind whatever is no file."""
    last = path.rpartition("/")[2]
    return f"{path}/" if last and "." not in last else path


RULES = (
    Rule(
        name="ocw-course",
        because="OpenCourseWare dropped departments and index.htm from its addresses",
        source=_VCL,
        safety=Safety.SAFE,
        proof=Proof.EXACT,
        rewrite=course,
        hosts=_HOSTS,
    ),
    Rule(
        name="ocw-page",
        because="OpenCourseWare keeps the pages of a course below pages/ and its files below resources/",
        source="mitodl/ol-infrastructure ocw_site/snippets/legacy_ocw_pages_redirect.vcl",
        safety=Safety.SAFE,
        proof=Proof.EXACT,
        rewrite=page,
        hosts=_HOSTS,
        when=GONE,
    ),
    Rule(
        name="ocw-replaced",
        because="OpenCourseWare leads from this course to the same one of another term, which is other lectures",
        source="mitodl/ol-infrastructure ocw_site/redirect_dict.json",
        safety=Safety.REVIEW,
        proof=Proof.EXACT,
        rewrite=replaced,
        hosts=_HOSTS,
        when=GONE,
    ),
)
