"""Suspicious links: each kind found where it is, and nothing found in what an honest list could have written."""

import random
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markdown import parse
from crawler.judge.suspects import PREFIX, home, suspects
from crawler.judge.suspects.homes import home_keys
from crawler.judge.suspects.repeats import disagree
from crawler.model import Document, Link, LinkKind, Metadata, Redirect, Suspicion
from tests.histories import day, history, look

ROOT = Path(__file__).parent.parent


def found(text: str, *kinds: Suspicion, homes: dict[str, str] | None = None) -> list[tuple[int, str]]:
    """Line and words of each finding in a Markdown text, of these kinds or of all."""
    problems = suspects([parse(text.encode(), "list.md")], homes=homes, kinds=kinds or tuple(Suspicion))
    assert all(problem.message.startswith(PREFIX) for problem in problems)
    return [(problem.line, problem.message.removeprefix(PREFIX)) for problem in problems]


def test_suspects_finds_the_placeholders_of_our_own_list() -> None:
    """The two links that are labelled "Paper" and lead to the list's own repository, and nothing else."""
    data = (ROOT / "sources" / "README.md").read_bytes()
    problems = suspects([parse(data, "sources/README.md")])
    told = f'{PREFIX}"Paper" points at the repository vlgiitr/DL_Topics (branch master, no file)'
    meant = [
        number for number, line in enumerate(data.decode().splitlines(), 1) if "vlgiitr/DL_Topics/blob/master" in line
    ]
    assert len(meant) == 2
    assert [problem.line for problem in problems] == meant
    assert all(problem.message.startswith(told) for problem in problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- BatchNorm [[Paper](https://github.com/o/repo/blob/master)]", '"Paper" points at the repository o/repo'),
        ("- [Dropout](https://github.com/o/repo/blob/main/#readme)", "(branch main, no file)"),
        ("- [Paper](https://github.com/o/repo/tree/main)", '"Paper" points at the repository o/repo'),
        ("- [Slides](https://gitlab.com/a/b/c/-/blob/main)", "the repository a/b/c (branch main"),
        ("- [Paper]()", '"Paper" points nowhere'),
        ("- [](#)", None),
        ("- []()", "a link without text points nowhere"),
        ("- [Paper](#)", '"Paper" points nowhere'),
        ("- [Paper](TODO)", 'points at "TODO"'),
        ("- [Paper](link-here)", 'points at "link-here"'),
        ("- [Paper][p]\n\n[p]: <>", '"Paper" points nowhere'),
        ("- [link](http://link)", "points at http://link, which stands"),
        ("- [docs](https://TODO/)", "points at https://TODO/, which stands"),
        ("- [Demo](https://www.example.com/demo)", "points at example.com, a name that is kept for examples"),
        ("- [Demo](https://demo.invalid)", "points at demo.invalid, a name that is kept for examples"),
        ("- [Code](https://github.com/your-username/repo)", "put the right name in the place of your-username"),
        ("- [The url](http://url)", "points at http://url, which stands"),
        ("- [Guide](https://github.com/o/repo/raw/main)", '"Guide" points at the repository o/repo'),
        # What an honest list may have written.
        ("- [Guide](https://github.com/o/repo/tree/main)\n- [Bug](https://github.com/o/repo/issues/12)", None),
        ("- [Guide](https://github.com/o/repo/wiki/raw/x)\n- [On abc](https://github.com/o/abc/blob/main)", None),
        ("- [Short](https://li.nk)\n- [Docs](./link)\n- [More](url/)", None),
        ("- [http://url](http://url)\n- www.example.com", None),
        ("- [Code](https://github.com/o/repo/blob/main/paper.pdf)", None),
        ("- [Code](https://github.com/o/repo/blob/feature/x)", None),
        ("- [source](https://github.com/o/repo/blob/main)", None),
        ("- [The Repo, again](https://github.com/o/repo/blob/main)", None),
        ("- [Code](https://github.com/o/repo/tree/main)", None),
        ("- [Paper](https://github.com/o/repo/tree/main/paper)", None),
        ("- [Paper](https://github.com/o/repo)", None),
        ("- [Paper](https://gitea.example.org.uk/o/repo/blob/main)", None),
        ("- [![Paper](a.png)](https://github.com/o/repo/blob/main)", None),
        ("- [Back to top](#)\n- [⬆](#)", None),
        ('- <a href="#" title="Code">💻</a>\n- <a href="#"><img src="a.png" alt="Star"></a>', None),
        ("- [todo](todo)\n- [Links](links.md)\n- [Urls](docs/url)", None),
        ("- <https://example.com/a>\n- https://example.com/b", None),
        ("- [https://api.example.com/v1](https://api.example.com/v1)\n- [example.com](https://example.com/)", None),
        ("- [Go by Example](https://gobyexample.com)\n- [Run](http://localhost:3000)\n- [Wiki](http://wiki/)", None),
        ("- ![Paper](#)\n- ![Demo](https://example.com/a.png)", None),
        ("[unused]: https://example.com/\n", None),
        ("---\nhomepage: https://example.com/\n---\n", None),
    ],
)
def test_suspects_knows_placeholders(text: str, words: str | None) -> None:
    """An address that stands for another is found; a page about addresses, or the top of a page, is none."""
    said = found(text)
    assert len(said) == (words is not None)
    assert all(words and words in message for _, message in said)


@pytest.mark.parametrize(
    "text",
    ["arXiv", "Article", "Blog", "Blog post", "Book", "Paper", "PDF", "Post", "Slides", "Talk", "Video", "YouTube"],
)
def test_suspects_knows_what_the_top_of_a_repository_is_not(text: str) -> None:
    """Under such a name, a branch without a path is a placeholder, whether a file or a folder was to be shown."""
    for kind in ("blob", "tree"):
        assert len(found(f"- [{text}](https://github.com/o/repo/{kind}/main)\n")) == 1


@pytest.mark.parametrize("text", ["Code", "GitHub", "GitHub repo", "here", "Implementation", "Repo", "Source code"])
def test_suspects_knows_what_the_top_of_a_repository_may_be(text: str) -> None:
    """Under such a name, a branch without a path leads where it should."""
    for kind in ("blob", "tree"):
        assert found(f"- [{text}](https://github.com/o/repo/{kind}/main)\n") == []


@pytest.mark.parametrize(
    ("text", "told", "leads"),
    [
        ("[https://a.test.org](https://b.org)", "test.org", "b.org"),
        ("[www.aaa.org](https://bbb.org/page)", "aaa.org", "bbb.org"),
        ("[aaa.com](https://bbb.com)", "aaa.com", "bbb.com"),
        ("[https://aaa.org](https://aaa-mirror.com)", "aaa.org", "aaa-mirror.com"),
        ("[https://aaa.org/some/pa...](https://bbb.org)", "aaa.org", "bbb.org"),
        ("[https://aaa.co.uk](https://bbb.co.uk)", "aaa.co.uk", "bbb.co.uk"),
        ("[https://aaa.uk](https://bbb.uk)", "aaa.uk", "bbb.uk"),
        ("[www.aaa.bbb.io](https://aaa.ccc.io)", "aaa.bbb.io", "aaa.ccc.io"),
        ("[Home: `http://aaa.org/x`](https://bbb.org/page)", "aaa.org", "bbb.org"),
        ("[paypal.com](https://paypal.com.evil.org/login)", "paypal.com", "paypal.com.evil.org"),
        ("[https://aaa.github.io](https://bbb.github.io)", "aaa.github.io", "bbb.github.io"),
        ("[arXiv:1706.03672](https://arxiv.org/abs/1706.03762)", "arXiv 1706.03672", "1706.03762"),
        ("[1706.03672v2](https://arxiv.org/pdf/1706.03762v5.pdf)", "arXiv 1706.03672", "1706.03762"),
        ("[hep-th/9901001](https://arxiv.org/abs/hep-th/9901002)", "arXiv hep-th/9901001", "hep-th/9901002"),
        ("[doi:10.1000/182](https://doi.org/10.1000/183)", "DOI 10.1000/182", "10.1000/183"),
        (
            "[https://youtu.be/8rrHTtUzyZA](https://www.youtube.com/watch?v=ErfnhcEV1O8)",
            "the video 8rrHTtUzyZA",
            "ErfnhcEV1O8",
        ),
        ("[psf/requests](https://github.com/psf/black)", "psf/requests", "psf/black"),
        ("[kennethreitz/requests](https://github.com/psf/requests)", "kennethreitz/requests", "psf/requests"),
        ("[github.com/aaa/one](https://github.com/bbb/two)", "aaa/one", "bbb/two"),
    ],
)
def test_suspects_knows_texts_that_name_another_place(text: str, told: str, leads: str) -> None:
    """What the text says and where the address leads stand side by side."""
    [(line, words)] = found(f"# List\n\n- {text}\n")
    assert line == 3
    assert told in words
    assert f"the address leads to {leads}: mend one of them" in words


@pytest.mark.parametrize(
    "text",
    [
        "[https://aaa.org](http://www.aaa.org/)",
        "[blog.aaa.org](https://aaa.org/blog)",
        "[aaa.co.uk](https://www.shop.aaa.co.uk)",
        "[https://aaa.org/page](https://bit.ly/3xYz)",
        "[https://goo.gl/abc](https://docs.google.com/x)",
        "[https://aaa.org](https://web.archive.org/web/2020/https://aaa.org)",
        "[aaa.org](https://translate.google.com/translate?u=aaa.org)",
        "[https://doi.org/10.1000/182](https://publisher.com/article/10.1000/182.full)",
        "[https://twitter.com/a](https://x.com/a)",
        "[https://aaa.github.io](https://github.com/aaa/aaa.github.io)",
        "[fastai.com](https://github.com/fastai/fastai)",
        "[fast.ai](https://course.org)",
        "[ASP.NET](https://dotnet.microsoft.com) [Vue.js](https://vuejs.org) [README.md](https://github.com/a/b)",
        "[Booking.com](https://booking.ai)",
        "[https://a-very-long-host.exam…](https://b.org)",
        "[https://a-very-long-host.exam...](https://b.org)",
        "[https://a-very-long-host.exam …](https://b.org)",
        "[aaa/bbb](https://c.org/aaa/ccc)",
        "[www...](https://b.org)",
        "[https://](https://b.org)",
        "[arXiv:1706.03762](https://arxiv.org/pdf/1706.03762v5)",
        "[arXiv:1706.03762](https://paperswithcode.com/paper/attention)",
        "[arXiv:1706.03762](https://blog.org/2017/1706.03763)",
        "[1706.03762, 1810.04805](https://arxiv.org/abs/1810.04805)",
        "[Version 2021.99999 of 10.1000](https://arxiv.org/abs/1810.04805)",
        "[doi:10.1000/ABC](https://doi.org/10.1000/abc)",
        "[doi:10.1000/182.full](https://doi.org/10.1000/182)",
        "[doi:10.1000/182](https://publisher.com/article/7)",
        "[https://youtu.be/8rrHTtUzyZA](https://www.youtube.com/watch?v=8rrHTtUzyZA&t=3)",
        "[PSF/Requests](https://github.com/psf/requests)",
        "[CI/CD](https://github.com/o/pipelines) [and/or](https://github.com/o/logic)",
        "[gut/yos](https://github.com/1set/gut)",
        "[upper.io/db](https://github.com/upper/db)",
        "[github.com/o/courses v2](https://github.com/o/courses_v2)",
        "[github.com/o/repo](https://github.com/o/other/blob/main/a.md)",
        "[github.com/o](https://github.com/o)",
        "[topics/rust](https://github.com/topics/python)",
        "[github.com/o/repo/wiki](https://github.com/o/other)",
        "[evil.org/github.com/a/b](https://github.com/evil.org/b)",
        "[![aaa.org](a.png)](https://bbb.org)",
        "[Ratio 3:4](https://bbb.org)",
        "[aaa.org](docs/aaa.md)",
    ],
)
def test_suspects_leaves_texts_alone_that_may_be_right(text: str) -> None:
    """Another spelling, a redirect, an archive, a name with a dot: no person has to look at these."""
    assert found(f"- {text}\n", Suspicion.MISMATCH) == []


def test_suspects_knows_how_a_list_writes_its_repositories() -> None:
    """Where every text is owner and name, a wholly different one is a slip; elsewhere it may be `CI/CD`."""
    slip = "- [vuejs/vue](https://github.com/facebook/react)\n"
    habit = "".join(f"- [owner/repo{number}](https://github.com/owner/repo{number})\n" for number in range(3))
    assert found(slip) == []
    assert found("".join(f"- [Name](https://github.com/owner/repo{number})\n" for number in range(3)) + slip) == []
    assert found("- [](https://a.org/1)\n- [](https://a.org/2)\n- [](https://a.org/3)\n" + slip) == []
    assert [line for line, _ in found(habit + slip)] == [4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "- [Agner](https://agner.org/o)\n- [B](https://b.org)\n- [Agner](http://www.agner.org/o/?utm_source=x)\n",
            [(1, '"Agner" is linked again on line 3: keep one of them (https://agner.org/o)')],
        ),
        (
            "- [Deep Learning](https://a.org)\n- [Learning, deep](https://a.org)\n",
            [(1, '"Deep Learning" is linked again on line 2 as "Learning, deep": keep one of them (https://a.org)')],
        ),
        (
            "".join("- A [[blog](https://a.org/x)]\n" for _ in range(12)),
            [(1, '"blog" is linked again on lines 2, 3, 4, 5, 6, 7, 8, 9 and 3 more: keep one of them')],
        ),
        (
            "- [Req](https://github.com/Psf/Requests.git)\n- [Requests]\n\n[requests]: https://github.com/psf/requests#readme\n",
            [(1, '"Req" is linked again on line 2 as "Requests"')],
        ),
        ("- [a](https://youtu.be/8rrHTtUzyZA)\n- [a](https://m.youtube.com/watch?v=8rrHTtUzyZA)\n", [(1, '"a" is')]),
        ("- [a](https://a.org/#b)\n- [a](http://a.org#b)\n", [(1, '"a" is linked again on line 2')]),
        (
            "- [logo](https://a.org)\n- ![logo](a.png)\n- [logo](https://a.org)\n",
            [(1, '"logo" is linked again on line 3')],
        ),
        (
            "- A course with a long name [[blog](https://a.org)]\n- A course like no other [[blog](https://a.org)]\n",
            [(1, '"blog" is linked again on line 2')],
        ),
        (
            "- 12345678901234567[aaa](https://a.org)\n- [aaa](https://a.org)\n",
            [(1, '"aaa" is linked again on line 2')],
        ),
        ("- [Home](https://a.org)\n- [Home](http://a.org)\n", [(1, '"Home" is linked again on line 2')]),
        (
            "".join("- A [[blog](https://a.org/x)]\n" for _ in range(9)),
            [(1, '"blog" is linked again on lines 2, 3, 4, 5, 6, 7, 8 and 9: keep one of them')],
        ),
        ("- [a](https://a.org/#)\n- [a](http://a.org)\n", [(1, '"a" is linked again on line 2')]),
    ],
)
def test_suspects_names_all_lines_of_an_address_once(text: str, expected: list[tuple[int, str]]) -> None:
    """One finding an address, at its first place, with the lines of the others."""
    said = found(text)
    assert [(line, words[: len(start)]) for (line, words), (_, start) in zip(said, expected, strict=True)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "- [a](https://a.org/#a)\n- [b](https://a.org/#b)\n",
        "- [a](https://github.com/o/r/blob/main/A.md)\n- [a](https://github.com/o/r/blob/main/a.md)\n",
        "- [a](https://a.org/?page=1)\n- [b](https://a.org/?page=2)\n",
        "- [a](https://a.org:8080/)\n- [b](https://a.org/)\n",
        "- [a](https://a.org) and [a](https://a.org)\n",
        "- [aaa](https://a.org)\n- [bbb](https://b.org), like [aaa](https://a.org)\n",
        "- 12345678901234567890 [aaa](https://a.org)\n- 12345678901234567890 [aaa](https://a.org)\n",
        "- [b](c) [aaa](https://a.org)\n- [b](d) [aaa](https://a.org)\n",
        "- A sentence of some words, https://a.org\n- Another that has it, https://a.org\n",
        "- A sentence of some words with [aaa](https://a.org)\n- Another that has [aaa](https://a.org)\n",
        "[aaa](https://a.org) begins a line\n[aaa](https://a.org) and another\n",
        "- [aaa][x]\n- [aaa][x]\n\n[x]: https://a.org\n",
        "- [aaa](https://a.org)\n\n[x]: https://a.org\n",
        "- ![a](https://a.org/a.png)\n- ![a](https://a.org/a.png)\n",
        "- [![a](b.png)](https://a.org)\n- [![a](b.png)](https://a.org)\n- [aaa](https://a.org)\n",
        '- <a href="https://a.org"><img src="b.png"></a>\n- <a href="https://a.org">\n  <img src="b.png"></a>\n',
        "- [Part one](#one)\n- [Part one](#one)\n- [A file](a.md)\n- [A file](a.md)\n",
        "- [Back to top](https://github.com/o/r#contents)\n- [Back to top](https://github.com/o/r#contents)\n",
        "- [Rules](https://github.com/o/r/blob/main/CONTRIBUTING.md)\n- [a](https://github.com/o/r/blob/main/contributing.md)\n",
        "- [@ada](https://github.com/ada)\n- [Ada](https://github.com/ada)\n",
        "- [a](mailto:a@b.org)\n- [a](mailto:a@b.org)\n",
        "---\nhomepage: https://a.org\n---\n- [a](https://a.org)\n",
    ],
)
def test_suspects_finds_no_duplicate_where_there_is_none(text: str) -> None:
    """Other places of a page, mentions, badges, ways back and definitions are no second entry."""
    assert found(text) == []


