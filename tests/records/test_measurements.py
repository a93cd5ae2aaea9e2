"""Measurements from files and from devices: kept as sent, what is impossible marked, nothing told twice, nothing lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from constancia.core.refusals import Refused
from constancia.standards.actions import devices, readings
from constancia.standards.facts.readings import measurements
from constancia.standards.files.measurements import import_measurements
from constancia.standards.models import Arrival, Device, Reading
from tests.records.conftest import ANA, IVO, ZONE, World

TODAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def opener(world: World) -> Any:
    def open_device(code: str, step: timedelta) -> None:
        same: dict[str, Any] = {"by": ANA, "at": world.now, "now": world.now, "facility": "F1"}
        devices.open_device(**same, device=code, cell=code, stands_for=int(step.total_seconds()))

    return open_device


def read(world: World, *paths: Path, **changes: Any) -> Any:
    values: dict[str, Any] = {"by": ANA, "paths": paths, "facility": "F1", "zone": ZONE, "clock": lambda: world.now}
    return import_measurements(**{**values, "enter_device": opener(world), **changes})


def written(folder: Path, *rows: str, header: str = "timestamp,co2,temperature", name: str = "B-1.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def column(done: Any, kind: str) -> Any:
    return next(each for file in done.files for each in file.columns if each.kind == kind)


def test_a_reading_that_cannot_be_is_kept_and_set_aside(world: World, tmp_path: Path) -> None:
    done = read(world, written(tmp_path, "2026-02-01 10:00,420,24.5", "2026-02-01 10:01,310,394.2"))
    assert (done.new_readings, done.rejects) == (4, [])
    assert [(each.kind, each.implausible, each.doubtful) for each in done.files[0].columns] == [
        ("co2", 1, False),
        ("temperature", 1, False),
    ]
    assert sorted(Reading.objects.filter(plausible=False).values_list("kind", "value")) == [
        ("co2", 310 * 10**9),
        ("temperature", 394_200_000_000),
    ]


def test_exchanged_columns_are_told(world: World, tmp_path: Path) -> None:
    rows = [f"2026-02-01 10:0{minute},24.5,52{minute}" for minute in range(9)]
    done = read(world, written(tmp_path, *rows))
    assert [each.doubtful for each in done.files[0].columns] == [True, True]
    assert Reading.objects.filter(plausible=True).count() == 0


def test_columns_in_another_order_and_unknown_ones(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, "24.5,1,2026-02-01 10:00,420", header="temperature,pir,timestamp,co2")
    done = read(world, path)
    assert done.files[0].ignored == ("pir",)
    assert column(done, "co2").lowest == "420"


def test_the_same_file_adds_nothing_and_another_figure_is_rejected(world: World, tmp_path: Path) -> None:
    first = written(tmp_path, "2026-02-01 10:00,420,24.5", "", "2026-02-01 10:01,421,24.5", "2026-02-01 10:01,,24.5")
    done = read(world, first)
    assert sorted((each.row, each.reason) for each in done.rejects) == [(3, "blank_row"), (5, "repeated")]
    again = read(world, first)
    assert (again.new_entries, again.new_readings, again.known_readings) == (0, 0, 4)
    other = read(world, written(tmp_path, "2026-02-01 10:00,999,24.5"))
    assert [(each.row, each.field, each.reason) for each in other.rejects] == [(2, "co2", "another_reading")]
    assert Reading.objects.count() == 4


def test_what_cannot_be_read_is_named_by_row_and_field(world: World, tmp_path: Path) -> None:
    done = read(
        world,
        written(tmp_path, "ayer,1,2", "2026-02-01 10:00,mucho,3", "2027-01-01 10:00,400,4", "2026-02-01 10:05,1,2,3"),
    )
    assert sorted((each.row, each.field, each.reason) for each in done.rejects) == [
        (2, "timestamp", "bad_moment"),
        (3, "co2", "bad_figure"),
        (4, "at", "future_day"),
        (4, "at", "future_day"),
        (5, "", "ragged"),
    ]


def test_an_hour_that_comes_twice_or_never(world: World, tmp_path: Path) -> None:
    from constancia.register.actions import open_facility

    place = "America/New_York"
    open_facility(by=ANA, at=world.now, now=world.now, code="NY", name="NY", zone=place, authority="A")
    rows = ("2025-11-02 01:30,400,20", "2025-03-09 02:30,401,20", "2025-11-02 03:30,402,20")
    same: dict[str, Any] = {"by": ANA, "at": world.now, "now": world.now, "facility": "NY"}
    devices.open_device(**same, device="B-1", stands_for=60)
    done = read(world, written(tmp_path, *rows), facility="NY", zone=place)
    assert [(each.row, each.reason) for each in done.rejects] == [(3, "no_such_hour")]
    assert done.files[0].ambiguous == 1


def test_a_file_of_an_unknown_device_is_refused_without_one_to_open_it(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"standards\.unknown_device"):
        read(world, written(tmp_path, "2026-02-01 10:00,420,24.5"), enter_device=None)
    with pytest.raises(Refused, match=r"core\.not_permitted"):
        read(world, written(tmp_path, "2026-02-01 10:00,420,24.5"), by=IVO)


# ---------------------------------------------------------------- devices that post


def device(world: World) -> Device:
    opener(world)("S-1", timedelta(minutes=1))
    return Device.objects.get(id="S-1")


def sent(world: World, minute: int, value: str, kind: str = "co2") -> readings.Sent:
    return readings.Sent(kind, world.now - timedelta(hours=2) + timedelta(minutes=minute), value)


def test_replays_and_out_of_order_posts_change_nothing(world: World) -> None:
    made = device(world)
    posts = [[sent(world, at, str(400 + at))] for at in (5, 1, 3, 2, 4, 0)]
    for post in [*posts, *reversed(posts)]:
        readings.take_in(device=made, sent=post, now=world.now)
    assert Arrival.objects.count() == 6
    assert readings.gather(by=ANA, now=world.now) == 1
    for post in posts:
        assert readings.take_in(device=made, sent=post, now=world.now) == readings.Taken(0, 1)
    assert readings.gather(by=ANA, now=world.now) == 0
    values = list(Reading.objects.order_by("at").values_list("value", flat=True))
    assert values == [(400 + at) * 10**9 for at in range(6)]


def test_another_figure_for_a_moment_already_told_is_refused_whole(world: World) -> None:
    made = device(world)
    readings.take_in(device=made, sent=[sent(world, 0, "400")], now=world.now)
    for _ in range(2):
        with pytest.raises(Refused, match=r"standards\.other_reading"):
            readings.take_in(device=made, sent=[sent(world, 1, "401"), sent(world, 0, "999")], now=world.now)
        readings.gather(by=ANA, now=world.now)
    assert Reading.objects.count() == 1
    assert readings.take_in(device=made, sent=[sent(world, 0, "400.000")], now=world.now) == readings.Taken(0, 1)


def test_a_reading_journaled_while_it_was_posted_again_is_dropped_from_what_waits(world: World) -> None:
    made = device(world)
    readings.take_in(device=made, sent=[sent(world, 0, "400")], now=world.now)
    readings.gather(by=ANA, now=world.now)
    late = sent(world, 0, "400")
    Arrival.objects.create(device="S-1", kind="co2", at=late.at, value="400", arrived_at=world.now)
    assert readings.gather(by=ANA, now=world.now) == 0
    assert (Arrival.objects.count(), Reading.objects.count()) == (0, 1)


def test_a_token_opens_one_device_until_it_is_replaced_or_the_device_retired(world: World) -> None:
    device(world)
    first = devices.make_device_token(by=ANA, now=world.now, device="S-1")
    assert readings.require_device(first).id == "S-1"
    second = devices.make_device_token(by=ANA, now=world.now, device="S-1")
    for forged in (first, "", "cd_x", second[:-1]):
        with pytest.raises(Refused, match=r"standards\.unknown_device"):
            readings.require_device(forged)
    devices.retire_device(by=ANA, at=world.now, now=world.now, device="S-1", reason="Roto")
    with pytest.raises(Refused, match=r"standards\.unknown_device"):
        readings.require_device(second)


def test_a_reading_stands_until_the_next_and_no_longer_than_it_may(world: World) -> None:
    made = device(world)
    post = [sent(world, 0, "400"), sent(world, 1, "401"), sent(world, 10, "402")]
    readings.take_in(device=made, sent=post, now=world.now)
    readings.gather(by=ANA, now=world.now)
    found = measurements("F1")
    assert found is not None
    lengths = ((found["until"] - found["since"]) / 60_000_000).to_list()
    assert lengths == [1.0, 1.0, 1.0]
    assert found["calibrated"].to_list() == [None, None, None]
    begins = post[1].at
    devices.calibrate(
        by=ANA,
        at=begins,
        now=world.now,
        device="S-1",
        kind="co2",
        valid_until=begins + timedelta(minutes=5),
        checked_by="Laboratorio",
    )
    after = measurements("F1")
    assert after is not None
    assert after["calibrated"].to_list() == [False, True, False]


@pytest.mark.parametrize(
    ("post", "code"),
    [
        ([], "standards.too_many_readings"),
        ([("co2", 0, "400")] * 1001, "standards.too_many_readings"),
        ([("smell", 0, "4")], "standards.not_measured"),
        ([("co2", 0, "NaN")], "standards.bad_number"),
        ([("co2", 0, "1e999999")], "standards.bad_number"),
        ([("co2", 500, "400")], "register.in_future"),
    ],
)
def test_a_post_that_cannot_be_is_refused(world: World, post: list[Any], code: str) -> None:
    made = device(world)
    with pytest.raises(Refused) as refused:
        readings.take_in(device=made, sent=[sent(world, at, value, kind) for kind, at, value in post], now=world.now)
    assert {each.code for each in refused.value.refusals} == {code}
    assert not Arrival.objects.exists()


# ---------------------------------------------------------------- real files


@pytest.mark.real_data
def test_one_office(world: World, real_data: Path) -> None:
    done = read(world, real_data / "uci_occupancy_train.csv", real_data / "uci_occupancy_test1.csv")
    assert sorted(done.short_headers) == ["uci_occupancy_test1.csv", "uci_occupancy_train.csv"]
    assert sorted(each.rows for each in done.files) == [2665, 8143]
    assert done.files[0].ignored == ("humidityratio", "occupancy")
    over = {
        each: Reading.objects.filter(device=each, kind="co2", value__gt=1000 * 10**9).count()
        for each in Device.objects.values_list("id", flat=True)
    }
    assert over == {"uci_occupancy_train": 974, "uci_occupancy_test1": 595}
    assert done.rejects == []


@pytest.mark.real_data
def test_sixteen_rooms(world: World, real_data: Path) -> None:
    done = read(world, real_data / "keti_16_rooms.tar.xz")
    assert (len(done.files), sum(each.rows for each in done.files), done.rejects) == (16, 173710, [])
    assert {each.ignored for each in done.files} == {("pir",)}
    assert sum(each.other_steps for each in done.files) == 22
    assert max(each.longest_step for each in done.files) == timedelta(seconds=19080)
    co2 = Reading.objects.filter(kind="co2")
    assert (co2.filter(value__gt=1000 * 10**9).count(), co2.filter(plausible=False).count()) == (208, 28496)
    hot = Reading.objects.filter(kind="temperature", plausible=False)
    assert {(each.device, round(each.value / 10**9, 1)) for each in hot} >= {("419", 394.2)}
    again = read(world, real_data / "keti_16_rooms.tar.xz")
    assert (again.new_readings, again.new_entries) == (0, 0)
