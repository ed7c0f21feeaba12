"""Bytes and text: opening, encodings, XML, packages. Nothing here knows of terms."""
