"""Renderings that stand there as a file may have damaged them.

Blanks are lost where lines or columns were joined (OpenAPI for "Open API"), an acronym is explained
in the midst of a term ("free trade zone (FTZ) rules"), small capitals come out as small letters
(Mou for MOU). What stands there so is a rendering, though no automaton finds it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nqpterms.lang.english import is_word
from nqpterms.lang.normal_form import flatten
from nqpterms.matching.forms import is_acronym, variants
from nqpterms.matching.term_cells import SLOT, cell_forms
from nqpterms.model.termbase import Term
from nqpterms.renderings.rows import without_acronym_glosses

# letters: shorter renderings turn up by chance where blanks do not count.
_SQUEEZABLE = 6
_LOWERED = re.compile(r"(?<![^\W_])[A-Z][a-z]{2,7}(?=s?(?![^\W_]))")


def damaged_term(terms: Sequence[Term], text: str) -> Term | None:
    """The first of some terms that stands in a text as damaged; None where none does.

    >>> damaged_term([Term("free trade zone", "en")], "a freetrade zone").text
    'free trade zone'
    >>> damaged_term([Term("MOU", "en")], "Mou of 2020").text
    'MOU'
    """
    for term in terms:
        if _is_squeezed_in(term, text) or _is_lowered_in(term.text, text):
            return term
    return None


def _is_lowered_in(form: str, text: str) -> bool:
    """Whether an acronym stands there in small capitals that were lost, and is no word."""
    if not is_acronym(form):
        return False
    short = form.removesuffix("s").lower()
    return any(
        word.lower() == short and not is_word(word)
        for word in _LOWERED.findall(text)
    )


def _is_squeezed_in(term: Term, text: str) -> bool:
    """Whether a term stands there with blanks lost or an acronym explained in its midst."""
    shapes = _shapes(term.text, term.pos)
    if not shapes:
        return False
    for folded, squeezed in _run_together(text):
        present = [shape for shape in shapes if shape in squeezed]
        if present and _squeezed_pattern(present).search(folded):
            return True
    return False


@lru_cache(maxsize=16)  # texts: each is asked for by several terms in turn
def _run_together(text: str) -> tuple[tuple[str, str], ...]:
    """A text with and without its explained acronyms, each in small letters and without blanks."""
    folded_texts = {flatten(text).folded}
    if "(" in text or "（" in text:
        folded_texts.add(flatten(without_acronym_glosses(text)).folded)
    return tuple((folded, folded.replace(" ", "")) for folded in folded_texts)


@lru_cache(maxsize=4096)
def _shapes(form: str, pos: str) -> tuple[str, ...]:
    """The letters of a rendering of several words in each of its variants, run together."""
    shapes: list[str] = []
    for cell in cell_forms(form, pos):
        if " " not in flatten(cell.text).folded or SLOT in cell.text:
            continue
        folded_variants = (
            flatten(variant).folded for variant in variants(*cell)
        )
        shapes += (
            "".join(filter(str.isalnum, folded)) for folded in folded_variants
        )
    return tuple(shape for shape in shapes if len(shape) >= _SQUEEZABLE)


def _squeezed_pattern(shapes: list[str]) -> re.Pattern[str]:
    """A pattern for whole words that are run together like this, in which any blank may stand."""
    spaced = "|".join(" ?".join(map(re.escape, shape)) for shape in shapes)
    return re.compile(rf"(?<![a-z0-9])(?:{spaced})(?![a-z0-9])")
