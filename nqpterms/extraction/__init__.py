"""From aligned segments to proposed terms with their renderings."""
