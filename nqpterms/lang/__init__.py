"""All knowledge of the two languages: script, words, sentences, numerals, folding."""