def test_suspects_asks_about_one_address_under_two_names() -> None:
    """A slip of the clipboard: two entries, two subjects, one address; it is no duplicate beside that."""
    said = found("- [BERT paper](https://a.org/1)\n- [GPT paper](https://a.org/1)\n- [blog](https://a.org/1)\n")
    assert said == [
        (1, '"BERT paper" and "GPT paper" (line 2) have one address, https://a.org/1: is it the right one for both?')
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The paper", "BERT paper"),
        ("GRU", "Gated Recurrent Unit"),
        ("Optimizing C", "C optimization"),
        ("visualqa.org", "VQA"),
        ("Über uns", "About"),
        ("https://a.org/bert", "GPT paper"),
        ("AWS SDK", "SDK of GCP"),
        ("Rust now", "For Rustaceans"),
        ("Test-driven development", "Developers on trial"),
    ],
)
def test_disagree_is_sure_or_silent(one: str, other: str) -> None:
    """Kinds of texts, abbreviations, forms of one word and other languages may all mean the same."""
    assert not disagree(one, other)
    assert not disagree(other, one)


def test_suspects_knows_pages_by_their_home() -> None:
    """Two addresses of one page are a duplicate, if the page or a redirect says so; places on it are kept apart."""
    homes = {"https://a.org/old": "https://a.org/new", "https://b.org/x": "https://a.org/new/"}
    text = "- [a](https://a.org/old)\n- [b](https://b.org/x)\n- [c](https://a.org/new#part)\n"
    assert found(text) == []
    assert found(text, homes=homes) == [
        (1, '"a" is the same page as https://b.org/x on line 2: keep one of them (https://a.org/old)')
    ]
    assert len(found("- [a](https://a.org/old#x)\n- [c](https://a.org/new#x)\n", homes=homes)) == 1


