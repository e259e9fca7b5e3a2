"""Names of licences and of languages, as hosts write them and as everybody else does. Pure."""

import re
from typing import Any

from crawler.gather.finding import text_of
from crawler.gather.replies import address_of

_SPDX = (
    "AFL-3.0 AGPL-3.0 Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CDLA-Permissive-2.0 ECL-2.0"
    " EPL-1.0 EPL-2.0 EUPL-1.1 EUPL-1.2 GFDL-1.3 GPL-2.0 GPL-3.0 ISC LGPL-2.1 LGPL-3.0 LPPL-1.3c MIT MIT-0 MPL-2.0"
    " NCSA OBSD ODbL-1.0 ODC-By-1.0 OFL-1.1 PDDL-1.0 PostgreSQL Unlicense WTFPL Zlib"
)
_NAMES = {name.lower(): name for name in _SPDX.split()}
"""In lower case -> as in spdx.org/licenses; the GNU family without `-only` or `-or-later`, which hosts do not give."""
_CREATIVE = re.compile(r"cc-by(?:-(?:nc|nd|sa|nc-nd|nc-sa))?-[1-4]\.[05]")
_OTHERWISE = {
    "cc-zero": "CC0-1.0",
    "odbl": "ODbL-1.0",
    "odc-by": "ODC-By-1.0",
    "pddl": "PDDL-1.0",
    "mit-license": "MIT",
    "bsd": "BSD-3-Clause",
}
"""Names that hosts have of their own (huggingface.co/docs/hub/repositories-licenses; older records of Zenodo)."""
_LONGER = (
    "ara:ar ces:cs cze:cs chi:zh zho:zh dan:da deu:de ger:de dut:nl nld:nl ell:el gre:el eng:en fin:fi fra:fr fre:fr"
    " heb:he hin:hi hun:hu ind:id ita:it jpn:ja kor:ko nor:no pol:pl por:pt ron:ro rum:ro rus:ru spa:es swe:sv"
    " tur:tr ukr:uk english:en french:fr german:de italian:it spanish:es"
)
_LANGUAGES = dict(pair.split(":") for pair in _LONGER.split())
"""ISO 639-2, and names that archive.org has, -> the shortest tag (BCP 47)."""
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")


def licence_of(value: Any) -> str | None:
    """The SPDX name of a licence, or the address that is given for it; None for what is neither.

    >>> licence_of("apache-2.0"), licence_of("CC BY-SA 4.0"), licence_of("openrail")
    ('Apache-2.0', 'CC-BY-SA-4.0', None)
    """
    if address := address_of(value, 300):
        return address
    name = "-".join((text_of(value, 60) or "").lower().split())
    if _CREATIVE.fullmatch(name):
        return name.upper()
    return _NAMES.get(name) or _OTHERWISE.get(name)


def language_of(value: Any) -> str | None:
    """The tag of a language; None for what is none.

    >>> language_of("eng"), language_of("pt-BR"), language_of("multilingual")
    ('en', 'pt-BR', None)
    """
    text = text_of(value, 35) or ""
    known = _LANGUAGES.get(text.lower())
    return known or (text if _TAG.fullmatch(text.lower()) else None)
