"""The forms of a term that are written with other signs: A.I., R & D, the 12th, without a comma.

"U.S. dollar"                  ──written_forms──▶ US dollar
"Twelfth Five-Year Plan"       ──written_forms──▶ 12th Five-Year Plan
"industry, academia and research"  ──▶ industry, academia, and research
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from nqpterms.lang.numbers.numerals import ENGLISH_TENS, ORDINALS

_CAPITALS = re.compile(r"(?<![\w.&'-])[A-Z]{2,5}s?(?![\w&'-]|\.\w)")
_ABBREVIATION = re.compile(
    r"(?<![\w.&'-])[A-Z][a-z]{0,2}(?:[A-Z][a-z]?){1,3}(?![\w&'-]|\.\w)"
)
_POINTED = re.compile(
    r"(?<![\w.])[A-Z][a-z]?(?:\. ?[A-Z][a-z]?){1,5}\.?(?![\w.])"
)
_TIED = re.compile(r"(?<=[A-Z])&(?=[A-Z])")
_UNTIED = re.compile(r"(?<![\w.&'-])([A-Z]) & ([A-Z]s?)(?![\w&'-])")
_FIGURE = re.compile(r"(?<![\w.,-])([1-9]\d?)(?:st|nd|rd|th)(?!\w)")
_ORDINAL_WORD = re.compile(
    rf"(?<![\w-])(?:({'|'.join(ENGLISH_TENS)})[- ])?({'|'.join(ORDINALS)})(?!\w)",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(,[^,;:]+?),? (and|or|&) (?=[^,;:]*\Z)")
_MAY_VARY = re.compile(
    r"[&,.0-9]|[A-Z][a-z]{0,2}[A-Z]|(?i:first|second|third|[a-z]th)\b"
)
"""What there is in every text that has another form; most have none."""
_UNITS = {value: word for word, value in ORDINALS.items() if value < 20}
_TENS = {value: word for word, value in ENGLISH_TENS.items()}
_ROUND = {value: word for word, value in ORDINALS.items() if value >= 20}


def written_forms(text: str) -> Iterator[str]:
    """The same words with other signs and figures, one change at a time.

    >>> list(written_forms("AI")), list(written_forms("PhD")), list(written_forms("R&D fund"))
    (['A.I.', 'A.I'], ['Ph.D.', 'Ph.D'], ['R & D fund'])
    >>> list(written_forms("the Twenty-First Century"))
    ['the 21st Century']
    >>> list(written_forms("old, new and other"))
    ['old, new, and other', 'old, new & other', 'old, new, & other']
    """
    if not _MAY_VARY.search(text):
        return
    changes: tuple[Callable[[str], Iterator[str]], ...] = (
        _with_points,
        _without_points,
        _with_other_ampersand,
        _with_other_ordinals,
        _with_other_commas,
    )
    for change in changes:
        for form in change(text):
            if form != text:
                yield form


def _with_points(text: str) -> Iterator[str]:
    """GDP as G.D.P., PhD as Ph.D.; a plural s stands behind the last point."""
    acronym = _CAPITALS if _CAPITALS.search(text) else _ABBREVIATION
    if not acronym.search(text):
        return
    pointed = acronym.sub(_pointed, text)
    yield pointed
    if pointed.endswith("."):
        yield pointed[:-1]  # the last point ends the sentence, or is left out


def _pointed(word: re.Match[str]) -> str:
    letters = re.findall(
        "[A-Z][a-z]?(?![a-z])|[A-Z]", word[0].removesuffix("s")
    )
    plural = "s" if word[0].endswith("s") and word[0][:-1].isupper() else ""
    return "".join(f"{letter}." for letter in letters) + plural


def _without_points(text: str) -> Iterator[str]:
    """U.S. as US, also inside a longer term; S.O.E. as SOEs too."""
    if "." not in text or not _POINTED.search(text):
        return
    plain = _POINTED.sub(lambda word: re.sub("[. ]", "", word[0]), text)
    yield plain
    if plain.isalpha():
        yield f"{plain}s"


def _with_other_ampersand(text: str) -> Iterator[str]:
    """R&D as R & D, and the other way round."""
    if "&" in text:
        yield _TIED.sub(" & ", text)
        yield _UNTIED.sub(r"\1&\2", text)


def _with_other_ordinals(text: str) -> Iterator[str]:
    """The 12th as the twelfth, and the other way round."""
    if _FIGURE.search(text):
        yield _FIGURE.sub(_ordinal_word, text)
    elif _ORDINAL_WORD.search(text):
        yield _ORDINAL_WORD.sub(_ordinal_figure, text)


def _ordinal_word(figure: re.Match[str]) -> str:
    value = int(figure[1])
    tens, ones = value - value % 10, value % 10
    if value in _UNITS:
        word = _UNITS[value]
    elif not ones:
        word = _ROUND[value]
    else:
        word = f"{_TENS[tens]}-{_UNITS[ones]}"
    return word.capitalize()


def _ordinal_figure(word: re.Match[str]) -> str:
    tens = ENGLISH_TENS[word[1].lower()] if word[1] else 0
    value = tens + ORDINALS[word[2].lower()]
    ending = (
        "th"
        if value % 100 in (11, 12, 13)
        else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    )
    return f"{value}{ending}"


def _with_other_commas(text: str) -> Iterator[str]:
    """A list with and without the comma before its last part, with "and" and with a sign."""
    last = _SERIAL.search(text)
    if last is None:
        return
    joints = (last[2],) if last[2] == "or" else ("and", "&")
    for joint in joints:
        for comma in ("", ","):
            yield f"{text[: last.start()]}{last[1]}{comma} {joint} {text[last.end() :]}"
