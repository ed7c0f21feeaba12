"""Which decisions a file asks for: a part of a Word document that no reader sees.

    records ──asked_xml──▶ the bytes of a custom XML part ──load_asked──▶ records

Word, LibreOffice and python-docx keep such a part as it is (ISO/IEC 29500-1, 15.2.5). A comment is
tied to its record by its number, which stands in its initials: Word counts ids and texts anew.
"""

from __future__ import annotations

from contextlib import suppress

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.office.packages import Package
from nqpterms.files.xml import Element, escape
from nqpterms.formats.results.decision_words import standing_words
from nqpterms.model.findings import Finding
from nqpterms.project.finding_records import FindingRecord, record_of

ASKED = "urn:nqpterms:decisions"
"""The namespace of the records."""
PROPERTIES_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem '
    'ds:itemID="{8B6C1C70-6E1D-5B0A-9F43-2D6E7A1F0C21}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{ASKED}"/></ds:schemaRefs></ds:datastoreItem>'
).encode()
"""What describes the part; LibreOffice drops one without."""
PROPERTIES_TYPE = (
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
)
_FIELDS = ("fingerprint", "code", "concept", "source_term", "matched", "file")


class AskedDecision(Struct, frozen=True):
    """A decision that a document asks for: its number there, and the finding.

    `rendering` is what would be admitted.
    """

    number: int
    record: FindingRecord
    rendering: str = ""


def asked_of(number: int, finding: Finding) -> AskedDecision:
    """A finding as a decision with a number."""
    return AskedDecision(number, record_of(finding), standing_words(finding))


def asked_xml(decisions: list[AskedDecision]) -> bytes:
    """The records as an XML part."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<decisions xmlns="{ASKED}">',
    ]
    for one in decisions:
        values = {name: getattr(one.record, name) for name in _FIELDS}
        values["rendering"] = one.rendering
        spelt = "".join(
            f' {name}="{escape(value)}"'
            for name, value in values.items()
            if value
        )
        lines.append(f'<decision number="{one.number}"{spelt}/>')
    return "\n".join([*lines, "</decisions>", ""]).encode()


def load_asked(root: Element) -> list[AskedDecision]:
    """The records of a part."""
    decisions = []
    for element in root.iter(f"{{{ASKED}}}decision"):
        record = FindingRecord(
            **{name: element.get(name, "") for name in _FIELDS}
        )
        number = element.get("number", "")
        if number.isdecimal() and record.fingerprint:
            decisions.append(
                AskedDecision(int(number), record, element.get("rendering", ""))
            )
    return decisions


def asked_part(package: Package) -> str | None:
    """The part of a package that holds the records; None where it has none."""
    for name in package.names:
        is_custom = name.startswith("customXml/") and name.endswith(".xml")
        if not is_custom or "/_rels/" in name:
            continue
        with suppress(
            FormatError
        ):  # what others keep there need not be for us to read
            if package.root(name).tag == f"{{{ASKED}}}decisions":
                return name
    return None
