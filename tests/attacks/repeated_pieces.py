"""Attacks of one small thing named over and over, in the formats that pack or nest.

A packed file says a thing once and means it a million times; a table of short cells costs more in
memory than in bytes; a name that is asked for again at each place takes the square of their number.
"""

from __future__ import annotations

import gzip
from functools import partial
from pathlib import Path

from attack_kinds import (
    ANNOTATE,
    CHECK,
    CONVERT,
    EXTRACT,
    LOOK_UP,
    VALIDATE,
    WITH_TERMS,
    Attack,
)
from hostile_files import (
    bytes_file,
    docx,
    glossary,
    gzip_file,
    jsonl,
    noise,
    one_text,
    pair,
    paragraph,
    parquet,
    pdf,
    pdf_page,
    sqlite,
    tbx,
    text_file,
    tmx,
    tuv,
    xliff,
    xliff2,
    xlsx,
    zipped,
)

DRAFT = ("check", "FILE", "-g", "GLOSSARY", "-q", "--type", "md")
DECIDED = ("check", "TEXT", "-g", "GLOSSARY", "-q", "--decisions", "FILE")
ROW = "税\ttax\n".encode()
UNIT = b"<tu>" + (tuv("zh", "税") + tuv("en", "tax")).encode() + b"</tu>"
TMX = b'<tmx version="1.4"><header srclang="zh"/><body>'
TMX_END = b"</body></tmx>"
NOISE = noise(18_000).encode()


def text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def shared_row(first: int = 0, second: int = 1) -> str:
    return f'<row><c t="s"><v>{first}</v></c><c t="s"><v>{second}</v></c></row>'


def package_in_package(folder: Path) -> Path:
    """A workbook inside a workbook, as if the inner one were a sheet."""
    inner = xlsx(f"<row>{text_cell('税')}{text_cell('tax')}</row>")(
        folder
    ).read_bytes()
    return zipped("a.xlsx", {"xl/sheet1.xml": inner.decode("latin-1")})(folder)


def long_name(folder: Path) -> Path:
    """A package whose parts have names of 60,000 signs."""
    parts = {f"{number}{'n' * 60_000}": "" for number in range(60)}
    return zipped("a.xlsx", parts)(folder)


def same_name_twice(folder: Path) -> Path:
    """A package in which every name stands a thousand times."""
    import warnings
    import zipfile

    path = docx(paragraph("text"))(folder)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        for _ in range(1_000):
            archive.writestr("word/document.xml", b"<a/>")
    return path


