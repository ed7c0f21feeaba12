"""Files that were made to take the machine, each given to a command: little memory, little time,
and one line where it is refused.

An attack is a row: what makes the file, the command (FILE stands for it), and the words with which
it is refused; "" says that it is read as what it is. Those of small things repeated are in
`repeated_pieces`.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from attack_kinds import (
    CHECK,
    CONVERT,
    FIX,
    LOOK_UP,
    VALIDATE,
    WITH_TERMS,
    Attack,
)
from hostile_files import (
    ENDLESS,
    TERMS,
    attributes,
    bytes_file,
    docx,
    glossary,
    gzip_file,
    jsonl,
    lying_zip,
    many_entries,
    no_text,
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
    view_for,
    wide,
    xliff,
    xliff2,
    xlsx,
)
from repeated_pieces import REPEATED

pytest.importorskip("resource", reason="no limits on this system")
if not Path("/proc/self/statm").exists():
    pytest.skip("nobody says what is mapped", allow_module_level=True)

from forked_commands import ForkedCommands

pytestmark = pytest.mark.slow

MEMORY = 200 * 2**20  # bytes
SECONDS = 5  # of processor time


XML = {
    "a million elements in an entry": Attack(
        tbx("<a/>" * 1_040_000), "500,000 elements", CONVERT
    ),
    "an attribute of nine megabytes": Attack(
        tbx(f'<a b="{"x" * 9_000_000}"/>'), "4,194,304 bytes", CONVERT
    ),
    "100,000 attributes": Attack(
        tbx(f"<a{attributes(100_000)}/>"), "10,000 attributes", LOOK_UP
    ),
    "100,000 attributes, converted": Attack(
        tbx(f"<a{attributes(100_000)}/>"),
        "10,000 attributes",
        CONVERT,
    ),
    "9,000 namespaces on an element, over and over": Attack(
        tbx(f"<a{attributes(9_000, 'xmlns:n')}>{'<b/>' * 9_000}</a>"),
        command=VALIDATE,
    ),
    "a namespace an element": Attack(
        tbx("".join(f'<a xmlns="urn:{n}"/>' for n in range(100_000))),
        command=VALIDATE,
    ),
    "one id 50,000 times": Attack(
        tbx(
            TERMS * 2
            + '<transacGrp><transac id="x">y</transac></transacGrp>' * 50_000
        ),
        command=VALIDATE,
    ),
    "5,000 terms of one concept": Attack(
        tbx(
            '<langSec xml:lang="zh"><termSec><term>税</term></termSec></langSec><langSec '
            f'xml:lang="en">{"<termSec><term>tax</term></termSec>" * 5_000}</langSec>'
        ),
        command=LOOK_UP,
    ),
    "255 levels, over and over": Attack(
        tbx((f"{'<a>' * 240}{'</a>' * 240}") * 2_000), command=VALIDATE
    ),
    "300 levels": Attack(tbx(f"{'<a>' * 300}{'</a>' * 300}"), "256", CONVERT),
    "a comment of eight megabytes": Attack(
        tmx(
            tuv("zh", "税") + tuv("en", "tax"),
            before=f"<!--{'x ' * 4_000_000}-->",
        ),
        "bytes",
    ),
    "an instruction of eight megabytes": Attack(
        tmx(
            tuv("zh", "税") + tuv("en", "tax"),
            before=f"<?x {'x ' * 4_000_000}?>",
        ),
        "bytes",
    ),
    "a document type of three megabytes": Attack(
        tmx(
            tuv("zh", "税") + tuv("en", "tax"),
            before="<!DOCTYPE tmx ["
            + "<!ATTLIST tu a CDATA #IMPLIED>" * 100_000
            + "]>",
        ),
    ),
    "100,000 languages of a unit": Attack(
        tmx(tuv("zh", "税") + tuv("en", "tax") * 40_000)
    ),
    "150,000 codes in a segment": Attack(
        tmx(tuv("zh", "税") + tuv("en", 'tax<ph x="1"/>' * 150_000))
    ),
    "codes in codes": Attack(
        tmx(
            tuv("zh", "税")
            + tuv("en", "<ph><sub>" * 120 + "tax" + "</sub></ph>" * 120)
        )
    ),
    "codes that all begin and never end": Attack(
        tmx(
            tuv("zh", "税")
            + tuv("en", "".join(f'<bpt i="{n}"/>' for n in range(100_000)))
        )
    ),
    "a packed bomb": Attack(
        gzip_file(
            "a.tmx.gz", b"<tu/>" * 200_000, 30, before=b"<tmx><header/><body>"
        ),
        "200 times",
    ),
    "a packed bomb in a packed bomb": Attack(
        bytes_file(
            "a.tmx.gz", gzip.compress(gzip.compress(b"<tu/>" * 1_000_000))
        ),
        "packed with gzip",
    ),
    "50,000 alternatives of a unit": Attack(
        xliff(
            '<trans-unit id="1"><source>税</source><target>tax</target>'
            + "<alt-trans><target>tax</target></alt-trans>" * 50_000
            + "</trans-unit>"
        )
    ),
    "groups in groups": Attack(
        xliff("<group>" * 400 + "</group>" * 400), "256"
    ),
    "50,000 marks in a segment": Attack(
        xliff2(
            '<unit id="u"><segment><source>税</source><target>'
            + "".join(f'<mrk id="m{n}">t</mrk>' for n in range(50_000))
            + "</target></segment></unit>"
        )
    ),
    "30,000 marks that never end": Attack(
        xliff2(
            '<unit id="u"><segment><source>税</source><target>'
            + "".join(f'<sm id="m{n}"/>t' for n in range(30_000))
            + "</target></segment></unit>"
        )
    ),
    "codes to be changed in place": Attack(
        tmx(tuv("zh", "税") + tuv("en", 'taxs<ph x="1"/>' * 100_000)),
        command=FIX,
    ),
}

WORD = {
    "a body of one sign": Attack(
        docx(paragraph("a" * 20_000_000), dense=True), "200 times"
    ),
    "a million runs": Attack(
        docx("<w:p>" + "<w:r/>" * 1_050_000 + "</w:p>"), "elements"
    ),
    "400,000 paragraphs": Attack(docx("<w:p/>" * 400_000)),
    "100,000 breaks": Attack(
        docx(f"<w:p><w:r>{'<w:br/><w:t>a</w:t>' * 100_000}</w:r></w:p>")
    ),
    "300,000 tabs": Attack(
        docx(f"<w:p><w:r><w:t>a</w:t>{'<w:tab/>' * 300_000}</w:r></w:p>")
    ),
    "tables in tables": Attack(
        docx(
            "<w:tbl><w:tr><w:tc>" * 80
            + paragraph("tax")
            + "</w:tc></w:tr></w:tbl>" * 80
        )
    ),
    "boxes in boxes": Attack(
        docx(
            "<w:p><w:r><w:txbxContent>" * 80
            + paragraph("tax")
            + "</w:txbxContent></w:r></w:p>" * 80
        )
    ),
    "alternatives in alternatives": Attack(
        docx(
            "<mc:AlternateContent><mc:Choice>" * 120
            + paragraph("tax")
            + "</mc:Choice></mc:AlternateContent>" * 120
        )
    ),
    "a list defined by itself": Attack(
        docx(
            paragraph(
                "tax",
                '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            )
            * 2_000,
            numbering='<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
            styles='<w:style w:styleId="s" w:type="numbering"><w:pPr><w:numPr>'
            '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        )
    ),
    "a number that repeats itself": Attack(
        docx(
            paragraph(
                "tax",
                '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            )
            * 20_000,
            numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt '
            f'w:val="upperRoman"/><w:lvlText w:val="{"%1." * 1_000}"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        ),
    ),
    "a list that starts at 99,999,999": Attack(
        docx(
            paragraph(
                "tax",
                '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
            )
            * 2_000,
            numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start '
            'w:val="99999999"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1"/></w:lvl>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        )
    ),
    "styles each based on the one before": Attack(
        docx(
            paragraph("tax", '<w:pStyle w:val="s0"/>') * 3_000,
            styles="".join(
                f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
                for n in range(9_000)
            ),
        )
    ),
    "a long note, often": Attack(
        docx(
            "<w:p>"
            + '<w:r><w:footnoteReference w:id="2"/></w:r>' * 20_000
            + "</w:p>",
            footnotes=f'<w:footnote w:id="2">{paragraph("tax " * 20_000)}</w:footnote>',
        )
    ),
    "fields that never end": Attack(
        docx(
            "<w:p>"
            + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000
            + "</w:p>"
            + paragraph("tax")
        )
    ),
    "fields in every paragraph": Attack(
        docx(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 50_000
        )
    ),
    "paragraphs whose ends are deleted": Attack(
        docx(paragraph("tax ", "<w:rPr><w:del/></w:rPr>") * 20_000)
    ),
    "a part that says it is small": Attack(lying_zip, "DOCX"),
    "60,000 parts": Attack(many_entries),
    "a table of 400,000 empty cells": Attack(
        docx("<w:tbl><w:tr>" + "<w:tc/>" * 400_000 + "</w:tr></w:tbl>"),
        command=(*CHECK, "--type", "docx-table"),
    ),
}

SHEETS = {
    "900 sheets of one part": Attack(
        xlsx(
            '<row r="2"><c r="A2" t="inlineStr"><is><t>税</t></is></c></row>'
            * 500,
            sheets=900,
        )
    ),
    "a text that is not there": Attack(
        xlsx('<row><c t="s"><v>999999999999</v></c></row>'), "XLSX"
    ),
    "a number of 100,000 digits": Attack(
        xlsx(f"<row><c><v>{'9' * 100_000}</v></c></row>")
    ),
    "a date without end": Attack(
        xlsx(
            '<row><c s="0"><v>1e300</v></c></row>' * 1_000,
            styles='<cellXfs count="1"><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>',
        )
    ),
    "a format of brackets": Attack(
        xlsx(
            '<row><c s="0"><v>1</v></c></row>',
            styles=f'<numFmts><numFmt numFmtId="170" formatCode="{"[" * 60_000}"/></numFmts>'
            '<cellXfs count="1"><xf numFmtId="170" applyNumberFormat="1"/></cellXfs>',
        )
    ),
    "a format of quotation marks": Attack(
        xlsx(
            '<row><c s="0"><v>1</v></c></row>',
            styles=f'<numFmts><numFmt numFmtId="170" formatCode="{"_&quot;" * 30_000}"/></numFmts>'
            '<cellXfs count="1"><xf numFmtId="170" applyNumberFormat="1"/></cellXfs>',
        )
    ),
    "a column without end": Attack(
        xlsx('<row><c r="ZZZZZZZ2"><v>1</v></c></row>'), "XLSX"
    ),
    "a text in 100,000 pieces": Attack(
        xlsx(
            '<row><c t="s"><v>0</v></c></row>',
            strings=f"<si>{'<r><t>a</t></r>' * 60_000}</si>",
        )
    ),
}

TEXTS = {
    "quotes in quotes": Attack(text_file("a.md", ">" * 30_000 + " tax")),
    "lists in lists": Attack(text_file("a.md", "- " * 30_000 + "tax")),
    "a stair of lists": Attack(
        text_file("a.md", "\n".join(" " * n + "- x" for n in range(1_500)))
    ),
    "brackets that open": Attack(text_file("a.md", "[" * 50_000)),
    "brackets that open and link": Attack(text_file("a.md", "[a](" * 30_000)),
    "pictures that open": Attack(text_file("a.md", "![" * 30_000)),
    "stars": Attack(text_file("a.md", "*a **a " * 20_000)),
    "backticks of every length": Attack(
        text_file("a.md", " ".join("`" * n for n in range(1, 100)))
    ),
    "a table of 3,000 columns": Attack(
        text_file(
            "a.md",
            "\n".join(["|" + "a|" * 3_000, "|" + "-|" * 3_000, *["|a|"] * 300]),
        )
    ),
    "20,000 definitions of links": Attack(
        text_file(
            "a.md",
            "".join(f"[a{n}]: /u\n" for n in range(20_000)) + "[a1]" * 5_000,
        )
    ),
    "10,000 comments": Attack(
        text_file("a.md", "<!-- nqpterms: ignore T101 -->\n\ntax\n\n" * 10_000)
    ),
    "10,000 footnotes": Attack(
        text_file(
            "a.md",
            "".join(f"x[^{n}]\n\n[^{n}]: note\n\n" for n in range(10_000)),
        )
    ),
    "50,000 elements in one another": Attack(
        text_file("a.html", "<div>" * 50_000 + "tax")
    ),
    "50,000 paragraphs that end": Attack(
        text_file("a.html", "</p>" * 50_000 + "tax")
    ),
    "a tag without end": Attack(
        text_file("a.html", "tax <a " + 'b="c" ' * 50_000)
    ),
    "tags without end": Attack(text_file("a.html", "tax " + "<a b=" * 100_000)),
    "comments without end": Attack(
        text_file("a.html", "tax " + "<!--" * 100_000)
    ),
    "sections without end": Attack(
        text_file("a.html", "tax " + "<![" * 100_000)
    ),
    "references": Attack(text_file("a.html", "<p>tax " + "&amp;" * 100_000)),
    "a number of a sign without end": Attack(
        text_file("a.html", "<p>tax &#" + "9" * 100_000)
    ),
    "20,000 links": Attack(
        text_file(
            "a.html", "<ul>" + "<li><a href='x'>tax</a></li>" * 20_000 + "</ul>"
        )
    ),
    "20,000 classes": Attack(
        text_file(
            "a.html",
            f"<div class='{' '.join(f'c{n}' for n in range(20_000))}'><p>tax",
        )
    ),
    "lists in lists of a page": Attack(
        text_file("a.html", "<ul><li>" * 5_000 + "tax")
    ),
    "blank lines": Attack(text_file("a.txt", "tax" + "\n" * 300_000 + "tax")),
    "blanks": Attack(text_file("a.en.txt", "tax" + " " * 500_000 + "tax")),
    "one word": Attack(text_file("a.en.txt", "a" * 500_000)),
    "one word of parts": Attack(text_file("a.en.txt", "a-" * 200_000)),
    "one sentence in Chinese": Attack(text_file("a.zh.txt", "税" * 200_000)),
    "a number without end": Attack(
        text_file("a.en.txt", "about " + "9" * 200_000 + " taxes")
    ),
    "a Chinese number without end": Attack(
        text_file("a.zh.txt", "约" + "一亿" * 60_000 + "元")
    ),
    "numbers in words without end": Attack(
        text_file("a.en.txt", "one hundred and thousand million " * 8_000)
    ),
    "dates and ranges": Attack(text_file("a.en.txt", "2001-2002-" * 30_000)),
    "chapters in chapters": Attack(
        text_file(
            "a.txt",
            "\n".join("1" + ".1" * (n % 600) + " tax" for n in range(1_200)),
        )
    ),
    "brackets in brackets": Attack(
        text_file("a.zh.txt", "（" * 60_000 + "税" + "）" * 60_000)
    ),
    "quotation marks": Attack(text_file("a.zh.txt", "“税" * 60_000)),
    "titles in titles": Attack(text_file("a.zh.txt", "《税" * 60_000)),
    "dots": Attack(text_file("a.en.txt", "e.g. " * 60_000)),
    "capitals": Attack(text_file("a.en.txt", "A.B.C. (ABC) " * 20_000)),
    "addresses": Attack(
        text_file("a.en.txt", "http://a.b/" + "a/../" * 60_000)
    ),
    "signs that join": Attack(text_file("a.en.txt", "a" + "\u0301" * 300_000)),
    "NUL without end": Attack(bytes_file("a.txt", b"\0" * 5_000_000), "NUL"),
    "a text that unpacks": Attack(
        gzip_file("a.md.gz", b"tax " * 250_000, 100),
        "200 times",
        (*CHECK, "--type", "md"),
    ),
}

TABLES = {
    "a quotation mark too many": Attack(
        text_file("a.csv", 'zh,en\n"税,' + "tax\n" * 500_000)
    ),
    "200,000 columns": Attack(
        text_file("a.tsv", "zh\ten" + "\tx" * 200_000 + "\n税\ttax\n")
    ),
    "a line of five megabytes": Attack(
        text_file("a.tsv", "zh\ten\n税\t" + "t" * 5_000_000), "line"
    ),
    "a packed line": Attack(
        gzip_file("a.tsv.gz", b"t" * 100_000, 300, before=b"zh\ten\n"), "line"
    ),
    "rows that unpack": Attack(
        gzip_file(
            "a.tsv.gz", "税\ttax\n".encode() * 20_000, 50, before=b"zh\ten\n"
        ),
        "200 times",
    ),
    "brackets in JSON": Attack(jsonl("[" * 200_000), "JSON"),
    "objects in JSON": Attack(jsonl('{"zh":' * 100_000), "JSON"),
    "100,000 keys": Attack(
        jsonl(pair("税", "tax", **{f"k{n}": n for n in range(100_000)}))
    ),
    "lists in a row": Attack(
        jsonl('{"zh": "税", "en": "tax", "x": [' + "[]," * 600_000 + "[]]}")
    ),
    "a number in JSON without end": Attack(
        jsonl('{"zh": "税", "en": "tax", "confidence": ' + "9" * 100_000 + "}"),
        "",
    ),
    "codes in a row": Attack(
        jsonl(pair("税", "tax", markup=[["en", 1, "x"]] * 100_000))
    ),
    "30,000 plurals": Attack(
        text_file(
            "a.po",
            'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "税"\nmsgid_plural "税"\n'
            + "".join(f'msgstr[{n}] "tax"\n' for n in range(30_000)),
        )
    ),
    "100,000 lines of a message": Attack(
        text_file("a.po", 'msgid "税"\nmsgstr ""\n' + '"tax"\n' * 100_000)
    ),
    "one text in every row of Parquet": Attack(
        parquet(partial(one_text, "税" * 300_000, 4_000)), "repeats its texts"
    ),
    "many rows of nothing": Attack(
        parquet(partial(no_text, 30_000_000)), "cells"
    ),
    "30,000 columns of Parquet": Attack(
        parquet(partial(wide, 30_000)), "columns"
    ),
    "a column of one sign": Attack(
        parquet(
            lambda: {"zh": ["税" * 30_000_000], "en": ["tax"]},
            use_dictionary=False,
        ),
        "200 times",
    ),
}

TERM_BASES = {
    "a term of 200,000 words": Attack(
        glossary(("税", "tax " * 200_000)), command=WITH_TERMS
    ),
    "brackets that may be left out": Attack(
        glossary(("税", " ".join(f"(a{n})" for n in range(40)))),
        command=WITH_TERMS,
    ),
    "alternatives": Attack(
        glossary(("税", " ".join("a/b" for _ in range(40)))), command=WITH_TERMS
    ),
    "2,000 alternatives": Attack(
        glossary(("税", "/".join(["tax"] * 2_000))), command=WITH_TERMS
    ),
    "parts": Attack(
        glossary(("税", ";".join(["tax"] * 20_000))), command=WITH_TERMS
    ),
    "gaps": Attack(
        glossary(("把…作为", "… tax … " * 2_000)), command=WITH_TERMS
    ),
    "terms that all begin alike": Attack(
        glossary(*((("税" * n), ("a" * n)) for n in range(1, 100))),
        "each begin with the one before",
        command=("check", "PAIR", "-g", "FILE", "-q"),
    ),
    "words that all begin alike": Attack(
        glossary(*((("税" * n), " ".join(["tax"] * n)) for n in range(1, 100))),
        "each begin with the one before",
        command=("check", "PAIR", "-g", "FILE", "-q"),
    ),
    "sixteen terms that all begin alike": Attack(
        glossary(*((("税" * n), ("a" * n)) for n in range(1, 17))),
        "inside one another",
        command=("check", "PAIR", "-g", "FILE", "-q"),
    ),
    "three terms that all begin alike": Attack(
        glossary(*((("税" * n), " ".join(["tax"] * n)) for n in range(1, 4))),
        command=("check", "PAIR", "-g", "FILE", "-q"),
    ),
    "one term in 20,000 rows": Attack(
        glossary(*[("税", "tax")] * 20_000), command=WITH_TERMS
    ),
    "20,000 renderings of a term": Attack(
        text_file(
            "g.tsv",
            "concept\tlang\tterm\nc\tzh\t税\n"
            + "".join(f"c\ten\ttax{n}\n" for n in range(20_000)),
        ),
        command=WITH_TERMS,
    ),
    "5,000 concepts each broader than the next": Attack(
        text_file(
            "g.tsv",
            "concept\tlang\tterm\tbroader\n"
            + "".join(
                f"c{n}\tzh\t税{n}\tc{(n + 1) % 5_000}\n" for n in range(5_000)
            ),
        ),
        command=VALIDATE,
    ),
    "blank nodes in blank nodes": Attack(
        text_file("a.ttl", "<urn:a> <urn:b> " + "[ <urn:b> " * 20_000),
        "a.ttl",
        LOOK_UP,
    ),
    "lists in Turtle": Attack(
        text_file("a.ttl", "<urn:a> <urn:b> " + "(" * 20_000), "a.ttl", LOOK_UP
    ),
    "2,000 parts of MultiTerm": Attack(
        text_file(
            "a.mtf",
            "<mtf><conceptGrp><concept>1</concept>"
            + '<languageGrp><language type="English" lang="EN"/><termGrp><term>tax</term></termGrp>'
            "</languageGrp>" * 2_000 + "</conceptGrp></mtf>",
        ),
        command=LOOK_UP,
    ),
}

INDEXES = {
    "an endless view for concepts": Attack(
        sqlite(*view_for("concepts", "x AS number, '{}' AS value")),
        "tables",
        LOOK_UP,
    ),
    "an endless view for forms": Attack(
        sqlite(*view_for("forms", "'tax' AS form, x AS concept")),
        "tables",
        LOOK_UP,
    ),
    "an endless view that says it is a table": Attack(
        sqlite(
            "DROP TABLE header",
            f"CREATE VIEW header AS {ENDLESS} SELECT x AS value FROM n",
            "UPDATE sqlite_master SET type = 'table' WHERE name = 'header'",
        ),
        "index",
        LOOK_UP,
    ),
    "a value of 60 megabytes": Attack(
        sqlite("UPDATE header SET value = printf('%.*c', 60000000, '[')"),
        "index",
        LOOK_UP,
    ),
    "a value of nothing": Attack(
        sqlite("UPDATE header SET value = zeroblob(80000000)"), "index", LOOK_UP
    ),
    "a million concepts that are none": Attack(
        sqlite(
            "WITH RECURSIVE n(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) "
            "INSERT INTO concepts SELECT x, '{}' FROM n"
        ),
        "index",
        CONVERT,
    ),
    "numbers that are none": Attack(
        sqlite("INSERT INTO concepts VALUES (9000000000000000000, '{}')"),
        "",
        LOOK_UP,
    ),
}

PAGES = {
    "a page of one sign": Attack(
        pdf_page(b"BT /F 12 Tf 10 700 Td (" + b"a" * 3_000_000 + b") Tj ET")
    ),
    "a page that unpacks": Attack(
        pdf_page(b"q " * 4_000_000 + b"BT /F 12 Tf (tax) Tj ET")
    ),
    "a page 4,000 times": Attack(
        pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[" + b"3 0 R " * 4_000 + b"]/Count 4000>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
        )
    ),
    "pages that hold themselves": Attack(
        pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>",
        )
    ),
    "a form that draws itself": Attack(
        pdf_page(
            b"/X Do",
            b"/XObject<</X 6 0 R>>",
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
            b"/Length 11>>stream\n/X Do /X Do\nendstream",
        )
    ),
}

ELSEWHERE = {
    "a baseline of brackets": Attack(
        text_file("a.json", "[" * 200_000),
        "a.json",
        ("check", "TEXT", "-g", "GLOSSARY", "-q", "--baseline", "FILE"),
    ),
    "decisions of one line": Attack(
        text_file("a.tsv", "fingerprint\tdecision\n" + "x" * 3_000_000),
        "a.tsv",
        ("check", "TEXT", "-g", "GLOSSARY", "-q", "--decisions", "FILE"),
    ),
    "a device without end": Attack(lambda _: Path("/dev/zero"), "device"),
    "noise without end": Attack(
        lambda _: Path("/dev/urandom"), "/dev/urandom: ", LOOK_UP
    ),
    "a long question": Attack(
        text_file("a.txt", "税" * 30_000),
        command=("lookup", "-g", "GLOSSARY", "税" * 30_000),
    ),
}

ATTACKS: dict[str, Attack] = {
    **XML, **WORD, **SHEETS, **TEXTS, **TABLES, **TERM_BASES, **INDEXES, **PAGES, **ELSEWHERE,
    **REPEATED,
}  # fmt: skip


@pytest.fixture(scope="module")
def commands() -> Iterator[ForkedCommands]:
    with ForkedCommands() as server:
        yield server


@pytest.mark.skipif(sys.platform != "linux", reason="measured as Linux does")
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_costs_little(
    name: str, commands: ForkedCommands, tmp_path: Path
) -> None:
    attack = ATTACKS[name]
    file = attack.make(tmp_path)
    places = {
        "FILE": file,
        "GLOSSARY": glossary(("税", "tax"), ("新质生产力", "new forces"))(
            tmp_path.parent
        ),
        "TEXT": text_file("b.en.txt", "They pay taxes.\n")(tmp_path),
        "PAIR": jsonl(pair("税" * 8_000, "tax aaaa " * 3_000))(tmp_path.parent),
        "OUT.tsv": tmp_path / "out.tsv",
    }
    before = sorted(tmp_path.iterdir())
    cost = commands.run(*(places.get(word, word) for word in attack.command))
    spent = f"{cost.seconds:.1f} s, {cost.memory // 2**20} MB, status {cost.status}: {cost.err}"
    assert "Traceback" not in cost.err, spent
    if attack.refused:
        assert (cost.status, cost.err.count("\n")) == (2, 1), spent
        assert attack.refused in cost.err, spent
        assert cost.out == ""
        assert sorted(tmp_path.iterdir()) == before, "something half written"
    else:
        assert cost.status in (0, 1, 2), spent
        assert cost.status != 2 or cost.err.count("\n") == 1, spent
    assert cost.memory < MEMORY, spent
    assert cost.seconds < SECONDS, spent


def test_there_are_enough() -> None:
    assert len(ATTACKS) >= 210
