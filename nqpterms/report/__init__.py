"""The report: one self-contained HTML file.

`page` makes that of a pair or of one text, `comparison` those of several texts and of many years;
`parts` and `cells` make the text on them, `uses`, `strips` and `alignment_figures` the pictures,
`frame` what is around.
"""