PACKED = {
    "twelve kilobytes of one row": Attack(
        gzip_file(
            "a.tsv.gz", ROW * 20_000, 14, before=b"zh\ten\n" + NOISE + b"\ta\n"
        ),
        "200 times",
    ),
    "twelve kilobytes of one row, extracted": Attack(
        gzip_file(
            "a.tsv.gz", ROW * 20_000, 14, before=b"zh\ten\n" + NOISE + b"\ta\n"
        ),
        "200 times",
        EXTRACT,
    ),
    "a mebibyte of one row": Attack(
        gzip_file("a.tsv.gz", ROW * 10_000, 13, before=b"zh\ten\n"), "200 times"
    ),
    "a mebibyte of empty rows": Attack(
        gzip_file("a.tsv.gz", b"\t\n" * 20_000, 26, before=b"zh\ten\n"),
        "200 times",
    ),
    "a mebibyte of rows that end as on an old Mac": Attack(
        gzip_file("a.csv.gz", b"a,b\r" * 20_000, 13, before=b"zh,en\r"),
        "200 times",
    ),
    "a mebibyte of empty units": Attack(
        gzip_file("a.tmx.gz", b"<tu/>" * 50_000, 4, before=TMX, behind=TMX_END),
        command=CONVERT,
    ),
    "three mebibytes of empty units": Attack(
        gzip_file(
            "a.tmx.gz",
            b"<tu/>" * 50_000,
            11,
            before=TMX + NOISE,
            behind=TMX_END,
        )
    ),
    "three mebibytes of one unit": Attack(
        gzip_file(
            "a.tmx.gz", UNIT * 1_000, 25, before=TMX + NOISE, behind=TMX_END
        )
    ),
    "three mebibytes of elements in a unit": Attack(
        gzip_file(
            "a.tmx.gz",
            b"<prop/>" * 1_000,
            400,
            before=TMX + NOISE + b"<tu>",
            behind=b"</tu>",
        )
    ),
    "a mebibyte of objects": Attack(
        gzip_file("a.jsonl.gz", b'{"zh":"a","en":"b"}\n' * 1_000, 50)
    ),
    "a mebibyte of numbers in an object": Attack(
        gzip_file(
            "a.jsonl.gz", b"1," * 10_000, 50, before=b'{"zh":"a","en":"b","x":['
        )
    ),
    "a mebibyte of messages": Attack(
        gzip_file("a.po.gz", 'msgid "税"\nmsgstr "b"\n\n'.encode() * 1_000, 40)
    ),
    "a mebibyte of terms": Attack(
        gzip_file("a.tsv.gz", ROW * 10_000, 13, before=b"zh\ten\n"),
        command=WITH_TERMS,
    ),
    "a hundred packed files in a row": Attack(
        bytes_file(
            "a.tsv.gz",
            gzip.compress(b"zh\ten\n") + gzip.compress(ROW * 20_000) * 100,
        ),
        "200 times",
    ),
    "100,000 packed files of nothing": Attack(
        bytes_file(
            "a.tsv.gz",
            gzip.compress(b"zh\ten\n") + gzip.compress(b"") * 100_000,
        )
    ),
    "a packed name without end": Attack(
        bytes_file(
            "a.tsv.gz", b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * 2_000_000
        ),
        "gzip",
    ),
    "a workbook in a workbook": Attack(package_in_package, "XLSX"),
    "parts with names of 60,000 signs": Attack(long_name, "XLSX"),
    "a part that stands a thousand times": Attack(same_name_twice),
}

SHEETS = {
    "100,000 rows of one shared text": Attack(
        xlsx(
            shared_row() * 100_000,
            strings="<si><t>税</t></si><si><t>tax</t></si>",
        )
    ),
    "a long shared text in every row": Attack(
        xlsx(
            shared_row() * 20_000,
            strings=f"<si><t>{'税' * 30_000}</t></si><si><t>a</t></si>",
        ),
        "its size",
    ),
    "200,000 shared texts that no row has": Attack(
        xlsx(
            f"<row>{text_cell('税')}</row>",
            strings="<si><t>a</t></si>" * 60_000,
        )
    ),
    "columns from first to last, over and over": Attack(
        xlsx(
            '<row><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>' * 2_000
        ),
        "cells",
    ),
    "a row far below": Attack(xlsx('<row r="1048576"><c><v>1</v></c></row>')),
    "a row below the last": Attack(
        xlsx('<row r="99999999"><c><v>1</v></c></row>')
    ),
    "rows that go up": Attack(
        xlsx(
            "".join(
                f'<row r="{n}"><c><v>1</v></c></row>'
                for n in range(9_000, 2, -1)
            )
        )
    ),
    "a formula of 100,000 signs": Attack(
        xlsx(f'<row><c t="str"><f>{"A1+" * 33_000}1</f><v>1</v></c></row>')
    ),
    "a formula shared by 50,000 cells": Attack(
        xlsx(
            '<row><c><f t="shared" si="0" ref="A1:XFD1048576">A1</f><v>1</v></c></row>'
            * 50_000
        )
    ),
    "20,000 formats": Attack(
        xlsx(
            '<row><c s="0"><v>1</v></c></row>',
            styles="<numFmts>"
            + "".join(
                f'<numFmt numFmtId="{n}" formatCode="0"/>'
                for n in range(20_000)
            )
            + '</numFmts><cellXfs count="1"><xf numFmtId="170"/></cellXfs>',
        )
    ),
    "60,000 styles of cells": Attack(
        xlsx(
            '<row><c s="59999"><v>1</v></c></row>',
            styles="<cellXfs>" + '<xf numFmtId="14"/>' * 60_000 + "</cellXfs>",
        )
    ),
    "a style that is not there": Attack(
        xlsx('<row><c s="99999"><v>1</v></c></row>')
    ),
    "errors, truths and dates": Attack(
        xlsx(
            '<row><c t="e"><v>#REF!</v></c><c t="b"><v>7</v></c>'
            '<c t="d"><v>9999999-01</v></c></row>' * 2_000
        )
    ),
    "a glossary of one shared text": Attack(
        xlsx(
            shared_row() * 30_000,
            strings="<si><t>税</t></si><si><t>tax</t></si>",
        ),
        command=WITH_TERMS,
    ),
}

