"""What stands beside a place decides whether a term may take it without a reader's eye.

"China's “One Belt One Road” initiative"   the new term would bring the word once more
"the Institute of Chinese-Style Modernization"   the place is part of somebody's name
"new quality productivity (NQP)"   an acronym would be left that spells something else
"""

from __future__ import annotations

import re

from nqpterms.lang.english import DETERMINERS, FUNCTION_WORDS, plural_key, words
from nqpterms.lang.normal_form import one_line
from nqpterms.matching.forms import is_acronym, spells
from nqpterms.model.places import Span

# Words that may stand twice: "the Belt and" before "Belt and Road".
_LONGEST_OVERLAP = 3
_AROUND = 60  # code points on either side in which a word is looked for
_SAME_PHRASE = 25  # code points between a form and the same form once more: "X, formerly Y"
_CLOSING = "”’\"')]*_»"
_OPENING = "“‘\"'([*_«"
_WORDS_BEHIND = re.compile(
    rf"[\s{re.escape(_CLOSING + _OPENING)}]*([^.,;:!?…\n]*)"
)
_CLAUSE_BEFORE = re.compile(r"[^.,;:!?…\n]*\Z")
_SENTENCE_BEFORE = re.compile(r"[^.;!?…\n]*\Z")
_SENTENCE_BEHIND = re.compile(r"[^.;!?…\n]*")
_ACRONYM_BEHIND = re.compile(
    r"[”’\"']?\s*[(（]\s*[“\"]?([A-Z][A-Za-z&-]{1,9})[”\"]?\s*[)）,;]"
)
_NAME_BEFORE = re.compile(r"([A-Z][\w’'-]*) (?:(?:of|for|on) (?:the )?)?\Z")
_NAME_BEHIND = re.compile(r" (?:(?:of|for) (?:the )?)?[A-Z][\w-]*")
_JOINTS = "-‐‑–\\_@#&="


def fits(text: str, span: Span, new: str) -> bool:
    """Whether a term may stand at a span as far as its neighbours are concerned.

    >>> text = "The road plan initiative grew."
    >>> fits(text, Span(4, 13), "Road Initiative"), fits(text, Span(4, 13), "road map")
    (False, True)
    """
    return not (
        _is_joined(text, span, new)
        or _doubles(text, span, new)
        or _is_repeated(text, span, new)
        or _leaves_an_acronym(text, span, new)
        or _breaks_a_possessive(text, span, new)
    )


def is_part_of_name(text: str, span: Span) -> bool:
    """Whether capitals at a span go on beside it, so that a name holds more than the term.

    >>> text = "The Institute of Modern Farming met."
    >>> is_part_of_name(text, Span(17, 31)), is_part_of_name("In Modern Farming we", Span(3, 17))
    (True, False)
    """
    surface = span.of(text)
    *_, last = surface.split()
    if not last[0].isupper():
        return False
    if _NAME_BEHIND.match(text, span.end):
        return True
    before = _NAME_BEFORE.search(text[: span.start])
    if before is None or not surface[0].isupper():
        return False
    word = before[1]
    is_plain = word.lower() in FUNCTION_WORDS or word.endswith(
        ("'s", "’s", "s'", "s’")
    )
    return not is_plain and not starts_sentence(text, before.start())


def starts_sentence(text: str, position: int) -> bool:
    """Whether a sentence begins there: signs and blanks apart nothing of it stands before.

    >>> starts_sentence("It is. “Then", 8), starts_sentence("It is then", 6)
    (True, False)
    """
    before = text[:position].rstrip(_OPENING + " \t\n")
    return not before or before.rstrip(_CLOSING)[-1:] in (
        ".",
        "!",
        "?",
        "…",
        "•",
    )


def sentence_round(text: str, span: Span) -> tuple[str, str]:
    """What stands before and behind a span in its sentence, by its signs alone."""
    before = _SENTENCE_BEFORE.search(text[: span.start])
    behind = _SENTENCE_BEHIND.match(text, span.end)
    return before[0] if before else "", behind[0] if behind else ""


def _is_joined(text: str, span: Span, new: str) -> bool:
    """Whether the place is a part of a longer word, address or number.

    A hyphen joins two single words well: "plan-based" becomes "scheme-based".
    """
    before, behind = text[: span.start][-1:], text[span.end :][:2]
    is_dotted = behind[:1] in (".", ":") and behind[1:].isalnum()
    # One slash alone is "farms/fields".
    is_in_path = before == "/" and behind[:1] == "/"
    if is_dotted or is_in_path or before in (".", "~"):
        return True
    is_single = not re.search(r"[\s-]", f"{span.of(text)}{new}")
    joints = _JOINTS.replace("-", "") if is_single else _JOINTS
    return (before != "" and before in joints) or (
        behind != "" and behind[0] in joints
    )


def _doubles(text: str, span: Span, new: str) -> bool:
    """Whether words of the term would stand twice, at its beginning or at its end."""
    inside = _keys(new)
    before_match = _CLAUSE_BEFORE.search(
        text[max(0, span.start - _AROUND) : span.start]
    )
    behind_match = _WORDS_BEHIND.match(text[span.end : span.end + _AROUND])
    before = _keys(before_match[0] if before_match else "")
    behind = _keys(behind_match[1] if behind_match else "")
    if (
        before
        and before[-1] in DETERMINERS
        and inside
        and inside[0] in DETERMINERS
    ):
        return True
    for count in range(1, _LONGEST_OVERLAP + 1):
        is_twice_before = (
            before[-count:] == inside[:count] and len(before) >= count
        )
        is_twice_behind = (
            behind[:count] == inside[-count:] and len(behind) >= count
        )
        if len(inside) >= count and (is_twice_before or is_twice_behind):
            return True
    return False


def _is_repeated(text: str, span: Span, new: str) -> bool:
    """Whether the term stands close by in the same sentence, as a gloss or to be compared."""
    reach = len(new) + _SAME_PHRASE
    before, behind = sentence_round(text, span)
    key = one_line(new).lower()
    return (
        key in one_line(before[-reach:]).lower()
        or key in one_line(behind[:reach]).lower()
    )


def _leaves_an_acronym(text: str, span: Span, new: str) -> bool:
    """Whether an acronym in brackets behind would spell something else, or is the place itself."""
    if is_acronym(span.of(text)) and text[: span.start].rstrip(' “"')[-1:] in (
        "(",
        "（",
    ):
        return True
    acronym = _ACRONYM_BEHIND.match(text, span.end)
    if acronym is None or not is_acronym(acronym[1]):
        return False
    return not spells(acronym[1].removesuffix("s"), new.replace("-", " "))


def _breaks_a_possessive(text: str, span: Span, new: str) -> bool:
    """Whether an ending that stands behind the place would not be the term's."""
    behind = text[span.end :][:2].replace("’", "'")
    ends_in_s = new.lower().endswith("s")
    if behind.lower() == "'s":
        return ends_in_s
    is_quoted = text[: span.start][-1:] in ("'", "‘", "’")
    is_plural = span.of(text).lower().endswith("s") and behind[:1] == "'"
    return is_plural and not is_quoted and not ends_in_s


def _keys(text: str) -> list[str]:
    return [plural_key(span.of(text)) for span in words(text)]
