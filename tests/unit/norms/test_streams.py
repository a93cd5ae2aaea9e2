"""The interval rules over a log, against the same said slowly and plainly, event by event."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from constancia.norms import streams

HOURS = 24 * 40
END = HOURS * 3600
EVENTS = st.lists(
    st.tuples(st.sampled_from([0, 1, 7, 70_000]), st.integers(0, END - 1), st.integers(0, 3), st.booleans()),
    min_size=1,
    max_size=40,
)


def spans(events):
    """Yield (person, since, until, place, present), person by person in order of time."""
    by_person = defaultdict(list)
    for number, (person, at, place, present) in enumerate(events):
        by_person[person].append((at, number, place, present))
    for person, mine in sorted(by_person.items()):
        mine.sort()
        for (at, _, place, present), following in zip(mine, [*mine[1:], None], strict=True):
            yield person, at, following[0] if following else END, place, present


def arrays(events):
    person, at, place, present = (np.array(each) for each in zip(*events, strict=True))
    rows = streams.intervals(person, at, END)
    return rows, place[rows.order], present[rows.order]


@given(EVENTS, st.booleans())
def test_intervals_stand_between_the_events_of_a_person(events, in_order):
    events = sorted(events, key=lambda each: each[1]) if in_order else events
    rows, place, present = arrays(events)
    found = list(zip(rows.person, rows.since, rows.until, place, present, strict=True))
    assert found == list(spans(events))


@given(EVENTS, st.integers(0, 10 * 86_400))
def test_spells_bridge_gaps_up_to_a_length(events, gap):
    rows, place, _ = arrays(events)
    runs = []
    for person, since, until, where, _ in spans(events):
        if where == 2 and since < until:
            if runs and runs[-1][0] == person and since - runs[-1][2] <= gap:
                runs[-1] = (person, runs[-1][1], until)
            else:
                runs.append((person, since, until))
    found = streams.spells(rows, place == 2, gap)
    assert list(zip(*found, strict=True)) == runs
    over = [until - since - 5 * 86_400 for _, since, until in runs if until - since > 5 * 86_400]
    assert streams.excess(found[1], found[2], 5 * 86_400) == (len(over), sum(over))


@given(EVENTS)
def test_occupancy_counts_who_is_there_at_each_mark(events):
    rows, place, present = arrays(events)
    found = streams.occupancy(rows, place, present, 0, HOURS, 3)
    for hour in (0, 1, HOURS // 2, HOURS - 1):
        there = [where for _, since, until, where, counts in spans(events) if counts and since <= hour * 3600 < until]
        assert [there.count(each) for each in (1, 2, 3)] == found[:, hour].tolist()


@given(EVENTS)
def test_a_day_counts_once_for_a_person_however_short_the_stay(events):
    rows, _, present = arrays(events)
    _, first, last = streams.days_present(rows, present, -6 * 3600)
    wanted = {
        (person, day)
        for person, since, until, _, counts in spans(events)
        if counts and since < until
        for day in range((since - 21_600) // 86_400, (until - 1 - 21_600) // 86_400 + 1)
    }
    assert int((last - first + 1).sum()) == len(wanted)