PARQUET = {
    "a million rows of one short text": Attack(
        parquet(partial(one_text, "税", 1_000_000)), "its size"
    ),
    "200,000 rows of one short text": Attack(
        parquet(partial(one_text, "税", 200_000))
    ),
    "200,000 rows of nothing": Attack(
        parquet(lambda: {"zh": [""] * 200_000, "en": [""] * 200_000})
    ),
    "lists in lists of Parquet": Attack(
        parquet(lambda: {"zh": ["税"], "en": ["tax"], "x": [[[[[["a"]]]]]]})
    ),
    "a column of a million lists": Attack(
        parquet(lambda: {"zh": ["税"], "en": ["tax"], "x": [[[]] * 1_000_000]}),
        "its size",
    ),
    "numbers for texts": Attack(
        parquet(lambda: {"zh": [2**62], "en": [1e308]})
    ),
}

INDEXES = {
    "a trigger that never ends": Attack(
        sqlite(
            "CREATE TRIGGER t AFTER INSERT ON forms BEGIN "
            "INSERT INTO concepts SELECT max(number) + 1, '{}' FROM concepts; END"
        ),
        command=LOOK_UP,
    ),
    "a form that 50,000 concepts share": Attack(
        sqlite(
            "WITH RECURSIVE n(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM n WHERE x < 50000) "
            "INSERT INTO forms SELECT 'tax', x FROM n"
        ),
        command=LOOK_UP,
    ),
    "concepts of brackets": Attack(
        sqlite("UPDATE concepts SET value = printf('%.*c', 200000, '[')"),
        "index",
        LOOK_UP,
    ),
    "a concept of 100,000 terms": Attack(
        sqlite(
            'UPDATE concepts SET value = \'{"id":"c","terms":[\' || '
            "replace(printf('%.*c', 100000, 'x'), 'x', '{\"text\":\"tax\",\"lang\":\"en\"},') || "
            '\'{"text":"tax","lang":"en"}]}\''
        ),
        command=LOOK_UP,
    ),
    "an index on an endless expression": Attack(
        sqlite("CREATE INDEX i ON concepts (printf('%.*c', 100000000, value))"),
        "index",
        LOOK_UP,
    ),
    "an index of a version to come": Attack(
        sqlite("PRAGMA user_version = 2147483647"), "index", LOOK_UP
    ),
    "pages that are said to be 2 GB": Attack(
        bytes_file("a.sqlite", b"SQLite format 3\0\x00\x01" + b"\xff" * 4_000),
        "index",
        LOOK_UP,
    ),
}

