"""Segments → all candidate pairs with their features: what extraction and training share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nqpterms.alignment import Segment
from nqpterms.extraction.features import Pairs, first_of_types, pair_table
from nqpterms.extraction.pairs import Places, scored_places
from nqpterms.extraction.spans import Spans, chinese_spans, english_spans
from nqpterms.renderings.association import learn, links_of, strengths
from nqpterms.renderings.blocks import Blocks, Tokens, blocks_of


@dataclass(frozen=True, slots=True)
class Analysis:
    """The blocks of some segments, their candidate spans, and the pairs of these."""

    blocks: Blocks
    zh: Spans
    en: Spans
    places: Places
    pairs: Pairs

    def names(self) -> tuple[list[str], list[str]]:
        """The keys of each Chinese and each English type, as one string."""
        chinese = _names(self.blocks.zh, self.zh, self.blocks.zh_words, "")
        return chinese, _names(self.blocks.en, self.en, self.blocks.en_words, " ")


def analysed(segments: Sequence[Segment]) -> Analysis:
    """Everything that the segments say, before any weight."""
    blocks = blocks_of(segments)
    links = links_of(blocks)
    strength = strengths(blocks, links, learn(blocks))
    zh, en = chinese_spans(blocks), english_spans(blocks)
    places = scored_places(blocks, links, strength, zh, en)
    return Analysis(blocks, zh, en, places, pair_table(blocks, zh, en, places))


def _names(side: Tokens, spans: Spans, words: dict[str, int], glue: str) -> list[str]:
    """The types of spans as text: what is compared, not what is shown."""
    known = list(words)
    keys = [known[key] for key in side.keys.tolist()]
    sample = first_of_types(spans)
    edges = zip(spans.begin[sample].tolist(), spans.end[sample].tolist(), strict=True)
    return [glue.join(keys[a:b]) for a, b in edges]
