"""Small files that ask for a large machine, each made when it is wanted."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"

Maker = Callable[[Path], Path]
"""Makes the file in a folder."""


def text_file(name: str, text: str, *, encoding: str = "utf-8") -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(text.encode(encoding))
        return path

    return make


def bytes_file(name: str, data: bytes) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def gzip_file(
    name: str,
    piece: bytes,
    times: int,
    *,
    before: bytes = b"",
    behind: bytes = b"",
) -> Maker:
    """A gzip file of one piece over and over, which is never whole in memory."""

    def make(folder: Path) -> Path:
        path = folder / name
        with gzip.open(path, "wb", 9) as file:
            file.write(before)
            for _ in range(times):
                file.write(piece)
            file.write(behind)
        return path

    return make


# -- XML ---------------------------------------------------------------------------------------


def tbx(entry: str, name: str = "a.tbx") -> Maker:
    """A TBX file of one entry with this inside."""
    return text_file(
        name,
        '<?xml version="1.0"?><tbx style="dca" type="TBX-Basic" xml:lang="en" '
        'xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>'
        f'</fileDesc></tbxHeader><text><body><conceptEntry id="c1">{entry}</conceptEntry></body>'
        "</text></tbx>",
    )


TERMS = (
    '<langSec xml:lang="zh"><termSec><term>税</term></termSec></langSec>'
    '<langSec xml:lang="en"><termSec><term>tax</term></termSec></langSec>'
)


def attributes(count: int, name: str = "a") -> str:
    """So many attributes, each with a name of its own."""
    return "".join(f' {name}{number}="u{number}"' for number in range(count))


def tmx(
    unit: str, name: str = "a.tmx", *, behind: str = "", before: str = ""
) -> Maker:
    """A TMX file of one unit with this inside."""
    header = '<header srclang="zh" segtype="sentence" adminlang="en" datatype="x" o-tmf="x"/>'
    return text_file(
        name,
        f'<?xml version="1.0"?>{before}<tmx version="1.4">{header}<body><tu>{unit}</tu>{behind}'
        "</body></tmx>",
    )


def tuv(lang: str, text: str) -> str:
    return f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>'


def xliff(unit: str, name: str = "a.xlf") -> Maker:
    return text_file(
        name,
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
        'source-language="zh" target-language="en" datatype="x"><body>'
        f"{unit}</body></file></xliff>",
    )


def xliff2(unit: str) -> Maker:
    return text_file(
        "a.xlf",
        '<xliff version="2.0" srcLang="zh" trgLang="en" '
        f'xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">{unit}</file></xliff>',
    )


# -- packages ----------------------------------------------------------------------------------


def zipped(name: str, parts: dict[str, str]) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        with zipfile.ZipFile(
            path, "w", zipfile.ZIP_DEFLATED, compresslevel=9
        ) as archive:
            for part, text in parts.items():
                archive.writestr(part, text)
        return path

    return make


def noise(size: int) -> str:
    """So many signs that no packer makes smaller by more than half, the same each time."""
    return random.Random(size).randbytes(size // 2).hex()


def filler(text: str) -> str:
    """Noise that keeps a part with such a text from being refused for its ratio alone."""
    return noise(len(text) // 80)


def docx(
    body: str, name: str = "a.en.docx", *, dense: bool = False, **others: str
) -> Maker:
    """A DOCX with this body; *others* are further parts (styles, numbering, footnotes).

    Unless it is to be *dense*, noise keeps it from being refused for its ratio alone.
    """
    kinds = {"document": "officeDocument"}
    relations = "".join(
        f'<Relationship Id="r{part}" Type="{R}/{kinds.get(part, part)}" Target="{part}.xml"/>'
        for part in others
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{P}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{P}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:mc="urn:mc" xmlns:v="urn:v">'
        f"<w:body>{body}</w:body><!--{'' if dense else filler(body)}--></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{P}/relationships">{relations}'
        "</Relationships>",
    }
    for part, text in others.items():
        xml = f'<w:{part} xmlns:w="{W}">{text}<!--{filler(text)}--></w:{part}>'
        parts[f"word/{part}.xml"] = xml
    return zipped(name, parts)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(
    rows: str, *, strings: str = "", styles: str = "", sheets: int = 1
) -> Maker:
    """A workbook whose sheets all are one part with these rows, and noise as `docx` has it."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{what}+xml"/>'
        for part, what in (
            ("workbook", "sheet.main"),
            ("sheet1", "worksheet"),
            ("strings", "sharedStrings"),
            ("styles", "styles"),
        )
    )
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>'
        for n in range(1, sheets + 1)
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{R}/{what}" Target="{part}.xml"/>'
        for number, (what, part) in enumerate(
            (
                ("worksheet", "sheet1"),
                ("sharedStrings", "strings"),
                ("styles", "styles"),
            ),
            1,
        )
    )
    head = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>zh</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>en</t></is></c></row>'
    )
    return zipped(
        "a.xlsx",
        {
            "[Content_Types].xml": f'<Types xmlns="{P}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{overrides}</Types>",
            "_rels/.rels": f'<Relationships xmlns="{P}/relationships"><Relationship Id="r1" '
            f'Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets>'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{P}/relationships">'
            f"{relations}</Relationships>",
            "xl/strings.xml": f'<sst xmlns="{S}">{strings}<!--{filler(strings)}--></sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}<!--{filler(styles)}-->'
            "</styleSheet>",
            "xl/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData>{head}{rows}</sheetData>'
            f"<!--{filler(rows)}--></worksheet>",
        },
    )


