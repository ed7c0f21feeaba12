"""What never happens, over the command and the function: a crash, an empty answer, a lost line."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from nqpterms.aligner.documents import align
from nqpterms.model.document import Document, Passage, Section

ZH = [
    "昨天我们去了森林。",
    "天气很好，有三只鸟。",
    "狗在河边睡觉。",
    "你为什么不高兴？",
]
HANT = [
    "昨天我們去了森林。",
    "天氣很好，有三隻鳥。",
    "狗在河邊睡覺。",
    "你為什麼不高興？",
]
EN = [
    "Yesterday we went to the forest.",
    "The weather was fine, and there were three birds.",
    "The dog slept by the river.",
    "Why are you not happy?",
]
LONG = ("新质生产力，" * 17_000, "new quality productive forces " * 3_400)
BEAD = re.compile(r"\[([\d, ]*)\]:\[([\d, ]*)\]:(\d\.\d+)")
CASES = {
    "plain": (ZH, EN),
    "one sentence": (ZH[:1], EN[:1]),
    "ten times the English": (ZH, EN * 10),
    "ten times the Chinese": (ZH * 10, EN),
    "Traditional": (HANT, EN),
    "blank lines": (["", ZH[0], "", ZH[1]], [EN[0], "", "", EN[1], ""]),
    "100,000 characters a line": ([LONG[0], ZH[0]], [LONG[1], EN[0]]),
    "emoji": (
        [f"😀{line}👩‍👩‍👧" for line in ZH],
        [f"{line} 🎉" for line in EN],
    ),
    "rare Han": ([f"𪚥𠮷{line}𰻞" for line in ZH], EN),
    "the same line over and over": ([ZH[0]] * 60, [EN[0]] * 50),
}


def write(folder: Path, zh: list[str], en: list[str]) -> tuple[Path, Path]:
    paths = folder / "zh.txt", folder / "en.txt"
    for path, lines in zip(paths, (zh, en), strict=True):
        path.write_text(
            "".join(f"{line}\n" for line in lines), encoding="utf-8"
        )
    return paths


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("swapped", [False, True])
def test_every_line_stands_in_exactly_one_bead(
    run, tmp_path, name, swapped
) -> None:
    zh, en = CASES[name]
    paths = write(tmp_path, zh, en)
    given = paths[::-1] if swapped else paths
    ran = run(
        "align",
        *given,
        "--split",
        "lines",
        "--level",
        "sentence",
        "--format",
        "beads",
    )
    assert ran.status == 0
    beads = [BEAD.fullmatch(line) for line in ran.out.splitlines()]
    for side, lines in ((1, zh), (2, en)):
        found = [
            int(n)
            for bead in beads
            if bead
            for n in bead[side].split(",")
            if n.strip()
        ]
        assert found == list(range(len(lines)))
    assert all(bead and 0 <= float(bead[3]) <= 1 for bead in beads)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_no_text_is_lost(run, tmp_path, name, level) -> None:
    zh, en = CASES[name]
    paths = write(tmp_path, [f"{x}\n" for x in zh], [f"{x}\n" for x in en])
    ran = run("align", *paths, "--level", level, "--format", "jsonl")
    assert ran.status == 0
    rows = [json.loads(line) for line in ran.out.splitlines()]
    for side, lines in (("zh", zh), ("en", en)):
        told = [
            row[side]["text"]
            for row in rows
            if row["level"] == level and row[side]
        ]
        told += [
            row[side]["title"]
            for row in rows
            if row["level"] == "section" and row[side]
        ]
        spare = re.compile(r"\s")
        whole = spare.sub("", "".join(filter(None, told)))
        assert sorted(whole) == sorted(spare.sub("", "".join(lines)))


def test_swapped_documents_are_put_right_and_it_is_said() -> None:
    zh, en = document("a", ZH), document("b", EN)
    found = align(en, zh, split="lines", level="sentence")
    assert "swapped" in found.warnings[0]
    assert [b.zh[0].text for b in found.beads("sentence")] == ZH


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ([], []),
        (ZH, []),
        ([], EN),
        (ZH, ZH),
        (EN, EN),
        (["\ud800好"], ["\udfffgood"]),
    ],
)
def test_what_is_no_pair_gives_every_line_and_a_warning(
    zh: list[str], en: list[str]
) -> None:
    found = align(
        document("a", zh), document("b", en), split="lines", level="sentence"
    )
    beads = found.beads("sentence")
    assert [p.text for bead in beads for p in bead.zh] == zh
    assert [p.text for bead in beads for p in bead.en] == en
    assert found.warnings or zh == ["\ud800好"]


def test_texts_without_anything_in_common_are_not_trusted(
    run, tmp_path
) -> None:
    dice = random.Random(4)
    birds, taxes = "鹅鸭鸡鹤鹰鸦雀鸥", ["tax", "levy", "duty"]
    zh = [
        "".join(dice.choices(birds, k=dice.randint(3, 40))) + "。"
        for _ in range(40)
    ]
    en = [
        " ".join(dice.choices(taxes, k=dice.randint(2, 30))) for _ in range(40)
    ]
    ran = run(
        "align",
        *write(tmp_path, zh, en),
        "--split",
        "lines",
        "--format",
        "beads",
    )
    assert ran.status == 0
    assert "check before use" in ran.err
    beads = filter(None, map(BEAD.fullmatch, ran.out.splitlines()))
    sure = [float(bead[3]) for bead in beads if bead[1] and bead[2]]
    assert all(confidence < 0.5 for confidence in sure)


def document(name: str, lines: list[str]) -> Document:
    passages = tuple(Passage(line) for line in lines)
    return Document(name, "und", Section(None, None, 0, passages))