WORD = {
    "notes in notes": Attack(
        docx(
            '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            footnotes='<w:footnote w:id="2"><w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
            "</w:footnote>",
        )
    ),
    "one id of 20,000 notes": Attack(
        docx(
            '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            footnotes=f'<w:footnote w:id="2">{paragraph("tax")}</w:footnote>'
            * 20_000,
        )
    ),
    "rows of 5,000 cells that span": Attack(
        docx(
            "<w:tbl>"
            + (
                '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>'
                + paragraph("tax")
                + "</w:tc></w:tr>"
            )
            * 1_000
            + "</w:tbl>"
        ),
        command=(*CHECK, "--type", "docx-table"),
    ),
    "a table with one word a cell": Attack(
        docx(
            "<w:tbl>"
            + f"<w:tr><w:tc>{paragraph('税')}</w:tc><w:tc>{paragraph('tax')}</w:tc></w:tr>"
            * 20_000
            + "</w:tbl>"
        ),
        command=(*CHECK, "--type", "docx-table"),
    ),
    "changes in changes": Attack(
        docx(
            f"<w:p>{'<w:ins>' * 200}<w:r><w:t>tax</w:t></w:r>{'</w:ins>' * 200}</w:p>"
        )
    ),
    "40,000 tracked changes": Attack(
        docx(
            f"<w:p>{'<w:ins><w:r><w:t>tax </w:t></w:r></w:ins>' * 40_000}</w:p>"
        )
    ),
    "20,000 comments": Attack(
        docx(
            "<w:p>"
            + "".join(
                f'<w:commentRangeStart w:id="{n}"/>' for n in range(20_000)
            )
            + "<w:r><w:t>tax</w:t></w:r></w:p>",
            comments="".join(
                f'<w:comment w:id="{n}">{paragraph("tax")}</w:comment>'
                for n in range(20_000)
            ),
        )
    ),
    "a heading of level 99,999": Attack(
        docx(paragraph("tax", '<w:outlineLvl w:val="99999"/>') * 2_000)
    ),
}

MARKUP = {
    "10,000 files of an XLIFF": Attack(
        text_file(
            "a.xlf",
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
            + '<file original="a" source-language="zh" target-language="en" datatype="x"><body/>'
            "</file>" * 10_000 + "</xliff>",
        )
    ),
    "codes whose data are named over and over": Attack(
        xliff2(
            f'<unit id="u"><originalData><data id="d">{"x" * 100_000}</data></originalData>'
            "<segment><source>税</source><target>"
            + '<ph id="1" dataRef="d"/>'
            * 20_000
            + "tax</target>"
            "</segment></unit>"
        )
    ),
    "pairs of codes across one another": Attack(
        xliff2(
            '<unit id="u"><segment><source>税</source><target>'
            + "".join(f'<sc id="s{n}"/>' for n in range(10_000))
            + "tax"
            + "".join(f'<ec startRef="s{n}"/>' for n in range(10_000))
            + "</target></segment></unit>"
        )
    ),
    "20,000 segments of a unit": Attack(
        xliff2(
            '<unit id="u">'
            + "<segment><source>税</source><target>tax</target></segment>"
            * 20_000
            + "</unit>"
        )
    ),
    "20,000 notes of a unit": Attack(
        xliff(
            '<trans-unit id="1"><source>税</source><target>tax</target>'
            + "<note>tax</note>" * 20_000
            + "</trans-unit>"
        ),
        command=CONVERT,
    ),
    "marks in marks": Attack(
        xliff(
            '<trans-unit id="1"><source>税</source><target>'
            + '<mrk mtype="seg" mid="1">' * 200
            + "tax"
            + "</mrk>" * 200
            + "</target></trans-unit>"
        )
    ),
    "30,000 properties of a unit": Attack(
        tmx(
            tuv("zh", "税")
            + tuv("en", "tax")
            + '<prop type="x">y</prop>' * 30_000
        ),
        command=("convert", "FILE", "OUT.tsv", "--lossy"),
    ),
    "a term of 20,000 notes": Attack(
        tbx(
            '<langSec xml:lang="en"><termSec><term>tax</term>'
            + '<termNote type="partOfSpeech">noun</termNote>' * 20_000
            + "</termSec></langSec>"
        ),
        command=VALIDATE,
    ),
    "a language of every name": Attack(
        tbx(
            "".join(
                f'<langSec xml:lang="x-{n}"><termSec><term>t{n}</term></termSec></langSec>'
                for n in range(5_000)
            )
        ),
        command=LOOK_UP,
    ),
}