def test_home_keys_leave_out_what_takes_in_all_comers() -> None:
    """A page that says of four addresses that they are its own is a landing page, whatever it says of itself."""
    four = {f"https://a.org/{number}": "https://a.org/app" for number in range(4)}
    assert home_keys(four) == {}
    three = {f"https://a.org/{number}": "https://a.org/app" for number in range(3)}
    itself = {"http://www.a.org/app/": "https://a.org/app"}
    assert home_keys(three | itself) == {f"a.org/{number}": "a.org/app" for number in range(3)}


URL = "https://a.example/guide"
CANONICAL = Metadata(target=URL, at=day(0), canonical="https://a.example/handbook")


@pytest.mark.parametrize(
    ("status", "redirects", "canonical", "expected"),
    [
        (200, (), "https://a.example/handbook#top", "https://a.example/handbook"),
        (200, (), URL, None),
        (200, (), "https://a.example/", None),
        (200, (), "mailto:a@b.example", None),
        (200, (), None, None),
        (404, (), "https://a.example/handbook", None),
        (200, (Redirect(status=301, url="https://b.example/guide"),), None, "https://b.example/guide"),
        (200, (Redirect(status=302, url="https://b.example/guide"),), None, None),
        (200, (Redirect(status=301, url="https://b.example/"),), "https://b.example/", None),
    ],
)
def test_home_is_what_a_page_or_a_redirect_says(
    status: int, redirects: tuple[Redirect, ...], canonical: str | None, expected: str | None
) -> None:
    """Only a page that answers is heard, and no front page is the home of another page."""
    seen = look(1, target=URL, status=status, redirects=redirects)
    said = Metadata(target=URL, at=day(0), title="A guide", canonical=canonical)
    assert home(history(seen, url=URL, metadata=(said,))) == expected


