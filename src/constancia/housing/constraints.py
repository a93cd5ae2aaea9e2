"""The last fence against sleeping in two places at once: database constraints on placements, on both engines."""

_POSTGRES = """
ALTER TABLE housing_placement ADD CONSTRAINT housing_one_cell_at_a_time EXCLUDE USING gist (
    person WITH =, tstzrange(since, until) WITH &&
)
"""

_SQLITE = """
CREATE TRIGGER housing_one_cell_at_a_time BEFORE INSERT ON housing_placement
WHEN EXISTS (
    SELECT 1 FROM housing_placement c
    WHERE c.person = NEW.person
      AND (NEW.until IS NULL OR c.since < NEW.until) AND (c.until IS NULL OR NEW.since < c.until)
)
BEGIN SELECT RAISE(ABORT, 'a person cannot sleep in two places at once'); END
"""


def statements(vendor: str) -> list[str]:
    """Return the SQL for "sqlite" or "postgresql" (which needs the contributed module btree_gist)."""
    if vendor == "postgresql":
        return ["CREATE EXTENSION IF NOT EXISTS btree_gist", _POSTGRES]
    return [_SQLITE]
