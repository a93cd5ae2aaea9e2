"""Every page of the web, by name; persons are addressed by their public number, never by a name."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, register_converter
from django.views.i18n import set_language

from constancia.web import (
    accounts,
    board,
    conditions,
    corrections,
    details,
    devices,
    explained,
    facilities,
    findings,
    home,
    imports,
    journal,
    norms,
    people,
    person_acts,
    population,
    registering,
    reprisals,
    search,
    signing,
    source,
    worklists,
)
from constancia.web.access import ANYONE, SIGNED_IN, page
from constancia.web.converters import PersonNumber, UserNumber
from constancia.web.housing import urls as housing

register_converter(PersonNumber, "person")
register_converter(UserNumber, "user")

urlpatterns = [
    path("", home.home, name="home"),
    path("source/", source.source, name="source"),
    path("language/", page(ANYONE)(set_language), name="language"),
    # signing in
    path("sign-in/", page(ANYONE)(signing.SignIn.as_view()), name="account_login"),
    path("sign-in/code/", page(ANYONE)(mfa.authenticate), name="mfa_authenticate"),
    path("sign-out/", page(ANYONE)(account_views.logout), name="account_logout"),
    path("sign-in/closed/", page(ANYONE)(account_views.account_inactive), name="account_inactive"),
    path("account/", accounts.my_account, name="my_account"),
    path("account/password/", page(SIGNED_IN)(account_views.password_change), name="account_change_password"),
    path("account/confirm/", page(SIGNED_IN)(account_views.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", page(SIGNED_IN)(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/second-factor/", page(SIGNED_IN)(mfa.index), name="mfa_index"),
    path("account/second-factor/set-up/", page(SIGNED_IN)(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-factor/end/", page(SIGNED_IN)(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/codes/", page(SIGNED_IN)(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", page(SIGNED_IN)(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/codes/file/", page(SIGNED_IN)(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("account/tokens/<int:token>/revoke/", accounts.revoke_token, name="revoke_token"),
    # accounts
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.open_account, name="open_account"),
    path("accounts/<user:user>/", accounts.account, name="account"),
    path("accounts/<user:user>/grant/", accounts.grant, name="grant"),
    path("accounts/<user:user>/close/", accounts.close, name="close_account"),
    path("accounts/<user:user>/revoke/<slug:role>/<str:facility>/", accounts.revoke, name="revoke"),
    # journal
    path("journal/", journal.journal, name="journal"),
    path("journal/<int:number>/", journal.entry, name="entry"),
    # register
    path("population/", population.population, name="population"),
    path("population.csv", population.population_csv, name="population_csv"),
    path("search/", search.search, name="search"),
    *worklists.addresses(),
    path("facilities/", facilities.facilities, name="facilities"),
    path("facilities/open/", facilities.open_facility, name="open_facility"),
    # conditions, verdicts, findings
    path("board/", board.boards, name="boards"),
    path("board/<str:place>/", board.board, name="board"),
    path("board/<str:place>/about/<slug:topic>/", board.topic, name="board_topic"),
    path("board/<str:place>/verdict/<str:norm>/<slug:kind>/<str:subject>/", explained.verdict, name="verdict"),
    path("norms/", norms.norms, name="norms"),
    path("norms/<str:norm>/", norms.norm, name="norm"),
    path("after-complaints/", reprisals.reprisals, name="reprisals"),
    path("my-looks/", board.looks, name="looks"),
    *conditions.addresses(),
    *findings.addresses(),
    *devices.addresses(),
    # cells, moves, plans, roll calls
    *housing.addresses(),
    # reading files
    path("imports/", imports.imports, name="imports"),
    path("imports/progress/", imports.progress, name="imports_progress"),
    path("imports/rolls/", imports.hand_over_rolls, name="hand_over_rolls"),
    path("imports/head-counts/", imports.hand_over_headcounts, name="hand_over_headcounts"),
    path("imports/segregation/", imports.hand_over_segregation, name="hand_over_segregation"),
    path("imports/measurements/", imports.hand_over_measurements, name="hand_over_measurements"),
    path("imports/<int:run>/", imports.run, name="import"),
    path("imports/<int:run>/rejects.csv", imports.rejects, name="import_rejects"),
    path("imports/<int:run>/try-again/", imports.try_again, name="import_try_again"),
    path("imports/<int:run>/set-aside/", imports.set_aside, name="import_set_aside"),
    # persons
    path("persons/new/", registering.register_person, name="register_person"),
    path("persons/<person:person>/", people.person, name="person"),
    *person_acts.addresses(),
    path("persons/<person:person>/entries/<int:entry>/correct/", corrections.correct, name="correct"),
    path("persons/<person:person>/entries/<int:entry>/withdraw/", corrections.withdraw, name="withdraw"),
    path("persons/<person:person>/health/<int:entry>/correct/", corrections.correct_health, name="correct_health"),
    path("persons/<person:person>/health/<int:entry>/withdraw/", corrections.withdraw_health, name="withdraw_health"),
    path("persons/<person:person>/item/<slug:item>/", registering.item, name="item"),
    path("persons/<person:person>/detail/<slug:kind>/", details.detail, name="detail"),
    path("persons/<person:person>/link/", registering.link, name="link"),
    path("persons/<person:person>/link/<str:link>/end/", registering.unlink, name="unlink"),
]
