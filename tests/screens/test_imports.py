"""Imports through the web and the API: handed over, read in the background, watched, failed with reasons, put aside."""

import io
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from constancia.imports import actions, recovery, rules, store, uploads
from constancia.imports.models import ImportRun
from constancia.imports.reading import read_rolls
from constancia.imports.tasks import read_run
from constancia.register.models import Headcount, RollDay

from .conftest import OPERATOR, failed_run, handed_over, now, open_account, signed_in
from .test_api import Program, codes

ROLL = b"INMATEID,ADMITTED_DT,GENDER,AGE,INMATE_STATUS_CODE\n900001,2026-01-30 14:05:00,F,34,DE\n"
COUNTS = b"facility,date,n\nX1,2026-01-01,5\nX1,2026-01-02,6\n"


def file(name="roll_20260201.csv", data=ROLL):
    return SimpleUploadedFile(name, data, content_type="text/csv")


def hand_over(browser, *files, facility="CTR-1"):
    return browser.post(reverse("hand_over_rolls"), {"facility": facility, "files": list(files)})


def form_codes(answer):
    return {error.code for errors in answer.context["form"].errors.as_data().values() for error in errors}


def run_of(answer):
    return int(answer["Location"].rstrip("/").split("/")[-1])


def test_rolls_are_handed_over_read_and_forgotten(registrar):
    answer = hand_over(registrar, file(), file("roll_20260202.csv", ROLL.replace(b"34", b"35")))
    assert answer.status_code == 302
    number = run_of(answer)
    page = registrar.get(answer["Location"])
    assert page.context["run"].state == "waiting"
    assert b'hx-trigger="every 1s"' in page.content
    read_run.call(number)
    page = registrar.get(answer["Location"])
    run = page.context["run"]
    assert (run.state, run.rolls, run.rejects) == ("done", 2, 0)
    assert b"hx-trigger" not in page.content, "nothing more to wait for"
    assert RollDay.objects.count() == 2
    assert not (store.folder() / str(number)).exists()
    assert registrar.get(reverse("import_rejects", args=[number])).status_code == 404


