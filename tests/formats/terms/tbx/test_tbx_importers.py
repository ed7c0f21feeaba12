"""Our exports, opened with software that we did not write."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from nqpterms.formats.terms.tbx import dump
from nqpterms.model.termbase import Concept, Context, Definition, Term, TermBase

READ = """
import json, sys
from translate.storage import tbx
store = tbx.tbxfile.parsefile(sys.argv[1])
store.setsourcelanguage(sys.argv[2])
store.settargetlanguage(sys.argv[3])
for unit in store.units:
    sides = (unit.get_source_terms(), unit.get_target_terms())
    terms = [[(t.text, t.administrative_status) for t in side] for side in sides]
    print(json.dumps([unit.getid(), unit.source, unit.target, *terms]))
"""

BASE = TermBase(
    (
        Concept(
            "c1",
            (
                Term("新质生产力", "zh-Hans", status="preferred", pos="noun"),
                Term(
                    "new quality productive forces",
                    "en",
                    status="preferred",
                    since="2023",
                ),
                Term(
                    "NQPF",
                    "en",
                    abbreviation_of="new quality productive forces",
                ),
                Term(
                    "new quality <productivity> & more",
                    "en",
                    status="deprecated",
                ),
            ),
            subject="economy",
            definitions=(Definition("定义", "zh-Hans", "词典"),),
        ),
        Concept(
            "c2",
            (
                Term("耐心资本", "zh-Hans", contexts=(Context("一句"),)),
                Term("x", "en"),
            ),
        ),
    ),
    "Terms",
)
STATUS = {
    "": None,
    "preferred": "preferredTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("languages", "zh"),
    [
        ({}, "zh-Hans"),
        ({"zh-Hans": "zh-CN"}, "zh-CN"),
        ({"zh-Hans": "zh"}, "zh"),
    ],
)
def test_translate_toolkit_reads_v2_as_it_was(
    languages: dict[str, str], zh: str, toolkit: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.tbx"
    dump(BASE, path, version=2, languages=languages, marks=False)
    done = subprocess.run(
        [toolkit, "-c", READ, path, zh, "en"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""},
    )
    read = [json.loads(line) for line in done.stdout.splitlines()]
    expected = []
    for concept in BASE.concepts:
        sides = [
            [[t.text, STATUS[t.status]] for t in concept.terms_in(lang)]
            for lang in ("zh", "en")
        ]
        expected.append([concept.id, sides[0][0][0], sides[1][0][0], *sides])
    assert read == expected
