"""Other forms of a known English term: what kind each is, and where texts have unknown ones.

    forms of a concept, English texts ──find_variants──▶ [Variant(text, type, change, count, …)]

Kinds are told by comparison with a known form: hyphen, number, spelling, the initials of an
acronym. Unknown forms are suggestions. They are found as runs of words that have most words of a
known form and hardly another (new quality *production* forces), at a definition ("long form
(ABC)"), and behind “so-called”. A run whose last word belongs to no known form is another thing:
new quality production *materials*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.english import STOP_WORDS, plural_key, stem
from nqpterms.lang.spelling import spelling_key
from nqpterms.matching.forms import is_acronym
from nqpterms.model.places import Span

Change = Literal["", "hyphen", "number", "spelling", "acronym", "mistyped", "words"]
TYPES: dict[Change, str] = {
    "": "fullForm",
    "hyphen": "variant",
    "number": "variant",
    "spelling": "variant",
    "acronym": "acronym",
    "mistyped": "acronym",
    "words": "variant",
}
"""The TBX termType of each kind of variant."""

SHARED = 0.7  # of a known form's words that a variant has: three of four, but all of three
FOREIGN = 0.25  # of a variant's words that may be others
DEFINED = 0.5  # of the words, where a definition or “so-called” points to a form
_LONGEST = 8  # words of a variant
_STEM = 6  # letters of a stem that are compared: productive, production, productivity are one
_INSIDE = frozenset(["of"])  # what a variant may have inside though no known form has it

_WORD = re.compile(r"\d*[^\W\d_]+")
_GAP = re.compile(r"[ \t\n-]{1,3}|['’] ?")
_DEFINED = re.compile(r"[”\"’']?\s*[(（]\s*[“\"]?[A-Z][A-Z&]+s?[”\"]?\s*[)）]")
_SO_CALLED = re.compile(r"\bso-called\s+[“\"‘']([^“”\"‘’']{3,60})[”\"’']", re.IGNORECASE)
_ADDRESS = re.compile(r"\S*(?:://|www\.|[\w-]\.(?:com|org|net|cn|html?)\b|@)\S*")
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

    `acronyms` and what stands in quotes behind “so-called” (`named`) are found once; nothing of
    them, or of the words, stands in an address (`addresses`).
    """

    text: str
    words: tuple[re.Match[str], ...]
    stems: tuple[str, ...]
    at: dict[str, list[int]]
    addresses: tuple[Span, ...]
    acronyms: tuple[re.Match[str], ...]
    named: tuple[re.Match[str], ...]


def english_text(text: str) -> EnglishText:
    """A text ready for `find_variants`, to be looked through for many concepts."""
    words = tuple(_WORD.finditer(text))
    stems = tuple(_stem(word[0]) for word in words)
    at: dict[str, list[int]] = {}
    for number, key in enumerate(stems):
        at.setdefault(key, []).append(number)
    addresses = tuple(Span(*m.span()) for m in _ADDRESS.finditer(text))
    acronyms = tuple(m for m in _ACRONYM.finditer(text) if _is_free(m, addresses))
    return EnglishText(
        text, words, stems, at, addresses, acronyms, tuple(_SO_CALLED.finditer(text))
    )


def _is_free(found: re.Match[str], addresses: Iterable[Span]) -> bool:
    return not any(Span(*found.span()).overlaps(address) for address in addresses)


class _Found(NamedTuple):
    text: int
    span: Span
    surface: str


def change_between(form: str, known: str) -> Change | None:
    """What makes a form out of a known one; None where they have too little in common.

    >>> change_between("new-quality productive forces", "new quality productive force")
    'hyphen'
    >>> change_between("NQPFs", "new quality productive forces"), change_between("NPQF", "NQPF")
    ('acronym', 'mistyped')
    >>> change_between("new quality production materials", "new quality productive forces")
    """
    if form.casefold() == known.casefold():
        return ""
    if is_acronym(form):
        return _acronym_of(form, known)
    plain, other = (_plain(text) for text in (form, known))
    if plain == other:
        return "hyphen" if "-" in form + known else "number"
    if _keyed(plain, plural_key) == _keyed(other, plural_key):
        return "hyphen" if ("-" in form) != ("-" in known) else "number"
    if _keyed(plain, _spelled) == _keyed(other, _spelled):
        return "spelling"
    shape = _Shape.of([known])
    return "words" if _is_like(_stems(form), shape, SHARED) else None


