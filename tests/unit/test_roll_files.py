"""Hostile roll files, read without a store: each is refused by name and reason, and whatever is good beside it is read."""

import bz2
import gzip
import io
import lzma
import os
import random
import stat
import tarfile
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.register.roll import csv_files, tables
from constancia.register.roll.csv_files import table_from_csv
from constancia.register.roll.files import TextTable, Unreadable
from constancia.register.roll.files import tables as read
from constancia.register.roll.rejects import REASONS, harmless, write_rejects
from constancia.register.roll.tables import ROW, Reject, shown

HEADER = "INMATEID,ADMITTED_DT,GENDER"
ADA = "900001,2026-01-30 14:05:00,F"
GOOD = f"{HEADER}\n{ADA}\n"

Seen = tuple[list[tuple[Any, ...]], list[tuple[str, int, str, str]]]


def seen(*found: TextTable | Unreadable) -> Seen:
    """The rows that were read, and what was rejected as (file, row, field, reason)."""
    rows: list[tuple[Any, ...]] = []
    rejects: list[Reject] = []
    for each in found:
        if isinstance(each, Unreadable):
            rejects.append(each.reject)
        elif each.frame.height:
            rows += each.frame.select(ROW, "inmateid", "gender").rows()
        if isinstance(each, TextTable):
            rejects += each.rejects
    assert {each.reason for each in rejects} <= REASONS.keys()
    return rows, [(each.file, each.row, each.field, each.reason) for each in rejects]


def from_csv(data: bytes | str) -> Seen:
    return seen(table_from_csv("r.csv", data.encode() if isinstance(data, str) else data))


def under(*paths: Path) -> Seen:
    return seen(*read(paths))


def refused(name: str, reason: str, *, row: int = 0, field: str = "") -> Seen:
    return [], [(name, row, field, reason)]


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize(
    ("lines", "rows", "rejects"),
    [
        ([ADA, "2,2026-01-30 14:05:00"], [2], [(3, "", "ragged")]),
        ([ADA, "2,2026-01-30 14:05:00,F,F"], [2], [(3, "", "ragged")]),
        (["2", ADA], [3], [(2, "", "ragged")]),
        ([ADA, "", "  ", ADA], [2, 5], []),
        ([ADA, '2,"2026-01-30 14:05:00,F', ADA, ADA], [2, 4, 5], [(3, "", "quotes")]),
        ([ADA, '2,"2026,F', ADA, '3,"x,F', ADA], [2, 4, 6], [(3, "", "quotes"), (5, "", "quotes")]),
        ([ADA, '2,"2026"x,F', ADA], [2, 4], [(3, "", "quotes")]),
        ([ADA, "2,a\0b,F", ADA], [2, 4], [(3, "admitted_dt", "nul")]),
        ([ADA, "\0" * 50, ADA], [2, 4], [(3, "", "ragged")]),
        ([ADA, f"2,{'x' * 10_000_000},F", ADA], [2, 4], [(3, "admitted_dt", "too_long")]),
        ([ADA, f"{'9' * 201},2026-01-30 14:05:00,F", ADA], [2, 4], [(3, "inmateid", "too_long")]),
        ([ADA, f'2,"{"," * 5},",F', "3,x", ADA], [2, 3, 5], [(4, "", "ragged")]),
        ([ADA, "=cmd|' /C calc'!A1,2026-01-30 14:05:00,@F"], [2, 3], []),
    ],
)
def test_a_bad_line_costs_itself_only(lines: list[str], rows: list[int], rejects: list[tuple[int, str, str]]) -> None:
    kept, named = from_csv("\n".join([HEADER, *lines]) + "\n")
    assert [row for row, *_ in kept] == rows
    assert [each[1:] for each in named] == rejects


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_every_line_end_is_read(end: str, last: bool) -> None:
    text = end.join([HEADER, ADA, ADA]) + (end if last else "")
    assert from_csv(text) == ([(2, "900001", "F"), (3, "900001", "F")], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark", "utf-16-be-mark", "cp1252"])
def test_every_known_encoding_is_read(encoding: str) -> None:
    text = GOOD.replace(",F", ",AÑO –")
    mark, code = ("\ufeff", encoding[:9]) if encoding.endswith("mark") else ("", encoding)
    assert from_csv((mark + text).encode(code)) == ([(2, "900001", "AÑO –")], [])


@pytest.mark.parametrize(
    ("data", "reason", "field"),
    [
        (GOOD.encode("utf-16-le"), "missing_column", "inmateid"),
        (GOOD.encode("utf-32"), "missing_column", "inmateid"),
        (b"\xff\xfe\x00", "encoding", ""),
        (b"\xff\xfe\x00\xd8" + "a\n".encode("utf-16-le"), "encoding", ""),
        (GOOD.encode() + b"\x81", "encoding", ""),
        (b"", "missing_column", "inmateid"),
        (b"\n\n\n", "missing_column", "inmateid"),
        (b"\0" * 1000, "missing_column", "inmateid"),
        (b'"' * 100_001, "missing_column", "inmateid"),
        (b"INMATEID;ADMITTED_DT\n1;2\n", "missing_column", "inmateid"),
        (b"INMATEID,ADMITTED_DT,AGE,age \n1,2,3,4\n", "doubled_column", "age"),
        (b"INMATEID,ADMITTED_DT,rows\n1,2,3\n", "reserved_column", "rows"),
        (b"INMATEID,ADMITTED_DT,_row\n1,2,3\n", "reserved_column", "_row"),
        (b"INMATEID,ADMITTED_DT," + b",".join(b"c%d" % at for at in range(500)) + b"\n", "too_many_columns", ""),
    ],
)  # fmt: skip
def test_a_file_that_is_no_roll_is_refused_whole(data: bytes, reason: str, field: str) -> None:
    rows, ((_, row, named, why),) = from_csv(data)
    assert (rows, named, why) == ([], field, reason)
    assert row in {0, 1}


def test_a_header_without_rows_is_an_empty_roll() -> None:
    assert from_csv(HEADER) == ([], [])
    assert from_csv(HEADER + "\n") == ([], [])


def test_text_is_kept_in_one_form() -> None:
    assert from_csv(GOOD.replace(",F", ",e\u0301")) == ([(2, "900001", "\u00e9")], [])


def test_a_file_with_too_many_rows_or_too_many_bad_ones_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "MOST_REJECTS", 10)
    assert from_csv(HEADER + "\n" + "x\n" * 11) == refused("r.csv", "mostly_bad")
    monkeypatch.setattr(csv_files, "MOST_CELLS", 30)
    assert from_csv(HEADER + "\n" + f"{ADA}\n" * 11) == refused("r.csv", "too_big")


