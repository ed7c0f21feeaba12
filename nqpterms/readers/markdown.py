"""stub"""

from nqpterms.readers.blocks import Block, Source


def markdown_blocks(source: Source) -> list[Block]:
    return []
