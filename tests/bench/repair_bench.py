"""One round of repair by a script that sees nothing but the findings.

    python tests/bench/repair_bench.py FOLDER

FOLDER holds glossary.tsv, pairs-seeded.tsv and key.jsonl (row, zh, seeded). The script takes each
warning: it makes the fix that is offered, else it puts the best expected form in the place of the
words that stand there, else where the term's place in the source would be in the translation. A
model writes better sentences; what is measured is whether the findings say enough. Printed are the
seeds that are no longer found, the rows without a finding that were changed, and those of the
changed rows that hold no seed, where the official translators vary: for a script that takes every
warning, those that are likely enough, and the fixes alone that are said to be safe.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.project.fixing import fixed
from nqpterms.project.project import Project
from nqpterms.run.many import check

LEAST_CONFIDENCES = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8)


def repaired(segment: Segment, findings: Sequence[Finding]) -> str:
    """The translation of a row after the round."""
    text = segment.text(segment.target)
    return fixed(text, _mendable(segment, findings))


def _mendable(
    segment: Segment, findings: Sequence[Finding]
) -> Iterator[Finding]:
    """The findings, each with something to put in the place of something."""
    for finding in findings:
        if finding.edits:
            yield finding
        elif finding.expected and finding.stands:
            stands = finding.stands
            form = finding.expected[0]
            yield replace(
                finding, matched=stands.text, span=stands.span, fix=form
            )
        elif finding.expected and finding.source_span:
            at = _place(segment, finding.source_span)
            yield replace(
                finding, span=Span(at, at), fix=f"{finding.expected[0]} "
            )


def _place(segment: Segment, source_span: Span) -> int:
    """The beginning of the word that stands about as far in the translation as a term does in the
    source."""
    text = segment.text(segment.target)
    source = segment.zh if segment.target == "en" else segment.en
    about = len(text) * source_span.start // max(1, len(source))
    return text.rfind(" ", 0, about) + 1


def by_row(findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    rows: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.segment and finding.severity != "info":
            rows.setdefault(finding.segment, []).append(finding)
    return rows


def main(folder: Path) -> None:
    terms = Matcher(load_terms(folder / "glossary.tsv"))
    segments = list(load_segments(folder / "pairs-seeded.tsv"))
    keys = [
        json.loads(line)
        for line in (folder / "key.jsonl").open(encoding="utf-8")
    ]
    seeds = {(key["row"], key["zh"]) for key in keys if key["seeded"]}
    findings = check(segments, terms=terms, project=Project())
    print(
        "round                seeds mended   rows without a finding, without a seed changed"
    )
    for least in LEAST_CONFIDENCES:
        likely = [
            finding
            for finding in findings
            if (finding.confidence or 0.0) >= least
        ]
        print_round(f"confidence >= {least}", segments, likely, seeds, terms)
    safe = [finding for finding in findings if finding.edits]
    print_round("safe fixes alone", segments, safe, seeds, terms)


def print_round(
    name: str,
    segments: Sequence[Segment],
    findings: Sequence[Finding],
    seeds: set[tuple[int, str]],
    terms: Matcher,
) -> None:
    """The figures of a round that takes some findings."""
    found = by_row(findings)
    drafts = []
    for segment in segments:
        text = repaired(segment, found.get(segment.row or 0, ()))
        drafts.append(replace(segment, **{segment.target: text}))
    left = by_row(check(drafts, terms=terms, project=Project()))
    open_sites = {
        (row, finding.source_term)
        for row, of_row in left.items()
        for finding in of_row
    }
    changed = {
        old.row for old, new in zip(segments, drafts, strict=True) if old != new
    }
    mended = len(seeds - open_sites)
    without_seed = changed - {row for row, _ in seeds}
    clean = len(segments) - len({row for row, _ in seeds})
    print(
        f"{name:20} {mended:4} of {len(seeds)} = {mended / len(seeds):.3f}   "
        f"{len(changed - found.keys()):3} · {len(without_seed)} of {clean}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
