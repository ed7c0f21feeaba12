"""All knowledge of the two languages: script, words, sentences, numerals, folding.

`normal_form` is how texts are compared; `chinese` and `english` have words, `segmenter` cuts
Chinese ones, `pinyin` and `spelling` know how a word is read and spelled; `sentences` splits a text
and `numbers` reads figures in both languages.
"""
