"""What people write into the cell of a term, read as the forms that they mean.

    "boost/expand"        ──cell_forms──▶ boost · expand
    "promote (v.)"        ──cell_forms──▶ promote, a verb
    "provide sb with sth" ──cell_forms──▶ provide ▢ with
    "把…作为"              ──cell_forms──▶ 把 ▢ 作为

A slot (▢) stands for a few words. The term keeps its text, so that a file which is written again
says what it said; only what is looked for in texts is read in this way, whatever the file was.
What cannot be looked for has no forms, and `advice` says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import FUNCTION_WORDS
from nqpterms.lang.inflection import number_forms, verbs_of, word_classes

SLOT = "\ufdd0"
"""Stands in a form for a few words of a text; it is no character, and no text holds it."""

_MOST_SLOTS = 3
_CLASSES = {
    **dict.fromkeys(("n", "noun", "名", "名词"), "noun"),
    **dict.fromkeys(("v", "vt", "vi", "verb", "动", "动词"), "verb"),
    **dict.fromkeys(("adj", "a", "adjective", "形", "形容词"), "adjective"),
    **dict.fromkeys(("adv", "ad", "adverb", "副", "副词"), "adverb"),
}
_CLASS = "|".join(sorted(_CLASSES, key=len, reverse=True))
_BRACKETED_CLASS = re.compile(
    rf"\s*[(（\[【]\s*({_CLASS})\.?\s*[)）\]】]\s*", re.IGNORECASE
)
_LEADING_CLASS = re.compile(r"\A(n|v|vt|vi|adj|adv)\.\s*(?=[A-Za-z]{2})")
_TRAILING_CLASS = re.compile(r"(?<=[a-z])\s+(n|v|vt|vi|adj|adv)\.\Z")
_PARTING = re.compile(r"\s*[;；]\s*|\s+[/／|｜]\s+")
_SLASH = re.compile(r"[/／]")
_ELLIPSIS = re.compile(
    r"\s*(?:…+|\.{3,}|⋯+|(?<![\d])[~～](?![\d])|—{2,}|_{2,})\s*"
    r"|(?<![A-Za-z-])(?:sb|sth|somebody|something)\b\.?(?:['’]s)?(?:\s*/\s*(?:sb|sth)\b\.?)?"
    r"|(?<![A-Za-z-])one['’]s\b"
)
_WORDS_FOR_ANY = ("somebody", "something")
_SLOTS = re.compile(rf"\s*{SLOT}(?:\s*{SLOT})*\s*")


_OPEN_SLOT = re.compile(rf"\s*[(（]\s*{SLOT}\s*[)）]\s*")
_SIGNS = re.compile(
    r"[;；/／|｜…⋯~～(（\[【]|\.{3}|—{2}|_{2}|\b(?:n|v|vt|vi|adj|adv)\."
    r"|\b(?:sb|sth|somebody|something)\b|\bone['’]s\b"
)
"""What stands in every text that may mean more than itself; most have none."""


class CellForm(NamedTuple):
    """A form that is meant, with its part of speech; a slot stands in it as `SLOT`."""

    text: str
    pos: str = ""


@lru_cache(maxsize=1 << 12)
def cell_forms(text: str, pos: str = "") -> tuple[CellForm, ...]:
    """The forms that a term's text means; a plain one means itself.

    >>> [form.text for form in cell_forms("boost/expand demand", "verb")]
    ['boost/expand demand', 'boost demand', 'expand demand']
    >>> cell_forms("TCP/IP")
    (CellForm(text='TCP/IP', pos=''),)
    >>> [form.pos for form in cell_forms("plan (n.)")]
    ['noun']
    """
    if not may_mean_more(text):
        return (CellForm(text, pos),)
    forms: list[CellForm] = []
    for part in _PARTING.split(text):
        plain, own_pos = _without_class(part.strip(), pos)
        for alternative in _alternatives(_with_slots(plain), own_pos):
            form = alternative.strip(SLOT + " ")
            if _is_enough(form):
                forms.append(CellForm(form, own_pos))
    return tuple(dict.fromkeys(forms))


def advice(text: str, pos: str = "") -> str:
    """What to write instead of a term's text that is looked for nowhere; "" for one that is.

    >>> advice("～化")
    'write the whole words, one form a row'
    """
    if cell_forms(text, pos):
        return ""
    if len(_SLOTS.findall(_ELLIPSIS.sub(SLOT, text))) > _MOST_SLOTS:
        return f"leave at most {_MOST_SLOTS} gaps in a form"
    return "write the whole words, one form a row"


def may_mean_more(text: str) -> bool:
    """Whether there is a sign in a term's text that may be no part of the form; a quick look."""
    return _SIGNS.search(text) is not None


def _without_class(text: str, pos: str) -> tuple[str, str]:
    """A form without its word class, and the part of speech that this says."""
    for pattern in (_BRACKETED_CLASS, _LEADING_CLASS, _TRAILING_CLASS):
        match = pattern.search(text)
        if match:
            plain = f"{text[: match.start()]} {text[match.end() :]}".strip()
            if plain:
                return plain, _CLASSES[match[1].lower()]
    return text, pos


def _alternatives(text: str, pos: str) -> Iterator[str]:
    """The forms that slashes part, the whole first where it may be a form of its own."""
    parts = _SLASH.split(text)
    if len(parts) == 1:
        yield text
        return
    if has_han(text):
        # Not 元/吨.
        is_list = min(map(len, parts)) > 1 and all(map(has_han, parts))
        yield from parts if is_list else [text]
        return
    if " " in parts[0].strip() and not any(
        part[:1].isupper() for part in parts[1:]
    ):
        first, *others = filter(None, map(str.strip, parts))
        yield from _of_phrases(first, others)
        return
    yield text
    words = _words_at_slash(text)
    if words and _are_verbs(words, pos):
        listed = "/".join(words)
        yield from (text.replace(listed, word, 1) for word in words)


def _of_phrases(first: str, others: Sequence[str]) -> Iterator[str]:
    """The phrases between slashes; what stands for the last word of the first one takes its place.

    "industrial policy/policies" and "work on/at" have two forms of two words.
    """
    yield first
    before, _, last = first.rpartition(" ")
    for other in others:
        is_last_word = other in number_forms(last) or other in FUNCTION_WORDS
        yield f"{before} {other}" if is_last_word else other


def _words_at_slash(text: str) -> list[str]:
    """The single words that the first slashes of a text part."""
    run = re.search(r"(?<![^\s(])[A-Za-z-]+(?:/[A-Za-z-]+)+(?![^\s,;)])", text)
    return run[0].split("/") if run else []


def _are_verbs(words: Sequence[str], pos: str) -> bool:
    """Whether words are verbs that may replace each other: boost/expand, not input/output."""
    if not all(verbs_of(word) for word in words):
        return False
    return pos == "verb" or any(
        word_classes(word) == {"verb"} for word in words
    )


def _with_slots(text: str) -> str:
    """A form with its gaps as slots."""
    if text in _WORDS_FOR_ANY:
        return text
    marked = _OPEN_SLOT.sub(SLOT, _ELLIPSIS.sub(SLOT, text))
    return _SLOTS.sub(SLOT, marked)


def _is_enough(form: str) -> bool:
    """Whether what stands between the gaps of a form can be looked for; one without gaps can."""
    if SLOT not in form:
        return len(form) > 1
    pieces = form.split(SLOT)
    if len(pieces) > _MOST_SLOTS + 1:
        return False
    return all(any(map(str.isalnum, piece)) for piece in pieces)
