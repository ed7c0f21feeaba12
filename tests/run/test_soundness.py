"""A term base is looked at the same by the command and in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.run.soundness import validate

FORCE = (
    Term("生产力", "zh", "preferred"),
    Term("productive forces", "en", "preferred"),
)


@pytest.mark.parametrize(
    ("terms", "is_sound"),
    [
        (FORCE, True),
        ((*FORCE, Term(" ", "en")), False),
        ((*FORCE, Term("productivity", "en", "preferred")), False),
    ],
)
def test_a_base_in_memory(terms: tuple[Term, ...], is_sound: bool) -> None:
    result = validate(TermBase((Concept("force", terms),)))
    assert result.is_sound is is_sound
    assert not result.problems


def test_a_form_of_two_concepts_is_named_and_not_wrong() -> None:
    result = validate(TermBase((Concept("a", FORCE), Concept("b", FORCE))))
    assert len(result.duplicates) == 2


def test_a_file_that_breaks_its_standard_is_not_looked_into(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tbx"
    path.write_text('<martif type="TBX"><text/></martif>', encoding="utf-8")
    result = validate(path)
    assert result.problems
    assert not result.is_sound
    assert not result.findings


def test_a_finding_names_the_line_of_its_term(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    rows = [
        "concept\tlang\tterm\tsource",
        "a\tzh\t生产\tx",
        "a\ten\t~ …\tx",
        "b\ten\tok\tx",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    (finding,) = validate(path).findings
    assert (finding.code, finding.file, finding.place.line) == (
        "G509",
        str(path),
        3,
    )
    assert not validate(path).is_sound
