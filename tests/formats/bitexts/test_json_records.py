"""Pairs in JSON as other programs write it: arrays, other names of the texts, broken lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.files.remarks import overhearing
from nqpterms.formats.bitext_formats import load_segments

PAIRS = [("港口很忙。", "The port is busy."), ("就业稳定。", "Jobs are safe.")]


def written(folder: Path, text: str) -> Path:
    path = folder / "pairs.json"
    path.write_text(text, encoding="utf-8")
    return path


def texts(path: Path) -> list[tuple[str, str]]:
    return [(pair.zh, pair.en) for pair in load_segments(path)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("zh", "en"),
        ("zh_CN", "en_US"),
        ("Chinese", "English"),
        ("原文", "译文"),
        ("src", "tgt"),
        ("中文", "英文"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_names_of_the_texts(
    tmp_path: Path, zh: str, en: str, indent: int | None
) -> None:
    rows = [{zh: one, en: other} for one, other in PAIRS]
    path = written(
        tmp_path, json.dumps(rows, ensure_ascii=False, indent=indent)
    )
    assert texts(path) == PAIRS
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert texts(written(tmp_path, lines)) == PAIRS


def test_a_pair_in_an_object_of_its_own(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "translation": {"en": en, "zh": zh}, "notes": "a"}
        for zh, en in PAIRS
    ]
    path = written(tmp_path, "\n".join(map(json.dumps, rows)))
    assert texts(path) == PAIRS
    first = next(iter(load_segments(path)))
    assert (first.id, first.properties) == ("7", (("notes", "a"),))


def test_a_text_called_translation_is_no_object(tmp_path: Path) -> None:
    row = {"原文": "税。", "translation": "Tax."}
    path = written(tmp_path, json.dumps(row, ensure_ascii=False))
    assert texts(path) == [("税。", "Tax.")]


def test_the_line_of_an_object_of_an_array(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '\n[\n{"zh": "税",\n "en": "tax"}, {"zh": "岗位", "en": 1},\n\n'
        ' {"zh": "港口", "en": "port"}]\n',
    )
    with overhearing() as overheard:
        pairs = list(load_segments(path))
    lines = [pair.zh_anchors[0].place.line for pair in pairs]
    assert ([pair.zh for pair in pairs], lines) == (["税", "港口"], [3, 6])
    assert [error.line for error in overheard().broken] == [4]
    with pytest.raises(FormatError, match=r"pairs\.json:4: expected a text"):
        list(load_segments(path))


@pytest.mark.parametrize(
    "text",
    ["[", '[{"zh": "税", "en": "tax"}', "[{]", "[[[[", '[{"zh"', "[1, 2]"],
)
def test_a_broken_array_is_one_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(FormatError, match=r"pairs\.json:1: "):
        list(load_segments(written(tmp_path, text)))


def test_a_deep_array_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="not JSON"):
        list(load_segments(written(tmp_path, "[" * 200_000)))


def test_a_broken_line_is_left_out_where_somebody_listens(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, '{"zh": "税", "en": "tax"}\n{"zh": no\n')
    with overhearing() as overheard:
        assert texts(path) == [("税", "tax")]
    assert [error.line for error in overheard().broken] == [2]
