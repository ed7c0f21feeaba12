"""PDF with a text layer to blocks: `pdf_document` has the glyphs, then rows and paragraphs come."""
