"""Everyday verbs as a glossary in their base form: what is told although a form explains it.

    python tests/bench/verb_glossary.py PAIRS.tsv … [--show]

PAIRS.tsv has a Chinese and an English text in each line. For each verb: the findings T201, and how
many of them stand beside an English text that holds a word with that verb as its lemma, by
simplemma, which the matcher does not use. This is done with the part of speech and without it.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from simplemma import lemmatize

from nqpterms.checks.registry import check_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase

VERBS = {
    "推动": "promote",
    "推进": "advance",
    "加强": "strengthen",
    "支持": "support",
    "提高": "raise",
    "实施": "implement",
    "完善": "improve",
    "加快": "accelerate",
    "扩大": "expand",
    "促进": "boost",
    "深化": "deepen",
    "坚持": "uphold",
    "建设": "build",
    "保持": "maintain",
    "鼓励": "encourage",
    "降低": "lower",
    "增加": "increase",
    "减少": "cut",
    "确保": "ensure",
    "落实": "deliver",
    "优化": "refine",
    "发挥": "give",
    "开展": "carry out",
    "制定": "draw up",
    "防止": "stop",
}


def glossary(pos: str) -> TermBase:
    """The verbs as a term base of one Chinese and one English term each."""
    return TermBase(
        tuple(
            Concept(
                en.replace(" ", "-"),
                (Term(zh, "zh-Hans"), Term(en, "en", pos=pos)),
            )
            for zh, en in VERBS.items()
        )
    )


def pairs(paths: list[Path]) -> list[Segment]:
    """The pairs of all files, numbered from 1."""
    segments: list[Segment] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            zh, en, *_ = [*line.split("\t"), ""]
            if zh and en:
                segments.append(Segment(zh, en, row=len(segments) + 1))
    return segments


def english_of(finding: Finding, segments: list[Segment]) -> str:
    assert finding.segment is not None
    return segments[finding.segment - 1].en


def is_explained(finding: Finding, segments: list[Segment]) -> bool:
    """Whether a form of the verb stands there: its words one behind the other."""
    verb, *rest = finding.expected[0].split()
    words = re.findall("[a-z]+", english_of(finding, segments).lower())
    for at, word in enumerate(words):
        is_form = word != verb and lemmatize(word, lang="en") == verb
        if is_form and words[at + 1 : at + 1 + len(rest)] == rest:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", nargs="+", type=Path)
    parser.add_argument(
        "--show", action="store_true", help="print what a form explains"
    )
    options = parser.parse_args()
    segments = pairs(options.pairs)
    print(f"{len(segments)} pairs, {len(VERBS)} verbs")
    for pos in ("verb", ""):
        findings = check_segments(segments, Matcher(glossary(pos)))
        unrendered = [finding for finding in findings if finding.code == "T201"]
        explained = [
            finding for finding in unrendered if is_explained(finding, segments)
        ]
        name = f"with pos {pos!r}"
        print(
            f"{name:16} T201 {len(unrendered):4}  explained by a form {len(explained):3}"
        )
        for finding in explained if options.show else ():
            print(
                "   ",
                finding.expected[0],
                "|",
                english_of(finding, segments)[:400],
            )


if __name__ == "__main__":
    main()