def lying_zip(folder: Path) -> Path:
    """A package one of whose parts is said to be small and is not."""
    path = docx(paragraph("a" * 300_000))(folder)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size
    path.write_bytes(
        data.replace(size.to_bytes(4, "little"), (50).to_bytes(4, "little"))
    )
    return path


def many_entries(folder: Path) -> Path:
    """A package of 60,000 empty parts."""
    path = docx(paragraph("text"))(folder)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(60_000):
            archive.writestr(f"{number}", b"")
    return path


# -- PDF ---------------------------------------------------------------------------------------


def pdf(*objects: bytes) -> Maker:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
    )
    return bytes_file("a.en.pdf", data)


def pdf_page(content: bytes, resources: bytes = b"", *others: bytes) -> Maker:
    """A PDF of one page with this content, packed."""
    packed = zlib.compress(content, 9)
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<"
        b"/Font<</F 5 0 R>>%s>>>>" % resources,
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
        % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *others,
    )


# -- Parquet, SQLite ---------------------------------------------------------------------------


def parquet(
    columns: Callable[[], dict[str, object]], **options: object
) -> Maker:
    """A Parquet file of columns of pyarrow."""

    def make(folder: Path) -> Path:
        import pyarrow as pa
        from pyarrow import parquet as pq

        path = folder / "a.parquet"
        pq.write_table(pa.table(columns()), path, compression="zstd", **options)
        return path

    return make


def one_text(zh: str, rows: int) -> dict[str, object]:
    """One long text in every row."""
    import pyarrow as pa

    index = pa.array([0] * rows, pa.int32())
    return {
        "zh": pa.DictionaryArray.from_arrays(index, [zh]),
        "en": pa.DictionaryArray.from_arrays(index, ["tax"]),
    }


def no_text(rows: int) -> dict[str, object]:
    import pyarrow as pa

    return {
        "zh": pa.nulls(rows, pa.string()),
        "en": pa.nulls(rows, pa.string()),
    }


def wide(columns: int) -> dict[str, object]:
    texts: dict[str, object] = {"zh": ["税"], "en": ["tax"]}
    return texts | {f"c{number}": ["x"] for number in range(columns)}


def sqlite(*statements: str, name: str = "a.sqlite") -> Maker:
    """An index of ours after some statements."""

    def make(folder: Path) -> Path:
        from nqpterms.matching.index_tables import build
        from nqpterms.model.termbase import Concept, Term

        path = folder / name
        build([Concept("tax", (Term("税", "zh"), Term("tax", "en")))], path)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path

    return make


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"


def view_for(table: str, columns: str) -> tuple[str, str]:
    """Statements that put an endless view in the place of a table."""
    return (
        f"DROP TABLE {table}",
        f"CREATE VIEW {table} AS {ENDLESS} SELECT {columns} FROM n",
    )


# -- glossaries, bitexts -----------------------------------------------------------------------


def glossary(*rows: tuple[str, str]) -> Maker:
    lines = ["zh\ten", *(f"{zh}\t{en}" for zh, en in rows)]
    return text_file("g.tsv", "\n".join(lines) + "\n")


def jsonl(*lines: str) -> Maker:
    return text_file("a.jsonl", "\n".join(lines) + "\n")


def pair(zh: str, en: str, **more: object) -> str:
    return json.dumps({"zh": zh, "en": en, **more}, ensure_ascii=False)