lines_of = st.lists(
    st.one_of(
        st.just(ADA),
        st.text(st.sampled_from('9,"\n\r\0 Fñ=\t'), max_size=30),
        st.lists(st.text(max_size=8), min_size=3, max_size=3).map(",".join),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(lines=lines_of)
def test_no_line_is_lost_in_silence(lines: list[str]) -> None:
    """Every line that is not blank is a row or a reject, whichever of the two readers was at work."""
    data = "\n".join([HEADER, *lines]).encode(errors="ignore")
    kept, named = from_csv(data)
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode()
    full = {number for number, line in enumerate(text.split("\n"), start=1) if number > 1 and line.strip()}
    assert {row for row, *_ in kept} | {row for _, row, *_ in named} == full
    assert len(kept) + len(named) == len(full)


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(st.lists(st.text(st.sampled_from("9 Fñ-:"), max_size=6), min_size=3, max_size=3), max_size=12))
def test_both_readers_read_the_same(lines: list[list[str]]) -> None:
    text = "\n".join([HEADER, *(",".join(each) for each in lines)]).encode()
    quick = csv_files._quick(text, ["inmateid", "admitted_dt", "gender"])
    slow = pl.concat(csv_files._slow("r.csv", text, ["inmateid", "admitted_dt", "gender"], []))
    if quick is not None:
        assert tables.checked("", quick, []).rows() == tables.checked("", slow.select(quick.columns), []).rows()


# ---------------------------------------------------------------- paths


def test_what_is_not_an_ordinary_file_is_named_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "roll_20260201.csv").write_text(GOOD)
    (tmp_path / "notes.txt").write_text("not a roll")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "loop").symlink_to(tmp_path)
    (tmp_path / "inner" / "link_20260202.csv").symlink_to(tmp_path / "roll_20260201.csv")
    (tmp_path / "inner" / "dangling_20260203.csv").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe_20260204.csv")
    rows, rejects = under(tmp_path)
    assert rows == [(2, "900001", "F")]
    assert sorted((file, reason) for file, _, _, reason in rejects) == [
        ("dangling_20260203.csv", "link"),
        ("link_20260202.csv", "link"),
        ("loop", "link"),
        ("notes.txt", "unknown_kind"),
        ("pipe_20260204.csv", "not_a_file"),
    ]
    assert under(tmp_path / "pipe_20260204.csv") == refused("pipe_20260204.csv", "not_a_file")
    assert under(tmp_path / "absent_20260204.csv") == refused("absent_20260204.csv", "cannot_open")