def find_variants(forms: Sequence[str], texts: Sequence[EnglishText]) -> list[Variant]:
    """The forms of one concept in English texts, known and unknown, the most frequent first.

    *forms* are what is known. An acronym counts where its letters are the initials of a form that
    is known or found, and as mistyped where two of its letters are swapped or one is wrong beside
    a known acronym.

    >>> text = "New quality productivity (NQP), the new quality production forces of now."
    >>> [v.text for v in find_variants(["new quality productive forces"], [english_text(text)])]
    ['New quality productivity', 'new quality production forces', 'NQP']
    """
    long = [form for form in forms if not is_acronym(form)]
    shape = _Shape.of(long)
    while True:
        found = [use for n, text in enumerate(texts) for use in _runs(n, text, shape)]
        heads = shape.heads | {plural_key(use.surface.split()[-1]) for use in found}
        if heads == shape.heads:
            break
        shape = replace(shape, heads=heads)  # what stands alone may also stand before a noun
    known = {*long, *(use.surface for use in found)}
    found += _acronyms(texts, known, [form for form in forms if is_acronym(form)])
    return _grouped(found, forms, sorted(known - {*forms}))


class _Shape(Struct, frozen=True):
    """The stems of each known form in order, all of them, the last words, and the small words."""

    forms: tuple[tuple[str, ...], ...]
    all: frozenset[str]
    heads: frozenset[str]
    small: frozenset[str]

    @classmethod
    def of(cls, forms: Sequence[str]) -> _Shape:
        stems = tuple(tuple(_stems(form)) for form in forms)
        words = {word for form in forms for word in _plain(form)}
        return cls(
            stems,
            frozenset(s for form in stems for s in form),
            frozenset(plural_key(last[-1]) for form in forms if (last := _plain(form))),
            frozenset(words & STOP_WORDS) | _INSIDE,
        )


def _is_like(stems: Sequence[str], shape: _Shape, share: float) -> bool:
    """Whether words have enough in common with a known form, in its order, and end as one may."""
    own = set(stems)
    if len(stems) < 2 or len(own) < len(stems) or stems[-1] not in shape.all:
        return False
    foreign = len(own - shape.all) / len(own)
    return foreign <= FOREIGN and any(
        len(form) > 1
        and len(own & set(form)) / len(form) >= share
        and [s for s in form if s in own] == [s for s in stems if s in form]
        for form in shape.forms
    )


def _runs(number: int, text: EnglishText, shape: _Shape) -> Iterator[_Found]:
    """The stretches of a text that are like a known form, the likest of overlapping ones."""
    called = (m for m in text.named if _is_named(m[1], shape))
    named = [Span(*m.span(1)) for m in called]
    done = 0
    for at in sorted(n for key in shape.all for n in text.at.get(key, ())):
        end = _best_end(text, at, shape) if at >= done else 0
        if end:
            span = Span(text.words[at].start(), text.words[end - 1].end())
            if not any(span.overlaps(other) for other in (*text.addresses, *named)):
                yield _Found(number, span, " ".join(span.of(text.text).split()))
                done = end
    yield from (_Found(number, span, " ".join(span.of(text.text).split())) for span in named)


def _is_named(text: str, shape: _Shape) -> bool:
    """Whether what stands in quotes behind “so-called” shares enough words with a known form."""
    own = set(_stems(text))
    return any(len(own & set(form)) >= DEFINED * len(form) for form in shape.forms if form)


def _best_end(text: EnglishText, at: int, shape: _Shape) -> int:
    """Where the likest run that begins with a word ends, as the next word's number; 0 for none."""
    best, best_end = 0.0, 0
    words, stems = text.words, text.stems
    for end in range(at + 1, min(len(words), at + _LONGEST) + 1):
        last = words[end - 1]
        if end - at > 1 and not _GAP.fullmatch(text.text[words[end - 2].end() : last.start()]):
            break
        if not stems[end - 1]:
            if last[0].lower() not in shape.small:
                break
            continue
        share = DEFINED if _DEFINED.match(text.text, last.end()) else SHARED
        run = [s for s in stems[at:end] if s]
        if _is_like(run, shape, share) and _may_end(text, end, shape):
            score = max(len({*run} & {*f}) / len({*run} | {*f}) for f in shape.forms)
            if score >= best:
                best, best_end = score, end
    return best_end


