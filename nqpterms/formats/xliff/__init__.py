"""XLIFF 1.2 (OASIS 2008) and 2.0/2.1 (ISO 21720), read as Segments and written back."""

from nqpterms.formats.xliff.reading import load
from nqpterms.formats.xliff.writing import dump

__all__ = ["load", "dump"]
