"""Draw entries of the glossaries for a reader who sees nothing else: ``python … SEED [NUMBER]``.

Each entry is printed whole, one a paragraph: the Chinese, the English by status, what it means and
what it is easily taken for. The same seed draws the same entries as long as none is added or gone.
"""

from __future__ import annotations

import random
import sys
from itertools import groupby

from nqpterms.model.termbase import Concept, Term
from nqpterms.project.project import load_glossaries

USUAL_NUMBER = 120


def drawn(seed: int, number: int = USUAL_NUMBER) -> list[Concept]:
    """Some entries, drawn from all by a seed."""
    return random.Random(seed).sample(load_glossaries().concepts, number)


def printed(concept: Concept) -> str:
    """All that an entry says, for a reader."""
    lines = [
        f"{' / '.join(term.text for term in concept.terms_in('zh'))}  ({concept.subject})"
    ]
    for status, terms in groupby(
        concept.terms_in("en"), key=lambda term: term.status
    ):
        lines.append(f"  {status}: {' | '.join(term.text for term in terms)}")
    lines += [
        f"  means: {definition.text}" for definition in concept.definitions
    ]
    lines += [f"  note: {note}" for note in concept.notes]
    lines += [_note_of(term) for term in concept.terms if term.notes]
    return "\n".join(lines)


def _note_of(term: Term) -> str:
    return f"  of {term.text}: {' '.join(term.notes)}"


if __name__ == "__main__":
    seed, *number = map(int, sys.argv[1:])
    print("\n\n".join(printed(concept) for concept in drawn(seed, *number)))
