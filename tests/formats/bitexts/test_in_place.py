"""Files of tools, changed in some translations and in nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import edit_segments, load_segments

FIXTURE = [HealthCheck.function_scoped_fixture]
WORDS = st.text(st.sampled_from("ab é税。 &<>'\"]\t"), max_size=12)


def spelt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def plain(text: str) -> str:
    """A text as it may stand beside others that are drawn: together they close nothing."""
    return re.sub(r"^(\]*)>", r"\1&gt;", spelt(text)).replace("]]>", "]]&gt;")


PLAIN = WORDS.map(plain)
CDATA = st.text(st.sampled_from("ab <&"), min_size=1, max_size=6).map(
    "<![CDATA[{}]]>".format
)
HIDDEN = st.sampled_from(
    ["<!-- a < b -->", "<?pi x > y?>", "&#x7a0e;", "&quot;", "\r\n"]
)
CODES = {
    "1.2": st.sampled_from(
        ['<x id="1"/>', '<ph id="2">&lt;br/></ph>', '<bpt id="3">a</bpt>']
    ),
    "2.0": st.sampled_from(
        ['<ph id="1"/>', '<sc id="2"/>', '<cp hex="001f"/>']
    ),
    "tmx": st.sampled_from(
        ['<ph x="1">{0}</ph>', '<bpt i="1">a</bpt>', "<ut>x</ut>"]
    ),
    "sdlxliff": st.sampled_from(
        ['<x id="1"/>', '<mrk mtype="x-sdl-deleted" sdl:revid="r1">old</mrk>']
    ),
    "mqxliff": st.sampled_from(
        [
            '<ph id="1">&lt;mq:rxt val="[b]"></ph>',
            '<mrk mtype="x-mq-tc" mq:tctype="del">old</mrk>',
        ]
    ),
    "mxliff": st.sampled_from(["{1}", "{b&gt;", "&lt;b}"]),
}
WRAPPED = {
    "1.2": '<g id="7" \n a="b>c">{}</g>',
    "2.0": '<pc id="7">{}</pc>',
    "tmx": "<hi>{}</hi>",
    "sdlxliff": '<mrk mtype="x-sdl-added" sdl:revid="r2">{}</mrk>',
    "mqxliff": '<mrk mtype="x-mq-tc" mq:tctype="ins">{}</mrk>',
    "mxliff": "{{2}}{}",
}


def contents(kind: str) -> st.SearchStrategy[str]:
    """What may stand in a translation of a format."""
    flat = st.lists(
        st.one_of(PLAIN, CDATA, HIDDEN, CODES[kind]), max_size=4
    ).map("".join)
    whole = st.one_of(flat, flat.map(WRAPPED[kind].format))
    return st.lists(whole, max_size=3).map("".join)


V1 = (
    '<trans-unit id="{0}"><source>税</source>\n <target a="1">{1}</target><note>n</note>'
    "</trans-unit>"
)
V2 = '<unit id="u{0}"><segment><source>税</source><target >{1}</target></segment></unit>'
TU = '<tu><tuv xml:lang="zh"><seg>税</seg></tuv><tuv xml:lang="en"><seg>{1}</seg></tuv></tu>'
SDL_UNIT = (
    '<trans-unit id="{0}"><source>税</source><seg-source><mrk mtype="seg" mid="1">税</mrk>'
    '</seg-source><target><mrk mtype="seg" mid="1">{1}</mrk></target><sdl:seg-defs>'
    '<sdl:seg id="1" conf="Draft" percent="99"/></sdl:seg-defs></trans-unit>'
)
MQ_UNIT = (
    '<trans-unit id="{0}" mq:status="ManuallyConfirmed"><source xml:space="preserve">税</source>'
    '<target xml:space="preserve">{1}</target><mq:comments><mq:comment>c</mq:comment>'
    "</mq:comments></trans-unit>"
)
M_UNIT = '<trans-unit id="{0}" m:confirmed="1"><source>税</source><target>{1}</target></trans-unit>'


def frame_of_tool(prefix: str, address: str, unit: str) -> tuple[str, str, str]:
    """A file of version 1.2 with the namespace of a tool."""
    before = (
        f'<?xml version="1.0"?><xliff version="1.2" xmlns:{prefix}="{address}"'
        ' xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '<file source-language="zh-CN" target-language="en-US"><header><x:y xmlns:x="z">&#x7a0e;'
        "</x:y></header><body>"
    )
    return before, unit, "</body></file></xliff>\n"


FRAMES = {
    "sdlxliff": frame_of_tool(
        "sdl", "http://sdl.com/FileTypes/SdlXliff/1.0", SDL_UNIT
    ),
    "mqxliff": frame_of_tool("mq", "MQXliff", MQ_UNIT),
    "mxliff": frame_of_tool("m", "http://www.memsource.com/mxlf/2.0", M_UNIT),
    "1.2": (
        '<?xml version="1.0"?>\r\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<!-- <target> --><file source-language="zh" target-language="en"><body>',
        V1,
        "</body></file></xliff>\n\n",
    ),
    "2.0": (
        '<xliff version="2.0" srcLang="zh" trgLang="en"'
        ' xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">',
        V2,
        "</file></xliff>",
    ),
    "tmx": (
        '<tmx version="1.4"><header srclang="zh"/><body>',
        TU,
        "</body></tmx>",
    ),
}


@pytest.mark.parametrize("kind", FRAMES)
@settings(max_examples=60, suppress_health_check=FIXTURE, deadline=None)
@given(data=st.data())
def test_one_translation_changes_and_no_other_byte(
    kind: str, data: st.DataObject, tmp_path: Path
) -> None:
    one_target_changes(kind, data, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", FRAMES)
@settings(max_examples=500, suppress_health_check=FIXTURE, deadline=None)
@given(data=st.data())
def test_one_translation_changes_and_no_other_byte_at_length(
    kind: str, data: st.DataObject, tmp_path: Path
) -> None:
    one_target_changes(kind, data, tmp_path)


def whole_codes(markup: tuple[tuple[str, int, str], ...]) -> list[str]:
    """The codes that hold no text; of one that lost its text nothing is left to open and close."""
    of_text = '</?(g|pc|hi)|<mrk[^>]*("x-sdl-added"|"ins")|</mrk>'
    return [code for _, _, code in markup if not re.match(of_text, code)]


def one_target_changes(kind: str, data: st.DataObject, folder: Path) -> None:
    before, unit, after = FRAMES[kind]
    inner = data.draw(st.lists(contents(kind), min_size=1, max_size=3))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    units = [unit.format(number, text) for number, text in enumerate(inner)]
    path = folder / f"a.{'xlf' if kind[0].isdigit() else kind}"
    source = before + "".join(units) + after
    path.write_bytes(source.encode(encoding))
    old = list(load_segments(path))
    number = data.draw(st.integers(0, len(old) - 1))
    new = data.draw(WORDS.map(lambda text: text.replace("\t", " ")))
    edit_segments(path, {number: new}, folder / f"b{path.suffix}")
    again = list(load_segments(folder / f"b{path.suffix}"))
    assert [s.en for s in again] == [
        new if n == number else s.en for n, s in enumerate(old)
    ]
    assert [whole_codes(s.markup) for s in again] == [
        whole_codes(s.markup) for s in old
    ]
    outside = re.escape(before + "".join(units[:number]))
    opening, closing = unit.format(number, "\0").split("\0")
    outside += re.escape(opening) + "(.*)" + re.escape(closing)
    outside += re.escape("".join(units[number + 1 :]) + after)
    text = (folder / f"b{path.suffix}").read_bytes().decode(encoding)
    assert re.fullmatch(outside, text, re.DOTALL)


PO = """# a comment\r
msgid ""
msgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"

