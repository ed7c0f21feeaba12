"""Write a glossary without half of its admitted forms: how do the checks bear a thin glossary?

python tests/bench/half_glossary.py GLOSSARY OUT [--seed 0]

Which forms go is drawn by the seed; preferred, deprecated and Chinese terms stay.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from msgspec.structs import replace

from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.model.termbase import Concept, Term, TermBase, is_language


def halved(base: TermBase, seed: int) -> TermBase:
    """The base without half of its admitted English terms."""
    draw = random.Random(seed)
    concepts = [
        replace(concept, terms=_kept(concept, draw))
        for concept in base.concepts
    ]
    return TermBase(tuple(concepts), base.name)


def _kept(concept: Concept, draw: random.Random) -> tuple[Term, ...]:
    kept = []
    for term in concept.terms:
        is_admitted = is_language(term.lang, "en") and term.status == "admitted"
        if not is_admitted or draw.random() < 0.5:
            kept.append(term)
    return tuple(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("glossary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    base = load_terms(arguments.glossary)
    thin = halved(base, arguments.seed)
    dump_terms(thin, arguments.out)
    before, after = (sum(1 for _ in one.terms()) for one in (base, thin))
    print(f"{arguments.out}: {after} of {before} terms")


if __name__ == "__main__":
    main()
