"""Path to Document, for every format people have.

file ──plain, markdown, html, docx, pdf──▶ Blocks ──outline──▶ Document

`reading` has a row for each kind of document and the functions that other rooms call. A format
gives `text_blocks`; `bilingual` separates the languages of a page; `outline` makes the
Document, asking `contents_page`, `note_lists` and `headings`, which judge a line by its
`line_shape`.
"""
