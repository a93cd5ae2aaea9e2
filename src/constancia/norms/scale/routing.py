"""Which part each row goes to, as SQL that DuckDB and Spark both understand. Pure.

A record goes where its latest version belongs, all its versions with it. Subjects of one kind are spread over so many parts; a row
that is looked up goes to every part that looks it up. The names in these questions are those of our own tables and columns.
"""

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.facts.tables import tables
from constancia.norms.forms.setting import SUBJECTS
from constancia.norms.scale.asked import Asked
from constancia.norms.scale.part import KEY, PART, ROW

ROWS_A_PART = 1_000_000
"""About how many rows one part holds; what one worker has in memory at once follows from it."""


def parts_for(rows: int) -> int:
    """Return into how many parts so many rows are split."""
    return max(1, -(-rows // ROWS_A_PART))


def repeated(table: str) -> str:
    """Return the question how many records of a table stand in several versions."""
    return (
        f"SELECT count(*) AS n FROM (SELECT record FROM staged_{table} GROUP BY record HAVING count(*) > 1) AS several"
    )


def keyed(table: str, *, versions: bool) -> str:
    """Return a table's rows with the subjects that the latest version of their record names (`person_` …), and whether they are it."""
    kinds = [each for each in SUBJECTS if each in tables()[table].columns]
    if not versions:
        mine = "".join(f", {each} AS {each}_" for each in kinds)
        return f"SELECT *, TRUE AS latest_{mine} FROM staged_{table}"
    mine = "".join(f", l.{each} AS {each}_" for each in kinds)
    some = ", ".join(["record", ROW, *kinds])
    order = f"PARTITION BY record ORDER BY coalesce(recorded_at, {-ENDLESS}) DESC, {ROW} DESC"
    placed = f"SELECT {some}, row_number() OVER ({order}) AS place_ FROM staged_{table}"
    latest_of = f"SELECT {some} FROM ({placed}) AS placed WHERE place_ = 1"
    return f"SELECT t.*, t.{ROW} = l.{ROW} AS latest_{mine} FROM staged_{table} AS t JOIN ({latest_of}) AS l ON t.record = l.record"


def latest(table: str) -> str:
    """Return the latest version of every record of a table."""
    return f"SELECT {_columns(table)} FROM keyed_{table} AS t WHERE latest_"


def everywhere(table: str) -> str:
    """Return the rows of a table of facilities that every part reads."""
    return f"SELECT {_columns(table)} FROM keyed_{table} AS t WHERE facility_ IS NOT NULL"


def tables_of(asked: Asked, kind: str, given: set[str]) -> list[str]:
    """Return the tables of which rows go to parts of a kind of subject."""
    return sorted({*asked.reads(kind), *asked.reads_of_persons(kind)} & given)


def named(asked: Asked, kind: str, given: set[str], part: str) -> str:
    """Return which persons the rows of each part name; `part` is the number of the part that the subject in `{column}` goes to."""
    of = [each for each in asked.reads(kind) if each in given and "person" in tables()[each].columns]
    place = part.format(column=f"{kind}_")
    some = " UNION ALL ".join(
        f"SELECT {place} AS {PART}, person_ AS named_ FROM keyed_{each} WHERE {kind}_ IS NOT NULL AND person_ IS NOT NULL"
        for each in of
    )
    nobody = f"SELECT 0 AS {PART}, '' AS named_ WHERE FALSE"
    return f"SELECT DISTINCT {PART}, named_ FROM ({some or nobody}) AS pairs"


def routed(asked: Asked, kind: str, table: str, part: str) -> str:
    """Return the rows of a table for each part of a kind of subject: those that name its subjects, those of persons named there."""
    found, columns = [], _columns(table)
    if table in asked.reads(kind):
        place = part.format(column=f"{kind}_")
        mine = (
            f"SELECT {place} AS {PART}, {kind}_ AS {KEY}, {columns} FROM keyed_{table} AS t WHERE {kind}_ IS NOT NULL"
        )
        found.append(mine)
    if table in asked.reads_of_persons(kind):
        pairs = f"keyed_{table} AS t JOIN named_{kind} AS n ON t.person_ = n.named_"
        found.append(f"SELECT n.{PART}, CAST(NULL AS STRING) AS {KEY}, {columns} FROM {pairs}")
    return " UNION ALL ".join(found)


def _columns(table: str) -> str:
    return ", ".join(f"t.{each}" for each in (*tables()[table].columns, ROW))