def test_files_come_in_the_order_of_their_days_wherever_they_lie(tmp_path: Path) -> None:
    for folder, day in (("b", "20260201"), ("a", "20260203"), ("c", "2026-02-02")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"roll_{day}.csv").write_text(GOOD)
    found = [each.name for each in read([tmp_path]) if isinstance(each, TextTable)]
    assert found == ["roll_20260201.csv", "roll_2026-02-02.csv", "roll_20260203.csv"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("roll\x1b[31m_20260201.csv", "roll�[31m_20260201.csv"),
        ("a\nb.csv", "a�b.csv"),
        ("\udcff.csv", "?.csv"),
        ("re\u0301sume.csv", "r\u00e9sume.csv"),
        ("x" * 500, "x" * 180),
    ],
)
def test_file_names_are_shown_without_what_could_act(name: str, wanted: str) -> None:
    assert shown(name) == wanted


def test_rejects_are_harmless_in_a_spreadsheet(tmp_path: Path) -> None:
    write_rejects(tmp_path / "r.csv", [Reject('=HYPERLINK("x")', 3, "@age", "ragged"), Reject("a", 0, "", "bomb")])
    text = (tmp_path / "r.csv").read_text()
    assert "'=HYPERLINK" in text
    assert "'@age" in text
    assert not any(line.startswith(("=", "+", "-", "@")) for line in text.splitlines())
    assert harmless("plain") == "plain"


# ---------------------------------------------------------------- archives


def zipped(path: Path, *members: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def tarred(path: Path, *members: tuple[str, bytes, bytes], mode: str = "w:gz", size: int | None = None) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = (len(content) if size is None else size) if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(content))
    return path


OUTSIDE = ("../roll_20260202.csv", "/etc/roll_20260202.csv", "a/../../roll_20260202.csv", "..\\roll_20260202.csv")


@pytest.mark.parametrize("name", OUTSIDE)
def test_members_that_reach_outside_are_named(tmp_path: Path, name: str) -> None:
    inside = ("deep/roll_20260201.csv", GOOD)
    rows, rejects = under(
        zipped(tmp_path / "a.zip", inside, (name, GOOD)),
        tarred(
            tmp_path / "b.tar.gz", (inside[0], tarfile.REGTYPE, GOOD.encode()), (name, tarfile.REGTYPE, GOOD.encode())
        ),
    )
    assert len(rows) == 2
    assert [reason for *_, reason in rejects] == ["outside_archive"] * 2
    assert not (tmp_path.parent / "roll_20260202.csv").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_members_that_are_no_files_are_named(tmp_path: Path, kind: bytes) -> None:
    path = tarred(
        tmp_path / "a.tar.xz",
        ("roll_20260201.csv", tarfile.REGTYPE, GOOD.encode()),
        ("roll_20260202.csv", kind, b""),
        mode="w:xz",
    )
    rows, ((file, _, _, reason),) = under(path)
    assert (len(rows), file, reason) == (1, "roll_20260202.csv", "outside_archive")


def test_a_link_in_a_zip_file_is_named(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("roll_20260202.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert under(tmp_path / "a.zip") == refused("roll_20260202.csv", "outside_archive")


def test_members_of_one_name_are_both_read_and_other_kinds_named(tmp_path: Path) -> None:
    inner = io.BytesIO()
    zipped(inner, ("roll_20260203.csv", GOOD))  # type: ignore[arg-type]
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(
            tmp_path / "a.zip",
            ("roll_20260201.csv", GOOD),
            ("roll_20260201.csv", GOOD),
            ("inner.zip", inner.getvalue()),
            ("notes.txt", "x"),
        )
    rows, rejects = under(path)
    assert len(rows) == 2
    assert [(file, reason) for file, *_, reason in rejects] == [
        ("inner.zip", "unknown_kind"),
        ("notes.txt", "unknown_kind"),
    ]


def damaged_member(path: Path) -> None:
    """Change one byte of the first member's content."""
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)


def under_password(path: Path) -> None:
    """Set the first member's mark of encryption, in its own header and in the list of members."""
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)


