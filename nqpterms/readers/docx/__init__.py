"""DOCX (ISO/IEC 29500, transitional and strict) to blocks, by its paragraphs and their styles."""
