"""The first fence: triggers by which both databases refuse to change, delete or number wrongly a journal row."""

TABLES = ("ledger_entry", "ledger_opening", "ledger_head")

_SQLITE_REFUSE = """
CREATE TRIGGER {table}_no_{verb_lower} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the journal is never changed: {verb} on {table} refused'); END
"""

_SQLITE_DENSE = """
CREATE TRIGGER ledger_entry_dense BEFORE INSERT ON ledger_entry
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM ledger_entry)
BEGIN SELECT RAISE(ABORT, 'journal entries are numbered without gaps'); END
"""

_SQLITE_ONCE = """
CREATE TRIGGER {table}_once BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, 'the journal is never changed: REPLACE on {table} refused'); END
"""

_POSTGRES_REFUSE_FUNCTION = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is never changed: % on % refused', TG_OP, TG_TABLE_NAME; END $$
"""

_POSTGRES_REFUSE = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
"""

_POSTGRES_DENSE_FUNCTION = """
CREATE FUNCTION ledger_dense() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lowest bigint; highest bigint; added bigint; before bigint;
BEGIN
  SELECT min(number), max(number), count(*) INTO lowest, highest, added FROM inserted;
  IF added = 0 THEN RETURN NULL; END IF;
  SELECT coalesce(max(number), 0) INTO before FROM ledger_entry WHERE number < lowest;
  IF lowest <> before + 1 OR highest <> before + added
     OR highest <> (SELECT max(number) FROM ledger_entry) THEN
    RAISE EXCEPTION 'journal entries are numbered without gaps';
  END IF;
  RETURN NULL;
END $$
"""

_POSTGRES_DENSE = """
CREATE TRIGGER ledger_entry_dense AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger_dense()
"""


def statements(vendor: str) -> list[str]:
    """Return the SQL that raises the fence on "sqlite" or "postgresql"."""
    if vendor == "postgresql":
        refusals = [_POSTGRES_REFUSE.format(table=table) for table in TABLES]
        return [_POSTGRES_REFUSE_FUNCTION, *refusals, _POSTGRES_DENSE_FUNCTION, _POSTGRES_DENSE]
    refusals = [
        _SQLITE_REFUSE.format(table=table, verb=verb, verb_lower=verb.lower())
        for table in TABLES
        for verb in ("UPDATE", "DELETE")
    ]
    once = [
        _SQLITE_ONCE.format(table=table, key=key)
        for table, key in (("ledger_opening", "number"), ("ledger_head", "size"))
    ]
    return [*refusals, _SQLITE_DENSE, *once]
