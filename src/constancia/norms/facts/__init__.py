"""The facts that norms judge: named tables with typed columns, loaded strictly, asked as known at a moment. Pure."""
