"""How good a result is: figures with the settings that made them."""

from nqpterms.scoring.alignment_score import (
    AlignmentScore,
    Rates,
    score_alignment,
    score_alignments,
)
from nqpterms.scoring.significance import paired_bootstrap
from nqpterms.scoring.terminology import (
    ScoreOptions,
    TerminologyScore,
    TermRow,
    score_terminology,
)

__all__ = [
    "AlignmentScore",
    "Rates",
    "score_alignment",
    "score_alignments",
    "paired_bootstrap",
    "ScoreOptions",
    "TerminologyScore",
    "TermRow",
    "score_terminology",
]