#. note
#: a.c:1
#, fuzzy
msgctxt "menu"
msgid "税"
msgstr ""
"tax and "
"duty\\n"\t

msgid "未译"
msgstr ""

msgid "岗位"
msgid_plural "岗位"
msgstr[0] "job"
msgstr[1] "jobs"

#~ msgid "旧"
#~ msgstr "old"
"""


BOUNDS = (
    ('msgstr ""\n"tax', "\t\n"),
    ("msgstr[0]", "msgstr[1]"),
    ("msgstr[1]", "\n#~"),
)
"""Where each translation begins, and what stands behind it."""


PO_CHANGES = {
    "number": st.integers(0, 2),
    "new": st.text(st.sampled_from('ab税 "\\\n\t'), min_size=1, max_size=20),
    "encoding": st.sampled_from(["utf-8", "gb18030"]),
}


@settings(max_examples=100, suppress_health_check=FIXTURE, deadline=None)
@given(**PO_CHANGES)
def test_a_po_changes_in_one_translation(
    number: int, new: str, encoding: str, tmp_path: Path
) -> None:
    one_translation_of_a_po_changes(number, new, encoding, tmp_path)


@pytest.mark.slow
@settings(max_examples=500, suppress_health_check=FIXTURE, deadline=None)
@given(**PO_CHANGES)
def test_a_po_changes_in_one_translation_at_length(
    number: int, new: str, encoding: str, tmp_path: Path
) -> None:
    one_translation_of_a_po_changes(number, new, encoding, tmp_path)


def one_translation_of_a_po_changes(
    number: int, new: str, encoding: str, tmp_path: Path
) -> None:
    text = PO.replace("UTF-8", encoding.upper())
    path = tmp_path / "a.po"
    path.write_bytes(text.encode(encoding))
    old = [segment.en for segment in load_segments(path)]
    assert old == ["tax and duty\n", "job", "jobs"]
    edit_segments(path, {number: new})
    again = [segment.en for segment in load_segments(path)]
    assert again == [
        new if n == number else segment for n, segment in enumerate(old)
    ]
    changed = path.read_bytes().decode(encoding)
    begin, end = BOUNDS[number]
    assert changed.startswith(text[: text.index(begin)])
    assert changed.endswith(text[text.index(end, text.index(begin)) :])
    entries = [
        entry
        for entry in polib.pofile(changed)
        if entry.msgstr or entry.msgstr_plural
    ]
    assert entries[0].msgstr == (new if number == 0 else old[0])


def test_what_is_to_be_filled_and_what_shares_a_translation(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.sdlxliff"
    path.write_text(
        '<xliff version="1.2"><file source-language="zh" target-language="en"><body>'
        '<trans-unit id="1"><source><mrk mtype="seg" mid="1">税</mrk></source>'
        '<target><mrk mtype="seg" mid="1"/></target></trans-unit>'
        '<trans-unit id="2"><source>税</source><target/></trans-unit></body></file></xliff>',
        encoding="utf-8",
    )
    edit_segments(path, {0: "tax & duty", 1: "tax"})
    text = path.read_text(encoding="utf-8")
    assert '<mrk mtype="seg" mid="1">tax &amp; duty</mrk>' in text
    assert "<target>tax</target>" in text
    with pytest.raises(FormatError, match="has 2 segments, and not 10"):
        edit_segments(path, {9: "x"})
    with pytest.raises(
        FormatError,
        match=r"is not changed in place as jsonl: that goes for tmx",
    ):
        edit_segments(tmp_path / "a.jsonl", {0: "x"})
    with pytest.raises(
        FormatError, match=r"XML cannot hold the character U\+0007"
    ):
        edit_segments(path, {0: "a\x07"})
    assert path.read_text(encoding="utf-8") == text


def test_the_marks_of_memsource_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.mxliff"
    path.write_text(
        '<xliff version="1.2" xmlns:m="http://www.memsource.com/mxlf/2.0">'
        '<file source-language="zh" target-language="en"><body><trans-unit id="1">'
        "<source>减{b&gt;税&lt;b}</source><target>Cut {b&gt;levies&lt;b}{1}.</target>"
        "</trans-unit></body></file></xliff>",
        encoding="utf-8",
    )
    edit_segments(path, {0: "Cut taxes!"})
    assert "<target>Cut {b&gt;taxes&lt;b}{1}!</target>" in path.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    "new", ["a ]]> b", "a ]> b", "]]", "a > b]]>", "[1] a > b"]
)
def test_brackets_close_nothing(tmp_path: Path, new: str) -> None:
    """The end of a CDATA section must not come of a ">" that stays and brackets that are new."""
    path = tmp_path / "a.tmx"
    unit = (
        '<tu><tuv xml:lang="{}"><seg>税</seg></tuv><tuv '
        'xml:lang="en"><seg>a > b</seg></tuv></tu>'
    )
    head = '<tmx version="1.4"><header srclang="zh"/><body>'
    path.write_text(f"{head}{unit.format('zh')}</body></tmx>", encoding="utf-8")
    edit_segments(path, {0: new})
    assert [segment.en for segment in load_segments(path)] == [new]
