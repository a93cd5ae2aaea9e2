"""A profile chooses what decides; it is never laxer than what binds, and nothing unverified decides."""

import pytest

from constancia.core.refusals import Refused
from constancia.norms.judging import questions
from constancia.norms.library.read import library
from constancia.norms.profiles import profile, shipped

HEAD = "title: {en: Ours, es: Nuestro}\nbased_on: arrangement\nstates: [SV, US]\n"


@pytest.fixture
def written(tmp_path):
    def write(text, head=HEAD):
        path = tmp_path / "ours.yaml"
        path.write_text(head + text)
        return str(path)

    return write


def refused(wanted):
    with pytest.raises(Refused) as caught:
        profile(wanted)
    return {each.field: each.code for each in caught.value.refusals}


@pytest.mark.parametrize("code", shipped())
def test_a_shipped_profile_stands_and_judges_the_whole_library(code):
    found = profile(code)
    assert set(found.library().norms) == set(library().norms)
    decides = found.decides()
    assert set(decides) == {each.key for each in questions(found.library())}
    for each in questions(found.library()):
        if "unverified" in (each.norm.text_status, each.rung.text_status):
            assert not decides[each.key]
        elif each.norm.severity == "A":
            assert decides[each.key]


def test_what_is_stricter_is_taken_and_what_is_laxer_refused(written):
    found = profile(written("figures: {MR-30/exam/text: 12 h, MR-44-15/literal/text: 240 h}\n"))
    assert str(found.library().norm("MR-30").limbs[0].rungs[0].limit) == "12 h"
    assert str(library().norm("MR-30").limbs[0].rungs[0].limit) == "24 h"
    laxer = "figures: {MR-44-15/literal/text: 30 d, MR-23/open air/text: 30 min, VCCR-36-INFORM/told/text: 48 h}\n"
    assert refused(written(laxer)) == {
        "figures: MR-44-15/literal/text": "norms.figure_of_text",
        "figures: MR-23/open air/text": "norms.figure_of_text",
        "figures: VCCR-36-INFORM/told/text": "norms.profile_laxer",
    }


def test_an_unverified_rung_cannot_decide_and_what_binds_cannot_be_silenced(written):
    assert refused(
        written("decisive: [MR-46, VCCR-36-NOTIFY/told/3-work-days, NOPE]\nsilent: [MR-44-15, ICCPR-9.1]\n")
    ) == {
        "decisive: MR-46": "norms.unverified_decides",
        "decisive: VCCR-36-NOTIFY/told/3-work-days": "norms.unverified_decides",
        "decisive: NOPE": "norms.unknown_in_profile",
        "silent: MR-44-15": "norms.profile_silences",
        "silent: ICCPR-9.1": "norms.profile_silences",
    }


def test_a_treaty_binds_unless_it_is_known_to_bind_neither_state(written):
    assert profile("arrangement").binds(library().norm("ICCPR-9.1")) == "not_verified"
    assert profile("arrangement").binds(library().norm("CAT-3.1")) == "party"
    assert profile("arrangement").binds(library().norm("ECHR-3")) == "not_party"
    half = profile(written("bindings: {iccpr: {SV: not_party}}\n"))
    assert half.binds(library().norm("ICCPR-9.1")) == "not_verified"
    assert half.always_decides(library().norm("ICCPR-9.1"))


@pytest.mark.parametrize(
    "text",
    [
        "colour: red\n",
        "figures: {MR-30/exam/text: soon}\n",
        "conventions: {EC-NOPE: {x: y}}\n",
        "majority: eighteen\n",
        "zone: America/Nowhere\n",
        "bindings: {moon: {SV: party}}\n",
        "bindings: {cat: {SV: perhaps}}\n",
        "silent: [\n",
    ],
)
def test_a_profile_that_cannot_be_read_is_refused(written, text):
    assert refused(written(text)) == {"profile": "norms.wrong_profile"}


def test_a_profile_that_is_not_there(written):
    assert refused("nowhere.yaml") == {"profile": "norms.unknown_profile"}
    assert refused(written("", "title: {en: Ours, es: Nuestro}\nstates: [SV]\nbased_on: ../secret\n")) == {
        "profile": "norms.wrong_profile"
    }


def test_a_convention_changed_once_is_changed_everywhere(written):
    ours = profile(written("conventions: {EC-DAY: {isolated: 23 h}}\n")).library()
    windows = {each.rung.form.window.at_least for each in questions(ours) if getattr(each.rung.form, "window", None)}
    assert windows == {23 * 3600 * 10**6}