def test_files_lie_where_only_the_owner_reads_and_under_no_name_of_their_sender(registrar):
    number = run_of(hand_over(registrar, file("../../../etc/évil\u202e_20260201.csv")))
    home = Path(live_settings.CONSTANCIA_HOME)
    (kept,) = (home / "imports" / str(number)).iterdir()
    assert kept.name == "0000"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    for folder in (home / "imports", kept.parent, home / "imports" / "arriving"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not list((home / "imports" / "arriving").iterdir())
    (name,) = registrar.get(reverse("import", args=[number])).context["run"].names
    assert "/" not in name
    assert name.isprintable()


def test_every_reason_at_once(registrar):
    nothing = hand_over(registrar, facility="")
    assert set(nothing.context["form"].errors) == {"facility", "files"}
    assert form_codes(hand_over(registrar)) == {"imports.no_file"}
    wrong = hand_over(registrar, file("prog.exe"), file("empty.csv", b""))
    assert form_codes(wrong) == {"imports.unknown_kind", "imports.empty_file"}
    assert "prog.exe" in wrong.content.decode()
    assert ImportRun.objects.count() == 0
    assert not list(store.arriving().iterdir()), "what was refused is not kept"


def test_too_much_is_stopped_while_it_arrives(registrar, monkeypatch):
    monkeypatch.setattr(rules, "LARGEST_UPLOAD", 100_000)
    seen = []
    monkeypatch.setattr(uploads.Bounded, "_stop_if_too_much", _counting(uploads.Bounded._stop_if_too_much, seen))
    answer = hand_over(registrar, file(data=b"x" * 5_000_000))
    assert form_codes(answer) == {"imports.too_large"}
    assert max(seen) < 300_000, "the rest was never written"
    assert not list(store.arriving().iterdir())


def _counting(stop, seen):
    def counted(self):
        seen.append(self.size)
        return stop(self)

    return counted


def test_too_many_files_and_too_many_runs(registrar, monkeypatch):
    monkeypatch.setattr(rules, "MOST_FILES", 2)
    assert form_codes(hand_over(registrar, file(), file(), file())) == {"imports.too_many_files"}
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    assert hand_over(registrar, file()).status_code == 302
    assert form_codes(hand_over(registrar, file())) == {"imports.too_many_waiting"}


def test_other_pages_take_no_files(registrar, person):
    said = {"written": "Ada", "kind": "as_written", "file": file()}
    assert registrar.post(reverse("register_person"), said).status_code == 302
    assert not list(store.arriving().iterdir())


def test_the_form_needs_its_token_and_its_permission(opened):
    open_account("registrar")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(signed_in("registrar").get("/").wsgi_request.user)
    assert hand_over(browser, file()).status_code == 403
    open_account("inspector")
    assert hand_over(signed_in("inspector"), file()).status_code == 403
    assert ImportRun.objects.count() == 0


def test_a_failed_import_says_why_and_keeps_its_rejects(registrar):
    number = failed_run()
    page = registrar.get(reverse("import", args=[number]))
    assert page.context["run"].state == "failed"
    assert "Nothing in these files could be read" in page.content.decode()
    rejects = b"".join(registrar.get(reverse("import_rejects", args=[number])).streaming_content).decode()
    assert "missing_column" in rejects
    home = registrar.get(reverse("home")).content.decode()
    assert reverse("import", args=[number]) in home
    assert reverse("import", args=[number]) in registrar.get(reverse("imports"), {"state": "failed"}).content.decode()


def test_a_failed_import_is_tried_again_or_put_aside(registrar):
    number = failed_run()
    assert registrar.get(reverse("import_try_again", args=[number])).status_code == 200
    assert registrar.post(reverse("import_try_again", args=[number])).status_code == 302
    assert ImportRun.objects.get().state == "waiting"
    read_run.call(number)
    assert ImportRun.objects.get().state == "failed"
    assert registrar.post(reverse("import_set_aside", args=[number])).status_code == 302
    assert not (store.folder() / str(number)).exists()
    assert reverse("import", args=[number]) not in registrar.get(reverse("home")).content.decode()
    assert registrar.post(reverse("import_set_aside", args=[number])).status_code == 422
    assert registrar.post(reverse("import_try_again", args=[number])).status_code == 422


def test_a_later_import_of_the_same_files_settles_the_failed_one(registrar):
    failed_run(name="roll_20260201.csv")
    read_run.call(run_of(hand_over(registrar, file("roll_20260201.csv"))))
    assert [each.settled_at is not None for each in ImportRun.objects.order_by("id")] == [True, False]


def test_a_role_that_was_taken_away_meanwhile_reads_nothing(registrar):
    from constancia.access import actions as access

    number = run_of(hand_over(registrar, file()))
    user = ImportRun.objects.get().by
    access.revoke_role(by=OPERATOR, at=now(), now=now(), user=user, role="registrar", reason="moved on")
    read_run.call(number)
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert "core.not_permitted" in run.refusals
    assert not RollDay.objects.exists()


def test_a_program_error_is_told_without_its_words(registrar, monkeypatch):
    from constancia.imports import reading

    def fails(**_facts):
        raise RuntimeError("Secretísima 1990")

    monkeypatch.setattr(reading, "import_roll", fails)
    number = run_of(hand_over(registrar, file()))
    read_run.call(number)
    run = ImportRun.objects.get()
    assert (run.state, "RuntimeError" in run.refusals) == ("failed", True)
    assert "Secret" not in str(ImportRun.objects.values()[0])
    assert "RuntimeError" in registrar.get(reverse("import", args=[number])).content.decode()


def test_what_a_terminal_reads_is_seen_too(registrar, tmp_path):
    path = tmp_path / "roll_20260201.csv"
    path.write_bytes(ROLL)
    run = actions.begin_here(
        by=OPERATOR,
        now=now(),
        kind="roll",
        names=[path.name],
        size=len(ROLL),
        zone="America/El_Salvador",
        facility="CTR-1",
    )
    assert registrar.get(reverse("import", args=[run.id])).context["run"].state == "reading"
    ImportRun.objects.update(touched_at=now() - timedelta(minutes=11))
    page = registrar.get(reverse("import", args=[run.id]))
    assert page.context["run"].state == "silent"
    assert "command line" in page.content.decode()
    read_rolls(run, [path], by=OPERATOR, clock=now)
    page = registrar.get(reverse("imports")).content.decode()
    assert "roll_20260201.csv" in page
    assert "os:test" in registrar.get(reverse("import", args=[run.id])).content.decode()


def test_an_import_cut_short_is_queued_again_but_not_for_ever(opened):
    number = handed_over(data=ROLL)
    ImportRun.objects.update(state="reading", attempts=1)
    recovery.recover(now())
    assert ImportRun.objects.get().state == "waiting"
    read_run.call(number)
    assert ImportRun.objects.get().state == "done"
    again = handed_over(data=ROLL)
    ImportRun.objects.filter(id=again).update(state="reading", attempts=3)
    recovery.recover(now())
    run = ImportRun.objects.get(id=again)
    assert (run.state, "imports.interrupted" in run.refusals) == ("failed", True)


def test_a_waiting_import_whose_task_is_gone_is_queued_again(opened):
    from django_tasks_db.models import DBTaskResult

    handed_over(data=ROLL)
    DBTaskResult.objects.all().delete()
    recovery.recover(now())
    assert DBTaskResult.objects.count() == 1
    recovery.recover(now())
    assert DBTaskResult.objects.count() == 1, "what is queued is not queued twice"


def test_what_a_crash_left_behind_is_removed_when_it_is_old(opened):
    kept = handed_over(data=ROLL)
    lost, half = store.folder() / "999", store.arriving() / "tmp1"
    lost.mkdir()
    half.write_bytes(b"x")
    recovery.tidy_up(now())
    assert lost.exists()
    assert half.exists()
    recovery.tidy_up(now() + timedelta(days=2))
    assert not lost.exists()
    assert not half.exists()
    assert (store.folder() / str(kept)).exists()


def test_head_counts_are_handed_over_and_read(registrar):
    url = reverse("hand_over_headcounts")
    refused = registrar.post(url, {"definition": "x", "zone": "Mars/Base", "files": []})
    assert form_codes(refused) >= {"invalid_choice"}
    refused = registrar.post(url, {"definition": "midnight", "zone": "Mars/Base", "files": []})
    assert form_codes(refused) == {"register.bad_zone", "register.missing", "imports.no_file"}
    said = {"definition": "midnight", "producer": "DG", "zone": "UTC", "files": [file("counts.csv", COUNTS)]}
    assert registrar.post(url, said).status_code == 302
    read_run.call(ImportRun.objects.get().id)
    assert Headcount.objects.count() == 2
    assert "DG" in registrar.get(reverse("imports")).content.decode()


def test_head_counts_belong_to_no_one_facility(opened):
    open_account("registrar", "of-one", facility="CTR-1")
    browser = signed_in("of-one")
    assert browser.get(reverse("hand_over_headcounts")).status_code == 403
    assert hand_over(browser, file()).status_code == 302
    ImportRun.objects.create(
        kind="headcounts", origin="web", zone="UTC", names='["a.csv"]', size=1, by="U-1", asked_at=now()
    )
    assert len(browser.get(reverse("imports")).context["runs"]) == 1


@pytest.mark.parametrize("packed", ["zip", "bomb"])
def test_archives_and_bombs(packed, registrar):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("roll_20260201.csv", ROLL if packed == "zip" else ROLL + b"0" * 20_000_000)
        archive.writestr("../roll_20260202.csv", ROLL)
    number = run_of(hand_over(registrar, file("rolls.zip", data.getvalue())))
    read_run.call(number)
    run = registrar.get(reverse("import", args=[number])).context["run"]
    assert (run.state, run.rejects) == (("done", 1) if packed == "zip" else ("failed", 2))


def test_through_the_api(person):
    program = Program("registrar")
    made = program.client.post(
        "/api/v1/imports/rolls", {"facility": "CTR-1", "files": [file(), file("b_20260202.csv")]}
    )
    (number,) = made.json()["runs"]
    assert program.get(f"imports/{number}").json()["state"] == "waiting"
    read_run.call(number)
    seen = program.get(f"imports/{number}").json()
    assert (seen["state"], seen["rolls"], seen["origin"]) == ("done", 2, "api")
    assert program.get("imports/rolls-read").json()[0]["rolls"] == 2
    failed = failed_run()
    assert [each["run"] for each in program.get("imports", state="failed").json()] == [failed]
    assert "imports.nothing_read" in str(program.get(f"imports/{failed}").json()["refusals"])
    assert b"missing_column" in b"".join(program.get(f"imports/{failed}/rejects").streaming_content)
    assert program.post(f"imports/{failed}/set-aside").json()["settled_at"]
    assert codes(program.post(f"imports/{failed}/try-again")) == {"imports.not_failed"}
    empty = program.client.post("/api/v1/imports/rolls", {"facility": "CTR-1", "files": [file("x.exe")]})
    assert (empty.status_code, codes(empty)) == (409, {"imports.unknown_kind"})
    none = program.client.post("/api/v1/imports/rolls", {"facility": "CTR-1"})
    assert (none.status_code, codes(none)) == (409, {"imports.no_file"})
    inspector = Program("inspector").client.post("/api/v1/imports/rolls", {"facility": "CTR-1", "files": [file()]})
    assert (inspector.status_code, codes(inspector)) == (403, {"core.not_permitted"})
    assert not list(store.arriving().iterdir())


def test_progress_is_told_while_it_reads(opened, tmp_path):
    """The row of a run moves on with the days; time is moved by hand."""
    clock = iter(now() + timedelta(seconds=2 * number) for number in range(1000))
    for day in range(1, 6):
        (tmp_path / f"roll_2026020{day}.csv").write_bytes(ROLL.replace(b"34", b"%d" % (30 + day)))
    run = actions.begin_here(
        by=OPERATOR, now=now(), kind="roll", names=["x"], size=1, zone="America/El_Salvador", facility="CTR-1"
    )
    seen = []
    read_rolls(
        run, [tmp_path], by=OPERATOR, clock=lambda: next(clock),
        progress=lambda _day, _entries: seen.append(ImportRun.objects.values_list("rolls", "reached").get()),
    )  # fmt: skip
    assert seen == [(number, f"2026-02-0{number}") for number in range(1, 6)]