def test_home_of_what_was_never_asked_is_unknown() -> None:
    """No observation, no home."""
    assert home(history(url=URL, metadata=(CANONICAL,))) is None


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("xn--pple-43d.com", "mixes Cyrillic and Latin letters and reads as apple.com"),
        ("www.xn--80ak6aa92e.com", "has letters of another alphabet and reads as apple.com"),
        ("xn--ggle-55da.xn--p1ai", "mixes Cyrillic and Latin letters: is it"),
        ("xn--bcher-kva.org", None),
        ("xn--e1afmkfd.xn--p1ai", None),
        ("xn--80ak6aa92e.ru", None),
        ("xn--eckwd4c7cu47r2wf.jp", None),
        ("a-xn--b.org", None),
    ],
)
def test_suspects_knows_hosts_that_look_like_others(host: str, words: str | None) -> None:
    """Mixed alphabets, and whole words that look Latin; other people's alphabets are theirs to write in."""
    said = found(f"- [A shop](https://{host}/a)\n")
    assert len(said) == (words is not None)
    assert all(words and words in message and host.removeprefix("www.") in message for _, message in said)


@pytest.mark.parametrize(
    ("letters", "looks"),
    [
        ("\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf", "acdehijl"),
        ("\u043e\u0440\u051b\u0455\u051d\u0445\u0443\u0475", "opqswxyv"),
        ("\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5", "aikvopu"),
        ("\u0585\u057d\u0570\u0578\u0581", "ouhng"),
        ("\u0251\u0261", "ag"),
    ],
    ids=["cyrillic", "more-cyrillic", "greek", "armenian", "phonetic"],
)
def test_suspects_reads_letters_as_they_look(letters: str, looks: str) -> None:
    """Each letter of another alphabet that is drawn as a Latin one."""
    [(_, words)] = found(f"- [A shop](https://{letters}.com)\n")
    assert f"has letters of another alphabet and reads as {looks}.com" in words


