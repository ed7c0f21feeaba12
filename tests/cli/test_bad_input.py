"""Bad input gets one clear line that names the file, exit status 2, and nothing half written."""

from __future__ import annotations

from pathlib import Path

import pytest

ENGLISH = "Chapter 1 Kilns\n\nThe works changed its kilns last year, and the town noticed.\n"
CHINESE = "第一章 窑炉\n\n工厂去年换了窑炉，全镇都注意到了这件事。\n"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", "", "no text"),
        ("blank.md", " \n\n", "no text"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "byte 8"),
        ("latin.txt", "Le caf\xe9 est ferm\xe9.".encode("latin-1"), "UTF-8"),
        ("english.txt", ENGLISH, "no Chinese part"),
        ("chinese.txt", CHINESE, "no English part"),
        ("page.odt", ENGLISH, "save it as .docx"),
    ],
)
@pytest.mark.parametrize("command", ["align"])
def test_a_page_that_cannot_be_aligned(
    run, tmp_path, command, name, content, says
) -> None:
    path = write(tmp_path / name, content)
    ran = run(command, path, "-o", tmp_path / "out.jsonl")
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert str(path) in ran.err
    assert says in ran.err
    assert {p.name for p in tmp_path.iterdir()} == {name}


@pytest.mark.parametrize("command", ["align", "check", "validate", "convert"])
def test_a_file_that_is_not_there(run, tmp_path, command) -> None:
    more = [tmp_path / "out.tbx"] if command == "convert" else []
    ran = run(command, tmp_path / "nowhere.tsv", *more)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "nowhere.tsv" in ran.err


@pytest.mark.parametrize("command", ["align", "check"])
def test_a_folder_is_no_text(run, tmp_path, command) -> None:
    ran = run(command, tmp_path)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert str(tmp_path) in ran.err
    assert "folder" in ran.err


def test_two_texts_in_one_language(run, tmp_path) -> None:
    one, two = (
        write(tmp_path / "a.txt", ENGLISH),
        write(tmp_path / "b.txt", ENGLISH),
    )
    ran = run("align", one, two)
    assert ran.status == 2
    assert "both English" in ran.err


def test_a_glossary_that_is_not_there(run, tmp_path) -> None:
    ran = run("check", write(tmp_path / "a.txt", ENGLISH), "-g", "nowhere")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "'nowhere'" in ran.err
    assert "nqp" in ran.err


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ("concept\tlang\tterm\nc1\ten\n", 2, "column"),
        ("concept\tlang\tterm\nc1\ten\tkiln\textra\n", 2, "column"),
        ("concept\tlang\tterm\n1c\ten\tkiln\n", 2, "1c"),
        ("concept\tlang\tterm\tstatus\nc1\ten\tkiln\tgood\n", 2, "good"),
    ],
)
def test_a_broken_glossary_row(run, tmp_path, rows, line, says) -> None:
    glossary = write(tmp_path / "terms.tsv", rows)
    ran = run("lookup", "kiln", "-g", glossary)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert f"{glossary}:{line}:" in ran.err
    assert says in ran.err


@pytest.mark.parametrize(
    ("name", "rows", "line"),
    [
        ("pairs.tsv", "zh\ten\n窑炉\tkiln\n窑炉\n", 3),
        (
            "pairs.jsonl",
            '{"zh": "窑炉", "en": "kiln"}\n{"zh": "窑炉", "en": "\\ud800"}\n',
            2,
        ),
        ("pairs.jsonl", '{"zh": "窑炉", "en": "kiln"}\n{"zh": "窑炉"\n', 2),
        ("pairs.jsonl", '{"zh": "窑炉"}\n', 1),
        ("pairs.tsv", b"zh\ten\n\xff\xfe\tkiln\n", 2),
    ],
)
def test_a_broken_bitext_row(run, tmp_path, name, rows, line) -> None:
    path = write(tmp_path / name, rows)
    ran = run("check", path, "--format", "jsonl", "-o", tmp_path / "out.jsonl")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert f"{path}:{line}:" in ran.err
    assert not (tmp_path / "out.jsonl").exists()


def test_an_output_that_exists_survives_an_error(run, tmp_path) -> None:
    kept = write(tmp_path / "out.tsv", "kept")
    ran = run("align", tmp_path / "nowhere.txt", "-o", kept)
    assert ran.status == 2
    assert kept.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["chek"], "did you mean 'check'"),
        (["align"], "expected a Chinese and an English file"),
        (["align", "a.txt", "--level", "word"], "--level"),
        (["align", "a.txt", "-o", "a.odt"], "a.odt"),
        (["lookup"], "expected a word"),
    ],
)
def test_a_call_that_is_off(run, args, says) -> None:
    ran = run(*args)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert says in ran.err
