"""Pages of cells, moves, plans and roll calls."""
