"""What a translation should be told, one function a code."""
