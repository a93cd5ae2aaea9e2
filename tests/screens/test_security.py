"""What protects a session, a form and a sign-in."""

import io
import json
import logging
import os
import re
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from constancia.core.ids import new_id
from constancia.web import source

from .conftest import PASSWORD, admit, failed_run, new_person, open_account, signed_in


def sign_in(browser, username="registrar", password=PASSWORD):
    return browser.post(reverse("account_login"), {"login": username, "password": password})


def test_signing_in_and_out(opened):
    open_account("registrar")
    browser = Client()
    assert sign_in(browser, password="not the password").status_code == 200
    assert sign_in(browser)["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert browser.post(reverse("account_logout")).status_code == 302
    assert browser.get("/").status_code == 302


def test_nobody_signs_up(client, db):
    assert client.get("/sign-up/").status_code == 404


def test_content_security_policy(client, db):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in (
        "default-src 'none'",
        "script-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert rule in policy


def test_pages_hold_nothing_that_the_policy_forbids(person, registrar):
    run = failed_run()
    pages = ("journal", "population", "imports", "hand_over_rolls", "list_uncovered", "list_late")
    urls = [reverse("person", args=[person]), reverse("import", args=[run]), *map(reverse, pages)]
    for url in ("/", *urls):
        page = registrar.get(url).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|https?://(?!www\.w3\.org)", page), url


def test_too_many_failed_sign_ins_are_stopped(opened):
    open_account("registrar")
    browser = Client()
    answers = [sign_in(browser, password="wrong").content for _ in range(6)]
    assert answers[0] != answers[-1]
    assert sign_in(browser).status_code == 200, "the right password does not help any more"


def test_forms_need_their_token(opened):
    open_account("registrar")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(signed_in("registrar").get("/").wsgi_request.user)
    answer = browser.post(reverse("register_person"), {"written": "Ada"})
    assert answer.status_code == 403
    assert b"Constancia" in answer.content


def test_session_cookie(opened, settings):
    open_account("registrar")
    settings.SESSION_COOKIE_SECURE = True
    browser = Client()
    cookie = sign_in(browser).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert browser.session.get_expiry_age() <= 30 * 60


def test_without_a_second_factor_nothing_opens(opened, settings):
    open_account("registrar")
    settings.DEMO = False
    browser = signed_in("registrar")
    for name in ("home", "journal", "my_account", "register_person"):
        assert browser.get(reverse(name))["Location"] == reverse("mfa_activate_totp")


def test_the_second_factor_is_set_up_asked_and_kept_encrypted(opened, settings):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

    def code(secret, *, steps_ago):
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30 - steps_ago))

    open_account("registrar")
    settings.DEMO = False
    browser = Client()
    sign_in(browser)
    confirm = browser.get(reverse("mfa_activate_totp"))["Location"]
    assert confirm.startswith(reverse("account_reauthenticate"))
    page = browser.post(confirm, {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert browser.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert browser.post(reverse("mfa_activate_totp"), {"code": code(secret, steps_ago=4)}).status_code == 200
    assert browser.post(reverse("mfa_activate_totp"), {"code": code(secret, steps_ago=0)}).status_code == 302
    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert TOTP(Authenticator.objects.get(type="totp")) is not None
    assert browser.get("/").status_code == 200
    assert browser.get(reverse("mfa_view_recovery_codes")).status_code == 200
    again = Client()
    assert sign_in(again)["Location"] == reverse("mfa_authenticate")
    assert again.get("/").status_code == 302


def test_a_first_password_must_be_replaced(administrator):
    from constancia.access.models import User

    answer = administrator.post(reverse("open_account"), {"username": "maria", "language": "en", "reason": "joined us"})
    browser = Client()
    sign_in(browser, "maria", answer.context["secret"])
    change = reverse("account_change_password")
    assert browser.get("/")["Location"] == change
    said = {"oldpassword": answer.context["secret"], "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post(change, said).status_code == 302
    assert not User.objects.get(username="maria").must_change_password
    assert browser.get("/").status_code == 200


def test_demonstration_users_are_listed_in_a_demonstration_only(opened, client, settings):
    open_account("registrar", "demo-registrar")
    assert b"demo-registrar" in client.get(reverse("account_login")).content
    settings.DEMO = False
    assert b"demo-registrar" not in client.get(reverse("account_login")).content


def test_logs_hold_no_personal_data(opened):
    handler = logging.getLogger().handlers[0] if logging.getLogger().handlers else None
    from constancia.project.settings.logs import configure

    configure({"level": "INFO"})
    handler = logging.getLogger().handlers[0]
    handler.stream = written = io.StringIO()
    open_account("registrar")
    browser = signed_in("registrar")
    browser.post(reverse("search"), {"wanted": "Secretísima"})
    browser.get(reverse("journal"), {"subject": "Secretísima"})
    browser.get("/persons/Secretísima/")
    browser.raise_request_exception = False
    log = written.getvalue()
    assert "Secret" not in log
    assert "/persons/" not in log
    assert all(json.loads(line) for line in log.splitlines())
    assert {"route": "search", "status": 200}.items() <= json.loads(log.splitlines()[0]).items()


def test_error_pages_speak_both_languages(client, db, settings):
    assert "Aquí no hay nada" in client.get("/nothing/", headers={"accept-language": "es"}).content.decode()
    assert "Nothing is here" in client.get("/nothing/", headers={"accept-language": "en"}).content.decode()
    from constancia.web import errors

    page = errors.server_error(None).content.decode()
    assert "Algo ha fallado" in page
    assert "Something failed" in page


def test_language_switch_keeps_the_page(registrar):
    person = new_person()
    url = reverse("person", args=[person])
    assert registrar.post(reverse("language"), {"language": "es", "next": url})["Location"] == url
    assert 'lang="es"' in registrar.get(url).content.decode()
    outside = registrar.post(reverse("language"), {"language": "es", "next": "https://example.org/"})
    assert outside["Location"] == "/"


@pytest.mark.parametrize("https", ["1", "0"])
def test_deployment_check(https, tmp_path):
    """Django's own deployment check has nothing to say when HTTPS is on."""
    environment = {
        **os.environ, "CONSTANCIA_HTTPS": https, "CONSTANCIA_DEMO": "0", "CONSTANCIA_HOME": str(tmp_path), "CONSTANCIA_DB": "",
        "DJANGO_SETTINGS_MODULE": "constancia.project.settings", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode == 0) is (https == "1"), ran.stderr


def test_the_cache_is_shared_between_processes():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_session_ends_though_a_page_keeps_refreshing_itself(registrar, monkeypatch):
    from constancia.web import middleware

    clock = [1_800_000_000.0]
    monkeypatch.setattr(middleware.time, "time", lambda: clock[0])
    registrar.get("/")
    seen = registrar.session["seen"]
    clock[0] += 120
    registrar.get(reverse("imports_progress"), headers={"hx-request": "true"})
    assert registrar.session["seen"] == seen
    registrar.get("/")
    assert registrar.session["seen"] == seen + 2


def test_a_part_that_refreshes_itself_sends_the_whole_page_to_sign_in(client, db):
    there = "https://testserver" + reverse("imports")
    headers = {"hx-request": "true", "hx-current-url": there}
    answer = client.get(reverse("imports_progress"), headers=headers, secure=True)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next={reverse('imports')}"


def test_no_page_is_kept_by_a_browser(registrar):
    for name in ("home", "search", "register_person"):
        assert "no-store" in registrar.get(reverse(name))["Cache-Control"]
    assert "no-store" in Client().get(reverse("account_login"))["Cache-Control"]


def test_anyone_can_have_the_source_of_what_runs(opened):
    answer = Client().get(reverse("source"))
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as packed:
        names = packed.getnames()
        ours = packed.extractfile("constancia/web/source.py").read()
    assert ours == Path(source.__file__).read_bytes()
    assert "constancia/web/templates/web/base.html" in names
    assert not [each for each in names if "__pycache__" in each or each.startswith("/")]


def test_a_file_of_another_facility_looks_like_one_that_is_not_there(opened):
    someone = new_person()
    admit(someone, override="the shift leader decided so")
    open_account("registrar", "elsewhere", facility="CTR-2")
    browser = signed_in("elsewhere")
    pages = []
    for each in (someone, new_id("P", lambda limit: 7)):
        answer = browser.get(reverse("person", args=[each]))
        assert answer.status_code == 404
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.content.decode().replace(each, "")))
    assert pages[0] == pages[1]
