"""stub"""

from nqpterms.readers.blocks import Block, Source


def html_blocks(source: Source) -> list[Block]:
    return []
