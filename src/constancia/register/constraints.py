"""The last fence against two places at once: database constraints on recorded custody, on both engines."""

_POSTGRES = """
ALTER TABLE register_custody ADD CONSTRAINT register_one_place_at_a_time EXCLUDE USING gist (
    person WITH =, tstzrange(since, until) WITH &&
) WHERE (evidence = 'recorded' AND known_until IS NULL)
"""

_SQLITE = """
CREATE TRIGGER register_one_place_at_a_time BEFORE INSERT ON register_custody
WHEN NEW.evidence = 'recorded' AND NEW.known_until IS NULL AND EXISTS (
    SELECT 1 FROM register_custody c
    WHERE c.person = NEW.person AND c.evidence = 'recorded' AND c.known_until IS NULL
      AND (NEW.until IS NULL OR c.since < NEW.until) AND (c.until IS NULL OR NEW.since < c.until)
)
BEGIN SELECT RAISE(ABORT, 'a person cannot be in two places at once'); END
"""


def statements(vendor: str) -> list[str]:
    """Return the SQL for "sqlite" or "postgresql" (which needs the contributed module btree_gist)."""
    if vendor == "postgresql":
        return ["CREATE EXTENSION IF NOT EXISTS btree_gist", _POSTGRES]
    return [_SQLITE]
