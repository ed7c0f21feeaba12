"""Whatever is given becomes units: texts, pairs by language or name, pages, bitexts, lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import NqptermsError
from nqpterms.model.alignment import Segment
from nqpterms.readers.reading import read_text
from nqpterms.run.inputs import find_units, is_many, remark, unit_of


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
        (
            ["a.tsv", "b/a.tsv", "c.jsonl.gz"],
            {"a.tsv": 1, "b/a.tsv": 1, "c.jsonl.gz": 1},
        ),
        (["page.html", "LICENSE", ".hidden.md", "x.bin"], {"page.html": 1}),
        (["garden.md", "men.md"], {"garden.md": 1, "men.md": 1}),
        (["r.zh.md", "r.en.md", "r.en.txt"], {"r": 2, "r.en.txt": 1}),
    ],
)
def test_a_folder(
    tmp_path: Path, files: list[str], expected: dict[str, int]
) -> None:
    made(tmp_path, *files)
    assert {
        unit.name: len(unit.files) for unit in find_units([tmp_path])
    } == expected


def test_the_chinese_file_comes_first(tmp_path: Path) -> None:
    made(tmp_path, "a.en.md", "a.zh.md")
    (unit,) = find_units([tmp_path])
    assert [Path(path).name for path in unit.files] == ["a.zh.md", "a.en.md"]


def test_a_pattern_and_what_is_skipped(tmp_path: Path) -> None:
    made(tmp_path, "x/a.tsv", "x/b.tsv", "x/c.md", "x/out/a.tsv")
    found = find_units([f"{tmp_path}/**/*.tsv"], skip=tmp_path / "x" / "out")
    assert [unit.name for unit in found] == ["x/a.tsv", "x/b.tsv"]


def test_a_list_of_pairs(tmp_path: Path) -> None:
    made(tmp_path, "x/a.md", "y/a.md", "b.tsv")
    table = tmp_path / "pairs.tsv"
    table.write_text(
        "zh\ten\nx/a.md\ty/a.md\nb.tsv\nx/a.md\tgone.md\tc\n", encoding="utf-8"
    )
    found = find_units([table])
    assert [(unit.name, len(unit.files)) for unit in found] == [
        ("x/a", 2),
        ("b.tsv", 1),
        ("c", 2),
    ]


def test_a_bitext_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("农业\tagriculture\n", encoding="utf-8")
    assert [unit.files for unit in find_units([path])] == [(str(path),)]


def test_names_are_apart(tmp_path: Path) -> None:
    made(tmp_path, "one/errors.zh.md", "one/errors.en.md", "a/r.tsv", "b/r.tsv")
    names = [
        s.name
        for s in find_units([tmp_path / "one", tmp_path / "a", tmp_path / "b"])
    ]
    assert names == ["errors-2", "r.tsv", "r.tsv-2"]


GLOSSARY = "concept\tlang\tterm\nx\ten\ttax\n"
CANDIDATES = "decision\tzh\ten\naccept\t税\ttax\n"


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("terms.tsv", GLOSSARY, False),
        ("candidates.tsv", CANDIDATES, False),
        ("nqpterms-decisions.jsonl", '{"fingerprint": "a"}\n', False),
        ("pairs.tsv", "zh\ten\n税收\ttaxes\n", True),
        ("words.tsv", "concept\tzh\ten\n1\t税收\ttaxes\n", True),
        ("pairs.jsonl", '{"zh": "税收", "en": "taxes"}\n', True),
    ],
)
def test_a_folder_gives_texts_and_no_glossaries(
    tmp_path, name, content, is_taken
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    made(tmp_path, "draft.en.md")
    names = {unit.name for unit in find_units([tmp_path])}
    assert names == ({"draft.en.md", name} if is_taken else {"draft.en.md"})


@pytest.mark.parametrize("content", [GLOSSARY, CANDIDATES])
def test_a_glossary_is_no_text(tmp_path, content) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NqptermsError, match="holds terms, not sentences"):
        find_units([path])


def test_a_pattern_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(
        NqptermsError, match="no file that can be read has such a name"
    ):
        find_units([f"{tmp_path}/*.docx"])


def test_nothing_found_is_said(tmp_path: Path) -> None:
    with pytest.raises(NqptermsError, match="no bitext"):
        find_units([tmp_path])


ZH, EN = (
    "一、窑炉\n\n工厂去年换了窑炉。\n",
    "1. Kilns\n\nThe works changed its kilns last year.\n",
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Two Chinese and two English texts, a page with both, and a bitext."""
    for name, text in (
        ("original.md", ZH),
        ("draft.md", EN),
        ("other.zh.md", ZH),
        ("other.en.md", EN),
        ("page.md", f"{ZH}\n{EN}"),
        ("rows.tsv", "zh\ten\n窑炉\tkiln\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def taken(
    folder: Path, *names: str, **options: object
) -> list[tuple[str, str]]:
    """The target and the source of each unit, by their names."""
    units = find_units([folder / name for name in names], **options)  # type: ignore[arg-type]
    return [(Path(unit.path).name, Path(unit.source).name) for unit in units]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("original.md", "draft.md"), [("draft.md", "original.md")]),
        (("draft.md", "original.md"), [("draft.md", "original.md")]),
        (
            ("original.md", "other.zh.md"),
            [("original.md", ""), ("other.zh.md", "")],
        ),
        (("original.md", "page.md"), [("original.md", ""), ("page.md", "")]),
        (("draft.md", "rows.tsv"), [("draft.md", ""), ("rows.tsv", "")]),
        (
            ("other.zh.md", "draft.md", "other.en.md", "original.md"),
            [
                ("other.en.md", "other.zh.md"),
                ("draft.md", ""),
                ("original.md", ""),
            ],
        ),
        (("draft.md", "draft.md"), [("draft.md", "")]),
    ],
)
def test_two_languages_are_a_pair(
    texts: Path, names: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert taken(texts, *names) == expected


def test_what_needs_a_pair_takes_two_files_as_one(texts: Path) -> None:
    names = ("original.md", "other.zh.md")
    assert taken(texts, *names, in_pairs=True) == [
        ("other.zh.md", "original.md")
    ]


def test_a_source_is_named(texts: Path) -> None:
    source = texts / "draft.md"
    assert taken(texts, "original.md", source=source) == [
        ("original.md", "draft.md")
    ]


@pytest.mark.parametrize(
    ("names", "source", "message"),
    [
        (("draft.md", "other.en.md"), "original.md", "one TARGET"),
        (("rows.tsv",), "original.md", "holds its source"),
        ((".",), "original.md", "a folder beside a folder"),
        (("draft.md",), ".", "a folder beside a folder"),
    ],
)
def test_a_source_that_fits_nothing(
    texts: Path, names: tuple[str, ...], source: str, message: str
) -> None:
    with pytest.raises(NqptermsError, match=message):
        taken(texts, *names, source=texts / source)


def test_a_folder_of_sources_goes_with_a_folder_of_translations(
    tmp_path: Path,
) -> None:
    made(
        tmp_path,
        "t/a.md",
        "t/b/c.en.md",
        "t/d.md",
        "t/r.tsv",
        "s/a.txt",
        "s/b/c.zh.md",
    )
    units = find_units([tmp_path / "t"], source=tmp_path / "s")
    names = [(unit.name, Path(unit.source).name) for unit in units]
    assert names == [
        ("a.md", "a.txt"),
        ("b/c.en.md", "c.zh.md"),
        ("d.md", ""),
        ("r.tsv", ""),
    ]


def test_a_type_holds_for_files_of_unknown_kinds(tmp_path: Path) -> None:
    made(tmp_path, "a.dat", "b.dat", ".c.dat")
    units = find_units([f"{tmp_path}/*.dat"], type="tsv")
    assert [(unit.name, unit.is_bitext) for unit in units] == [
        ("a.dat", True),
        ("b.dat", True),
    ]


def test_what_was_taken_as_what_is_said_where_it_is_not_obvious(
    texts: Path,
) -> None:
    one, two = texts / "original.md", texts / "draft.md"
    assert remark(find_units([two]), [two]) == ""
    assert (
        remark(find_units([two, texts / "rows.tsv"]), [two, texts / "rows.tsv"])
        == ""
    )
    assert "draft.md is taken as the translation of" in remark(
        find_units([one, two]), [one, two]
    )
    assert (
        remark(find_units([texts]), [texts])
        == "taken: 3 texts, 1 pair, 1 bitext"
    )


@pytest.mark.parametrize("name", ["nowhere.md", "nowhere.tsv", "a/b/nowhere"])
def test_a_file_that_is_not_there_is_said_before_the_work(
    texts: Path, name: str
) -> None:
    for names in ([name], ["draft.md", name], ["draft.md", "page.md", name]):
        with pytest.raises(NqptermsError, match="no such file"):
            taken(texts, *names)


@pytest.mark.parametrize("first", ["x" * 5000, "a\0b", "."])
def test_a_text_is_no_list_whatever_its_first_line_says(
    tmp_path: Path, first: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{first}\nb\n", encoding="utf-8")
    assert not is_many(path)


def test_what_is_in_memory_is_a_unit_too() -> None:
    zh, en = (read_text(text, name=f"a/{text[0]}.md") for text in (ZH, EN))
    pair = unit_of(en, zh)
    assert (pair.name, pair.path, pair.is_bitext) == ("1.md", "a/1.md", False)
    assert unit_of([Segment("税", "tax")]).is_bitext
