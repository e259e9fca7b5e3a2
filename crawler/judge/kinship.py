"""Whether two titles may name the same page: an old one and a new one, or a title and the text of a link. Pure.

A title changes while its page does not: an edition, a subtitle, a version, a year, another name of the site, another
language. So two titles are of different pages only when they share hardly a word, and both say something.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum, auto

_SAME = 0.5
"""This share of the words of the shorter one in the other, and they name the same page."""
_OTHER = 0.25
"""No more than this, and they name different ones."""
_PREFIX_CHARS = 5
_PREFIX_SHARE = 0.7
"""Words that begin alike so far are forms of one: `network` and `networks`, `attention` and `l'attention`."""
_SQUASHED_CHARS = 6
_INITIALS = 3
_LEAST_WORDS = 2

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"\s+(?:[|\-\u2013\u2014\u00b7\u2022»«~/]|::)\s+|\s*[|»«]\s*")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_NUMBERED = re.compile(r"v?\d[\dx]*(?:st|nd|rd|th|e|\.)?")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['\u2019](?=\w)")

_IDLE = frozenset(
    _WORD.findall(
        """a an and are as at be by for from how i in into is it its my of on or our that the this to we what when why
        with you your about all can do der die das und für von mit ein eine la le les des du de et un une pour el los
        las y por para da do di il e em com en het een van op och att som
        edition ed second third fourth fifth revised updated new version volume vol draft final preprint pdf html
        part chapter release beta alpha update github gitlab"""
    )
)
"""Words that are the same in any two titles, or different in two titles of one page."""
_NAMELESS = frozenset(
    _WORD.findall(
        """home homepage welcome index untitled page pages main default start loading redirecting error errors
        maintenance under construction coming soon suspended account login log sign forbidden denied access moment
        just please wait checking browser site website web server works apache nginx test blank document new tab
        object back soon unavailable temporarily service offline down we ll re be"""
    )
)
"""Of such words alone are the titles of pages that do not say what they are."""
_LINKED = _NAMELESS | frozenset(
    _WORD.findall(
        """link links here click paper papers article articles blog post posts code source repo repository github docs
        documentation demo video videos slides slide website read more download online book notes course tutorial
        project official resource resources info details wiki lecture talk material materials arxiv youtube medium"""
    )
)
"""Of such words alone are the texts of links that do not say where they lead."""
_SOLD_WORDS = (
    r"casino|kasino|slots?|slot gacor|togel|judi|gacor|maxwin|poker|roulette|blackjack|baccarat|jackpot|sportsbook|"
    r"betting|bet365|1xbet|bookmakers?|gambling|sbobet|parlay|viagra|cialis|levitra|kamagra|tramadol|xanax|"
    r"payday loans?|escorts?|porn|xxx|replica watch(?:es)?|essay writing service|казино|вулкан|spielautomaten"
)
_SOLD_SIGNS = "娱乐城|博彩|百家乐|彩票|体育投注|激安|カジノ|카지노|바카라|토토"
"""Where nothing stands between words."""


class Kinship(Enum):
    """What two titles are to one another."""

    SAME = auto()
    """They may well name the same page."""
    OTHER = auto()
    """They name different pages."""
    NAMELESS = auto()
    """The newer one no longer says what it names."""
    UNTOLD = auto()
    """Nothing can be said."""


def kinship(before: str, now: str, *, languages: Sequence[str | None] = ()) -> Kinship:
    """What an older and a newer title are to one another; `languages` are those of the two pages, where known.

    >>> kinship("Deep Learning", "Deep Learning, 2nd edition").name, kinship("Deep Learning", "Best Online Casino").name
    ('SAME', 'OTHER')
    >>> kinship("Deep Learning | MIT", "Home | MIT").name, kinship("Home", "A new blog").name
    ('NAMELESS', 'UNTOLD')
    """
    here, there = _own(_parts(before), _parts(now))
    old, new = _words(here), _words(there)
    if not old - _NAMELESS:
        return Kinship.UNTOLD
    if is_sold(now) and not is_sold(before):
        return Kinship.OTHER
    if not new - _NAMELESS:
        return Kinship.NAMELESS
    return _by_words(" ".join(here), " ".join(there), old, new, languages)


def _by_words(
    before: str, now: str, old: frozenset[str], new: frozenset[str], languages: Sequence[str | None]
) -> Kinship:
    if _is_squashed_in(before, now) or _are_initials(before, now) or _are_initials(now, before):
        return Kinship.SAME
    share = _shared(old, new)
    if share >= _SAME:
        return Kinship.SAME
    if share > _OTHER or _of_two_languages(languages) or _of_two_scripts(old, new):
        return Kinship.UNTOLD
    return Kinship.OTHER if len(new) >= _LEAST_WORDS else Kinship.NAMELESS


def says_nothing(text: str) -> bool:
    """Whether the text of a link does not tell where it leads.

    >>> says_nothing("this paper"), says_nothing("[PDF]"), says_nothing("Attention is all you need")
    (True, True, False)
    """
    return not _words([text]) - _LINKED


def is_named(text: str, title: str) -> bool:
    """Whether a title has all that the text of a link says, or means the same page by it.

    >>> is_named("Keras", "Keras: Deep Learning for humans"), is_named("Keras for biologists", "Keras: for humans")
    (True, False)
    >>> is_named("link", "Any page")
    False
    """
    wanted = _words([text]) - _LINKED
    return bool(wanted) and (all(_is_among(word, _words([title])) for word in wanted) or _is_squashed_in(text, title))


def is_sold(title: str) -> bool:
    """Whether a title offers what expired domains are bought for.

    >>> is_sold("SLOT GACOR Hari Ini: Situs Judi"), is_sold("Slotted ALOHA")
    (True, False)
    """
    return _SOLD.search(_plain(title)) is not None


_DOOR = re.compile(
    r"(?<!\w)(?:(?:log|sign) ?in|log ?on|anmelden|connexion|iniciar sesion|members only|paywall|"
    r"maintenance|wartung|mantenimiento|manutencao|be (?:right )?back|upgrade|outage|scheduled work|"
    r"verify|verifying|verification|are you (?:a )?(?:human|robot|over)|captcha|unusual traffic|"
    r"(?:access|acceso|acces|zugriff) (?:denied|denegado|refuse|verweigert)|forbidden|unauthori[sz]ed|"
    r"not available in your|unavailable in your|before you (?:continue|go)|cookies?|consent|einwilligung|privacy|"
    r"subscribe|subscription|subscribers|age (?:check|gate)|over 18|one moment|just a moment|attention required|"
    r"security check|checking your browser|coming soon|under construction|account suspended)(?!\w)"
)
"""What stands on doors: pages before a page, for a while or for crawlers alone."""
_DOOR_CHARS = 80


def is_door(title: str) -> bool:
    """Whether a title is that of a page before a page: to sign in at, to consent at, or shut for maintenance.

    >>> is_door("Sign in"), is_door("We'll be back soon!"), is_door("Acceso denegado"), is_door("A kernel trick")
    (True, True, True, False)
    """
    return len(title) <= _DOOR_CHARS and _DOOR.search(_plain(title)) is not None


def words_of(text: str) -> frozenset[str]:
    """The words of a title that say something.

    >>> sorted(words_of("The 2nd edition of Deep Learning (2024)"))
    ['deep', 'learning']
    """
    return _words([text])


def _parts(title: str) -> list[str]:
    return [part for part in _BREAK.split(_plain(title).strip()) if part.strip()]


def _own(here: list[str], there: list[str]) -> tuple[list[str], list[str]]:
    """Both without the name of the site: the last part of the one, if the other has it too."""
    shared = {here[-1]} & set(there) if here else set()
    mine, theirs = ([part for part in parts if part not in shared] for parts in (here, there))
    if not shared or not mine or (not theirs and _length(shared) > _length(mine)):
        return here, there  # what is all of the one and most of the other is the page's own name
    return mine, theirs


def _length(parts: Iterable[str]) -> int:
    return sum(len(_WORD.findall(part)) for part in parts)


def _words(parts: Iterable[str]) -> frozenset[str]:
    plain = _plain(" ".join(parts))
    found = {word for word in _WORD.findall(_WIDE.sub(" ", plain)) if not _NUMBERED.fullmatch(word)}
    return frozenset(found - _IDLE) | frozenset(pair for run in _WIDE.findall(plain) for pair in _pairs(run))


def _pairs(run: str) -> Iterable[str]:
    """Two letters at a time: what stands for words where nothing stands between them."""
    return (run[at : at + 2] for at in range(max(1, len(run) - 1)))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", "".join(sign for sign in apart if unicodedata.category(sign) != "Mn"))
    return _ELISION.sub("", plain).replace("\u2019", "'").replace("'s ", " ")


_SOLD = re.compile(rf"(?<!\w)(?:{_plain(_SOLD_WORDS)})(?!\w)|{_plain(_SOLD_SIGNS)}")
"""What expired domains are bought for."""


def _shared(old: frozenset[str], new: frozenset[str]) -> float:
    few, many = sorted((old, new), key=len)
    return sum(_is_among(word, many) for word in few) / len(few)


def _is_among(word: str, words: frozenset[str]) -> bool:
    return word in words or any(_begin_alike(word, other) for other in words)


def _begin_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    least = max(_PREFIX_CHARS, int(_PREFIX_SHARE * len(long)))
    return len(short) >= least and short[:least] == long[:least]


def _is_squashed_in(one: str, other: str) -> bool:
    """`Tensor Board` and `TensorBoard`."""
    short, long = sorted(("".join(_WORD.findall(_plain(text))) for text in (one, other)), key=len)
    return len(short) >= _SQUASHED_CHARS and short in long


def _are_initials(short: str, long: str) -> bool:
    """`BERT` and `Bidirectional Encoder Representations from Transformers`."""
    initials = "".join(word[0] for word in _WORD.findall(_plain(long)) if word not in _IDLE)
    return any(len(word) >= _INITIALS and initials.startswith(word) for word in _WORD.findall(_plain(short)))


def _of_two_languages(languages: Sequence[str | None]) -> bool:
    known = {language.lower().partition("-")[0] for language in languages if language}
    return len(known) > 1


def _of_two_scripts(old: frozenset[str], new: frozenset[str]) -> bool:
    """Whether no word of the one could be a word of the other: then a translation is all that is sure."""
    return not {_script(word) for word in old} & {_script(word) for word in new}


def _script(word: str) -> str:
    """The script of a word's first letter, as far as its name tells."""
    return unicodedata.name(word[0], "?").partition(" ")[0]
