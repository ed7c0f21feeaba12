"""XLIFF as tools write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import dump_segments, load_segments
from nqpterms.formats.bitexts.cat_dialects import states_of
from nqpterms.formats.bitexts.xliff import dump
from nqpterms.model.alignment import Segment

SDL = """<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" version="1.2"
 xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="plan.docx" source-language="zh-CN" target-language="en-US"><body><group>
<trans-unit id="u1">
<source>发展<g id="3">教育</g>。减税。</source>
<seg-source><mrk mtype="seg" mid="1">发展<g id="3">教育</g>。</mrk>
<mrk mtype="seg" mid="2">减税。</mrk></seg-source>
<target><g id="9"><mrk mtype="seg" mid="1">Develop <g id="3">education</g>.</mrk></g>
 <mrk mtype="seg" mid="2">Cut <x id="4"/>taxes.</mrk></target>
<sdl:seg-defs><sdl:seg id="1" conf="Translated"/></sdl:seg-defs>
</trans-unit>
<trans-unit id="u2" translate="no"><source>无</source></trans-unit>
</group></body></file></xliff>
"""
MEMOQ = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff">
<file original="a" source-language="en" target-language="zh-TW"><body>
<trans-unit id="7" mq:status="Confirmed" approved="yes">
<source>A <bpt id="1">&lt;b></bpt>tax<ept id="1">&lt;/b></ept><mq:ch val="&#x2028;"/></source>
<target state="final">稅<bpt id="1" mq:kind="bold">[</bpt>收</target><note>short</note>
<alt-trans><target>稅務</target></alt-trans></trans-unit></body></file></xliff>
"""
TWO = """<xliff version="2.1" srcLang="en" trgLang="zh-Hans"
 xmlns="urn:oasis:names:tc:xliff:document:2.0">
<file id="f1" original="b.html"><group id="g"><unit id="u1">
<notes><note category="max">20</note></notes>
<originalData><data id="d1">&lt;b></data></originalData>
<segment id="s1" state="final"><source><pc id="1" dataRefStart="d1">Taxes</pc> fall. </source>
<target><pc id="1" dataRefStart="d1">税</pc>降。</target></segment>
<ignorable><source> </source></ignorable>
<segment id="s2"><source>Jobs <mrk id="m1" type="term">grow</mrk>.<ph id="2"/></source>
<target>就业<mrk id="m1" type="term">增长</mrk>。</target></segment>
<segment id="s3"><source>Later.</source></segment>
</unit></group></file></xliff>
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "pairs.xlf"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_unit_of_sdlxliff_is_cut_by_its_marks(tmp_path: Path) -> None:
    first, second = load_segments(_file(tmp_path, SDL))
    assert (first.zh, first.en, first.id, first.doc) == (
        "发展教育。",
        "Develop education.",
        "u1:1",
        "plan.docx",
    )
    assert (second.zh, second.en, second.row, second.target) == (
        "减税。",
        "Cut taxes.",
        2,
        "en",
    )
    assert first.markup[:2] == (("zh", 2, '<g id="3">'), ("zh", 4, "</g>"))
    assert second.markup == (("en", 4, '<x id="4"/>'),)
    assert first.locate("zh", 0).place.line == 7
    assert dict(first.properties) == {
        "zh:lang": "zh-CN",
        "en:lang": "en-US",
        "state": "Translated",
    }


def test_mqxliff_keeps_codes_and_a_tools_own_elements(tmp_path: Path) -> None:
    (segment,) = load_segments(_file(tmp_path, MEMOQ))
    assert (segment.zh, segment.en, segment.target) == ("稅收", "A tax", "zh")
    assert segment.markup[0] == (
        "zh",
        1,
        '<bpt xmlns:mq="MQXliff" id="1" mq:kind="bold">[</bpt>',
    )
    said = dict(segment.properties)
    assert (said["@approved"], said["target@state"], said["note"]) == (
        "yes",
        "final",
        "short",
    )
    dump_segments([segment], tmp_path / "again.xlf")
    (again,) = load_segments(tmp_path / "again.xlf")
    assert (again.markup, again.properties) == (
        segment.markup,
        segment.properties,
    )


def test_the_segments_of_a_unit_in_xliff_2(tmp_path: Path) -> None:
    first, second = load_segments(_file(tmp_path, TWO))
    assert (first.zh, first.en, first.id, first.doc) == (
        "税降。",
        "Taxes fall. ",
        "u1:s1",
        "b.html",
    )
    assert (second.zh, second.en) == ("就业增长。", "Jobs grow.")
    said = dict(first.properties)
    assert (said["max"], said["data:d1"], said["target@state"]) == (
        "20",
        "<b>",
        "final",
    )
    dump([first, second], tmp_path / "again.xlf", version="2.0")
    again = list(load_segments(tmp_path / "again.xlf"))
    assert [(s.zh, s.markup, s.id) for s in again] == [
        (s.zh, s.markup, s.id) for s in (first, second)
    ]


def test_the_script_says_what_no_language_says(tmp_path: Path) -> None:
    text = MEMOQ.replace('source-language="en" target-language="zh-TW"', "")
    (segment,) = load_segments(_file(tmp_path, text))
    assert (segment.zh, segment.target) == ("稅收", "zh")


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("zh-TW", "fr"), 3, "expected a Chinese–English pair, found en → fr"),
        (('"1.2"', '"3.0"'), 1, "XLIFF 3.0: expected version 1.2"),
        (("<xliff", "<xliff2"), 1, "expected XLIFF"),
        (("<note>", "<note"), 5, "well-formed"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    change: tuple[str, str], line: int, message: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        list(load_segments(_file(tmp_path, MEMOQ.replace(*change))))
    assert caught.value.line == line


def test_xliff_2_refuses_what_is_no_nmtoken_and_two_directions(
    tmp_path: Path,
) -> None:
    segment = Segment("税", "tax", id="a b")
    with pytest.raises(FormatError, match="segment 1 has the id 'a b'"):
        dump([segment], tmp_path / "a.xlf", version="2.0")
    other = Segment("税", "tax", target="zh")
    with pytest.raises(
        FormatError, match="segment 2 is translated the other way"
    ):
        dump([Segment("税", "tax"), other], tmp_path / "a.xlf", version="2.0")
    with pytest.raises(FormatError, match="expected one of 1\\.2, 2\\.0"):
        dump([segment], tmp_path / "a.xlf", version="2.1")


TRADOS = """<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" version="1.2"
 xmlns="urn:oasis:names:tc:xliff:document:1.2"><doc-info
 xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><cmt-defs><cmt-def id="k"><Comments>
 <Comment severity="Low">Ask the client</Comment></Comments></cmt-def></cmt-defs></doc-info>
