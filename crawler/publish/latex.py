r"""Text for a BibTeX field that any LaTeX sets: pdfLaTeX with `inputenc` as well as LuaLaTeX and XeLaTeX. Pure.

What has a glyph in the fonts that every LaTeX begins with stays the UTF-8 that it is: each character of `_GLYPHS` was
set by pdfLaTeX in OT1 and in T1. Any other stops its run: it becomes a command, or the nearest letters, or `?`.
Commands stand in braces, where BibTeX leaves their letters alone ("Designing BibTeX styles", special characters).
"""

import re
import unicodedata
from collections.abc import Iterator


def _pairs(table: str) -> dict[str, str]:
    words = iter(table.split())
    return dict(zip(words, words, strict=True))


_COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",  # `\{` would be a brace that BibTeX waits for the end of
    "}": r"{\textbraceright}",
    "#": r"{\#}",
    "$": r"{\$}",
    "%": r"{\%}",
    "&": r"{\&}",
    "_": r"{\_}",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    '"': "''",  # babel may have made it a command
    "\u20ac": r"{\texteuro}",
}
_MATH_SIGNS = """
← leftarrow → rightarrow ↔ leftrightarrow ⇒ Rightarrow ∀ forall ∂ partial ∃ exists ∇ nabla ∈ in ∏ prod ∑ sum
√ surd ∞ infty ∩ cap ∪ cup ∼ sim ≈ approx ≠ neq ≤ leq ≥ geq ⊂ subset ⊆ subseteq ⊕ oplus ⊗ otimes
⋅ cdot ℓ ell
"""
_MATHS = _pairs(_MATH_SIGNS)
_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?([A-Z]+)\Z")
_GREEK_COMMANDS = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
"""
_LIKE_LATIN = "ALPHA A BETA B EPSILON E ZETA Z ETA H IOTA I KAPPA K MU M NU N OMICRON O RHO P TAU T CHI X"
"""LaTeX has no commands for the Greek capitals that look like Latin ones."""
_LATIN_CAPITALS = _pairs(_LIKE_LATIN)
_TWO_LETTERS = "THETA PHI CHI PSI"
_NEAREST_LETTERS = """
« '' » '' „ '' ‚ ' ‹ ' › ' − - ‐ - ‑ - Ð D ð d Þ Th þ th Đ D đ d Ħ H ħ h Ŋ N ŋ n Ŧ T ŧ t
"""
_NEAREST = _pairs(_NEAREST_LETTERS)
_NO_GLYPHS = "\u00ad\u0104\u0105\u0118\u0119\u012e\u012f\u0138\u013f\u0140\u0149\u0172\u0173\u017f" + "".join(_NEAREST)
_GLYPHS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x180)))) - frozenset(_NO_GLYPHS) | frozenset(
    "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2020\u2021\u2122"
)
_MARKS = "300 ` 301 ' 302 ^ 303 ~ 304 = 307 . 308 \" 306 u 30a r 30b H 30c v 323 d 327 c 331 b"
_ACCENTS = {chr(int(code, 16)): accent for code, accent in _pairs(_MARKS).items()}
_FOREIGN = "ß ss æ ae Æ AE œ oe Œ OE ø o Ø O ł l Ł L ı i"
_LETTERS = _pairs(_FOREIGN)
_UNKNOWN = "?"
_UNKNOWN_RUN = re.compile(r"\?(?:\s*\?)+")


def latex(text: str) -> str:
    r"""The text of a title or an abstract.

    >>> latex("50% of C# & {x_1} caf\u00e9 \u2014")
    '50{\\%} of C{\\#} {\\&} {\\textbraceleft}x{\\_}1{\\textbraceright} café —'
    >>> latex("\u03b1 \u2192 \u0394")
    '{\\ensuremath{\\alpha}} {\\ensuremath{\\rightarrow}} {\\ensuremath{\\Delta}}'
    >>> latex("\U0001f680 深度学习 \u1ec5 \u0111"), latex("")
    ('? ê d', '')
    """
    return " ".join("".join(map(_set, _known(text))).split())


def latex_name(text: str) -> str:
    r"""The text of a name: in ASCII, for BibTeX takes initials and sorts by bytes, and half a letter stops LaTeX.

    >>> latex_name("Émile Zola-Łuk"), latex_name("Nguyễn"), latex_name("Θώμας")
    ("{\\'E}mile Zola-{\\L}uk", 'Nguy{\\^e}n', 'Thomas')
    """
    return " ".join("".join(map(_accented, _known(text))).split())


def _known(text: str) -> str:
    """Only what can be set; all that cannot, and stands together, is one `?`."""
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(char for each in text for char in _nearest(each))
    return _UNKNOWN_RUN.sub(_UNKNOWN, kept) if _UNKNOWN * 2 in kept.replace(" ", "") else kept


def _nearest(char: str) -> Iterator[str]:
    if char in _GLYPHS or char in _MATHS or char in _COMMANDS or _GREEK.match(unicodedata.name(char, "")):
        yield char
    elif char in _NEAREST:
        yield _NEAREST[char]
    elif (plain := unicodedata.normalize("NFKD", char)) != char:
        yield from _composed(plain)
    elif unicodedata.category(char)[0] == "Z" or char in "\t\r\n":
        yield " "
    elif unicodedata.category(char)[0] in "LNP":
        yield _UNKNOWN


def _composed(plain: str) -> Iterator[str]:
    """A letter with its first mark, where the two have a glyph; then whatever else it was made of."""
    both = unicodedata.normalize("NFC", plain[:2])
    if len(both) == 1 and both in _GLYPHS:
        yield both
        plain = plain[2:]
    for char in plain:
        yield from _nearest(char)


def _set(char: str) -> str:
    if char in _COMMANDS:
        return _COMMANDS[char]
    if char in _MATHS:
        return rf"{{\ensuremath{{\{_MATHS[char]}}}}}"
    greek = _GREEK.match(unicodedata.name(char, "")) if char not in _GLYPHS else None
    return _greek(greek[1], greek[2]) if greek else char


def _greek(size: str, letter: str) -> str:
    if size == "CAPITAL":
        name = letter.capitalize()
        if letter in _LATIN_CAPITALS:
            return _LATIN_CAPITALS[letter]
    elif letter == "OMICRON":
        return "o"
    else:
        name = letter.lower()
    name = name.replace("md", "mbd")  # Unicode spells that one letter without a b
    return rf"{{\ensuremath{{\{name}}}}}" if name.lower() in _GREEK_COMMANDS.split() else _UNKNOWN


def _roman(size: str, letter: str) -> str:
    """A Greek letter in Latin ones: what its own name begins with."""
    roman = letter[: 2 if letter in _TWO_LETTERS.split() else 1]
    return roman.capitalize() if size == "CAPITAL" else roman.lower()


def _accented(char: str) -> str:
    if char.isascii() or char in _MATHS:
        return _set(char)
    if char not in _GLYPHS and (greek := _GREEK.match(unicodedata.name(char, ""))):
        return _roman(greek[1], greek[2])
    if char in _LETTERS:
        return rf"{{\{_LETTERS[char]}}}"
    base, *marks = list(unicodedata.normalize("NFD", char))
    if len(marks) == 1 and marks[0] in _ACCENTS and base.isascii():
        accent = _ACCENTS[marks[0]]
        gap = "{" if accent.isalpha() else ""
        return rf"{{\{accent}{gap}{base}{'}' if gap else ''}}}"
    return _set(char)