def packed_otherwise(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8:10] = b"\x63\x00"
    at = data.index(b"PK\1\2") + 10
    data[at : at + 2] = b"\x63\x00"
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [damaged_member, under_password, packed_otherwise])
@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_bad_member_of_a_zip_file_costs_itself_only(tmp_path: Path, harm: Any, method: int) -> None:
    path = zipped(tmp_path / "a.zip", ("roll_20260201.csv", GOOD), ("roll_20260202.csv", GOOD), method=method)
    harm(path)
    rows, ((file, _, _, reason),) = under(path)
    assert (len(rows), file, reason) == (1, "roll_20260201.csv", "damaged")


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_an_archive_cut_short_gives_what_it_has_and_is_named(tmp_path: Path, mode: str, kept: float) -> None:
    dice = random.Random(3)
    names = [f"roll_202602{day:02}.csv" for day in range(1, 21)]
    members = [
        (name, tarfile.REGTYPE, (GOOD + f"{dice.randrange(10**9)},x,{'F' * dice.randrange(900)}\n").encode())
        for name in names
    ]
    path = tarred(tmp_path / ("a.tar" + mode[1:].replace(":", ".")), *members, mode=mode)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    found = list(read([path]))
    rows, rejects = seen(*found)
    whole = [each.name for each in found if isinstance(each, TextTable)]
    assert whole == names[: len(whole)]
    assert "damaged" in {reason for *_, reason in rejects} or (mode == "w" and whole == names)
    assert len(rows) == 2 * len(whole)


