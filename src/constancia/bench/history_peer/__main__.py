"""Do the acts and print seconds per act: `python -m constancia.bench.history_peer URL OPTIONS NUMBER` (options in JSON)."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import dj_database_url
import django
from django.conf import settings


def main(url: str, options: dict[str, Any], number: int) -> None:
    """Prepare the tables, then take the time of each kind of act."""
    _configure(url, options)
    from django.core.management import call_command

    from constancia.bench.history_peer.models import Ground, Person

    call_command("migrate", "auth", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    now = datetime.now(UTC)
    persons = [Person.objects.create(name="Ana Luz").pk for _ in range(number)]
    for person in persons:
        Ground.objects.create(person_id=person, issuer="x", valid_from=now - timedelta(hours=1))
    acts = _acts()
    print(json.dumps({name: _seconds(act, persons) for name, act in acts.items()}))


def _configure(url: str, options: dict[str, Any]) -> None:
    default: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    default["OPTIONS"] = options
    settings.configure(
        DATABASES={"default": default},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "simple_history",
            "constancia.bench.history_peer",
        ],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def _seconds(act: Callable[[int], Any], persons: list[int]) -> float:
    began = time.perf_counter()
    for person in persons:
        act(person)
    return (time.perf_counter() - began) / len(persons)


def _acts() -> dict[str, Callable[[int], Any]]:
    from django.db import transaction
    from django.db.models import Q

    from constancia.bench.history_peer import models as m

    @transaction.atomic
    def admit(number: int) -> None:
        now = datetime.now(UTC)
        person = m.Person.objects.select_for_update().get(pk=number)
        held = m.Stay.objects.filter(person=person, until=None).exists()
        live = Q(valid_until=None) | Q(valid_until__gt=now)
        ground = m.Ground.objects.filter(live, person=person, valid_from__lte=now).exists()
        linked = m.Link.objects.filter(person=person, other__state="held").exists()
        if held or linked or not ground:
            raise ValueError("refused")
        m.Stay.objects.create(person=person, facility="F1", since=now, received_from="police", authority="court")
        person.state = "held"
        person.save()

    @transaction.atomic
    def status(number: int) -> None:
        stay = m.Stay.objects.select_for_update().get(person=number, until=None)
        m.StatusChange.objects.create(stay=stay, status="sentenced", since=datetime.now(UTC))
        stay.status = "sentenced"
        stay.save()

    @transaction.atomic
    def release(number: int) -> None:
        person = m.Person.objects.select_for_update().get(pk=number)
        if m.Hold.objects.filter(person=person, lifted=False).exists():
            raise ValueError("refused")
        stay = m.Stay.objects.get(person=person, until=None)
        stay.until, stay.destination, stay.evidence = datetime.now(UTC), "home", "signed"
        stay.save()
        person.state = ""
        person.save()

    return {"admit": admit, "status": status, "release": release}


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]))
