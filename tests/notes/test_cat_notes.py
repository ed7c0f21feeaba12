"""Notes in files of CAT tools: where they stand, that they are replaced, what comes back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polib
import pytest
from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.bitexts.notes_in_place import QUESTION, our_notes
from nqpterms.model.findings import Finding
from nqpterms.notes.cat_answers import load_cat_answers, noted_bitext

XLIFF_1 = (
    '<?xml version="1.0"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="a" source-language="zh" target-language="en" datatype="plaintext"><body>\n'
    '<trans-unit id="u1"><source>村庄复兴。</source><target>A village boom.</target>'
    "<note>Mind the &lt;tone&gt;.</note></trans-unit>\n"
    '<trans-unit id="u2"><source>绿色增长。</source><target>Green growth.</target></trans-unit>\n'
    "</body></file></xliff>\n"
)
XLIFF_2 = (
    '<x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="zh" '
    'trgLang="en"><x:file id="f1">\n<x:unit id="u1"><x:segment><x:source>村庄复兴。</x:source>'
    "<x:target>A village boom.</x:target></x:segment></x:unit>\n"
    '<x:unit id="u2"><x:notes><x:note>Green?</x:note></x:notes><x:segment><x:source>绿色增长。'
    "</x:source><x:target>Green growth.</x:target></x:segment></x:unit>\n</x:file></x:xliff>\n"
)
SDLXLIFF = (
    '<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" version="1.2" '
    'xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="zh-CN" '
    'target-language="en-US" datatype="x-office"><body><trans-unit id="u1"><source>村庄复兴。'
    '绿色增长。</source><seg-source><mrk mtype="seg" mid="1">村庄复兴。</mrk>'
    '<mrk mtype="seg" mid="2">绿色增长。</mrk></seg-source><target><mrk mtype="seg" mid="1">A '
    '<g id="1">village</g> boom.</mrk><mrk mtype="seg" mid="2">Green growth.</mrk></target>'
    '<sdl:seg-defs><sdl:seg id="1"/><sdl:seg id="2"/></sdl:seg-defs></trans-unit>'
    "</body></file></xliff>\n"
)
MQXLIFF = (
    '<xliff xmlns:mq="MQXliff" version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="a" source-language="zh" target-language="en" datatype="x-office"><body>'
    '<trans-unit id="1" mq:status="Confirmed"><source>村庄复兴。</source><target>A village boom.'
    '</target></trans-unit><trans-unit id="2"><source>绿色增长。</source><target>Green growth.'
    '</target><mq:comments><mq:comment id="x" creatoruser="Mei">Why?</mq:comment></mq:comments>'
    "</trans-unit></body></file></xliff>\n"
)
TMX = (
    '<tmx version="1.4"><header srclang="zh" creationtool="t" creationtoolversion="1" '
    'segtype="sentence" o-tmf="t" adminlang="en" datatype="plaintext"/><body>\n<tu tuid="a">'
    '<note>first</note><tuv xml:lang="zh"><seg>村庄复兴。</seg></tuv><tuv xml:lang="en"><seg>A '
    'village boom.</seg></tuv></tu>\n<tu tuid="b"><tuv xml:lang="zh"><seg>绿色增长。</seg></tuv>'
    '<tuv xml:lang="en"><seg>Green growth.</seg></tuv></tu>\n</body></tmx>\n'
)
PO = (
    'msgid ""\nmsgstr "Language: en\\n"\n\n# by hand\n#. from the code\n#: a.c:3\n#, fuzzy\n'
    'msgid "村庄复兴。"\nmsgstr "A village boom."\n\nmsgid "绿色增长。"\nmsgstr "Green growth."\n'
    '\n#~ msgid "旧"\n#~ msgstr "old"\n'
)
FILES = {
    "a.xlf": XLIFF_1, "b.xlf": XLIFF_2, "a.sdlxliff": SDLXLIFF, "a.mqxliff": MQXLIFF,
    "a.tmx": TMX, "a.po": PO, "crlf.po": PO.replace("\n", "\r\n"),
}  # fmt: skip


EMPTIED = (
    b'<doc-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0">'
    b'<cmt-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"></cmt-defs></doc-info>',
    b"<mq:comments></mq:comments>",
)
"""What holds comments and may stay without one."""


@pytest.fixture(params=FILES)
def bitext(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    path.write_bytes(FILES[request.param].encode())
    return path


def findings_of(
    path: Path, words: Sequence[str] = ("village boom", "growth")
) -> list[Finding]:
    """A finding on each segment that has some words."""
    findings = []
    for segment in load_segments(path):
        for one in words:
            if one in segment.en:
                finding = Finding(
                    "T101", "warning", f"“{one}” is deprecated: use “<b> & c”", str(path),
                    segment=segment.row, unit=segment.id, source_term="某", matched=one,
                    expected=("<b> & c",), context=segment.en,
                )  # fmt: skip
                findings.append(finding)
    return findings


def noted(path: Path, findings: Sequence[Finding]) -> Path:
    """The file with notes, in its place."""
    result = noted_bitext(path, findings)
    assert not result.unplaced
    path.write_bytes(result.data)
    return path


def test_every_decision_has_a_note(bitext: Path) -> None:
    findings = findings_of(bitext)
    assert len(findings) == 2
    noted(bitext, findings)
    notes = our_notes(bitext)
    assert {note.fingerprint for note in notes} == {
        one.fingerprint for one in findings
    }
    assert notes[0].text.startswith("Expected for 某: “<b> & c”. Here: “")


def test_texts_and_other_notes_stay(bitext: Path) -> None:
    before = [
        (one.zh, one.en, one.row, one.id) for one in load_segments(bitext)
    ]
    theirs = re.findall(
        r"Mind the|Green\?|Why\?|first|by hand", bitext.read_text("utf-8")
    )
    noted(bitext, findings_of(bitext))
    assert [
        (one.zh, one.en, one.row, one.id) for one in load_segments(bitext)
    ] == before
    after = bitext.read_text("utf-8")
    assert re.findall(r"Mind the|Green\?|Why\?|first|by hand", after) == theirs


def test_a_second_run_changes_nothing(bitext: Path) -> None:
    once = noted(bitext, findings_of(bitext)).read_bytes()
    assert noted(bitext, findings_of(bitext)).read_bytes() == once


def test_without_findings_the_file_is_what_it_was(bitext: Path) -> None:
    before = bitext.read_bytes()
    assert noted_bitext(bitext, []).data == before
    noted(bitext, findings_of(bitext, ["village boom"]))
    noted(bitext, [])
    assert our_notes(bitext) == []
    left = bitext.read_bytes()
    for holder in EMPTIED:
        left = left.replace(holder, b"")
    assert left == before


def test_answers_come_back_and_stay(bitext: Path) -> None:
    findings = findings_of(bitext)
    noted(bitext, findings)
    text = bitext.read_text("utf-8")
    with bitext.open("w", encoding="utf-8", newline="") as file:
        file.write(text.replace(QUESTION, f"{QUESTION} ok, a name", 1))
    records = {
        record.fingerprint: record for record in load_cat_answers(bitext)
    }
    answers = [
        (records[one.fingerprint].decision, one.source_term) for one in findings
    ]
    assert sorted(answers) == [("", "某"), ("ignore", "某")]
    ignored = next(record for record in records.values() if record.decision)
    assert (ignored.note, ignored.code, ignored.source_term) == (
        "a name",
        "T101",
        "某",
    )
    assert ignored.stands in ("village boom", "growth")
    noted(bitext, findings)
    assert sorted(note.answer for note in our_notes(bitext)) == [
        "",
        "ok, a name",
    ]


def test_a_file_without_notes_asks_nothing(bitext: Path) -> None:
    with pytest.raises(FormatError, match="asks for no decisions"):
        load_cat_answers(bitext)


def test_polib_reads_the_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(PO, encoding="utf-8")
    noted(path, findings_of(path))
    entry = polib.pofile(str(path))[0]
    assert entry.tcomment.startswith(
        "by hand\n[nqpterms "
    ) and entry.tcomment.endswith(QUESTION)
    assert (entry.comment, entry.flags) == ("from the code", ["fuzzy"])


def test_elements_stand_in_the_order_of_their_schemas(tmp_path: Path) -> None:
    orders = {
        "a.xlf": ("trans-unit", ["source", "target", "note", "note"]),
        "b.xlf": ("unit", ["notes", "segment"]),
        "a.mqxliff": ("trans-unit", ["source", "target", "comments"]),
        "a.tmx": ("tu", ["note", "note", "tuv", "tuv"]),
        "a.sdlxliff": ("xliff", ["doc-info", "file"]),
    }
    for name, (holder, order) in orders.items():
        path = tmp_path / name
        path.write_text(FILES[name], encoding="utf-8")
        noted(path, findings_of(path))
        element = next(etree.parse(path).getroot().iter(f"{{*}}{holder}"))
        assert [etree.QName(inner).localname for inner in element] == order, (
            name
        )


def test_a_comment_of_trados_is_round_its_segment(tmp_path: Path) -> None:
    path = tmp_path / "a.sdlxliff"
    path.write_text(SDLXLIFF, encoding="utf-8")
    noted(path, findings_of(path, ["village boom"]))
    root = etree.parse(path).getroot()
    marks = [
        one
        for one in root.iter("{*}mrk")
        if one.get("mtype") == "x-sdl-comment"
    ]
    (mark,) = marks
    assert "".join(mark.itertext()) == "A village boom."
    assert mark.getparent().get("mid") == "1"
    (definition,) = root.iter("{*}cmt-def")
    assert definition.get("id") == mark.get(
        "{http://sdl.com/FileTypes/SdlXliff/1.0}cid"
    )
    comments = [
        dict(one.properties).get("comment", "") for one in load_segments(path)
    ]
    assert comments[0].startswith("[nqpterms ") and comments[1] == ""


GLOSSARY = (
    "concept\tlang\tterm\tstatus\nrevival\tzh\t村庄复兴\tpreferred\n"
    "revival\ten\trural revival\tpreferred\nrevival\ten\tvillage boom\tdeprecated\n"
)


@pytest.mark.parametrize(
    "name", ["a.xlf", "b.xlf", "a.sdlxliff", "a.mqxliff", "a.tmx", "a.po"]
)
def test_the_command_asks_once(
    run: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("terms.tsv").write_text(GLOSSARY, encoding="utf-8")
    Path(name).write_text(FILES[name], encoding="utf-8")
    copy = f"noted{Path(name).suffix}"
    ran = run("check", name, "-g", "terms.tsv", "-o", copy)
    assert ran.status == 1 and f"{copy}: 1 note" in ran.err
    text = Path(copy).read_text("utf-8")
    Path(copy).write_text(
        text.replace(QUESTION, f"{QUESTION} ignore"), encoding="utf-8"
    )
    ran = run("check", name, "-g", "terms.tsv", "--decisions", copy)
    assert ran.status == 0 and "1 ignore" in ran.err
    assert run("check", name, "-g", "terms.tsv", "-o", copy).status == 0


def test_notes_go_into_a_file_of_the_same_kind(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.xlf").write_text(XLIFF_1, encoding="utf-8")
    ran = run("check", "a.xlf", "-o", "a.tmx")
    assert (
        ran.status == 2
        and "a copy of one file of the same kind: check a .tmx" in ran.err
    )
    assert not Path("a.tmx").exists()