def test_an_archive_broken_between_two_members_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    path = tarred(
        tmp_path / "a.tar", *((f"roll_2026020{day}.csv", tarfile.REGTYPE, GOOD.encode()) for day in (1, 2, 3)), mode="w"
    )
    path.write_bytes(path.read_bytes()[:1024] + b"x" * 1024)
    rows, ((file, _, _, reason),) = under(path)
    assert (len(rows), file, reason) == (1, "a.tar", "damaged")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("roll_20260201.csv.gz", b"no gzip"),
        ("roll_20260201.csv.gz", gzip.compress(GOOD.encode(), mtime=0)[:-12]),
        ("a.zip", b"PK no zip"),
        ("a.tar.xz", b"no xz"),
        ("a.tar.xz", lzma.compress(b"no tar" * 500)),
        ("a.tar.bz2", bz2.compress(b"no tar" * 500)[:-4]),
        ("a.tgz", gzip.compress(b"\0" * 10240, mtime=0)),
        ("a.parquet", b"PAR1 no parquet PAR1"),
        ("a.parquet", b""),
    ],
)
def test_damaged_files_are_named(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    rows, rejects = under(tmp_path / name)
    assert rows == []
    assert rejects in ([(name, 0, "", "damaged")], [])
    assert rejects or name == "a.tgz"


def test_members_that_lie_over_each_other_are_a_bomb(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", *((f"roll_202602{day:02}.csv", os.urandom(3000)) for day in range(1, 10)))
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(b"PK\1\2", at + 1)) >= 0:
        data[at + 20 : at + 24] = (20_000).to_bytes(4, "little")
    path.write_bytes(data)
    assert under(path) == refused("a.zip", "bomb")


def test_endless_lists_and_notes_of_members_are_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("constancia.register.roll.files.MOST_MEMBERS", 3)
    many = [(f"roll_202602{day:02}.csv", GOOD) for day in range(1, 25)]
    assert under(zipped(tmp_path / "a.zip", *many)) == refused("a.zip", "bomb")
    tar = tarred(tmp_path / "a.tar.gz", *((name, tarfile.REGTYPE, text.encode()) for name, text in many))
    assert under(tar) == refused("a.tar.gz", "bomb")


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE])
def test_an_endless_extended_header_is_a_bomb(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("pax")
    info.type, info.size = kind, 2**31
    (tmp_path / "a.tar").write_bytes(info.tobuf() + b"0" * 5000)
    assert under(tmp_path / "a.tar") == refused("a.tar", "bomb")


def test_a_member_that_claims_to_be_huge_is_a_bomb(tmp_path: Path) -> None:
    info = tarfile.TarInfo("roll_20260201.csv")
    info.size = 2**40
    (tmp_path / "a.tar").write_bytes(info.tobuf() + b"0" * 5000)
    rows, rejects = under(tmp_path / "a.tar")
    assert rows == []
    assert ("a.tar", 0, "", "damaged") in rejects or ("roll_20260201.csv", 0, "", "bomb") in rejects


# ---------------------------------------------------------------- Parquet


def rows_of(count: int = 2, **columns: Any) -> dict[str, Any]:
    return {
        "inmateid": [f"90000{at}" for at in range(count)],
        "admitted_dt": ["2026-01-30 14:05:00"] * count,
        "file_date": [date(2026, 2, 1)] * count,
        "gender": ["F"] * count,
        **columns,
    }


def parquet(path: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(rows_of(**columns)), path)
    return path


WRONG = [
    ("file_date", pa.array([1.5, 2.5]), "wrong_type"),
    ("file_date", pa.array([20260201, 20260202]), "wrong_type"),
    ("gender", pa.array([["F"], ["M"]]), "wrong_type"),
    ("gender", pa.array([{"a": 1}, {"a": 2}]), "wrong_type"),
    ("gender", pa.array([b"F", b"M"]), "wrong_type"),
    ("gender", pa.array(["F", "M"]).dictionary_encode(), "wrong_type"),
    ("gender", pa.array([Decimal("1.5"), Decimal("2.5")]), "wrong_type"),
    ("inmateid", pa.array([1.0, 2.0]), "wrong_type"),
    ("admitted_dt", pa.array([datetime(2026, 1, 30, tzinfo=UTC)] * 2), "wrong_type"),
    ("admitted_dt", pa.array([3600, 7200], pa.duration("s")), "wrong_type"),
    ("admitted_dt", pa.array([3600, 7200], pa.time32("s")), "wrong_type"),
    ("_row", pa.array(["1", "2"]), "reserved_column"),
    ("GENDER", pa.array(["1", "2"]), "doubled_column"),
]


@pytest.mark.parametrize(("column", "values", "reason"), WRONG)
def test_a_column_of_the_wrong_type_is_named(tmp_path: Path, column: str, values: pa.Array, reason: str) -> None:
    path = parquet(tmp_path / "a.parquet", **{column: values})
    rows, ((_, _, field, why),) = under(path)
    assert (rows, field, why) == ([], column.lower(), reason)


@pytest.mark.parametrize("column", ["inmateid", "admitted_dt", "file_date"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    pq.write_table(pa.table(rows_of()).drop_columns([column]), tmp_path / "a.parquet")
    assert under(tmp_path / "a.parquet") == refused("a.parquet", "missing_column", field=column)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("inmateid", pa.array([900000, 900001])),
        ("admitted_dt", pa.array([datetime(2026, 1, 30, 14, 5), datetime(2026, 1, 30, 14, 5)])),
        ("file_date", pa.array(["2026-02-01", "2026-02-01"])),
        ("gender", pa.array(["F", "F"], pa.large_string())),
        ("age", pa.array([34.0, None])),
        ("sealed", pa.array([True, None])),
        ("discharged_dt", pa.nulls(2)),
    ],
)
def test_columns_of_kindred_types_are_read(tmp_path: Path, column: str, values: pa.Array) -> None:
    rows, rejects = under(parquet(tmp_path / "a.parquet", **{column: values}))
    assert (rows, rejects) == ([(1, "900000", "F"), (2, "900001", "F")], [])


def test_bad_rows_of_parquet_are_named_with_their_number(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet",
        count=5,
        gender=["F", "a\0b", "x" * 5000, "F", "F"],
        file_date=["2026-02-01", "2026-02-01", "2026-02-01", "yesterday", None],
    )
    rows, rejects = under(path)
    assert rows == [(1, "900000", "F")]
    assert sorted(each[1:] for each in rejects) == [
        (2, "gender", "nul"),
        (3, "gender", "too_long"),
        (4, "file_date", "no_day"),
        (5, "file_date", "no_day"),
    ]


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet")
    data = path.read_bytes()
    path.write_bytes(b"PARE" + data[4:-4] + b"PARE")
    assert under(path) == refused("a.parquet", "damaged")


def test_a_file_that_claims_too_much_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("constancia.register.roll.parquet_files.MOST_CELLS", 40)
    assert under(parquet(tmp_path / "a.parquet", count=50)) == refused("a.parquet", "too_big")
    pq.write_table(pa.table(rows_of(50)), tmp_path / "b.parquet", row_group_size=5)
    assert under(tmp_path / "b.parquet") == refused("b.parquet", "too_big", field="2026-02-01")