@pytest.mark.parametrize(
    "url",
    [
        f"https://xn--pple-43d.{'a.' * 500}com",
        f"https://{'a.' * 500}example.com",
        f"https://github.com/{'a' * 500}/{'b' * 500}/blob/{'c' * 500}",
        f"https://{'a' * 500}.org/{'b' * 500}",
        f"https://a.org/{'your-name/' * 100}",
    ],
)
def test_suspects_never_says_more_than_a_report_shows(url: str) -> None:
    """A report cuts a sentence at 400 characters: what to do stands at its end, and must not be lost."""
    text = f"- [Video {'x' * 500}]({url})\n- [Video {'y' * 500}]({url})\n- [https://b.org/{'z' * 500}]({url})\n"
    said = found(text)
    assert said
    assert all(len(PREFIX + words) < 400 for _, words in said)


def test_suspects_says_one_thing_of_a_link() -> None:
    """What is wrong with an address anyhow is not also a duplicate, and what is wrong twice is told once."""
    text = "- [aaa.com](https://bbb.com)\n- [aaa.com](https://bbb.com)\n- [bbb](https://bbb.com)\n- [Paper](#)\n"
    assert [(line, words.partition(" ")[0]) for line, words in found(text)] == [
        (1, "the"),
        (2, "the"),
        (4, '"Paper"'),
    ]


