"""Other forms of a known English term: what kind each is, and where texts have unknown ones.

    forms of a concept, English texts ──find_variants──▶ [Variant(text, type, change, count, …)]

A kind comes from the comparison with a known form: hyphen, number, spelling, the initials of an
acronym. Unknown forms are suggestions. They are found as runs of words that have most words of a
known form and hardly another (new quality *production* forces), at a definition ("long form
(ABC)"), and behind “so-called”. A run whose last word belongs to no known form is another thing:
new quality production *materials*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.english import STOP_WORDS, plural_key, stem
from nqpterms.lang.spelling import spelling_key
from nqpterms.matching.forms import is_acronym
from nqpterms.model.places import Span

Change = Literal[
    "", "hyphen", "number", "spelling", "acronym", "mistyped", "words"
]
_TYPES: dict[Change, str] = {
    "": "fullForm",
    "hyphen": "variant",
    "number": "variant",
    "spelling": "variant",
    "acronym": "acronym",
    "mistyped": "acronym",
    "words": "variant",
}
"""The TBX termType of each kind of variant."""

_SHARED = 0.7  # of a known form's words that a variant has: three of four, but all of three
_FOREIGN = 0.25  # of a variant's words that may be others
# Of the words, where a definition or “so-called” points to a form.
_DEFINED_SHARE = 0.5
_LONGEST = 8  # words of a variant
_STEM = 6  # letters of a stem that are compared: productive, production, productivity are one
# What a variant may have inside though no known form has it.
_INSIDE = frozenset(["of"])

_WORD = re.compile(r"\d*[^\W\d_]+")
_GAP = re.compile(r"[ \t\n-]{1,3}|['’] ?")
_DEFINED = re.compile(r"[”\"’']?\s*[(（]\s*[“\"]?[A-Z][A-Z&]+s?[”\"]?\s*[)）]")
_SO_CALLED = re.compile(
    r"\bso-called\s+[“\"‘']([^“”\"‘’']{3,60})[”\"’']", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"\S*(?:://|www\.|[\w-]\.(?:com|org|net|cn|html?)\b|@)\S*"
)
_ACRONYM = re.compile(r"(?<![\w./-])[A-Z][A-Z&]{1,9}s?(?![\w/-])")


class Variant(Struct, frozen=True):
    """A form of a concept that the texts have: as most often written, its kind, how often.

    `type` is the TBX termType; `of` the known form that it was compared with. `uses` are places,
    as (number of the text, span).
    """

    text: str
    type: str
    change: Change
    of: str
    count: int
    uses: tuple[tuple[int, Span], ...] = ()


class EnglishText(Struct, frozen=True):
    """An English text made ready: its words, their stems, and where each stem stands.

    `acronyms` and what stands in quotes behind “so-called” are looked for once. No acronym stands
    in an address (`addresses`).
    """

    text: str
    words: tuple[re.Match[str], ...]
    stems: tuple[str, ...]
    at: dict[str, list[int]]
    addresses: tuple[Span, ...]
    acronyms: tuple[re.Match[str], ...]
    so_called: tuple[re.Match[str], ...]

    @classmethod
    def of(cls, text: str) -> EnglishText:
        """A text ready for `find_variants`, to be looked through for many concepts."""
        words = tuple(_WORD.finditer(text))
        stems = tuple(_stem(word[0]) for word in words)
        at: dict[str, list[int]] = {}
        for number, key in enumerate(stems):
            at.setdefault(key, []).append(number)
        addresses = tuple(
            Span(*match.span()) for match in _ADDRESS.finditer(text)
        )
        acronyms = tuple(
            m for m in _ACRONYM.finditer(text) if _is_free(m, addresses)
        )
        so_called = tuple(_SO_CALLED.finditer(text))
        return cls(text, words, stems, at, addresses, acronyms, so_called)


def _is_free(match: re.Match[str], addresses: Iterable[Span]) -> bool:
    """Whether a match stands in no address."""
    return not any(
        Span(*match.span()).overlaps(address) for address in addresses
    )


class _FormPlace(Struct, frozen=True):
    """A form where it stands: the number of the text, the span, the form in one line."""

    text: int
    span: Span
    surface: str


def _place_of(number: int, text: str, span: Span) -> _FormPlace:
    return _FormPlace(number, span, " ".join(span.of(text).split()))


# --- what makes one form out of another ---


def _change_between(form: str, model: str) -> Change | None:
    """What makes a form out of another one; None where they have too little in common.

    >>> _change_between("new-quality productive forces", "new quality productive force")
    'hyphen'
    >>> _change_between("NQPFs", "new quality productive forces"), _change_between("NPQF", "NQPF")
    ('acronym', 'mistyped')
    >>> _change_between("new quality production materials", "new quality productive forces")
    """
    if form.casefold() == model.casefold():
        return ""
    if is_acronym(form):
        return _acronym_change(form, model)
    words, model_words = _plain(form), _plain(model)
    if words == model_words:
        return "hyphen" if "-" in form + model else "number"
    if _keyed(words, plural_key) == _keyed(model_words, plural_key):
        return "hyphen" if ("-" in form) != ("-" in model) else "number"
    if _keyed(words, _spelled) == _keyed(model_words, _spelled):
        return "spelling"
    shape = _Shape.of([model])
    return "words" if _is_like(_stems(form), shape, _SHARED) else None


def _acronym_change(form: str, model: str) -> Change | None:
    letters = _letters(form)
    expected = _letters(model) if is_acronym(model) else _initials(model)
    if letters == expected:
        return "acronym"
    return "mistyped" if _is_mistyped(letters, expected) else None


def _is_mistyped(letters: str, expected: str) -> bool:
    """Whether two neighbours of an acronym are swapped, beyond its first letter.

    A wrong letter is not enough: GDP and GNP are two things.
    """
    if len(letters) != len(expected) or len(letters) < 4 or letters == expected:
        return False
    pairs = enumerate(zip(letters, expected, strict=True))
    different = [n for n, (letter, other) in pairs if letter != other]
    first, last = different[0], different[-1]
    are_swapped = (
        letters[first] + letters[last] == expected[last] + expected[first]
    )
    return last == first + 1 and are_swapped


# --- forms in texts ---


def find_variants(
    forms: Sequence[str], texts: Sequence[EnglishText]
) -> list[Variant]:
    """The forms of one concept in English texts, known and unknown, the most frequent first.

    *forms* are what is known. An acronym counts where its letters are the initials of a form that
    is known or found, and as mistyped where two of its letters are swapped beside such an acronym.

    >>> text = "New quality productivity (NQP), the new quality production forces of now."
    >>> [v.text for v in find_variants(["new quality productive forces"], [EnglishText.of(text)])]
    ['New quality productivity', 'new quality production forces', 'NQP']
    """
    long = [form for form in forms if not is_acronym(form)]
    places = _all_runs(texts, long)
    long_forms = {*long, *(place.surface for place in places)}
    places += _acronyms(
        texts, long_forms, [form for form in forms if is_acronym(form)]
    )
    return _grouped(places, forms, sorted(long_forms - {*forms}))


def _all_runs(
    texts: Sequence[EnglishText], forms: Sequence[str]
) -> list[_FormPlace]:
    """The stretches of all texts that are like a form.

    What ends one of them may also stand before a noun in another, so it is looked again until no
    new last word turns up.
    """
    shape = _Shape.of(forms)
    while True:
        places = [
            place
            for n, text in enumerate(texts)
            for place in _runs(n, text, shape)
        ]
        heads = shape.heads | {
            plural_key(place.surface.split()[-1]) for place in places
        }
        if heads == shape.heads:
            return places
        shape = replace(shape, heads=heads)


class _Shape(Struct, frozen=True):
    """The stems of each form in order, all of them, the last words, and the small words."""

    forms: tuple[tuple[str, ...], ...]
    all: frozenset[str]
    heads: frozenset[str]
    small: frozenset[str]

    @classmethod
    def of(cls, forms: Sequence[str]) -> _Shape:
        stems = tuple(tuple(_stems(form)) for form in forms)
        words_by_form = [_plain(form) for form in forms]
        words = {word for form in words_by_form for word in form}
        last_words = [form[-1] for form in words_by_form if form]
        return cls(
            stems,
            all=frozenset(key for form in stems for key in form),
            heads=frozenset(plural_key(word) for word in last_words),
            small=frozenset(words & STOP_WORDS) | _INSIDE,
        )


def _is_like(stems: Sequence[str], shape: _Shape, share: float) -> bool:
    """Whether words have enough in common with a form, in its order, and end as one may."""
    own = set(stems)
    if len(stems) < 2 or len(own) < len(stems) or stems[-1] not in shape.all:
        return False
    if len(own - shape.all) / len(own) > _FOREIGN:
        return False
    return any(_follows(stems, form, share) for form in shape.forms)


def _follows(stems: Sequence[str], form: Sequence[str], share: float) -> bool:
    """Whether words have a share of a form's stems, in the form's order."""
    own = set(stems)
    if len(form) < 2 or len(own & set(form)) / len(form) < share:
        return False
    return [key for key in form if key in own] == [
        key for key in stems if key in form
    ]


def _places_of_words(text: EnglishText, shape: _Shape) -> list[int]:
    """The numbers of the words of a text that are words of a form, in order."""
    numbers: list[int] = []
    for key in shape.all:
        numbers += text.at.get(key, ())
    return sorted(numbers)


def _runs(
    number: int, text: EnglishText, shape: _Shape
) -> Iterator[_FormPlace]:
    """The stretches of a text that are like a form, the likest of overlapping ones."""
    so_called = [
        Span(*m.span(1)) for m in text.so_called if _is_about(m[1], shape)
    ]
    elsewhere = [*text.addresses, *so_called]
    end = 0
    for at in _places_of_words(text, shape):
        if at < end:
            continue
        run_end = _best_end(text, at, shape)
        if not run_end:
            continue
        span = Span(text.words[at].start(), text.words[run_end - 1].end())
        if not any(span.overlaps(other) for other in elsewhere):
            yield _place_of(number, text.text, span)
            end = run_end
    for span in so_called:
        yield _place_of(number, text.text, span)


def _is_about(text: str, shape: _Shape) -> bool:
    """Whether what stands in quotes behind “so-called” shares enough words with a form."""
    own = set(_stems(text))
    return any(
        len(own & set(form)) >= _DEFINED_SHARE * len(form)
        for form in shape.forms
        if form
    )


def _best_end(text: EnglishText, at: int, shape: _Shape) -> int:
    """Where the likest run that begins with a word ends, as the next word's number; 0 for none."""
    best, best_end = 0.0, 0
    for end in _ends(text, at, shape):
        last = text.words[end - 1]
        share = (
            _DEFINED_SHARE if _DEFINED.match(text.text, last.end()) else _SHARED
        )
        run = [key for key in text.stems[at:end] if key]
        if not (_is_like(run, shape, share) and _may_end(text, end, shape)):
            continue
        score = max(_overlap(run, form) for form in shape.forms)
        if score >= best:
            best, best_end = score, end
    return best_end


