"""What is a shard: bitexts, pages, pairs by their names, lists of pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.run.inputs import find_shards


def made(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["r.zh.md", "r.en.md"], {"r": 2}),
        (["zh/r.md", "en/r.html"], {"r": 2}),
        (["2020/r_zh-CN.txt", "2020/r_en.txt"], {"2020/r": 2}),
        (["r.zh.md", "s.en.md"], {"r.zh.md": 1, "s.en.md": 1}),
        (["a.tsv", "b/a.tsv", "c.jsonl.gz"], {"a.tsv": 1, "b/a.tsv": 1, "c.jsonl.gz": 1}),
        (["page.html", "LICENSE", ".hidden.md", "x.bin"], {"page.html": 1}),
        (["garden.md", "men.md"], {"garden.md": 1, "men.md": 1}),
        (["r.zh.md", "r.en.md", "r.en.txt"], {"r": 2, "r.en.txt": 1}),
    ],
)
def test_a_folder(tmp_path: Path, files: list[str], expected: dict[str, int]) -> None:
    made(tmp_path, *files)
    assert {shard.name: len(shard.paths) for shard in find_shards([tmp_path])} == expected


def test_the_chinese_file_comes_first(tmp_path: Path) -> None:
    made(tmp_path, "a.en.md", "a.zh.md")
    (shard,) = find_shards([tmp_path])
    assert [Path(path).name for path in shard.paths] == ["a.zh.md", "a.en.md"]


def test_a_pattern_and_what_is_skipped(tmp_path: Path) -> None:
    made(tmp_path, "x/a.tsv", "x/b.tsv", "x/c.md", "x/out/a.tsv")
    found = find_shards([f"{tmp_path}/**/*.tsv"], skip=tmp_path / "x" / "out")
    assert [shard.name for shard in found] == ["x/a.tsv", "x/b.tsv"]


def test_a_list_of_pairs(tmp_path: Path) -> None:
    made(tmp_path, "x/a.md", "y/a.md", "b.tsv")
    table = tmp_path / "pairs.tsv"
    table.write_text("zh\ten\nx/a.md\ty/a.md\nb.tsv\nx/a.md\tgone.md\tc\n", encoding="utf-8")
    found = find_shards([table])
    assert [(shard.name, len(shard.paths)) for shard in found] == [
        ("x/a", 2),
        ("b.tsv", 1),
        ("c", 2),
    ]


def test_a_bitext_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("农业\tagriculture\n", encoding="utf-8")
    assert [shard.paths for shard in find_shards([path])] == [(str(path),)]


def test_names_are_apart(tmp_path: Path) -> None:
    made(tmp_path, "one/errors.zh.md", "one/errors.en.md", "a/r.tsv", "b/r.tsv")
    names = [s.name for s in find_shards([tmp_path / "one", tmp_path / "a", tmp_path / "b"])]
    assert names == ["errors-2", "r.tsv", "r.tsv-2"]


def test_nothing_found_is_said(tmp_path: Path) -> None:
    with pytest.raises(NqptermsError, match="no bitext"):
        find_shards([tmp_path])
