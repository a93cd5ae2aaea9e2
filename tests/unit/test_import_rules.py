"""What a sender may call a file, and reasons that survive being stored as text."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from constancia.core import refusals
from constancia.imports import reasons, rules

NAMES = st.text(min_size=0, max_size=400)


@given(NAMES)
def test_a_shown_name_is_one_short_printable_part(name):
    shown = rules.shown_name(name)
    assert 0 < len(shown) <= rules.LONGEST_NAME
    assert shown.isprintable()
    assert "/" not in shown
    assert "\\" not in shown
    assert rules.shown_name(shown) == shown


@given(NAMES.filter(lambda name: name.isprintable() and name and not set(name) & {"/", "\\"}))
def test_a_name_that_can_be_shown_keeps_its_ending(name):
    assert name.endswith(rules.shown_name(name))


def arrived(name="roll_20260101.csv", size=10):
    return rules.Arrived(Path("/nowhere"), name, size)


def codes(kind, *files):
    return {each.code for each in rules.refuse_files(kind, files)}


def test_every_reason_against_files():
    assert codes("roll") == {"imports.no_file"}
    assert codes("roll", arrived("a.exe"), arrived("b.csv", 0)) == {"imports.unknown_kind", "imports.empty_file"}
    assert codes("roll", arrived(size=rules.LARGEST_UPLOAD + 1)) == {"imports.too_large"}
    assert codes("roll", *[arrived()] * (rules.MOST_FILES + 1)) == {"imports.too_many_files"}
    assert codes("headcounts", arrived("a.zip")) == {"imports.unknown_kind"}
    for ending in ("CSV", "csv.gz", "tar.xz", "parquet"):
        assert codes("roll", arrived(f"a.{ending}")) == set()


def test_reasons_are_written_and_read_back_in_both_languages():
    every = [kind(**dict.fromkeys(_values(kind), "7")) for kind in refusals.ALL.values() if kind.code[:8] == "imports."]
    back = reasons.read(reasons.written(every))
    assert [each.code for each in back] == [each.code for each in every]
    for language in ("en", "es"):
        assert [each.message(language) for each in back] == [each.message(language) for each in every]
    assert reasons.read('[{"code": "imports.of_another_version", "values": {}}]') == []


def _values(kind):
    import string

    return [name for _text, name, _spec, _conversion in string.Formatter().parse(kind.text.en) if name]