<file original="a.docx" source-language="zh-CN" target-language="en-US"><body>
<trans-unit id="t1"><source>减税。就业。</source>
<seg-source><mrk mtype="seg" mid="11">减税。</mrk>
<mrk mtype="seg" mid="12">就业。</mrk></seg-source>
<target><mrk mtype="seg" mid="12"><mrk mtype="x-sdl-deleted">Work</mrk><mrk
 mtype="x-sdl-added">Jobs</mrk><mrk mtype="x-sdl-comment" sdl:cid="k">.</mrk></mrk></target>
<sdl:seg-defs><sdl:seg id="11" conf="Draft"/><sdl:seg id="12" conf="ApprovedTranslation"
 locked="true" origin="tm" percent="99"/></sdl:seg-defs></trans-unit>
<trans-unit id="t2"><source><mrk mtype="seg" mid="13">税</mrk></source>
<target><mrk mtype="seg" mid="14">tax</mrk></target></trans-unit></body></file></xliff>
"""


def test_what_trados_knows_of_a_segment(tmp_path: Path) -> None:
    broken: list[FormatError] = []
    (segment,) = load_segments(_file(tmp_path, TRADOS), broken=broken.append)
    assert (segment.zh, segment.en, segment.row, segment.id) == (
        "就业。",
        "Jobs.",
        12,
        "t1:12",
    )
    said = dict(segment.properties)
    assert (said["state"], said["origin"], said["match"]) == (
        "ApprovedTranslation",
        "tm",
        "99",
    )
    assert said["comment"] == "Ask the client"
    assert states_of(segment) == {"approvedtranslation", "locked"}
    assert [(error.line, error.message) for error in broken] == [
        (14, "segment 14 of unit t2 has no source")
    ]


def test_numbers_count_what_is_not_translated_yet(tmp_path: Path) -> None:
    text = MEMOQ.replace(
        "<body>", '<body><trans-unit id="6"><source>B</source></trans-unit>'
    )
    (segment,) = load_segments(_file(tmp_path, text))
    assert (segment.row, segment.id) == (2, "7")
    assert states_of(segment) == {"confirmed", "final", "approved"}


MXLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"
 xmlns:m="http://www.memsource.com/mxlf/2.0">
<file original="a" source-language="zh_cn" target-language="en_us"><body>
<group id="0" m:para-id="0"><trans-unit id="x:0" m:confirmed="1" m:locked="false">
<source>{b&gt;减税&lt;b}{1}。</source><target>Cut {b&gt;taxes&lt;b}{1}.</target>
</trans-unit></group></body></file></xliff>
"""


def test_the_marks_of_memsource_are_codes_and_no_words(tmp_path: Path) -> None:
    (segment,) = load_segments(_file(tmp_path, MXLIFF))
    assert (segment.zh, segment.en) == ("减税。", "Cut taxes.")
    assert [
        (at, code) for side, at, code in segment.markup if side == "en"
    ] == [
        (4, '<ph id="1">{b&gt;</ph>'),
        (9, '<ph id="2">&lt;b}</ph>'),
        (9, '<ph id="3">{1}</ph>'),
    ]
    assert states_of(segment) == {"confirmed"}


def test_one_file_of_another_language_costs_no_other(tmp_path: Path) -> None:
    french = (
        MEMOQ.replace("zh-TW", "fr")
        .partition("<file")[2]
        .partition("</xliff>")[0]
    )
    path = _file(tmp_path, MEMOQ.replace("</xliff>", f"<file{french}</xliff>"))
    broken: list[FormatError] = []
    assert len(list(load_segments(path, broken=broken.append))) == 1
    assert [error.message for error in broken] == [
        "expected a Chinese–English pair, found en → fr"
    ]