LINES = {
    "escapes in a message": Attack(
        text_file("a.po", f'msgid "税"\nmsgstr "{chr(92) * 800_000}"\n')
    ),
    "one message 20,000 times": Attack(
        text_file("a.po", 'msgid "税"\nmsgstr "tax"\n\n' * 20_000)
    ),
    "comments before a message": Attack(
        text_file("a.po", "#. x\n" * 200_000 + 'msgid "税"\nmsgstr "tax"\n')
    ),
    "quotation marks in a cell": Attack(
        text_file("a.csv", f'zh,en\n税,"{chr(34) * 1_000_000}"\n')
    ),
    "a thousand columns of one name": Attack(
        text_file(
            "a.tsv",
            "zh\ten"
            + "\tnote" * 9_000
            + "\n"
            + "税\ttax"
            + "\tx" * 9_000
            + "\n",
        )
    ),
    "escapes for every letter": Attack(
        jsonl('{"zh": "税", "en": "' + "\\u0074" * 100_000 + '"}')
    ),
    "properties in properties": Attack(
        jsonl(pair("税", "tax", properties=[["a", "b"]] * 50_000)),
        command=CONVERT,
    ),
    "30,000 decisions about one finding": Attack(
        text_file(
            "d.jsonl",
            '{"fingerprint": "0123456789abcdef", "code": "T101"}\n' * 30_000,
        ),
        command=DECIDED,
    ),
    "one sentence 20,000 times": Attack(
        text_file("a.en.txt", "They pay taxes.\n\n" * 20_000), command=ANNOTATE
    ),
    "one heading 10,000 times": Attack(text_file("a.md", "# Tax\n\n" * 10_000)),
    "emphasis in emphasis": Attack(
        text_file("a.md", "*_" * 30_000 + "tax"), command=DRAFT
    ),
    "brackets in Chinese": Attack(
        text_file("a.zh.txt", "（" * 50_000 + "税" + "）" * 50_000)
    ),
    "quotation marks in Chinese": Attack(text_file("a.zh.txt", "“税" * 30_000)),
    "books in books": Attack(
        text_file("a.zh.txt", "《税" * 20_000 + "》" * 20_000)
    ),
    "marks of a list": Attack(text_file("a.zh.txt", "一、" * 40_000)),
    "20,000 acronyms": Attack(
        text_file(
            "a.en.txt", " ".join(f"Tax Act {n} (TA{n})" for n in range(10_000))
        )
    ),
    "capitals without end": Attack(
        text_file("a.en.txt", "The Tax " * 40_000 + "Act.")
    ),
    "a rendering in every letter": Attack(
        glossary(*((chr(0x4E00 + n), "tax") for n in range(5_000))),
        command=WITH_TERMS,
    ),
    "terms of nothing but signs": Attack(
        glossary(*(("！" * n, "!" * n) for n in range(1, 15))),
        command=WITH_TERMS,
    ),
    "a pattern of gaps": Attack(
        glossary(("…税…税…", "… a … b …")), command=WITH_TERMS
    ),
}

PAGES = {
    "a page of a million codes": Attack(
        pdf_page(b"BT /F 12 Tf 10 700 Td " + b"(t) Tj " * 300_000 + b"ET")
    ),
    "fonts without end": Attack(
        pdf_page(
            b"BT "
            + b"".join(b"/F%d 12 Tf (t) Tj " % n for n in range(5_000))
            + b"ET",
            b"/Font<<"
            + b"".join(b"/F%d 5 0 R" % n for n in range(5_000))
            + b">>",
        )
    ),
    "filters in filters": Attack(
        pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
            b"<</Length 4/Filter["
            + b"/ASCIIHexDecode " * 50_000
            + b"]>>stream\n4142\nendstream",
        )
    ),
    "brackets in a PDF": Attack(
        pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"[" * 500_000 + b"]" * 500_000)
    ),
    "a page of a huge size": Attack(
        pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 1e30]>>",
        )
    ),
    "saved states": Attack(
        pdf_page(b"q " * 1_000_000 + b"BT /F 12 Tf (tax) Tj ET")
    ),
}

REPEATED: dict[str, Attack] = {
    **PACKED, **SHEETS, **PARQUET, **INDEXES, **WORD, **MARKUP, **LINES, **PAGES
}  # fmt: skip