def test_suspects_keeps_quiet_about_kinds_that_nobody_wants() -> None:
    """Each kind can be had alone."""
    text = (
        "- [Paper](#)\n- [aaa.com](https://bbb.com)\n- [One](https://a.org)\n- [Two](https://a.org)\n"
        "- [One](https://b.org)\n- [One](https://b.org)\n- [Shop](https://xn--pple-43d.com)\n"
    )
    kinds = ("placeholder", "mismatch", "names", "duplicate", "lookalike")
    assert {kind: [line for line, _ in found(text, Suspicion(kind))] for kind in kinds} == {
        "placeholder": [1],
        "mismatch": [2],
        "names": [3],
        "duplicate": [5],
        "lookalike": [7],
    }


_WEB = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "#", "TODO", "https://[", "//a", "https://github.com/o/r/blob/x", "https://gitlab.com/-/a/b", "http://url"]
    ),
    st.builds("https://{}/{}".format, st.text("a.x-0:@\u0430", max_size=12), st.text("ab/?=&#%-\u00e9", max_size=12)),
    st.builds("https://xn--{}.com/".format, st.text("abcz0-9", max_size=10)),
)
_TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["https://[", "a/b", "www.", "10.1000/1", "github.com/a/b", "http://:80", "(a.com/…)", "1706.03762"]
    ),
)


