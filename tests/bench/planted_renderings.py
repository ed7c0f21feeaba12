"""Plants wrong renderings into official translations and counts which the checks warn of.

    python tests/bench/planted_renderings.py PAIRS.tsv … [--glossary FILE] [--seed 1] [--show]
        [--target zh]

PAIRS.tsv has a Chinese and an English paragraph in each line. In every paragraph one rendering of a
term is changed: it is *deleted*, its last word is *cut* or becomes that of another term
(*other head*), it is *replaced* by another term's, or *left* in the language of the source. A
change is *found* where a warning or an error of its row is about the term. Some of what is planted
is good English still. With `--target zh` the Chinese is taken for a translation of the English.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from nqpterms.checks.registry import check_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.lang.chinese import has_han, words
from nqpterms.lang.english import content_stems
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Span
from nqpterms.model.termbase import TermBase
from nqpterms.renderings.census import Rendering, renderings_of
from nqpterms.renderings.rows import Row, matched_rows

KINDS = ("deleted", "cut", "other head", "replaced", "left")


class Change(NamedTuple):
    """What was done to a rendering of a term in a row."""

    row: int
    term: str
    kind: str
    before: str
    after: str


def main() -> None:
    """Plant, check and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--glossary", default=None)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show",
        action="store_true",
        help="the changes of which nothing is said",
    )
    parser.add_argument("--target", choices=("zh", "en"), default="en")
    options = parser.parse_args()
    terms = Matcher(
        load_terms(options.glossary) if options.glossary else load_terms()
    )
    planted, found = Counter[str](), Counter[str]()
    for path in options.pairs:
        segments = segments_of(path)
        changes, changed = plant(
            segments, terms, random.Random(options.seed), options.target
        )
        warned = _warned(changed, terms, options.target)
        for change in changes:
            planted[change.kind] += 1
            if any(change.term in term for term in warned.get(change.row, ())):
                found[change.kind] += 1
            elif options.show:
                print(
                    f"{path.stem}:{change.row} {change.kind} {change.term}: ",
                    end="",
                )
                print(f"{change.before!r} became {change.after!r}")
    for kind in KINDS:
        _print_share(kind, found[kind], planted[kind])
    _print_share("all", found.total(), planted.total())


def segments_of(path: Path) -> list[Segment]:
    """The paragraphs of a table of pairs."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Segment(zh, en, row=at, doc=path.stem)
        for at, (zh, en, *_) in enumerate(rows[1:], 1)
    ]


def plant(
    segments: Sequence[Segment],
    terms: Matcher,
    draw: random.Random,
    target: Side = "en",
) -> tuple[list[Change], list[Segment]]:
    """One change in each row that has a place for it, and all segments with the changes."""
    changes, changed = list[Change](), list[Segment]()
    matcher = terms.within(
        [text for one in segments for text in (one.zh, one.en)], slips=target
    )
    rows = [
        row
        for some in matched_rows(segments, matcher, target=target)
        for row in some
    ]
    for row in rows:
        places = [
            one for one in renderings_of(row) if _may_be_changed(one, row)
        ]
        if not places:
            changed.append(row.segment)
            continue
        rendering = draw.choice(places)
        span, kind = rendering.span or Span(0, 0), draw.choice(KINDS)
        before = span.of(row.text)
        after = _after(kind, before, rendering, terms.base, draw, target)
        text = f"{row.text[: span.start]}{after}{row.text[span.end :]}"
        term = rendering.source.span.of(row.source_text)
        changes.append(Change(row.segment.row or 0, term, kind, before, after))
        changed.append(_with_target(row.segment, text, target))
    return changes, changed


def _with_target(segment: Segment, text: str, target: Side) -> Segment:
    """A segment with another translation."""
    if target == "en":
        return replace(segment, en=text, en_anchors=())
    return replace(segment, zh=text, zh_anchors=())


def _may_be_changed(rendering: Rendering, row: Row) -> bool:
    """Whether a rendering stands for the only place of its term, and once, in two words or more."""
    if (
        rendering.how != "term"
        or rendering.span is None
        or rendering.source.is_everyday
    ):
        return False
    surface = rendering.span.of(row.text)
    is_phrase = len(_content_of(surface)) > 1
    is_only = (
        row.source_text.count(rendering.source.span.of(row.source_text)) == 1
    )
    return (
        is_phrase and is_only and row.text.lower().count(surface.lower()) == 1
    )


def _content_of(surface: str) -> list[str]:
    """What a rendering says, by its stems or, in Chinese, by its words."""
    return list(words(surface)) if has_han(surface) else content_stems(surface)


def _after(
    kind: str,
    before: str,
    rendering: Rendering,
    base: TermBase,
    draw: random.Random,
    target: Side,
) -> str:
    """What becomes of a rendering."""
    parts = before.split() if target == "en" else words(before)
    space = " " if target == "en" else ""
    if kind == "deleted":
        return ""
    if kind == "left":
        return rendering.source.candidates[0].term.text
    if kind == "cut":
        return space.join(parts[:-1])
    other = _other_rendering(before, base, draw, target)
    if kind == "replaced":
        return other
    other_parts = other.split() if target == "en" else words(other)
    return space.join([*parts[:-1], other_parts[-1]])


def _other_rendering(
    before: str, base: TermBase, draw: random.Random, target: Side
) -> str:
    """The first term of a concept that shares no word with a rendering."""
    content = set(_content_of(before))
    while True:
        forms = [
            term.text for term in draw.choice(base.concepts).terms_in(target)
        ]
        if not forms:
            continue
        content_of_other = _content_of(forms[0])
        if len(content_of_other) > 1 and content.isdisjoint(content_of_other):
            return forms[0]


def _warned(
    segments: Sequence[Segment], terms: Matcher, target: Side
) -> dict[int, set[str]]:
    """The source terms of the warnings and errors, by row."""
    warned: dict[int, set[str]] = {}
    for row, term in _decisions(segments, terms, target):
        warned.setdefault(row, set()).add(term)
    return warned


def _decisions(
    segments: Sequence[Segment], terms: Matcher, target: Side
) -> Iterator[tuple[int, str]]:
    for finding in check_segments(segments, terms, target=target):
        if (
            finding.severity != "info"
            and finding.segment
            and finding.source_term
        ):
            yield finding.segment, finding.source_term


def _print_share(kind: str, found: int, planted: int) -> None:
    print(f"{kind:12} {found:4} of {planted:4} = {found / max(1, planted):.3f}")


if __name__ == "__main__":
    main()
