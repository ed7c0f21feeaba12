"""What is dropped is kept under a safe name, used for what it is, or refused in a line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from servers.review.conftest import GLOSSARY

from nqpterms.errors import NqptermsError
from nqpterms.project.settings_lines import name_glossary

Client = Callable[..., Any]
ZH = "# 茶园\n\n村里有一座茶园。茶园很老。\n"
EN = "# The tea garden\n\nA tea garden is in the village. The tea garden is old.\n"


def drop(client: Any, files: dict[str, bytes | str]) -> Any:
    sent = []
    for name, data in files.items():
        content = data.encode() if isinstance(data, str) else data
        sent.append(("files", (name, io.BytesIO(content))))
    return client.post("/drop", files=sent, follow_redirects=False)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_pair_leads_to_its_check(visit: Client, tmp_path: Path) -> None:
    answer = drop(visit(), {"tea.zh.md": ZH, "tea.en.md": EN})
    assert answer.headers["location"] == "/check/tea"
    assert names(tmp_path) == {"tea.zh.md", "tea.en.md"}


def test_two_texts_of_other_names_become_a_pair(
    visit: Client, tmp_path: Path
) -> None:
    answer = drop(visit(), {"茶园.md": ZH, "garden.txt": EN})
    assert names(tmp_path) == {"garden.zh.md", "garden.en.txt"}
    assert "茶园.md is kept as garden.zh.md" in answer.text


def test_two_texts_of_one_language_are_no_pair(
    visit: Client, tmp_path: Path
) -> None:
    drop(visit(), {"one.md": EN, "other.md": EN + "\nMore of it.\n"})
    assert names(tmp_path) == {"one.md", "other.md"}


def test_a_glossary_holds_from_then_on(visit: Client, tmp_path: Path) -> None:
    client = visit()
    answer = drop(client, {"terms.tsv": GLOSSARY})
    assert "terms.tsv: 1 concept, used from now on" in answer.text
    settings = (tmp_path / "nqpterms.toml").read_text(encoding="utf-8")
    assert settings == 'glossaries = ["terms.tsv"]\n'
    assert "Glossaries in use: <bdi>terms.tsv</bdi>" in client.get("/").text


def test_a_second_glossary_with_a_concept_of_the_first_is_not_taken(
    visit: Client, tmp_path: Path
) -> None:
    client = visit()
    drop(client, {"terms.tsv": GLOSSARY})
    other = GLOSSARY.replace("tea garden", "tea field")
    answer = drop(client, {"more.tsv": other})
    assert "stands in terms.tsv and in more.tsv: join them" in answer.text
    assert names(tmp_path) == {"terms.tsv", "nqpterms.toml"}
    settings = (tmp_path / "nqpterms.toml").read_text(encoding="utf-8")
    assert settings == 'glossaries = ["terms.tsv"]\n'
    assert client.get("/terms").status_code == 200
    drop(client, {"more.tsv": other.replace("tea\t", "mill\t")})
    assert names(tmp_path) == {"terms.tsv", "more.tsv", "nqpterms.toml"}


def test_a_glossary_that_lies_in_the_folder_is_offered_and_then_holds(
    visit: Client, tmp_path: Path
) -> None:
    (tmp_path / "terms.tsv").write_text(GLOSSARY, encoding="utf-8")
    client = visit()
    assert (
        "<bdi>terms.tsv</bdi> is a glossary that is not used"
        in client.get("/").text
    )
    answer = client.post("/glossary", data={"name": "terms.tsv"})
    assert "terms.tsv: 1 concept, used from now on" in answer.text
    assert "is not used" not in client.get("/").text
    assert (tmp_path / "terms.tsv").read_text(encoding="utf-8") == GLOSSARY


def test_only_glossaries_of_the_folder_are_offered(
    visit: Client, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "outside.tsv").write_text(GLOSSARY, encoding="utf-8")
    (folder / "link.tsv").symlink_to(tmp_path / "outside.tsv")
    (folder / ".hidden.tsv").write_text(GLOSSARY, encoding="utf-8")
    (folder / "pairs.tsv").write_text(
        "zh\ten\n喝茶。\tDrink tea.\n", encoding="utf-8"
    )
    client = visit(folder)
    assert "is not used" not in client.get("/").text
    for name in (
        "link.tsv",
        ".hidden.tsv",
        "pairs.tsv",
        "../outside.tsv",
        "no.tsv",
    ):
        assert client.post("/glossary", data={"name": name}).status_code == 404
    assert not (folder / "nqpterms.toml").exists()


def test_a_glossary_in_the_folder_that_cannot_be_read_stays_and_is_said(
    visit: Client, tmp_path: Path
) -> None:
    broken = GLOSSARY.splitlines()[0] + "\nonly-one-cell\n"
    (tmp_path / "terms.tsv").write_text(broken, encoding="utf-8")
    answer = visit().post("/glossary", data={"name": "terms.tsv"})
    assert answer.status_code == 422
    assert "terms.tsv" in answer.text
    assert (tmp_path / "terms.tsv").read_text(encoding="utf-8") == broken
    assert not (tmp_path / "nqpterms.toml").exists()


def test_a_table_is_a_glossary_or_a_bitext_by_what_it_holds(
    visit: Client, tmp_path: Path
) -> None:
    client = visit()
    drop(client, {"words.csv": "zh,en\n茶园,tea garden\n村,village\n"})
    assert "words.csv" in (tmp_path / "nqpterms.toml").read_text(
        encoding="utf-8"
    )
    answer = drop(
        client, {"rows.tsv": "zh\ten\n茶园很老。\tThe tea garden is old.\n"}
    )
    assert answer.headers["location"] == "/check/rows.tsv"


def test_nothing_is_overwritten(visit: Client, tmp_path: Path) -> None:
    client = visit()
    drop(client, {"a.en.md": EN})
    drop(client, {"a.en.md": EN})
    assert names(tmp_path) == {"a.en.md"}
    answer = drop(client, {"a.en.md": "Another text.\n"})
    assert names(tmp_path) == {"a.en.md", "a.en-2.md"}
    assert "kept as a.en-2.md" in answer.text
    assert (tmp_path / "a.en.md").read_text(encoding="utf-8") == EN


def bomb() -> bytes:
    """A small package that unpacks to much."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * 50_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        (
            "run.exe",
            b"MZ",
            "run.exe: no text, bitext or glossary by its suffix: not taken",
        ),
        ("nqpterms.toml", b"", "settings are not taken from a drop"),
        (
            "bomb.docx",
            bomb(),
            "bomb.docx: unpacks to more than 200 times its size",
        ),
        ("broken.xlsx", b"PK\3\4", "broken.xlsx: not a .xlsx file"),
        ("bad.tbx", b"<tbx", "bad.tbx"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_line(
    visit: Client, tmp_path: Path, name: str, data: bytes, line: str
) -> None:
    answer = drop(visit(), {name: data})
    assert answer.status_code == 200 and line in answer.text
    assert not names(tmp_path) - {"nqpterms.toml"}


def test_names_lead_nowhere(visit: Client, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    outside = tmp_path / "outside.en.md"
    outside.write_text("mine", encoding="utf-8")
    (folder / "link.en.md").symlink_to(outside)
    client = visit(folder)
    drop(
        client, {"../../outside.en.md": EN, "..\\b.en.md": EN, "link.en.md": EN}
    )
    assert outside.read_text(encoding="utf-8") == "mine"
    assert names(folder) == {
        "link.en.md",
        "outside.en.md",
        "b.en.md",
        "link.en-2.md",
    }


def test_too_much_is_refused_while_it_comes(visit: Client) -> None:
    client = visit()
    answer = client.post("/answer/a", data={"own": "x" * 2**21})
    assert answer.status_code == 413 and answer.text.startswith(
        "more than 1,048,576 bytes"
    )

    def chunks() -> Any:
        for _ in range(40):
            yield b"x" * 2**16

    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/answer/a", content=chunks(), headers=kind)
    assert answer.status_code == 413


def test_too_many_files_are_refused(visit: Client, tmp_path: Path) -> None:
    answer = drop(visit(), {f"{number}.md": "x" for number in range(201)})
    assert answer.status_code == 400 and not names(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'glossaries = ["b.tsv"]\n'),
        (
            'glossaries = ["a.tsv"]  # ours\n',
            'glossaries = ["a.tsv", "b.tsv"]  # ours\n',
        ),
        ("glossaries = []\n", 'glossaries = ["b.tsv"]\n'),
        (
            'glossaries = [\n  "a.tsv",\n]\n',
            'glossaries = [\n  "a.tsv", "b.tsv"]\n',
        ),
        (
            '[severity]\nT1 = "info"\n',
            'glossaries = ["b.tsv"]\n[severity]\nT1 = "info"\n',
        ),
        ('glossaries = ["b.tsv"]\n', 'glossaries = ["b.tsv"]\n'),
    ],
)
def test_a_glossary_is_named_in_one_line(
    tmp_path: Path, before: str, after: str
) -> None:
    path = tmp_path / "nqpterms.toml"
    path.write_text(before, encoding="utf-8")
    name_glossary(tmp_path, "b.tsv")
    assert path.read_text(encoding="utf-8") == after


@pytest.mark.parametrize(
    "before",
    [
        'glossaries = ["a]b.tsv"]\n',
        'glossaries = [ # ]\n "a.tsv"]\n',
        '"glossaries" = ["a"]\n',
    ],
)
def test_settings_that_a_line_would_break_are_left_to_people(
    tmp_path: Path, before: str
) -> None:
    path = tmp_path / "nqpterms.toml"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(NqptermsError):
        name_glossary(tmp_path, "b.tsv")
    assert path.read_text(encoding="utf-8") == before


def test_settings_above_the_folder_hold_and_are_not_hidden(
    tmp_path: Path,
) -> None:
    (tmp_path / "nqpterms.toml").write_text(
        'select = ["T"]\n', encoding="utf-8"
    )
    folder = tmp_path / "inner"
    folder.mkdir()
    with pytest.raises(NqptermsError, match="hold here: add"):
        name_glossary(folder, "b.tsv")
    assert not list(folder.iterdir())
