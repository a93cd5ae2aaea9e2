"""Every page of housing, by name; places stand in addresses by their codes, persons by their numbers."""

from django.urls import URLPattern, path

from constancia.web.housing import cells, counts, files, house_acts, maps, person_acts, plans


def addresses() -> list[URLPattern]:
    """Return the addresses of all pages of housing."""
    return [
        path("housing/", maps.houses, name="housing"),
        path("housing/<str:house>/", maps.house, name="house"),
        path("housing/<str:house>/cells/<path:cell>/", cells.cell, name="cell"),
        path("housing/<str:house>/file/", files.bring_in, name="house_file"),
        path("housing/<str:house>/places.yaml", files.take_away, name="house_as_file"),
        path("housing/<str:house>/broken-rules/", maps.flags, name="flags"),
        path("housing/<str:house>/nights/", maps.nights, name="nights"),
        path("housing/<str:house>/plans/", plans.plans, name="plans"),
        path("housing/<str:house>/plans/ask/", plans.ask, name="ask_plan"),
        path("housing/<str:house>/plans/<str:plan>/", plans.plan, name="plan"),
        path("housing/<str:house>/roll/", counts.rolls, name="rolls"),
        path("housing/<str:house>/roll/begin/", counts.open_roll_call, name="open_count"),
        path("housing/<str:house>/roll/<str:count>/", counts.count, name="count"),
        path("housing/<str:house>/roll/<str:count>/sheet/", counts.sheet, name="count_sheet"),
        path("housing/<str:house>/roll/<str:count>/search/", counts.search, name="count_search"),
        path("housing/<str:house>/roll/<str:count>/explain/", counts.explain, name="count_explain"),
        path("housing/<str:house>/roll/<str:count>/close/", counts.close, name="count_close"),
        *house_acts.addresses(),
        path("persons/<person:person>/housing/", person_acts.sleeping, name="sleeping"),
        *person_acts.addresses(),
    ]
