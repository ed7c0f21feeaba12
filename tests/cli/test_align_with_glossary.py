"""``nqpterms align -g``: terms that no dictionary has say which lines belong together."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from nqpterms.cli.app import application

ZH = ["青云令。", "墨池渡。", "柳浪仓。", "石鼓会。", "霜桥约。", "月洼制。"]
EN = ["Skyward Charter.", "Drum League.", "Hollow Rule."]
TERMS = {
    "青云令": "Skyward Charter",
    "墨池渡": "Ferry Compact",
    "石鼓会": "Drum League",
    "月洼制": "Hollow Rule",
}
PARTNERS = {1: 1, 2: None, 3: None, 4: 2, 5: None, 6: 3}


def partners(folder: Path, *options: str) -> dict[int, int | None]:
    zh, en = folder / "a.zh.txt", folder / "a.en.txt"
    zh.write_text("\n".join(ZH) + "\n", encoding="utf-8")
    en.write_text("\n".join(EN) + "\n", encoding="utf-8")
    arguments = [
        str(zh),
        str(en),
        "--split",
        "lines",
        "--format",
        "jsonl",
        "-q",
        *options,
    ]
    result = CliRunner().invoke(application, ["align", *arguments])
    assert result.exit_code == 0, result.output
    found: dict[int, int | None] = {}
    for line in result.stdout.splitlines():
        row = json.loads(line)
        if row["zh"] and len(row["zh"]["lines"]) == 1:
            found[row["zh"]["lines"][0]] = (
                row["en"]["lines"][0] if row["en"] else None
            )
    return found


def test_a_glossary_helps(tmp_path: Path) -> None:
    glossary = tmp_path / "terms.csv"
    rows = [f"{zh},{en}" for zh, en in TERMS.items()]
    glossary.write_text("\n".join(["zh,en", *rows]) + "\n", encoding="utf-8")
    assert partners(tmp_path) != PARTNERS
    assert partners(tmp_path, "-g", str(glossary)) == PARTNERS


def test_a_glossary_of_other_things_changes_nothing(tmp_path: Path) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("zh,en\n鲸背岛,Whale Isle\n", encoding="utf-8")
    assert partners(tmp_path, "-g", str(glossary)) == partners(tmp_path)


def test_a_glossary_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        application, ["align", "a.txt", "b.txt", "-g", str(tmp_path / "no.tsv")]
    )
    assert result.exit_code
