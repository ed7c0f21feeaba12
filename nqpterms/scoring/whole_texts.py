"""How close a translation is to its reference on the whole: sacrebleu's BLEU and chrF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nqpterms.model.alignment import Side

_TOKENIZERS = {"zh": "zh", "en": "13a"}


class WholeTextScores(NamedTuple):
    """From 0 to 100, None without references; with the signatures of both."""

    bleu: float | None = None
    chrf: float | None = None
    signature: str = ""


def whole_text_scores(
    system: Sequence[str],
    references: Sequence[str] | None,
    *,
    target: Side,
    word_order: int = 0,
) -> WholeTextScores:
    """BLEU, cut into words as its language is written, and chrF (chrF++ with 2 as *word_order*)."""
    if references is None or not system:
        return WholeTextScores()
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    bleu = BLEU(tokenize=_TOKENIZERS[target])
    chrf = CHRF(word_order=word_order)
    scores = [
        m.corpus_score(list(system), [list(references)]).score
        for m in (bleu, chrf)
    ]
    name = "chrF++" if word_order else "chrF"
    signature = f"BLEU|{bleu.get_signature()}; {name}|{chrf.get_signature()}"
    return WholeTextScores(scores[0], scores[1], signature)