@st.composite
def links(draw: st.DrawFn) -> Link:
    """Any link at all."""
    return Link(
        path=draw(st.sampled_from(["a.md", "b.md"])),
        line=draw(st.integers(1, 5)),
        column=draw(st.integers(1, 30)),
        start=draw(st.integers(0, 9)),
        end=9,
        url=draw(_WEB),
        text=draw(_TEXTS),
        title="",
        section=(),
        kind=draw(st.sampled_from(LinkKind)),
    )


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Two lists of any links."""
    drawn = draw(st.lists(links(), max_size=12))
    return [Document(path=path, links=tuple(link for link in drawn if link.path == path)) for path in ("a.md", "b.md")]


@given(documents(), st.dictionaries(_WEB, _WEB, max_size=4), st.randoms(use_true_random=False))
def test_suspects_has_an_answer_for_any_list(
    lists: list[Document], homes: dict[str, str], chance: random.Random
) -> None:
    """Whatever people write: one line each, at the place of a link, and the same in any order of the lists."""
    problems = suspects(lists, homes=homes)
    places = {(link.path, link.line, link.column) for document in lists for link in document.links}
    assert {(problem.path, problem.line, problem.column) for problem in problems} <= places
    assert all(problem.message.startswith(PREFIX) and len(problem.message) < 400 for problem in problems)
    chance.shuffle(lists)
    assert suspects(lists, homes=homes) == problems


_NAMES = st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=20)


@given(st.lists(st.tuples(st.from_regex(r"[a-z]{3,10}", fullmatch=True), _NAMES), unique_by=lambda pair: pair[0]))
def test_suspects_finds_nothing_where_addresses_differ_and_texts_name_no_place(entries: list[tuple[str, str]]) -> None:
    """An honest list is left in peace."""
    text = "".join(f"- [{name}](https://site.org/{path}x)\n" for path, name in entries)
    assert found(text) == []


def test_suspects_takes_time_that_grows_with_the_list_and_no_faster() -> None:
    """Five thousand links, all of one address or all of different ones, are read in the blink of an eye."""
    for urls in (["https://a.org/x"] * 5000, [f"https://a.org/{number}" for number in range(5000)]):
        made = "".join(f"- [Name {number} of a.org](<{url}>)\n" for number, url in enumerate(urls))
        document = parse(made.encode(), "list.md")
        began = process_time()
        suspects([document])
        assert process_time() - began < 2
