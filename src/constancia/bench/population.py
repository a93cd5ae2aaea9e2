"""Any day out of ten million person-days: against reading all of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random

from constancia.bench.results import Ratio, Scratch, Skipped, taken

PERSON_DAYS = 10_000_000
FIRST, DAYS = date(2020, 1, 1), 1460
LONGEST_STAY = 400
ASKED = 40


def run(_scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Fill the register's own table of custody with generated stays, then ask for days at random.

    The spans are written as a posting would write them, without journal entries behind them: what is measured is reading.
    The full scan reads the same custody as one row per person and day, in the same store.
    """
    spans = list(_spans(Random(1)))
    _write(spans)
    asked = [FIRST + timedelta(days=Random(2).randrange(DAYS)) for _ in range(ASKED)]
    one = _seconds_per_question(asked)
    scan = _full_scan(spans)
    yield Ratio("one day", one * 1e3, scan * 1e3, "a full scan of ten million person-days", "ms", at_most=1 / 20)


def _spans(dice: Random) -> Iterator[tuple[str, int, int]]:
    """Yield stays (person, first day, last day) that amount to `PERSON_DAYS`, in random order of beginning."""
    total, number = 0, 0
    while total < PERSON_DAYS:
        length = min(1 + int(dice.expovariate(1 / 120)), LONGEST_STAY)
        first = dice.randrange(DAYS - length)
        yield f"P-{number}", first, first + length
        total, number = total + length, number + 1


def _write(spans: list[tuple[str, int, int]]) -> None:
    from django.db import transaction

    from constancia.ledger.rows import insert_rows

    insert_rows("register_facility", ("code", "name", "zone", "authority", "entry"), [("F1", "F1", "UTC", "x", 1)])
    columns = (
        "person", "stay", "facility", "state", "evidence", "since", "until", "rows", "status", "sex", "age", "entry",
        "ended_by", "known_from", "end_known_from", "known_until",
    )  # fmt: skip
    start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    rows = (
        (
            person, f"S-{number}", "F1", "held", "recorded", start + timedelta(days=first), start + timedelta(days=last), 1,
            "sentenced", "M", None, number, number, number, number, None,
        )
        for number, (person, first, last) in enumerate(spans, start=1)
    )  # fmt: skip
    with transaction.atomic():
        insert_rows("register_custody", columns, rows)


def _seconds_per_question(asked: list[date]) -> float:
    from constancia.register.models import Facility
    from constancia.register.population import daily

    place = Facility.objects.get(code="F1")
    with taken() as time_taken:
        for day in asked:
            (count,) = daily(place, day, day)
            assert count.persons
    return time_taken.wall / len(asked)


def _full_scan(spans: list[tuple[str, int, int]]) -> float:
    from django.db import connection, transaction

    rows = ((person, day) for person, first, last in spans for day in range(first, last))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE person_days (person varchar(16), day integer)")
        while batch := list(islice(rows, 100_000)):
            if connection.vendor == "postgresql":
                with cursor.copy("COPY person_days FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                cursor.executemany("INSERT INTO person_days VALUES (%s, %s)", batch)
    with taken() as time_taken, connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT person) FROM person_days WHERE day = %s", [DAYS // 2])
        cursor.fetchall()
    return time_taken.wall
