"""From the journal's tables to the fact tables that the norms judge."""
