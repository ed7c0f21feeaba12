"""A folder of texts and glossaries as pages in a browser on the same machine.

    browser ──guard──▶ review_app ──▶ a page: Visit ──▶ PageAnswer
                                        │
                        ReviewDesk ─────┤  ReviewFolder: the files, and the Project they make
                                        └  Clerk: the process that reads and checks

`guard` lets in who has the token and nothing that another site sends. A page is a row of
`review_app.PAGES`: plain functions from a `Visit` to a `PageAnswer`, which know nothing of HTTP.
Everything that they do can be done by command as well; what is decided stands in the same files.
"""
