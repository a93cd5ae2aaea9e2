"""A facility file on the pages and through the API: looked at, brought in, refused place by place, taken away."""

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from constancia.housing.models import Place
from constancia.ledger.models import Entry
from tests.facility_file import GOOD

from .conftest import open_account, signed_in
from .houses import open_cells
from .test_api import Program

HERE = GOOD.replace("code: F7", "code: CTR-1")
PAGE = "/housing/CTR-1/file/"


@pytest.fixture
def officer(opened):
    """The browser of a housing officer."""
    open_account("housing_officer", "officer")
    return signed_in("officer")


def send(browser, text, **said):
    file = SimpleUploadedFile("centro.yaml", text.encode() if isinstance(text, str) else text)
    return browser.post(PAGE, {"file": file, **said})


def test_a_file_is_looked_at_and_then_brought_in_once(officer):
    officer.post(reverse("language"), {"language": "en"})
    assert PAGE in officer.get(reverse("house", args=["CTR-1"])).content.decode()
    before = Entry.objects.count()
    looked = send(officer, HERE, check_only="on")
    assert looked["Location"] == PAGE
    assert Entry.objects.count() == before
    told = officer.get(PAGE).content.decode()
    assert "Nothing was recorded" in told
    assert "4 cells, 6 beds" in told
    done = send(officer, HERE)
    assert done["Location"] == reverse("house", args=["CTR-1"])
    assert "The file is in the register" in officer.get(done["Location"]).content.decode()
    entries = Entry.objects.count()
    assert Place.objects.filter(facility="CTR-1", kind="bed").count() == 6
    assert send(officer, HERE).status_code == 302
    assert Entry.objects.count() == entries


def test_every_fault_is_shown_with_file_place_and_field(officer):
    before = Entry.objects.count()
    bad = HERE.replace("12.50", "-1").replace("purpose: isolation", "purpose: hotel")
    answer = send(officer, bad)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "centro.yaml: CTR-1/M1/A/1: gross_m2: " in page
    assert "centro.yaml: CTR-1/M1/A/S1: purpose: " in page
    assert officer.post(PAGE, {}).status_code == 422
    for hostile in (b"a: &a [*a]", b"\xff\xfe", b"[" * 9_999):
        found = send(officer, hostile)
        assert found.status_code == 422
        assert "housing.not_yaml" in {error.code for error in found.context["form"].non_field_errors().as_data()}
    assert Entry.objects.count() == before


def test_a_file_of_a_facility_where_one_may_not_arrange_is_refused(officer):
    assert send(officer, GOOD).status_code in {403, 422}
    assert not Place.objects.filter(facility="F7").exists()
    reader = open_account("inspector", "reader") and signed_in("reader")
    assert send(reader, HERE).status_code == 403


def test_what_is_taken_away_can_be_brought_in_again(officer):
    open_cells(window_reads=True)
    answer = officer.get(reverse("house_as_file", args=["CTR-1"]))
    assert answer["Content-Disposition"] == 'attachment; filename="CTR-1.yaml"'
    entries = Entry.objects.count()
    assert send(officer, answer.content).status_code == 302
    assert Entry.objects.count() == entries


def test_a_program_brings_the_same_file_in_and_takes_it_away(opened):
    program = Program("housing_officer")
    data = yaml.load(HERE, Loader=yaml.BaseLoader)
    looked = program.post("housing/import-facility?check_only=true", **data)
    assert looked.json()["cells"] == 4
    assert not Place.objects.filter(facility="CTR-1").exists()
    assert program.post("housing/import-facility", **data).json()["entries"] == looked.json()["entries"]
    back = program.get("housing/CTR-1/file").json()
    assert back["modules"][0]["landings"][0]["cells"][-1]["to"] == 3
    again = program.post("housing/import-facility", **back)
    assert again.json()["entries"] == 0
    data["modules"][0]["sex"] = "X"
    refused = program.post("housing/import-facility", **data)
    assert refused.status_code == 409
    assert refused.json()["refusals"][0]["field"] == "facility.json: CTR-1/M1: sex"
