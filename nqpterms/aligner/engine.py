"""Aligns two sequences of texts, paragraphs or sentences: the beads and how sure each is.

    texts ──tokenize──▶ anchors ──band──▶ lattice ──weights──▶ beads with posteriors

It does so twice. The *draft* teaches links between words, the ratio of the lengths and how much
of each side has no partner; with these the *final* alignment is made. Last, each bead is asked
whether it is two, whether all its texts belong (`strangers.py`), and whether it is a translation
at all (`confidence.py`, `belief.py`).

*Walls* are points between texts that no bead crosses: the sections of a document are aligned side
by side, each on its own lattice. All else is one: what is rare, what is taught and how much is
lost in the whole counts in every section, for an article of one sentence teaches nothing.

After Varga et al. 2005 (dictionary and length), Gale and Church 1993 (length) and Sennrich and
Volk 2010 (anchors); the weights of the evidence are those of a linear-chain CRF.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from nqpterms.aligner.anchors import (
    Band,
    band,
    between_walls,
    checked_anchors,
    cut_out,
    find_anchors,
    widened,
    with_trusted,
)
from nqpterms.aligner.belief import TextBead, believed
from nqpterms.aligner.confidence import (
    cut_beads,
    load_model,
    translation_chances,
)
from nqpterms.aligner.encoder import Encoder, bead_cosines, text_vectors
from nqpterms.aligner.features import NAMES, Evidence, gather, score, with_links
from nqpterms.aligner.lattice import (
    FULL,
    KINDS,
    Lattice,
    best_path,
    build,
    posteriors,
    side_by_side,
)
from nqpterms.aligner.links import (
    Floats,
    Ints,
    TextTokens,
    VocabularyLinks,
    relink,
    tokenize,
)
from nqpterms.aligner.strangers import (
    BELONGS,
    BELONGS_WITH_ENCODER,
    without_strangers,
)
from nqpterms.aligner.word_evidence import WordEvidence, WordRates
from nqpterms.lexicon import Lexicon, load_lexicon

_CONFIDENT = 0.9  # posterior of the beads whose lengths tell the ratio
# Probability that a bead must exceed to be worth a place of its own.
_EACH = 0.2
_NEGLIGIBLE = 0.01  # chance of a bead under which it is not worth cutting
_SHARPNESS = 1.3
"""On log odds. The log loss on held-out documents, whole and with gaps, hardly differs from 1.0 to
1.35; at this value of the beads surer than .95 nearly .98 are right there."""
_ENOUGH = 40  # sentences of the shorter side from which the number of anchors tells something
_ANCHORED = 0.25
"""Anchors for a sentence of the shorter side: translations of 40 sentences and more have .37 and
up (novels, government reports, any part of them left out), other pairs .05 to .28."""
_SHRINK = 300.0  # Chinese characters' worth of text at the prior ratio


class Weights(Struct, frozen=True):
    """Two vectors in the order of NAMES: for the first alignment, and for the one after it."""

    draft: Floats
    final: Floats


@cache
def load_weights(mode: Literal["lexicon", "encoder"] = "lexicon") -> Weights:
    """The weights that ship with the package.

    >>> len(load_weights().final) == len(NAMES)
    True
    """
    text = (files("nqpterms.aligner") / "weights.json").read_text(
        encoding="utf-8"
    )
    learned = json.loads(text)[mode]
    return Weights(_vector(learned["draft"]), _vector(learned["final"]))


def _vector(values: Mapping[str, float]) -> Floats:
    """Named weights in the order of NAMES; a name that is missing weighs nothing."""
    return np.array([values.get(name, 0.0) for name in NAMES])


def align_texts(
    zh: Sequence[str],
    en: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    weights: Weights | None = None,
    encoder: Encoder | None = None,
    anchors: Sequence[tuple[int, int]] = (),
    walls: Sequence[tuple[int, int]] = (),
) -> list[TextBead]:
    """Beads in reading order; every index of both sides stands in exactly one.

    *anchors* are pairs (Chinese, English) that are known to belong together and stay so. No bead
    crosses one of the *walls*, rising points between texts: how many Chinese and English ones
    stand before it. What the words of the whole teach counts between any two of them.

    >>> align_texts(["他去了北京。", "天气很好。"], ["He went to Beijing.", "Fine weather."])[1][:2]
    ((1,), (1,))
    """
    if not zh or not en:
        alone = [TextBead((n,), (), 1.0) for n in range(len(zh))]
        return alone + [TextBead((), (n,), 1.0) for n in range(len(en))]
    weights = weights or load_weights("encoder" if encoder else "lexicon")
    lexicon = lexicon or load_lexicon()
    search = prepare(
        zh,
        en,
        weights.draft,
        lexicon=lexicon,
        encoder=encoder,
        anchors=anchors,
        walls=walls,
    )
    evidence = WordEvidence.of(search.tokens, search.links, load_model().rates)
    decoded = _decoded(search, weights.final, evidence)
    taught = taught_evidence(search, decoded)
    beads = [_weighed(bead, search.trust) for bead in decoded]
    beads = without_strangers(
        beads,
        taught,
        load_model().members,
        anchors,
        belongs=BELONGS_WITH_ENCODER if encoder else BELONGS,
    )
    chances = translation_chances(beads, taught, cosines_of(search, beads))
    return believed(beads, chances, anchors, lengths=[len(text) for text in zh])


class Search(Struct, frozen=True):
    """Two texts ready for the final weights.

    `links` are those of the dictionary; those that the texts teach are in the evidence. `ratio`
    is log(length ratio), `lost` the share of each side's sentences that seem to have no partner,
    `trust` how far the anchors let us trust what comes of it, 0 to 1.
    """

    tokens: tuple[TextTokens, TextTokens]
    links: VocabularyLinks
    band: Band
    lattice: Lattice
    evidence: Evidence
    ratio: float = 0.0
    lost: tuple[float, float] = (0.0, 0.0)
    trust: float = 1.0


def prepare(  # noqa: PLR0913  # what is known of the texts, and the parts of the engine
    zh: Sequence[str],
    en: Sequence[str],
    draft: Floats | None,
    *,
    lexicon: Lexicon,
    encoder: Encoder | None = None,
    anchors: Sequence[tuple[int, int]] = (),
    walls: Sequence[tuple[int, int]] = (),
    through: Ints | None = None,
) -> Search:
    """Everything up to the final weights; a first alignment is made with *draft* weights.

    *anchors* and *walls* are those of `align_texts`.
    The band holds the nodes *through*, shape (n, 2), too.
    """
    shape = len(zh), len(en)
    zh_tokens, en_tokens, links = tokenize(zh, en, lexicon)
    trusted = checked_anchors(anchors, shape)
    similar = find_anchors(zh_tokens, en_tokens, links, shape)
    every_anchor = with_trusted(between_walls(similar, walls), trusted)
    area = band(sorted([*every_anchor, *walls]), shape, trusted)
    if walls:
        area = widened(area, np.array([*walls, shape]))
    if through is not None:
        area = widened(area, through)
    evidence = gather((zh, en), (zh_tokens, en_tokens), links, area)
    if encoder is not None:
        zh_vectors, en_vectors = text_vectors(encoder, zh, en)
        evidence = Evidence(
            replace(evidence.zh, vectors=zh_vectors),
            replace(evidence.en, vectors=en_vectors),
        )
    trust = _trust(len(every_anchor), min(shape))
    search = Search(
        (zh_tokens, en_tokens),
        links,
        area,
        _lattice(area, walls, shape),
        evidence,
        trust=trust,
    )
    if draft is None:
        return search
    return _taught(search, _decoded(search, draft))


def _lattice(
    area: Band, walls: Sequence[tuple[int, int]], shape: tuple[int, int]
) -> Lattice:
    """The lattice of a band; what stands between two walls is a text of its own."""
    if not walls:
        return build(*area)
    stretches: list[Lattice] = []
    for start, end in pairwise([(0, 0), *walls, shape]):
        stretches.append(build(*cut_out(area, start, end), row=start[0]))
    return side_by_side(stretches)[0]


def _taught(search: Search, beads: Sequence[TextBead]) -> Search:
    """The search with what a first alignment teaches."""
    links = relink(*search.tokens, search.links, beads)
    return replace(
        search,
        evidence=with_links(search.evidence, search.tokens, links),
        ratio=_length_ratio(search.evidence, beads),
        lost=_lost(beads),
    )


def taught_evidence(
    search: Search,
    beads: Sequence[TextBead],
    rates: tuple[WordRates, WordRates] | None = None,
) -> WordEvidence:
    """What the words prove once the *beads* have taught links; by the rates that ship.

    A name, or a word that this translator always renders so, is answered where no dictionary
    knows it. A bead teaches itself nothing: a pair of words must be seen in two.
    """
    links = relink(*search.tokens, search.links, beads)
    return WordEvidence.of(search.tokens, links, rates or load_model().rates)


def cosines_of(search: Search, beads: Sequence[TextBead]) -> Floats | None:
    """What the encoder says of the beads with both sides; None without an encoder."""
    zh, en = search.evidence.zh.vectors, search.evidence.en.vectors
    if zh is None or en is None:
        return None
    return bead_cosines(beads, zh.sums, en.sums)


def _decoded(
    search: Search, weights: Floats, evidence: WordEvidence | None = None
) -> list[TextBead]:
    """The beads that are expected to be right most often, each with its posterior.

    Not the most likely path: strict scores count beads, and one unsure stretch has many paths
    (minimum risk, as Kumar and Byrne 2002 do for word links). With the *evidence* of the words,
    beads that are two are cut.
    """
    lattice = search.lattice
    scores = score(
        lattice, search.evidence, weights, ratio=search.ratio, lost=search.lost
    )
    chances = posteriors(lattice, scores, float(weights[-1])).beads
    chances[:, FULL : FULL + 2] += chances[
        :, FULL + 2 :
    ]  # the same beads, alone or in a gap
    if evidence is not None:
        _cut_in_two(chances, lattice, evidence)
    gain = np.subtract(chances, _EACH, out=scores, where=np.isfinite(scores))
    gain[:, FULL + 2 :] = -np.inf
    return [
        _bead(lattice, node, kind, float(chances[node, kind]))
        for node, kind in best_path(lattice, gain, -np.inf)
    ]


def _cut_in_two(
    chances: Floats, lattice: Lattice, evidence: WordEvidence
) -> None:
    """Gives the chances of beads that the words cut in two to their halves.

    A path through such a bead is one through its halves. So they are as sure as all the paths
    together that come to them, in one way or the other. The widest beads come first, for their
    halves may be cut again.
    """
    wide = [column for column, kind in enumerate(KINDS) if min(kind) > 1]
    for column in sorted(wide, key=lambda column: -sum(KINDS[column])):
        _cut_column(chances, lattice, evidence, column)


def _cut_column(
    chances: Floats, lattice: Lattice, evidence: WordEvidence, column: int
) -> None:
    """The same for the beads of one kind."""
    nodes = np.flatnonzero(chances[:, column] > _NEGLIGIBLE)
    beads = [
        _bead(lattice, node, column, float(chances[node, column]))
        for node in nodes.tolist()
    ]
    for node, parts in zip(nodes, cut_beads(beads, evidence), strict=True):
        if len(parts) < 2:
            continue
        first, second = (
            KINDS.index((len(part[0]), len(part[1]))) for part in parts
        )
        between = lattice.before[node, second]
        if between < len(chances):  # in the band
            chance = chances[node, column]
            chances[between, first] += chance
            chances[node, second] += chance
            chances[node, column] = 0.0


def _bead(lattice: Lattice, node: int, kind: int, chance: float) -> TextBead:
    """The bead of a kind that ends in a node."""
    a, b = KINDS[kind]
    i, j = int(lattice.i[node]), int(lattice.j[node])
    return TextBead(
        tuple(range(i - a, i)), tuple(range(j - b, j)), min(1.0, chance)
    )


def _trust(anchors: int, sentences: int) -> float:
    """1 where the anchors suffice for so many sentences of the shorter side, less down to 0."""
    return (
        min(1.0, anchors / (_ANCHORED * sentences))
        if sentences >= _ENOUGH
        else 1.0
    )


def _length_ratio(evidence: Evidence, beads: Sequence[TextBead]) -> float:
    """log(English / Chinese length) of the confident beads, drawn towards the prior, 0."""
    zh, en = evidence.zh.length, evidence.en.length
    zh_total = en_total = _SHRINK
    for bead in beads:
        if bead.zh and bead.en and bead.confidence > _CONFIDENT:
            zh_total += float(zh[bead.zh[-1] + 1] - zh[bead.zh[0]])
            en_total += float(en[bead.en[-1] + 1] - en[bead.en[0]])
    return math.log(en_total / zh_total)


def _lost(beads: Sequence[TextBead]) -> tuple[float, float]:
    """The share of each side's sentences that stands in null beads."""
    zh = en = zh_alone = en_alone = 0
    for bead in beads:
        zh += len(bead.zh)
        en += len(bead.en)
        zh_alone += 0 if bead.en else len(bead.zh)
        en_alone += 0 if bead.zh else len(bead.en)
    return zh_alone / max(1, zh), en_alone / max(1, en)


def _weighed(bead: TextBead, trust: float) -> TextBead:
    """The bead with a confidence: its posterior, a little too modest, sharpened; a pair's times
    the trust in the whole.

    >>> _weighed(TextBead((0,), (0,), 0.5), 1.0).confidence
    0.5
    """
    yes = bead.confidence**_SHARPNESS
    no = (1 - bead.confidence) ** _SHARPNESS
    sure = float(yes / (yes + no))
    return bead._replace(
        confidence=sure * trust if bead.zh and bead.en else sure
    )