def _ends(text: EnglishText, at: int, shape: _Shape) -> Iterator[int]:
    """Where a run that begins with a word may end: behind a word with a stem.

    It crosses no sign but a hyphen, and no small word that no form has inside.
    """
    words = text.words
    for end in range(at + 1, min(len(words), at + _LONGEST) + 1):
        last = words[end - 1]
        if end - at > 1 and not _GAP.fullmatch(
            text.text, words[end - 2].end(), last.start()
        ):
            return
        if text.stems[end - 1]:
            yield end
        elif last[0].lower() not in shape.small:
            return


def _overlap(run: Sequence[str], form: Sequence[str]) -> float:
    """The share of the stems of two runs that both have."""
    own, other = set(run), set(form)
    return len(own & other) / len(own | other)


def _may_end(text: EnglishText, end: int, shape: _Shape) -> bool:
    """Whether a run ends with a form's last word, or no other noun follows its last one."""
    words = text.words
    if plural_key(words[end - 1][0]) in shape.heads:
        return True
    if end == len(words) or not text.stems[end]:
        return True
    return (
        text.text[words[end - 1].end() : words[end].start()].strip(" \n") != ""
    )


def _acronyms(
    texts: Sequence[EnglishText], long: Iterable[str], short: Sequence[str]
) -> Iterator[_FormPlace]:
    """The acronyms in texts whose letters are the initials of a form, or nearly those of one."""
    initials = {_initials(form) for form in long} | {
        _letters(form) for form in short
    }
    initials = {letters for letters in initials if len(letters) >= 3}
    for number, text in enumerate(texts):
        for match in text.acronyms:
            letters = _letters(match[0])
            if letters in initials or any(
                _is_mistyped(letters, other) for other in initials
            ):
                yield _FormPlace(number, Span(*match.span()), match[0])


