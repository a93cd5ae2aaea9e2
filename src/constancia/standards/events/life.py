"""How people are held day by day: regime, contact, visits, notices, what is handed out.

Each event states one row of the fact table of that name (see the norms' tables): blank means not on record. The entry's moment is when
it began or happened, its facility the facility of the row.
"""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from constancia.core.events import event
from constancia.standards.events.condition import Condition


@event(
    "standards.regime_recorded",
    en="Regime recorded",
    es="Régimen asentado",
    source="Mandela Rules 23 and 43-45; European Prison Rules 25 and 53A",
)
class RegimeRecorded(Condition):
    """How a person was held over a stretch of time: where, in whose company, on what kind of separation."""

    table: ClassVar[str] = "regime"

    person: str
    place: str
    company: str
    separation: str
    open_air: bool | None
    barred_by: str
    until: datetime | None
    note: str


@event(
    "standards.human_contact_recorded",
    en="Human contact recorded",
    es="Contacto humano asentado",
    source="Mandela Rule 44; Essex paper on meaningful contact",
)
class HumanContactRecorded(Condition):
    """Contact with another human being: what kind, for how long, and whether it was meaningful."""

    table: ClassVar[str] = "contact"

    person: str
    kind: str
    meaningful: bool | None
    offered: bool | None
    taken: bool | None
    opened: bool | None
    until: datetime | None
    note: str


@event(
    "standards.visit_recorded",
    en="Visit recorded",
    es="Visita asentada",
    source="Mandela Rules 58-62; VCCR art. 36(1)(c)",
)
class VisitRecorded(Condition):
    """A visit that took place, was denied or, while `pending`, is only asked for."""

    table: ClassVar[str] = "visit"

    person: str
    kind: str
    requested_at: datetime | None
    private: bool | None
    overheard: bool | None
    denied: bool | None
    denied_basis: str
    pending: bool
    note: str


@event(
    "standards.notice_given",
    en="Notice given",
    es="Aviso dado",
    source="Mandela Rules 54-55 and 68; VCCR art. 36(1)(b); ICCPR art. 9(2)",
)
class NoticeGiven(Condition):
    """Somebody was told something that the law wants told: the person, the family, a consul, counsel."""

    table: ClassVar[str] = "notice"

    person: str
    kind: str
    asked_at: datetime | None
    understood: bool | None
    place_named: bool | None
    refused: bool | None
    refused_witness: str
    about: str
    note: str


@event(
    "standards.supply_offered",
    en="Supply offered",
    es="Suministro ofrecido",
    source="Mandela Rules 16-22; Bangkok Rule 5",
)
class SupplyOffered(Condition):
    """Something was offered or handed out: a shower, a meal, water, bedding."""

    table: ClassVar[str] = "supply"

    person: str
    cell: str
    kind: str
    amount: Decimal | None
    taken: bool | None
    charged: bool | None
    note: str
