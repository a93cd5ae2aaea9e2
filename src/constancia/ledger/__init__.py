"""The journal: the only place where facts are written, each numbered, chained, committed to and never changed."""