def _grouped(
    places: Iterable[_FormPlace], forms: Sequence[str], new: Sequence[str]
) -> list[Variant]:
    """The forms, those that differ in capitals as one, with their kind."""
    groups: dict[str, list[_FormPlace]] = {}
    for place in places:
        key = (
            place.surface
            if is_acronym(place.surface)
            else place.surface.casefold()
        )
        groups.setdefault(key, []).append(place)
    variants: list[Variant] = []
    for group in groups.values():
        text = Counter(place.surface for place in group).most_common(1)[0][0]
        change, of = _nearest(text, forms, new)
        kind = "acronym" if is_acronym(text) else _TYPES[change]
        uses = tuple((place.text, place.span) for place in group)
        variants.append(Variant(text, kind, change, of, len(group), uses))
    return sorted(
        variants, key=lambda v: (-v.count, is_acronym(v.text), v.uses[0])
    )


_NEAREST: tuple[Change, ...] = (
    *("", "number", "hyphen", "spelling", "acronym"),
    *("mistyped", "words"),
)
"""The kinds of change, the smallest first."""


def _nearest(
    text: str, forms: Sequence[str], new: Sequence[str]
) -> tuple[Change, str]:
    """The kind of a form and the form that is nearest: a known one, or a new one beside it."""
    others = [form for form in new if form.casefold() != text.casefold()]
    nearest: Change = "words"
    of = forms[0] if forms else ""
    rank = len(_NEAREST)
    for form in (*forms, *others):
        change = _change_between(text, form)
        if change is not None and _NEAREST.index(change) < rank:
            rank, nearest, of = _NEAREST.index(change), change, form
    return nearest, of


# --- what is compared of a form ---


def _initials(form: str) -> str:
    words = [match[0] for match in _WORD.finditer(form)]
    return "".join(
        word[0].upper() for word in words if word.lower() not in STOP_WORDS
    )


def _letters(acronym: str) -> str:
    return acronym.removesuffix("s").replace("&", "")


def _stems(text: str) -> list[str]:
    return [key for match in _WORD.finditer(text) if (key := _stem(match[0]))]


def _stem(word: str) -> str:
    """What is compared of a word; nothing of a function word."""
    lower = word.lower()
    return "" if lower in STOP_WORDS else stem(lower)[:_STEM]


def _plain(text: str) -> list[str]:
    """The words of a form, hyphens as blanks."""
    return re.sub(r"[-‐‑–]", " ", text.casefold()).split()


def _keyed(words: Sequence[str], key: Callable[[str], str]) -> str:
    return "".join(key(word) for word in words)


def _spelled(word: str) -> str:
    return spelling_key(plural_key(word))
