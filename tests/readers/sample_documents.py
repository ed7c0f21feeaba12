"""One text in every format that people have, made by the programs that they use.

    python tests/readers/sample_documents.py          prints how alike the formats are read
    python tests/readers/sample_documents.py DIR      … and keeps the files in DIR

The text is the bundled brief with a contents page, lists and a table added. TXT, Markdown, HTML and
FODT (an OpenDocument text in one XML file) are written here; LibreOffice and Chromium make DOCX and
PDF of the last two. What stands in tests/data/documents was kept of such a DIR (columns-en.pdf is
called two-en.pdf there), made by LibreOffice 7.4 and Debian's Chromium.
"""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import nqpterms
from nqpterms.model.document import Document, Section
from nqpterms.readers.line_shape import role
from nqpterms.readers.note_lists import note_marks
from nqpterms.readers.reading import read

SOFFICE, CHROMIUM = shutil.which("soffice"), shutil.which("chromium")


class Node(NamedTuple):
    """A part of a text: a heading (h1 the title), p, ol, ul or table, and its lines or cells."""

    kind: str
    lines: tuple[str, ...]


class Sample(NamedTuple):
    """A text and its notes; "{1}" in it is the mark of the first note."""

    lang: str
    nodes: tuple[Node, ...]
    notes: tuple[str, ...]


_ADDED = {
    "zh": (
        Node("p", ("专班要求各县先做好四件事：",)),
        Node("ol", ("摸清本地的资源和产业家底；", "选准一到两个主攻方向；",
                    "把任务分到部门，把时间定到月份；", "每半年请企业打一次分。")),
        Node("table", ("地区", "工厂（家）", "投入（亿元）", "澄湖市", "412", "38.6",
                       "青岬县", "97", "5.2", "合计", "509", "43.8")),
        Node("p", ("除此之外，还有三点要注意：",)),
        Node("ul", ("不搞一刀切；", "不给企业添麻烦，凡是能在网上办的事都在网上办，凡是一个窗口"
                    "能办完的事都不要让人跑第二个窗口，数据能共享的就不要让企业重复"
                    "填报；", "不虚报数字。")),
    ),
    "en": (
        Node("p", ("The task force asks each county to do four things first:",)),
        Node("ol", ("take stock of local resources and industries;",
                    "choose one or two main directions;",
                    "assign every task to a department and every deadline to a month;",
                    "let companies grade the work twice a year.")),
        Node("table", ("Place", "Factories", "Investment", "Chenghu", "412", "38.6",
                       "Qingjia", "97", "5.2", "Total", "509", "43.8")),
        Node("p", ("Apart from this, three points need care:",)),
        Node("ul", ("no county is to be treated like another;",
                    "companies are not to be troubled: what can be settled on the net is settled "
                    "there, what one office can finish does not need a second one, and what the "
                    "data already say is not to be asked again;",
                    "no figure is to be made up.")),
    ),
}  # fmt: skip
_LABELS = {"zh": ("目录", "注释", "政策简报", "第", "页"),
           "en": ("Contents", "Notes", "Policy brief", "Page", "")}  # fmt: skip
_HEADED = re.compile("h[1-6]")


def sample(lang: str) -> Sample:
    """The bundled brief in a language, with what it lacks."""
    document = read(
        Path(nqpterms.__file__).parent / "brief" / f"brief.{lang}.md"
    )
    nodes = [Node("h1", (document.title.text if document.title else "",))]
    for number, section in enumerate(document.sections()):
        if section.title and role(section.title.text) != "notes":
            nodes.append(Node(f"h{section.level + 1}", (section.title.text,)))
        nodes += [Node("p", (_braced(p.text),)) for p in section.paragraphs]
        if number == 2:
            nodes += _ADDED[lang]
    return Sample(
        lang, tuple(nodes), tuple(note.body.text for note in document.notes)
    )


def _braced(text: str) -> str:
    """The text with its note marks as "{1}"."""
    for mark in reversed(note_marks(text)):
        text = (
            f"{text[: mark.span.start]}{{{mark.number}}}{text[mark.span.end :]}"
        )
    return text


def _marked(text: str, shown: Callable[[str], str]) -> str:
    return re.sub(r"\{(\d+)\}", lambda found: shown(found[1]), text)


def _contents(given: Sample) -> list[tuple[int, str]]:
    return [
        (int(n.kind[1]), n.lines[0]) for n in given.nodes if n.kind[0] == "h"
    ][1:]


# -- text formats ------------------------------------------------------------------------------


