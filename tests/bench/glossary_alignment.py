"""What a glossary is worth to the aligner: ``python tests/bench/glossary_alignment.py DATA``.

DATA holds pairs-clean.tsv and glossary.tsv. Each hundred pairs are a text by lines, a fifth of its
English lines gone; it is aligned with the dictionary alone, and with the terms before it.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from nqpterms.aligner.belief import TextBead
from nqpterms.aligner.engine import align_texts
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.scoring import score_alignments

_TEXT = 100  # pairs
_GONE = 0.2  # share of the English lines
_SURE = 0.95

_GoldBead = tuple[tuple[int, ...], tuple[int, ...]]


def texts(path: Path) -> list[tuple[list[str], list[str], list[_GoldBead]]]:
    """Chinese lines, English lines and gold beads of each text."""
    pairs = [(segment.zh, segment.en) for segment in load_segments(path)]
    chance = random.Random(0)
    made = []
    for start in range(0, len(pairs), _TEXT):
        zh: list[str] = []
        en: list[str] = []
        gold: list[_GoldBead] = []
        for chinese, english in pairs[start : start + _TEXT]:
            is_gone = chance.random() < _GONE
            gold.append(((len(zh),), () if is_gone else (len(en),)))
            zh.append(chinese)
            if not is_gone:
                en.append(english)
        made.append((zh, en, gold))
    return made


def figures(data: Path, lexicon: Lexicon) -> str:
    """F over all beads, and the share of beads that are surer than .95."""
    results: list[tuple[list[_GoldBead], list[TextBead]]] = []
    for zh, en, gold in texts(data / "pairs-clean.tsv"):
        results.append((gold, align_texts(zh, en, lexicon=lexicon)))
    beads = [bead for _, found in results for bead in found]
    sure = sum(bead.confidence > _SURE for bead in beads) / len(beads)
    return f"F {score_alignments(results).strict.f1:.3f}, {sure:.0%} surer than {_SURE}"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    terms = load_terms(folder / "glossary.tsv")
    print("dictionary alone", figures(folder, load_lexicon()))
    print("with the glossary", figures(folder, load_lexicon(terms)))
