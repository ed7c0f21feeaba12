"""Every code speaks where it should and is silent where it should: cases/CODE.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from nqpterms.checks.registry import (
    CHECKS,
    check_segments,
    check_terms,
    chosen_codes,
    explanations,
)
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase

CASES = Path(__file__).parent / "cases"
CODES = sorted(CHECKS)


def base(lines: list[str]) -> TermBase:
    """A term base from lines of "concept | lang | term | status | extras"."""
    concepts: dict[str, list[Term]] = {}
    broader: dict[str, tuple[str, ...]] = {}
    for line in lines:
        key, lang, text, status, *extras = (
            line.split(" | ")
            if " | | " not in line
            else (
                *line.split(" | | ")[0].split(" | "),
                "",
                line.split(" | | ")[1],
            )
        )
        said = dict(e.split("=") for e in extras if "=" in e)
        broader.setdefault(key, (said["broader"],) if "broader" in said else ())
        concepts.setdefault(key, []).append(
            Term(
                text,
                lang,
                status=status,  # type: ignore[arg-type]
                scope="pair" if "pair" in extras else "",
                sources=(said["source"],) if "source" in said else (),
                abbreviation_of=said.get("of", ""),
            )
        )
    return TermBase(
        tuple(
            Concept(key, tuple(terms), broader=broader[key])
            for key, terms in concepts.items()
        )
    )


def segments_of(case: dict[str, Any]) -> list[Segment]:
    """The rows of a case: one, or several; with `kinds`, the segments of an aligned pair."""
    zh, en = case.get("zh", ""), case.get("en", "")
    rows = (
        list(zip(zh, en, strict=True)) if isinstance(en, list) else [(zh, en)]
    )
    segments = [Segment(z, e, row=n) for n, (z, e) in enumerate(rows, 1)]
    if "kinds" not in case:
        return segments
    kinds = zip(segments, case["kinds"], strict=True)
    return [replace(segment, row=None, kind=kind) for segment, kind in kinds]


def found(
    code: str, file: dict[str, Any], case: dict[str, Any]
) -> list[Finding]:
    """What the check of a code finds in a case."""
    if CHECKS[code].needs == "glossary":
        return [f for f in check_terms(base(case["terms"])) if f.code == code]
    target = case.get("target", "en")
    segments = segments_of(case)
    matcher = Matcher(base(file["terms"]))
    return check_segments(
        segments, matcher, target=target, codes=chosen_codes([code])
    )


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_both_examples(code: str) -> None:
    file = tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8"))
    assert file["fails"], "a check needs an example that it reports"
    assert file["passes"], "a check needs an example that it leaves alone"
    for case in file["fails"]:
        findings = found(code, file, case)
        assert findings, case
        if "matched" in case:
            assert [f.matched for f in findings] == case["matched"]
    for case in file["passes"]:
        assert found(code, file, case) == [], case


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    assert explanations()[code].endswith(".")
    page = Path(__file__).parents[2] / "docs" / "checks" / f"{code}.md"
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {code}")
    assert explanations()[code] in text


def test_no_case_is_left_over() -> None:
    assert sorted(path.stem for path in CASES.glob("*.toml")) == CODES