def as_text(given: Sample) -> str:
    """Plain text: paragraphs parted by blank lines, [1] as marks, a list of notes."""
    label, notes, *_ = _LABELS[given.lang]
    lines = [given.nodes[0].lines[0], "", label, ""]
    lines += [
        f"{title} …… {n}" for n, (_, title) in enumerate(_contents(given), 1)
    ] + [""]
    for node in given.nodes[1:]:
        for number, line in enumerate(node.lines, 1):
            head = {"ol": f"{number}. ", "ul": "• "}.get(node.kind, "")
            lines += [head + _marked(line, "[{}]".format), ""]
    lines += [notes, ""]
    lines += [f"{number}. {note}" for number, note in enumerate(given.notes, 1)]
    return "\n".join([*lines, ""])


def as_markdown(given: Sample) -> str:
    """Markdown with footnotes."""
    lines = [
        f"# {given.nodes[0].lines[0]}",
        "",
        f"## {_LABELS[given.lang][0]}",
        "",
    ]
    lines += [
        f"- [{title}](#{n})" for n, (_, title) in enumerate(_contents(given), 1)
    ] + [""]
    for node in given.nodes[1:]:
        if node.kind == "table":
            rows = [
                f"| {' | '.join(node.lines[k : k + 3])} |"
                for k in range(0, 12, 3)
            ]
            lines += [rows[0], "|---|---|---|", *rows[1:], ""]
            continue
        for number, line in enumerate(node.lines, 1):
            head = {"ol": f"{number}. ", "ul": "- ", "p": ""}
            mark = (
                head[node.kind]
                if node.kind in head
                else "#" * int(node.kind[1]) + " "
            )
            lines += [mark + _marked(line, "[^{}]".format)]
            lines += [""] if node.kind not in ("ol", "ul") else []
        lines += [""] if node.kind in ("ol", "ul") else []
    lines += [
        f"[^{number}]: {note}\n" for number, note in enumerate(given.notes, 1)
    ]
    return "\n".join(lines)


def as_html(given: Sample, *, style: str = "") -> str:
    """A web page with a list of notes."""
    label, notes, *_ = _LABELS[given.lang]
    entries = "".join(
        f'<p class="toc{level}"><a href="#s{n}">{escape(title)}</a></p>\n'
        for n, (level, title) in enumerate(_contents(given), 1)
    )
    parts = [
        f"<h1>{escape(given.nodes[0].lines[0])}</h1>\n<h2>{label}</h2>\n{entries}"
    ]
    for node in given.nodes[1:]:
        lines = [
            _marked(escape(line), "<sup>{}</sup>".format) for line in node.lines
        ]
        if node.kind == "table":
            rows = (
                "".join(f"<td>{c}</td>" for c in lines[k : k + 3])
                for k in range(0, 12, 3)
            )
            parts.append(
                "<table>"
                + "".join(f"<tr>{row}</tr>\n" for row in rows)
                + "</table>"
            )
        elif node.kind in ("ol", "ul"):
            items = "".join(f"<li>{line}</li>\n" for line in lines)
            parts.append(f"<{node.kind}>{items}</{node.kind}>")
        else:
            parts.append(f"<{node.kind}>{lines[0]}</{node.kind}>")
    items = "".join(f"<li>{escape(note)}</li>\n" for note in given.notes)
    parts.append(f"<h2>{notes}</h2>\n<ol>{items}</ol>")
    head = f'<meta charset="utf-8"><title>{escape(given.nodes[0].lines[0])}</title>'
    head += f"<style>{style}</style>"
    body = "\n".join(parts)
    return (
        f"<!DOCTYPE html>\n<html "
        f'lang="{given.lang}"><head>{head}</head><body>{body}</body></html>'
    )


# -- OpenDocument ------------------------------------------------------------------------------

