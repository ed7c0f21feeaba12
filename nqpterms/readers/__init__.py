"""Files to Documents: plain text, Markdown, HTML; one language, or a page with both."""

from nqpterms.readers.notemarks import NoteMark, note_marks
from nqpterms.readers.reading import TYPES, read, read_page, read_page_text, read_text

__all__ = [
    "read",
    "read_page",
    "read_text",
    "read_page_text",
    "TYPES",
    "NoteMark",
    "note_marks",
]
