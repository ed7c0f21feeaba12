"""Lays out what the weights of extraction are learned on: ``extract_data.py SHARED DATA``.

TICO-19 (CC0) with its glossaries, and the Government Work Reports of 2016–2020, 2022 and 2024 in
paragraph pairs with the bundled glossaries; that of 2021 is kept for the figures.
`extract_read.tsv` has rows of these texts that were read one by one. Then:
``python -m nqpterms.extraction.term_training DATA``.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms

Pair = tuple[str, str]

REPORTS = (2016, 2017, 2018, 2019, 2020, 2022)
"""Years whose reports are learned from, beside 2024."""


def tico_terms(folder: Path) -> Iterator[Pair]:
    """The pairs of the three glossaries in simplified Chinese."""
    for name in ("f_en-zh_CN.csv", "g_en_zh-CN.csv", "g_zh-CN_en.csv"):
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                sides = (row["targetString"], row["sourceString"])
                zh, en = sides if row["sourceLang"] == "en" else sides[::-1]
                for one in zh.split(" : "):
                    plain = re.sub(r"[（(].*?[）)]", "", one).strip()
                    yield from (
                        (plain, other.strip()) for other in en.split(" : ")
                    )


def gwr_pairs(folder: Path) -> Iterator[Pair]:
    """The paragraph pairs of the complete texts."""
    zh, en = (
        (folder / f"full.{side}.txt").read_text(encoding="utf-8").split("\n")
        for side in ("zh", "en")
    )
    with (folder / "full.gold-paragraphs.tsv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["zh_full_line"].isdecimal() and row["en_line"].isdecimal():
                yield (
                    zh[int(row["zh_full_line"]) - 1],
                    en[int(row["en_line"]) - 1],
                )


def bundled_terms() -> Iterator[Pair]:
    """Every Chinese term of the bundled glossaries with every English one of its concept."""
    for concept in load_terms().concepts:
        for zh in concept.terms_in("zh"):
            yield from ((zh.text, en.text) for en in concept.terms_in("en"))


def write_read_rows(out: Path) -> None:
    """The rows that were read, a file for each text."""
    table = (
        Path(__file__).with_name("extract_read.tsv").read_text(encoding="utf-8")
    )
    rows_by_text: dict[str, list[str]] = {}
    for line in table.splitlines()[1:]:
        text, row = line.split("\t", 1)
        rows_by_text.setdefault(text, []).append(row)
    for text, rows in rows_by_text.items():
        lines = "\n".join(("zh\ten\tjudgement", *rows))
        (out / f"{text}.read.tsv").write_text(f"{lines}\n", encoding="utf-8")


def write(path: Path, rows: Iterable[Pair]) -> None:
    """Rows of two columns under a header."""
    lines = (
        f"{' '.join(zh.split())}\t{' '.join(en.split())}\n" for zh, en in rows
    )
    path.write_text("zh\ten\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    data, out = Path(sys.argv[1]) / "data", Path(sys.argv[2])
    out.mkdir(exist_ok=True)
    tico = load_segments(data / "tico19" / "all.en-zh.tmx")
    write(out / "tico19.pairs.tsv", ((s.zh, s.en) for s in tico))
    write(out / "tico19.terms.tsv", tico_terms(data / "tico19"))
    write(out / "gwr-2024.pairs.tsv", gwr_pairs(data / "gwr-2024"))
    write(out / "gwr-2024.terms.tsv", bundled_terms())
    write_read_rows(out)
    for year in REPORTS:
        report = load_segments(data / "gwr-history" / "pairs" / f"{year}.tsv")
        write(out / f"gwr-{year}.pairs.tsv", ((s.zh, s.en) for s in report))
        write(out / f"gwr-{year}.terms.tsv", bundled_terms())
