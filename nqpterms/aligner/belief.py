"""Which beads are believed: each is as sure as it is a translation at all, and what is none falls
apart.

P(translation) of a bead was learned from texts of which a good part was replaced. That is how sure
a reader should be who knows nothing of the text. Whether a bead is given up is another question,
and there the text itself has a say:

    P(translation) of every bead ──▶ how many of this text are none ──▶ P in this text

In a novel of 200 beads that all but one are answered word by word, a bead with few answers is a
free rendering; in a text of which a third was replaced, it is most likely one of the third.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nqpterms.aligner.links import Floats

_CHANCES, _SHARES = (0.0, 0.45, 0.8), (0.0, 0.5, 1.0)
_FEW_CHANCES, _FEW_SHARES = (0.0, 0.75, 0.85), (0.0, 0.45, 1.0)
"""P(translation), and what a bead keeps of its posterior there; between the points on a line.

What most likely is a translation is as sure as its posterior: novels are free, and a right bead at
.7 is common there. What is as likely none keeps half, so that nothing foreign gains by it. In a
text of a few beads nothing else tells how free this translator is: there only what most likely is a
translation is sure."""
# Beads of both sides: so many are a few, so many a text that tells.
_FEW, _MANY = 8, 24
_DISBELIEVED = 0.9  # of what falls apart: some are free translations
# P(translation) from which a bead that falls apart is worth naming.
_CONCEIVABLE = 0.1

_BELIEVED = 0.3  # P in its text under which a bead falls apart
_LONG = 100  # Chinese characters: so much text has proof enough, one way or the other
# P in its text under which a bead of so much text falls apart.
_LONG_BELIEVED = 0.5
_BRIEF = 8  # Chinese characters: a heading of two words proves little, one way or the other
# P in its text under which a bead of so little text falls apart.
_BRIEF_BELIEVED = 0.05

# Share that is none, at most.
_MOST = 0.9
_ROUNDS = 10  # of expectation and maximisation: enough to settle
_NEVER = 1e-6  # nearer to 0 or 1 no chance comes


class ShareOfNone(NamedTuple):
    """What is known of the share of a text that is no translation, before the text is read.

    The chances hold as they are for a share *replaced*. Of a text the share *usually* is expected,
    which weighs as much as so many *expected* chances; *least* is always possible.
    """

    replaced: float
    usually: float
    expected: float
    least: float


_BEADS = ShareOfNone(replaced=0.4, usually=0.1, expected=2.0, least=0.02)


class TextBead(NamedTuple):
    """Texts of both sides, by index, that translate each other; `confidence` is a probability.

    Of a text alone that may have a partner after all, `likeliest` says which texts of the other
    side that would be.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    confidence: float
    likeliest: tuple[int, ...] = ()


def believed(
    beads: Sequence[TextBead],
    chances: Floats,
    anchors: Sequence[tuple[int, int]],
    *,
    lengths: Sequence[int],
) -> list[TextBead]:
    """The beads, each as sure as it is a translation at all; what is none stands alone.

    *chances* are P(translation) of each, *lengths* those of the Chinese texts. What a user has
    anchored is believed.
    """
    in_text = np.ones(len(beads))
    paired = [n for n, bead in enumerate(beads) if bead.zh and bead.en]
    in_text[paired] = chances_in_text(chances[paired])
    shares = _shares_kept(chances, len(paired))
    result: list[TextBead] = []
    rows = zip(
        beads,
        chances.tolist(),
        in_text.tolist(),
        shares.tolist(),
        strict=True,
    )
    for bead, chance, here, share in rows:
        least = _least_believed(sum(lengths[i] for i in bead.zh))
        if any(i in bead.zh and j in bead.en for i, j in anchors):
            result.append(bead)
        elif here >= least:
            result.append(bead._replace(confidence=bead.confidence * share))
        else:
            result += _apart(bead, chance)
    return result


def _shares_kept(chances: Floats, paired: int) -> Floats:
    """What beads keep of their posteriors, by P(translation), in a text of *paired* beads."""
    few = fewness(paired)
    usual = np.interp(chances, _CHANCES, _SHARES)
    strict = np.interp(chances, _FEW_CHANCES, _FEW_SHARES)
    shares: Floats = few * strict + (1 - few) * usual
    return shares


def fewness(paired: int) -> float:
    """How far so many beads of both sides are too few to tell what their text is like, 0 to 1."""
    return float(np.interp(paired, (_FEW, _MANY), (1.0, 0.0)))


def _least_believed(length: int) -> float:
    """P in its text under which a bead of so many Chinese characters falls apart."""
    if length >= _LONG:
        return _LONG_BELIEVED
    return _BRIEF_BELIEVED if length <= _BRIEF else _BELIEVED


def _apart(bead: TextBead, chance: float) -> list[TextBead]:
    """Each text of a bead alone; the other side is named where it may be the partner after all."""
    alone = _DISBELIEVED * (1 - chance)
    may_be = chance >= _CONCEIVABLE
    texts = [
        TextBead((i,), (), alone, bead.en if may_be else ()) for i in bead.zh
    ]
    return texts + [
        TextBead((), (j,), alone, bead.zh if may_be else ()) for j in bead.en
    ]


def chances_in_text(chances: Floats, prior: ShareOfNone = _BEADS) -> Floats:
    """P(translation) of the beads of one text, from P where nothing is known of the text.

    How many are none is estimated from the beads themselves, by expectation and maximisation
    (Saerens, Latinne and Decaestecker 2002).

    >>> sure = np.full(50, 0.99)
    >>> [round(float(chances_in_text(np.append(few, 0.2))[-1]), 1) for few in (sure, 1 - sure)]
    [0.9, 0.0]
    """
    safe = np.clip(chances, _NEVER, 1 - _NEVER)
    odds = np.log(safe / (1 - safe)) + _log_odds(prior.replaced)
    none = prior.usually
    for _ in range(_ROUNDS):
        wrong = (1 / (1 + np.exp(odds - _log_odds(none)))).sum()
        expected = wrong + prior.expected * prior.usually
        none = float(expected / (len(chances) + prior.expected))
        none = min(max(none, prior.least), _MOST)
    in_text: Floats = 1 / (1 + np.exp(_log_odds(none) - odds))
    return in_text


def _log_odds(share: float) -> float:
    return float(np.log(share / (1 - share)))
