"""Which passages of a text without a source are worth reading.

Most passages of a long text hold nothing to report: their terms are the only ones of their concept
and always spelled in one way, and no word of theirs is odd by itself. They are told from the others
in one look at the whole text.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Container, Sequence, Set
from functools import partial

from nqpterms.checks.bent_names import bent_names
from nqpterms.checks.chinese_slips import near_chinese_terms
from nqpterms.checks.defined_acronyms import texts_with_discouraged_acronyms
from nqpterms.checks.full_width import has_chinese_signs
from nqpterms.checks.half_width import has_half_width_signs
from nqpterms.checks.slips import acronym_slips, word_slips
from nqpterms.checks.wording_keys import are_rivals, capitals, spelling
from nqpterms.matching.forms import is_short
from nqpterms.matching.matcher import Matcher, Seen
from nqpterms.model.alignment import Side
from nqpterms.model.termbase import DISCOURAGED

_ALL = sys.maxsize
# Code points from which a text is read for examples and not for counts.
_LONG = 2**20
_FEW = 4  # places of one form that are examples enough
_TOGETHER = 32  # texts that are split at once: few enough to look into each where a word is odd


def texts_worth_reading(
    texts: Sequence[str], matcher: Matcher, *, side: Side, codes: Container[str]
) -> list[int]:
    """Which of the texts of a document without a source are read, by index, in order.

    These are the texts whose terms the checks of *codes* may report, and those that are odd
    whatever terms they hold.
    """
    if "T103" in codes:  # any term may be the one that is not preferred
        return [*range(len(texts))]
    most = _ALL if sum(map(len, texts)) < _LONG else _FEW
    by_terms = matcher.holding(
        texts, language=side, wanted=partial(_places_to_read, many=most)
    )
    odd = _odd_texts(texts, matcher, side, codes)
    return sorted(
        by_terms | odd | texts_with_discouraged_acronyms(texts, matcher, side)
    )


def _odd_texts(
    texts: Sequence[str], matcher: Matcher, side: Side, codes: Container[str]
) -> set[int]:
    """Which texts have a slip or a sign of the other language."""
    acronyms = acronym_slips(matcher.base, side)
    if side == "zh":
        slips = near_chinese_terms(matcher.base, side)
        return {
            at
            for at, text in enumerate(texts)
            if has_half_width_signs(text)
            or any(acronyms.slips_in(text))
            or slips.slips_in(text)
        }
    words = word_slips(matcher.base, side) if "T102" in codes else None
    names = bent_names(matcher.base, side) if "T102" in codes else None

    def is_wrong(text: str) -> bool:
        return has_chinese_signs(text) or any(acronyms.slips_in(text))

    def is_odd(word: str) -> bool:
        if is_wrong(word) or (names is not None and names.may_begin_with(word)):
            return True
        return words is not None and bool(words.words_in(word))

    def is_odd_text(text: str) -> bool:
        if is_wrong(text) or (names is not None and any(names.slips_in(text))):
            return True
        return words is not None and any(words.slips_in(text))

    return {at for at in texts_with(texts, is_odd) if is_odd_text(texts[at])}


def texts_with(texts: Sequence[str], is_odd: Callable[[str], bool]) -> set[int]:
    """The texts in which an odd word stands, by index; a word is what stands between two blanks.

    The words of a long text are few, and nearly all are harmless: each is judged once. A text in
    which an odd word is part of another may slip in.

    >>> texts_with(["One and two.", "Three, FOUR", "and FOUR", "five"], str.isupper)
    {1, 2}
    """
    odd_texts: set[int] = set()
    harmless: set[str] = set()
    for first in range(0, len(texts), _TOGETHER):
        batch = texts[first : first + _TOGETHER]
        new = {*" ".join(batch).split()} - harmless
        odd = {word for word in new if is_odd(word)}
        harmless |= new - odd
        if odd:
            odd_texts |= {
                first + at
                for at, text in enumerate(batch)
                if any(word in text for word in odd)
            }
    return odd_texts


def _places_to_read(seen: Sequence[Seen], *, many: int) -> list[int]:
    """How many places of each form to read: all, the first, or none.

    All places of a discouraged form, *many* of a concept that goes by several names and of a name
    that is spelled in several ways; the first one of what has an acronym, and of that.
    """
    names: dict[str, set[str]] = defaultdict(set)
    spellings: dict[str, set[str]] = defaultdict(set)
    for form in seen:
        term, concept = form.candidates[0].term, form.candidates[0].concept.id
        if is_short(term):
            continue
        names[concept].add(term.text)
        for surface in form.surfaces:
            key, written_form = spelling(surface)
            spellings[f"{concept} {key}"] |= {
                written_form,
                capitals(surface),
            } - {""}
    rivals = {concept for concept, texts in names.items() if are_rivals(texts)}
    return [_places(form, rivals, spellings, many) for form in seen]


def _places(
    form: Seen, rivals: Set[str], spellings: dict[str, set[str]], many: int
) -> int:
    """How many places of a form to read."""
    if any(
        c.term.status in DISCOURAGED and c.term.scope != "pair"
        for c in form.candidates
    ):
        return _ALL
    concept = form.candidates[0].concept
    if concept.id in rivals:
        return many
    for surface in form.surfaces:
        if _varies(spellings[f"{concept.id} {spelling(surface)[0]}"]):
            return many
    return 1 if any(is_short(term) for term in concept.terms) else 0


def _varies(forms: set[str]) -> bool:
    """Whether a name is spelled in two ways, or capitalised in one place and not in another."""
    return len(forms - {"Title", "lower"}) > 1 or {"Title", "lower"} <= forms
