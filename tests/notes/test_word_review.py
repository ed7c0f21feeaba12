"""Comments and tracked changes in Word: where they stand, and what they leave alone."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_packages import commented_words, package, part_of, parts_of

from nqpterms.errors import FormatError
from nqpterms.model.findings import Finding, Quote, Standing
from nqpterms.model.places import Place, Span
from nqpterms.notes.word_review import reviewed_docx
from nqpterms.readers.docx.word_document import docx_blocks

WORDS = "grey apple"


def run(text: str, properties: str = "") -> str:
    spelt = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{spelt}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
    f"{paragraph(run('A grey apple in a box.'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox><w:txbxContent>"
    f"{paragraph(run('A grey apple in a box.'))}"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF grey apple</w:instrText>'
    '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

BODIES = {
    "a whole run": paragraph(run(WORDS)),
    "the middle of a run": paragraph(run("One grey apple a day.")),
    "the begin of a run": paragraph(run("grey apple, then another.")),
    "the end of a run": paragraph(run("This is a grey apple")),
    "several runs": paragraph(run("A gr"), run("ey", "<w:b/>"), run(" apple", "<w:i/>"), run("!")),
    "entities before it": paragraph(run("Salt &amp; pepper &#38; a grey apple &lt; two.")),
    "a blank that needs no saying": "<w:p><w:r><w:t>One grey apple a day.</w:t></w:r></w:p>",
    "signs of several kinds in a run": (
        "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>grey apple</w:t><w:br/><w:t>two</w:t></w:r></w:p>"
    ),
    "a soft hyphen": paragraph(run("A gr\xadey app\xadle.")),
    "a table": (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('A grey apple.'))}</w:tc>"
        f"<w:tc>{paragraph(run('none'))}</w:tc></w:tr></w:tbl>"
    ),
    "a text box": paragraph(run("Beside it:"), BOX),
    "a link": paragraph(
        "<w:hyperlink w:anchor='x'>", run("See the grey"), "</w:hyperlink>", run(" apple.")
    ),
    "a tracked insertion": paragraph(
        run("A "), '<w:ins w:id="7" w:author="B">', run("grey apple"), "</w:ins>", run(" now.")
    ),
    "beside a tracked deletion": paragraph(
        run("A grey "),
        '<w:del w:id="8" w:author="B"><w:r><w:delText>red </w:delText></w:r></w:del>',
        run("apple."),
    ),
    "right to left": paragraph(run("שלום grey apple", "<w:rtl/>"), run(" שלום", "<w:rtl/>")),
    "the result of a field": paragraph(run("See "), FIELD.format(run("the grey apple")), run(".")),
    "a simple field": paragraph(
        '<w:fldSimple w:instr="TITLE">', run("The grey apple"), "</w:fldSimple>"
    ),
    "a content control": paragraph(
        "<w:sdt><w:sdtPr/><w:sdtContent>", run("a grey apple"), "</w:sdtContent></w:sdt>"
    ),
    "a list": (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"{run('The grey apple')}</w:p>"
    ),
    "a paragraph that goes on": (
        '<w:p><w:pPr><w:rPr><w:del w:id="9" w:author="B"/></w:rPr></w:pPr>'
        f"{run('A grey')}</w:p>{paragraph(run(' apple.'))}"
    ),
    "a second prefix": paragraph(run("A grey apple.")).replace("w:", "x:").replace(
        "<x:p>", '<x:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    ),
}  # fmt: skip


def text_of(data: bytes) -> str:
    return docx_blocks(data, "a.docx")[0].text


def findings_of(
    data: bytes, words: str = WORDS, **more: object
) -> list[Finding]:
    """A finding on each place of some words, as a check would give it."""
    text = text_of(data)
    spans = [
        Span(*found.span()) for found in re.finditer(re.escape(words), text)
    ]
    return [
        Finding(
            "T101", "warning", f"“{words}” is deprecated: use “green pear”", "a.docx",
            Place(1, span.start + 1, paragraph=1), matched=words, span=span,
            expected=("green pear",), context=str(span), **more,  # type: ignore[arg-type]
        )
        for span in spans
    ]  # fmt: skip


def reviewed(
    tmp_path: Path, data: bytes, findings: list[Finding], *, fix: bool = False
) -> bytes:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    review = reviewed_docx(path, findings, fix=fix)
    assert not review.unplaced
    etree.fromstring(parts_of(review.data)["word/document.xml"])
    return review.data


@pytest.mark.parametrize("kind", BODIES)
def test_a_comment_stands_on_its_words(kind: str, tmp_path: Path) -> None:
    data = package(BODIES[kind])
    findings = findings_of(data)
    assert len(findings) == 1
    review = reviewed(tmp_path, data, findings)
    assert [
        words.replace("\xad", "") for words, _ in commented_words(review)
    ] == [WORDS]
    assert text_of(review) == text_of(data)


@pytest.mark.parametrize("kind", BODIES)
def test_all_other_parts_stay_as_they_were(kind: str, tmp_path: Path) -> None:
    data = package(BODIES[kind])
    old, new = (
        parts_of(data),
        parts_of(reviewed(tmp_path, data, findings_of(data))),
    )
    changed = {name for name in new if old.get(name) != new[name]}
    assert changed == {
        "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
        "word/comments.xml", "customXml/item1.xml",
        "customXml/itemProps1.xml", "customXml/_rels/item1.xml.rels",
    }  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
def test_checked_again_it_has_the_same_comments(
    kind: str, tmp_path: Path
) -> None:
    once = reviewed(
        tmp_path, package(BODIES[kind]), findings_of(package(BODIES[kind]))
    )
    twice = reviewed(tmp_path, once, findings_of(once))
    thrice = reviewed(tmp_path, twice, findings_of(twice))
    assert commented_words(twice) == commented_words(once)
    assert len(commented_words(thrice)) == 1
    assert text_of(thrice) == text_of(once)


KEPT_TOGETHER = {
    "a phonetic guide": (
        paragraph(run("A "), "<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase>",
                  run("so grey apple"), "</w:rubyBase></w:ruby></w:r>", run(".")),
        "xso grey apple",
    ),
    "a content control of plain text": (
        paragraph("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>", run("one grey apple"),
                  "</w:sdtContent></w:sdt>", run(" more")),
        "one grey apple",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KEPT_TOGETHER)
def test_what_cannot_be_cut_is_commented_as_a_whole(
    kind: str, tmp_path: Path
) -> None:
    body, words = KEPT_TOGETHER[kind]
    review = reviewed(tmp_path, package(body), findings_of(package(body)))
    assert [one for one, _ in commented_words(review)] == [words]


def test_what_is_said_of_a_note_stands_at_its_mark(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = package(paragraph(run("Apples grow."), mark, run(" Pears too.")))
    review = reviewed(tmp_path, data, findings_of(data))
    [(words, text)] = commented_words(review)
    assert words == "*"
    assert text.startswith("In note 1, “grey apple”: Expected: “green pear”")
    assert (
        parts_of(review)["word/footnotes.xml"]
        == parts_of(data)["word/footnotes.xml"]
    )


OTHERS = (
    '<w:comment w:id="4" w:author="Mei" w:initials="M"><w:p><w:r><w:t>Why?</w:t></w:r></w:p>'
    "</w:comment>"
)


def test_comments_of_others_stay(tmp_path: Path) -> None:
    mark = '<w:commentRangeStart w:id="4"/>'
    end = (
        '<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    )
    data = package(
        paragraph(run("A "), mark, run("grey apple pie"), end), comments=OTHERS
    )
    review = reviewed(tmp_path, data, findings_of(data))
    words = dict(commented_words(review))
    assert words["grey apple pie"] == "Why?" and WORDS in words
    again = reviewed(tmp_path, review, [])
    assert commented_words(again) == [("grey apple pie", "Why?")]


def test_two_comments_may_share_words_or_touch(tmp_path: Path) -> None:
    data = package(paragraph(run("one grey apple, two")))
    inner = [
        *findings_of(data),
        *findings_of(data, "apple"),
        *findings_of(data, "grey "),
    ]
    review = reviewed(tmp_path, data, inner)
    assert sorted(one for one, _ in commented_words(review)) == [
        "apple",
        "grey ",
        "grey apple",
    ]


def test_what_is_left_out_is_told_at_the_word_before_the_gap(
    tmp_path: Path,
) -> None:
    data = package(paragraph(run("It rained. It snowed.")))
    place = Place(1, 10, paragraph=1)
    gap = Finding(
        "O601",
        "warning",
        "a sentence of the source is left out: “甲。”",
        place=place,
    )
    assert commented_words(reviewed(tmp_path, data, [gap]))[0][0] == "rained"


def test_a_missing_term_is_told_on_what_stands_there_or_its_sentence(
    tmp_path: Path,
) -> None:
    data = package(paragraph(run("It rained. It snowed.")))
    missing = Finding(
        "T201", "warning", "甲 is not rendered", place=Place(1, 12, paragraph=1),
        source_term="甲", expected=("hail",), target_quote=Quote("It snowed."),
    )  # fmt: skip
    assert (
        commented_words(reviewed(tmp_path, data, [missing]))[0][0]
        == "It snowed."
    )
    standing = Finding(
        "T201", "warning", "甲 is not rendered", place=Place(1, 12, paragraph=1),
        stands=Standing("snowed", Span(14, 20), 0.9), source_term="甲", expected=("hail",),
    )  # fmt: skip
    assert (
        commented_words(reviewed(tmp_path, data, [standing]))[0][0] == "snowed"
    )


def accepted(data: bytes) -> str:
    return text_of(data)


def refused(data: bytes) -> str:
    """The text with all tracked changes refused: of deletions the text, of insertions nothing."""
    main = part_of(data, "word/document.xml")
    text = ""
    for element in main.iter("{*}t", "{*}delText"):
        if next(element.iterancestors("{*}ins"), None) is None:
            text += element.text or ""
    return text


TRACKED = [kind for kind in BODIES if kind not in (
    "a link", "a tracked insertion", "beside a tracked deletion", "a paragraph that goes on",
)]  # fmt: skip


@pytest.mark.parametrize("kind", TRACKED)
def test_a_safe_fix_is_a_tracked_change(kind: str, tmp_path: Path) -> None:
    data = package(BODIES[kind], notes="")
    before = text_of(data)
    after = reviewed(
        tmp_path, data, findings_of(data, fix="green pear"), fix=True
    )
    if kind != "a text box":  # its other version holds the old words
        assert WORDS not in accepted(after)
    assert accepted(after) == before.replace(WORDS, "green pear", 1)
    assert "word/comments.xml" not in parts_of(after)
    if "box" not in kind:
        assert WORDS in refused(after).replace("\xad", "")
        assert "green pear" not in refused(after)


@pytest.mark.parametrize("kind", sorted(set(BODIES) - set(TRACKED)))
def test_where_no_change_can_be_tracked_a_comment_stands(
    kind: str, tmp_path: Path
) -> None:
    data = package(BODIES[kind])
    review = reviewed(
        tmp_path, data, findings_of(data, fix="green pear"), fix=True
    )
    assert text_of(review) == text_of(data)
    assert len(commented_words(review)) == 1


def test_a_comment_reaches_over_all_of_a_change(tmp_path: Path) -> None:
    data = package(paragraph(run("one grey apple, two")))
    findings = [
        *findings_of(data, fix="green pear"),
        *findings_of(data, "apple, two"),
    ]
    review = reviewed(tmp_path, data, findings, fix=True)
    assert commented_words(review)[0][0] == "green pear, two"


def test_what_is_no_word_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("no package", encoding="utf-8")
    with pytest.raises(FormatError, match="no DOCX"):
        reviewed_docx(path, [])


@given(st.data())
def test_any_words_of_any_runs_can_be_commented(drawn: st.DataObject) -> None:
    signs = st.text("ab &<é新", min_size=1, max_size=6)
    texts = drawn.draw(st.lists(signs, min_size=1, max_size=5))
    runs = [
        run(etree_escaped(text), "<w:b/>" * (at % 2))
        for at, text in enumerate(texts)
    ]
    data = package(paragraph(*runs), notes="")
    text = text_of(data).rstrip("\n")
    if not text:
        return
    size = st.integers(0, len(text))
    spans = []
    for start, end in drawn.draw(
        st.lists(st.tuples(size, size), min_size=1, max_size=4)
    ):
        if start < end and text[start:end].strip():
            spans.append(Span(start, end))
    findings = [
        Finding(
            "T101",
            "warning",
            "m",
            matched=span.of(text),
            span=span,
            context=str(span),
        )
        for span in spans
    ]
    review = _reviewed_in_memory(data, findings)
    assert sorted(one for one, _ in commented_words(review)) == sorted(
        s.of(text) for s in spans
    )
    assert text_of(review) == text_of(data)


def etree_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _reviewed_in_memory(data: bytes, findings: list[Finding]) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return reviewed(Path(folder), BytesIO(data).getvalue(), findings)