def _may_end(text: EnglishText, end: int, shape: _Shape) -> bool:
    """Whether a run ends with a known form's last word, or no other noun follows its last one."""
    words = text.words
    if plural_key(words[end - 1][0]) in shape.heads or end == len(words) or not text.stems[end]:
        return True
    return text.text[words[end - 1].end() : words[end].start()].strip(" \n") != ""


def _acronyms(
    texts: Sequence[EnglishText], long: Iterable[str], short: Sequence[str]
) -> Iterator[_Found]:
    """The acronyms in texts whose letters are the initials of a form, or nearly those of one."""
    initials = {_initials(form) for form in long} | {_letters(form) for form in short}
    initials = {letters for letters in initials if len(letters) >= 3}
    for number, text in enumerate(texts):
        for match in text.acronyms:
            letters = _letters(match[0])
            if letters in initials or any(_is_mistyped(letters, i) for i in initials):
                yield _Found(number, Span(*match.span()), match[0])


def _grouped(found: Iterable[_Found], known: Sequence[str], new: Sequence[str]) -> list[Variant]:
    """The forms, those that differ in capitals as one, with their kind."""
    uses: dict[str, list[_Found]] = {}
    for use in found:
        key = use.surface if is_acronym(use.surface) else use.surface.casefold()
        uses.setdefault(key, []).append(use)
    variants = []
    for places in uses.values():
        text = Counter(p.surface for p in places).most_common(1)[0][0]
        change, of = _told(text, known, new)
        spots = tuple((p.text, p.span) for p in places)
        kind = "acronym" if is_acronym(text) else TYPES[change]
        variants.append(Variant(text, kind, change, of, len(places), spots))
    return sorted(variants, key=lambda v: (-v.count, is_acronym(v.text), v.uses[0]))


_NEAREST: tuple[Change, ...] = (
    *("", "number", "hyphen", "spelling", "acronym"),
    *("mistyped", "words"),
)


def _told(text: str, known: Sequence[str], new: Sequence[str]) -> tuple[Change, str]:
    """The kind of a form and the form that is nearest: a known one, or a new one beside it."""
    others = [form for form in new if form.casefold() != text.casefold()]
    told = [
        (_NEAREST.index(change), place, form)
        for place, form in enumerate((*known, *others))
        if (change := change_between(text, form)) is not None
    ]
    nearest, _, of = min(told, default=(len(_NEAREST) - 1, 0, known[0] if known else ""))
    return _NEAREST[nearest], of


def _acronym_of(form: str, known: str) -> Change | None:
    letters = _letters(form)
    expected = _letters(known) if is_acronym(known) else _initials(known)
    if letters == expected:
        return "acronym"
    return "mistyped" if _is_mistyped(letters, expected) else None


def _is_mistyped(letters: str, expected: str) -> bool:
    """Whether two neighbours of an acronym are swapped, beyond its first letter.

    A wrong letter is not enough: GDP and GNP are two things.
    """
    if len(letters) != len(expected) or len(letters) < 4 or letters == expected:
        return False
    different = [n for n, (a, b) in enumerate(zip(letters, expected, strict=True)) if a != b]
    first, last = different[0], different[-1]
    return last == first + 1 and letters[first] + letters[last] == expected[last] + expected[first]


def _initials(form: str) -> str:
    words = (m[0] for m in _WORD.finditer(form))
    return "".join(word[0].upper() for word in words if word.lower() not in STOP_WORDS)


def _letters(acronym: str) -> str:
    return acronym.removesuffix("s").replace("&", "")


def _stems(text: str) -> list[str]:
    return [key for m in _WORD.finditer(text) if (key := _stem(m[0]))]


def _stem(word: str) -> str:
    """What is compared of a word; nothing of a function word."""
    lower = word.lower()
    return "" if lower in STOP_WORDS else stem(lower)[:_STEM]


def _plain(text: str) -> list[str]:
    return re.sub(r"[-‐‑–]", " ", text.casefold()).split()


def _keyed(words: Sequence[str], key: object) -> str:
    return "".join(key(word) for word in words)  # type: ignore[operator]


def _spelled(word: str) -> str:
    return spelling_key(plural_key(word))
