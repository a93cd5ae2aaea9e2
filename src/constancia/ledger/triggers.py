"""The first fence: triggers by which both databases refuse to change, delete or number wrongly a journal row."""

import re
from typing import Any

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
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'the journal is never changed: REPLACE on {table} refused'); END
"""

_ONCE = {
    "ledger_entry": "subject = NEW.subject AND subject_seq = NEW.subject_seq",
    "ledger_opening": "number = NEW.number",
    "ledger_head": "size = NEW.size",
}
"""What may not repeat: without this, INSERT OR REPLACE would take the older row away and fire no trigger."""

_POSTGRES_REFUSE_FUNCTION = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is never changed: % on % refused', TG_OP, TG_TABLE_NAME; END $$
"""

_POSTGRES_REFUSE = """
CREATE TRIGGER {table}_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON {table}
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
    once = [_SQLITE_ONCE.format(table=table, same=same) for table, same in _ONCE.items()]
    return [*refusals, _SQLITE_DENSE, *once]


def not_in_force(connection: Any) -> list[str]:
    """Return the names of those triggers and functions that the store lacks, has switched off or has in other words."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES_FENCE if connection.vendor == "postgresql" else _SQLITE_FENCE)
        found = {name: _words(text) for name, text in cursor.fetchall()}
    wanted = {name: _words(text) for name, text in map(_kept, statements(connection.vendor))}
    return sorted(name for name, text in wanted.items() if found.get(name) != text)


_SQLITE_FENCE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

_POSTGRES_FENCE = """
SELECT tgname, replace(pg_get_triggerdef(oid), ' ON ' || current_schema || '.', ' ON ') FROM pg_trigger
WHERE tgenabled IN ('O', 'A') AND tgrelid IN ('ledger_entry'::regclass, 'ledger_opening'::regclass, 'ledger_head'::regclass)
UNION ALL
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema::regnamespace
"""

_NAME = re.compile(r"CREATE (TRIGGER|FUNCTION) (\w+)")


def _kept(statement: str) -> tuple[str, str]:
    """Return the name of what a statement makes, and the text of it that a database keeps: of a function its body."""
    kind, name = _NAME.search(statement).groups()  # type: ignore[union-attr]
    return name, statement.split("$$")[1] if kind == "FUNCTION" else statement


def _words(text: str) -> str:
    """Return a text with single blanks, as databases may keep it with others."""
    return " ".join(text.split())
