"""What an editor asks for while somebody writes: findings, cards, fixes, completions.

    text ──EditorDraft──▶ check_draft, in another process ──CheckedDraft──▶ marks, answers

`language_server` alone knows the protocol's library; the other files are plain functions.
"""
