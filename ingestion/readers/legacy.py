"""Vietnamese of before Unicode: texts typed with TCVN3 (ABC) and VNI fonts, which stand in a file as Latin look-alikes.

What is decoded: a cell whose font is one of those, and elsewhere a text that is no Vietnamese as it stands and is when
decoded. TCVN3's capitals come from a font of capitals (.VnTimeH), so they arrive in lower case.
Tables: TCVN 5712:1993 (VN3); VNI for Windows, two characters a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

Encoding = Literal["tcvn3", "vni"]

_TCVN3_BYTES = (
    "a1a2a3a4a5a6a7" "a8bbbcbdbec6" "a9c7c8c9cacb" "b5b6b7b8b9" "ae" "cccecfd0d1" "aad2d3d4d5d6" "d7d8dcddde"
    "dfe1e2e3e4" "abe5e6e7e8e9" "aceaebecedee" "eff1f2f3f4" "adf5f6f7f8f9" "fafbfcfdfe"
)  # fmt: skip
_TCVN3_TEXT = (
    "ĂÂÊÔƠƯĐ" "ăằẳẵắặ" "âầẩẫấậ" "àảãáạ" "đ" "èẻẽéẹ" "êềểễếệ" "ìỉĩíị" "òỏõóọ" "ôồổỗốộ" "ơờởỡớợ" "ùủũúụ" "ưừửữứự" "ỳỷỹýỵ"
)  # fmt: skip
TCVN3 = dict(zip(bytes.fromhex(_TCVN3_BYTES), _TCVN3_TEXT, strict=True))
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_BREVE = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    pairs = {}
    for base in "aeiouyôö":
        pairs |= {base + mark: _SINGLE.get(base, base) + tone for mark, tone in _TONES.items()}
    for base in "aeo":
        pairs |= {base + mark: base + "\u0302" + tone for mark, tone in _CIRCUMFLEX.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()} | _SINGLE
    pairs = {key: unicodedata.normalize("NFC", value) for key, value in pairs.items()}
    return pairs | {key.upper(): value.upper() for key, value in pairs.items()} | {
        key[0].upper() + key[1:]: value.upper() for key, value in pairs.items() if len(key) == 2
    }  # fmt: skip


VNI = _vni()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_NEVER = "\u00a1-\u00be\u00c5-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe"
_SECOND, _THIRD = "ùøûõâáàåãäêéèúÙØÛÕÂÁÀÅÃÄÊÉÈÚ", "ùøûõïÙØÛÕÏ"
# begins with one set of letters, so that a text is run through at the speed of a search for a letter
_SUSPECT = re.compile(
    f"[{_NEVER}{_SECOND}{_THIRD}](?:(?<=[{_NEVER}])|(?<=[aeouAEOU][{_SECOND}])|(?<=[ôöÔÖ][{_THIRD}]))"
)
_BETWEEN = "\uffff"  # a sign that no text holds
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|p|ph|qu|r|s|th?|tr|v|x)?"
    r"(?:uyê|uya|uyu|uye|iêu|yêu|ươi|ươu|oai|oao|oay|oeo|uây|uôi|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui"
    r"|uơ|uô|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    r"(?:ch?|m|ngh?|nh?|p|t)?"
)
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def has_old_text(text: str) -> bool:
    """Whether a text holds what Vietnamese in Unicode never does and an old encoding often."""
    return _SUSPECT.search(text) is not None


def old_texts(texts: Iterable[str]) -> Iterator[str]:
    """Those of many texts that ``has_old_text`` is true of: one look at all of them instead of one at each."""
    joined, at = _BETWEEN.join(texts), 0
    while found := _SUSPECT.search(joined, at):
        start, at = joined.rfind(_BETWEEN, 0, found.start()) + 1, joined.find(_BETWEEN, found.end())
        at = len(joined) if at < 0 else at
        yield joined[start:at]


def decode(text: str, encoding: Encoding) -> str | None:
    """The text in Unicode; None when it holds letters that the encoding does not have (it is Unicode already)."""
    if encoding == "tcvn3":
        letters = [c for c in text if ord(c) > 0x7E]
        if any(ord(c) not in TCVN3 and c not in "\u00a0\u2013\u2014\u201c\u201d\u2018\u2019" for c in letters):
            return None
        return text.translate(TCVN3)
    if any(ord(c) > 0xFF and c not in "\u2013\u2014\u201c\u201d\u2018\u2019" for c in text):
        return None
    return _VNI_PATTERN.sub(lambda m: VNI[m[0]], text)


def decode_text(text: str, font: Encoding | None = None) -> str:
    """A cell's text in Unicode: by its font, or when decoding makes more of its words Vietnamese ones."""
    best, most = text, _valid(text)
    for encoding in ("tcvn3", "vni"):
        decoded = decode(text, encoding)
        if decoded is None or decoded == text:
            continue
        valid = _valid(decoded)
        if valid > most or (encoding == font and valid == most):
            best, most = decoded, valid
    return best


def decode_texts(texts: Iterable[str], encoding: Encoding) -> list[str]:
    """Lines of a file that is in one encoding throughout."""
    return [text if (decoded := decode(text, encoding)) is None else decoded for text in texts]


def valid_share(text: str) -> float:
    """Share of the words with Vietnamese letters in a text that are Vietnamese syllables; 1 where there are none."""
    found = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(_is_syllable, found)) / len(found) if found else 1.0


def _valid(text: str) -> float:
    spaced = re.sub(
        "[\u00a1-\u00bf\u00d7\u00f7]", "\u00aa", text
    )  # signs that are letters there: they hold a word together
    found = [w for w in _WORD.findall(spaced) if not w.isascii()]
    return sum(map(_is_syllable, found)) / len(found) if found else 0.0


def _is_syllable(word: str) -> bool:
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONE_MARKS))
    return _SYLLABLE.fullmatch(bare) is not None
