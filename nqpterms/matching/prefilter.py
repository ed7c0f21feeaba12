"""Which concepts of a term base a short text can name at all, so that only these are prepared.

To prepare every form of a term for matching takes a tenth of a millisecond, which a look-up of one
word in thousands of terms would feel. What a form must have in common with the text that holds it
is seen at once: a Chinese one all its characters, any other the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import fold
from nqpterms.matching.flattening import BREAK, flatten, in_word
from nqpterms.matching.forms import unbracketed
from nqpterms.model.termbase import TermBase

_VOWELS = dict.fromkeys(map(ord, "aeiou"), "e")
"""What another spelling may begin with instead: inquire, enquire; esophagus, oesophagus."""
_BRACKETS = re.compile("[（(《》]")


def narrowed(base: TermBase, text: str) -> TermBase:
    """The base with only the concepts that have a term which may stand in the text.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> forest, grass = (Concept(name, (Term(name, "en"),)) for name in ("forest", "grass"))
    >>> [concept.id for concept in narrowed(TermBase((forest, grass)), "the Forests").concepts]
    ['forest']
    """
    flat = _even(flatten(text).folded)
    characters = frozenset(flat)
    # A letter begins a form where none of the same word stands before it.
    starts = frozenset(c for before, c in zip(f" {flat}", flat, strict=False) if _opens(before, c))
    texts = [term.text for _, term in base.terms()]
    folded = _even(fold(BREAK.join(texts)))  # once for all: folding moves no character
    possible, at = set[str](), 0
    for concept, term in base.terms():
        forms: Iterable[str] = (folded[at : at + len(term.text)],)
        at += len(term.text) + len(BREAK)
        if _BRACKETS.search(term.text):
            forms = (*forms, *(_even(fold(form)) for form in unbracketed(term.text)))
        if any(_may_stand(form, characters, starts) for form in forms):
            possible.add(concept.id)
    return replace(base, concepts=tuple(c for c in base.concepts if c.id in possible))


def _opens(before: str, character: str) -> bool:
    return not in_word(before) or not in_word(character)


def _may_stand(form: str, characters: frozenset[str], starts: frozenset[str]) -> bool:
    """Whether a form, made even, may stand in a text of such characters and beginnings."""
    if has_han(form):
        return all(c in characters for c in form if c.isalnum())
    first = form.lstrip(" -")[:1]
    return first in starts or not first.isalnum()


def _even(folded: str) -> str:
    return folded.translate(_VOWELS)
