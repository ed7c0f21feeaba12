"""The figures on real texts, by the keys beside the project; skipped where they are absent."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from nqpterms.aligner.documents import align
from nqpterms.formats.results.alignments import dump_jsonl
from nqpterms.readers.reading import read, read_page


def scored(
    lines: Iterable[str], tool: Path, *keys: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, tool, *keys],
        input="".join(lines),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_sections_and_notes_of_the_report(shared):
    page = align(
        *read_page(shared / "report" / "report-page.txt"), level="section"
    )
    told = scored(dump_jsonl(page), shared / "tools" / "score-report").stdout
    assert "sections 55/55, conclusion paired, wrong []" in told
    assert "notes 37/37, missing said ['26', '32']; references 14/14" in told
    alone = [row for row in page.sections() if not (row.zh and row.en)]
    assert [(row.zh, row.en.line) for row in alone] == [
        (None, 100),
        (None, 877),
    ]
    entries = [
        json.loads(line) for line in dump_jsonl(page) if '"entry"' in line
    ]
    assert [row["zh"] for row in entries] == [None] * 10


def test_the_one_paragraph_of_the_report(shared):
    page = align(*read_page(shared / "report" / "report-page.txt"))
    result = scored(dump_jsonl(page), shared / "tools" / "score-report")
    assert result.returncode == 0, result.stdout
    missing = [bead.reason for bead in page.beads("paragraph") if not bead.zh]
    assert missing.count("the Chinese text of this section is missing") > 200


@pytest.mark.parametrize(
    ("text", "keys", "headings"),
    [
        ("hard", ["hard.gold.tsv"], "11/11"),
        (
            "full",
            ["full.gold-paragraphs.tsv", "full.gold-sections.tsv"],
            "13/13",
        ),
    ],
)
def test_a_government_report(shared, text, keys, headings):
    folder = shared / "data" / "gwr-2024"
    found = align(
        read(folder / f"{text}.zh.txt"), read(folder / f"{text}.en.txt")
    )
    tool = shared / "tools" / "score-paragraphs"
    told = scored(
        dump_jsonl(found), tool, *(folder / key for key in keys)
    ).stdout
    assert f"headings {headings} right, wrongly said []" in told
    assert float(told.split("F1 ")[1].split()[0]) >= 0.97