_SPACES = " ".join(
    f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
    for p, n in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"),
                 ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"))
)  # fmt: skip
_SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def fodt(
    body: str,
    *,
    styles: str = "",
    layout: str = "",
    head: str = "",
    foot: str = "",
) -> str:
    """A flat OpenDocument text: its body, its styles, its page header and footer."""
    header = (
        f"<style:header><text:p>{head}</text:p></style:header>" if head else ""
    )
    footer = (
        f"<style:footer><text:p>{foot}</text:p></style:footer>" if foot else ""
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="12pt"
 style:font-size-asian="12pt" style:font-name-asian="Noto Serif CJK SC" fo:language="en"
 fo:country="GB" style:language-asian="zh" style:country-asian="CN"/></style:default-style>
<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph">
<style:paragraph-properties fo:margin-bottom="0.25cm"/></style:style>
{styles}</office:styles>
<office:automatic-styles>
<style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.5cm"
 fo:margin-right="2.5cm">{layout}</style:page-layout-properties>
<style:header-style/><style:footer-style/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pl">
{header}{footer}</style:master-page></office:master-styles>
<office:body><office:text>
{body}
</office:text></office:body></office:document>
"""


_HEADINGS = "".join(
    f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" '
    f'style:family="paragraph" style:default-outline-level="{level}" style:class="text">'
    f'<style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" '
    f'fo:keep-with-next="always"/><style:text-properties fo:font-size="{size}pt" '
    f'style:font-size-asian="{size}pt" fo:font-weight="bold" style:font-weight-asian="bold"/>'
    f"</style:style>"
    for level, size in ((1, 18), (2, 16), (3, 14), (4, 13))
) + (
    '<style:style style:name="Title" style:family="paragraph" style:class="chapter">'
    '<style:paragraph-properties fo:text-align="center" fo:margin-bottom="0.6cm"/>'
    '<style:text-properties fo:font-size="24pt" style:font-size-asian="24pt"/></style:style>'
    '<style:style style:name="Footnote" style:family="paragraph"><style:text-properties '
    'fo:font-size="10pt" style:font-size-asian="10pt"/></style:style>'
    '<text:notes-configuration text:note-class="footnote" style:num-format="1" '
    'text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>'
)  # fmt: skip
_CONTENTS = "".join(
    f'<style:style style:name="Contents_20_{level}" style:display-name="Contents {level}" '
    'style:family="paragraph" style:class="index"><style:paragraph-properties><style:tab-stops>'
    '<style:tab-stop style:position="16cm" style:type="right" style:leader-style="dotted" '
    'style:leader-text="."/></style:tab-stops></style:paragraph-properties></style:style>'
    for level in (1, 2, 3)
)
_LISTS = (
    '<text:list-style style:name="OL"><text:list-level-style-number text:level="1" '
    'style:num-suffix="." style:num-format="1"><style:list-level-properties '
    'text:space-before="0.6cm" text:min-label-width="0.6cm"/></text:list-level-style-number>'
    '</text:list-style><text:list-style style:name="UL"><text:list-level-style-bullet '
    'text:level="1" text:bullet-char="•"><style:list-level-properties text:space-before="0.6cm" '
    'text:min-label-width="0.6cm"/></text:list-level-style-bullet></text:list-style>'
)


def as_fodt(given: Sample, *, columns: int = 1) -> str:
    """An OpenDocument text with real headings, lists, footnotes, a page header and page numbers."""
    label, _, head, before, after = _LABELS[given.lang]

    def note(number: str) -> str:
        told = escape(given.notes[int(number) - 1])
        return (
            f'<text:note text:id="n{number}" text:note-class="footnote"><text:note-citation>'
            f"{number}</text:note-citation><text:note-body>"
            f'<text:p text:style-name="Footnote">{told}</text:p></text:note-body></text:note>'
        )

    parts = [
        f'<text:p text:style-name="Title">{escape(given.nodes[0].lines[0])}</text:p>'
    ]
    entries = "".join(
        f'<text:p text:style-name="Contents_20_{level - 1}">{escape(title)}<text:tab/>{n}</text:p>'
        for n, (level, title) in enumerate(_contents(given), 1)
    )
    parts.append(
        '<text:table-of-content text:name="toc"><text:table-of-content-source '
        f'text:outline-level="4"/><text:index-body><text:index-title text:name="t"><text:p>{label}'
        f"</text:p></text:index-title>{entries}</text:index-body></text:table-of-content>"
    )
    parts += [_fodt_node(node, note) for node in given.nodes[1:]]
    number = f"{before} <text:page-number/> {after}"
    layout = (
        f'<style:columns fo:column-count="{columns}" fo:column-gap="0.7cm"/>'
    )
    styles = _HEADINGS + _CONTENTS + _LISTS
    return fodt(
        "\n".join(parts), styles=styles, layout=layout, head=head, foot=number
    )


def _fodt_node(node: Node, note: Callable[[str], str]) -> str:
    lines = [_marked(escape(line), note) for line in node.lines]
    if node.kind == "p":
        return f'<text:p text:style-name="Text_20_body">{lines[0]}</text:p>'
    if node.kind == "table":
        cells = [
            f"<table:table-cell><text:p>{line}</text:p></table:table-cell>"
            for line in lines
        ]
        rows = ("".join(cells[k : k + 3]) for k in range(0, 12, 3))
        body = "".join(
            f"<table:table-row>{row}</table:table-row>" for row in rows
        )
        column = '<table:table-column table:number-columns-repeated="3"/>'
        return f'<table:table table:name="t">{column}{body}</table:table>'
    if node.kind in ("ol", "ul"):
        items = "".join(
            f'<text:list-item><text:p text:style-name="Text_20_body">{line}</text:p>'
            "</text:list-item>"
            for line in lines
        )
        return f'<text:list text:style-name="{node.kind.upper()}">{items}</text:list>'
    level = int(node.kind[1]) - 1
    name = f"Heading_20_{level}"
    return f'<text:h text:style-name="{name}" text:outline-level="{level}">{lines[0]}</text:h>'


_OUTLINE = (
    '<text:outline-style style:name="Outline">'
    '<text:outline-level-style text:level="1" style:num-prefix="第" style:num-suffix="章" '
    'style:num-format="一, 二, 三, ..."/><text:outline-level-style text:level="2" '
    'style:num-prefix="（" style:num-suffix="）" style:num-format="一, 二, 三, ..."/>'
    '<text:outline-level-style text:level="3" style:num-suffix="." text:display-levels="1" '
    'style:num-format="1"/></text:outline-style>'
    '<style:style style:name="Hidden" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Strong" style:family="text">'
    '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
    '<style:style style:name="Up" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="Box" style:family="graphic"><style:graphic-properties '
    'style:wrap="parallel" text:anchor-type="paragraph"/></style:style>'
)
_CHANGES = """<text:tracked-changes><text:changed-region text:id="c1"><text:insertion>
<office:change-info><dc:creator>A</dc:creator><dc:date>2024-01-01T00:00:00</dc:date>
</office:change-info></text:insertion></text:changed-region><text:changed-region text:id="c2">
<text:deletion><office:change-info><dc:creator>A</dc:creator><dc:date>2024-01-01T00:00:00</dc:date>
</office:change-info><text:p>旧的说法</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c3"><text:deletion><office:change-info><dc:creator>A</dc:creator>
<dc:date>2024-01-01T00:00:00</dc:date></office:change-info><text:p/><text:p/></text:deletion>
</text:changed-region></text:tracked-changes>"""


def features() -> str:
    """An OpenDocument text with one of everything that a DOCX may hold."""

    def note(kind: str, text: str) -> str:
        return (
            f'<text:note text:id="{kind}{len(text)}" text:note-class="{kind}">'
            "<text:note-citation>1</text:note-citation><text:note-body>"
            f"<text:p>{text}</text:p><text:p>第二段。</text:p></text:note-body></text:note>"
        )

    body = f"""{_CHANGES}
<text:h text:style-name="Heading_20_1" text:outline-level="1">总则</text:h>
<text:p>为了<text:change-start text:change-id="c1"/>切实<text:change-end text:change-id="c1"/>\
办好<text:change text:change-id="c2"/>学校，制定本办法。</text:p>
<text:p>前半句，<text:change text:change-id="c3"/>后半句。</text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">目标</text:h>
<text:p>三年之内{note("footnote", "从今年算起。")}，每个县\
<text:span text:style-name="Hidden">（草稿）</text:span> 都有一所<text:ruby><text:ruby-base>职业\
</text:ruby-base><text:ruby-text>zhíyè</text:ruby-text></text:ruby>学校。</text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">原则</text:h>
<text:p><draw:frame draw:name="f" draw:style-name="Box" svg:width="5cm" svg:height="2cm"
 text:anchor-type="paragraph"><draw:text-box><text:p>框里的话。</text:p></draw:text-box></draw:frame>因地制宜，
<text:a xlink:href="https://example.org/">量力而行</text:a><text:line-break/>另起一行，co­operate。</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">附则</text:h>
<text:h text:style-name="Heading_20_2" text:outline-level="2">解释</text:h>
<text:list text:style-name="OL"><text:list-item><text:p>先调查；</text:p></text:list-item>
<text:list-item><text:p>后决定。</text:p></text:list-item></text:list>
<text:p>占地<text:tab/>200 m<text:span text:style-name="Up">2</text:span>，由<text:span
 text:style-name="Strong">教育厅</text:span>解释{note("endnote", "另见附件。")}。</text:p>
"""
    return fodt(
        body,
        styles=_HEADINGS + _OUTLINE + _LISTS,
        head="内部资料",
        foot="第 <text:page-number/> 页",
    )


# -- the programs ------------------------------------------------------------------------------


def by_libreoffice(path: Path, kind: str, folder: Path) -> Path:
    """The file made by LibreOffice of another: *kind* is docx or pdf, or a filter of theirs."""
    assert SOFFICE
    with tempfile.TemporaryDirectory() as profile:
        command = [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation=file://{profile}",
        ]
        command += ["--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def by_chromium(path: Path, folder: Path, *, bare: bool = False) -> Path:
    """The PDF that Chromium prints of a page; *bare*: without date, title and page number."""
    assert CHROMIUM
    made = folder / f"{path.stem}.pdf"
    with tempfile.TemporaryDirectory() as profile:
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu"]
        command += [f"--user-data-dir={profile}", f"--print-to-pdf={made}"]
        command += ["--no-pdf-header-footer"] if bare else []
        command += [path.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return made


def every_format(lang: str, folder: Path) -> dict[str, Path]:
    """The sample in every format that can be made here, the plain text first."""
    given = sample(lang)
    texts = {
        "txt": as_text(given),
        "md": as_markdown(given),
        "html": as_html(given, style="td { padding: 4px 16px }"),
    }
    paths = {}
    for kind, text in texts.items():
        paths[kind] = folder / f"brief-{lang}.{kind}"
        paths[kind].write_text(text, encoding="utf-8")
    source = folder / f"office-{lang}.fodt"
    source.write_text(as_fodt(given), encoding="utf-8")
    if SOFFICE:
        paths["docx (LibreOffice)"] = by_libreoffice(source, "docx", folder)
        paths["pdf (LibreOffice)"] = by_libreoffice(source, "pdf", folder)
    if CHROMIUM:
        paths["pdf (Chromium)"] = by_chromium(paths["html"], folder)
    return paths


INDENTED = "p { text-indent: 2em; margin: 0; text-align: justify } td { padding: 4px 16px }"


def other_layouts(lang: str, folder: Path) -> dict[str, Path]:
    """The sample as a PDF with indented paragraphs and no head and foot, and in two columns."""
    given = sample(lang)
    page, columns = (
        folder / f"indented-{lang}.html",
        folder / f"columns-{lang}.fodt",
    )
    page.write_text(as_html(given, style=INDENTED), encoding="utf-8")
    columns.write_text(as_fodt(given, columns=2), encoding="utf-8")
    return {
        "pdf, indented": by_chromium(page, folder, bare=True),
        "pdf, two columns": by_libreoffice(columns, "pdf", folder),
    }


_LOCKED = (
    'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"x"}}'
)


def make_features(folder: Path) -> None:
    """Makes the document with one of everything, as DOCX and PDF, and a PDF with a password."""
    source, locked = folder / "features.fodt", folder / "locked.fodt"
    source.write_text(features(), encoding="utf-8")
    locked.write_text(fodt("<text:p>Locked.</text:p>"), encoding="utf-8")
    for path, kind in ((source, "docx"), (source, "pdf"), (locked, _LOCKED)):
        by_libreoffice(path, kind, folder)


# -- how alike they are read -------------------------------------------------------------------


class Alike(NamedTuple):
    """The shares, 0 to 1, of headings, notes and paragraphs that two documents have in common."""

    headings: float
    notes: float
    paragraphs: float


def alike(one: Document, other: Document) -> Alike:
    """How much of one document the other has, in the same order; signs of lists are left aside."""
    return Alike(
        *(
            _shared(of(one), of(other))
            for of in (_headings, _notes, _paragraphs)
        )
    )


def _shared(one: Sequence[object], other: Sequence[object]) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / max(len(one), len(other), 1)


def _headings(document: Document) -> list[object]:
    def told(section: Section) -> tuple[object, ...]:
        return (
            section.level,
            section.number,
            section.title.text if section.title else None,
        )

    title = document.title.text if document.title else None
    sections = [
        s
        for s in document.sections()
        if not s.title or role(s.title.text) != "notes"
    ]
    return [title, *map(told, sections)]


def _notes(document: Document) -> list[object]:
    return [(note.number, note.body.text) for note in document.notes]


def _paragraphs(document: Document) -> list[object]:
    texts = [
        p.text for section in document.sections() for p in section.paragraphs
    ]
    return [re.sub(r"^(?:\d\.|[•])\s*", "", _braced(text)) for text in texts]


def main(folder: Path) -> None:
    """Prints a row for each format: the shares that it has in common with the plain text."""
    print(f"{'':24}headings  notes  paragraphs")
    for lang in ("zh", "en"):
        paths = every_format(lang, folder)
        if SOFFICE and CHROMIUM:
            paths |= other_layouts(lang, folder)
        first = read(paths["txt"])
        for kind, path in paths.items():
            shares = alike(first, read(path))
            told = "".join(f"{share:>10.1%}" for share in shares)
            print(
                f"{lang} {kind:20}{told}  ({len(_paragraphs(first))} paragraphs)"
            )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(exist_ok=True)
        main(Path(sys.argv[1]))
        make_features(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
