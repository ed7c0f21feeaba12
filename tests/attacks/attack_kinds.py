"""What an attack is, and the commands to which its file is given."""

from __future__ import annotations

from typing import NamedTuple

from hostile_files import Maker

CHECK = ("check", "FILE", "-g", "GLOSSARY", "-q")
LOOK_UP = ("lookup", "-g", "FILE", "tax")
VALIDATE = ("validate", "FILE")
CONVERT = ("convert", "FILE", "OUT.tsv")
WITH_TERMS = ("check", "TEXT", "-g", "FILE", "-q")
FIX = ("check", "FILE", "-g", "GLOSSARY", "-q", "--fix")
EXTRACT = ("extract", "FILE", "-q")
ANNOTATE = ("annotate", "FILE", "-g", "GLOSSARY")


class Attack(NamedTuple):
    """What makes the file, the words with which it is refused, and the command.

    "" says that it is read as what it is.
    """

    make: Maker
    refused: str = ""
    command: tuple[str, ...] = CHECK
