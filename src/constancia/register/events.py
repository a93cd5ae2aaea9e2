"""What the register can record about persons, their grounds, their custody and their file."""

from datetime import date, datetime

from constancia.core.events import Event, event

_ICPPED = "ICPPED art. 17(3)"
_MANDELA = "Mandela Rules 6-9"


# ---------------------------------------------------------------- places and persons


@event("register.facility_opened", en="Facility opened", es="Centro abierto", source=f"{_ICPPED}(e)")
class FacilityOpened(Event):
    """A place of detention enters the register; the entry's subject is its code."""

    facility: str
    name: str
    zone: str
    authority: str


@event("register.person_registered", en="Person registered", es="Persona registrada", source=f"{_MANDELA}; 7(a)")
class PersonRegistered(Event):
    """A person gets a file; everything known about the person follows as entries of its own."""

    origin: str


@event("register.name_recorded", en="Name recorded", es="Nombre registrado", source="Mandela Rule 7(a)")
class NameRecorded(Event):
    """A name as the person or a document writes it; `kind` is a key of `codes.NAME_KINDS`."""

    kind: str
    written: str
    evidence: str


@event(
    "register.identifier_recorded", en="Identifier recorded", es="Identificador registrado", source="Mandela Rule 7(a)"
)
class IdentifierRecorded(Event):
    """A number by which some issuer knows the person."""

    kind: str
    issuer: str
    value: str


@event(
    "register.birth_recorded", en="Birth date recorded", es="Fecha de nacimiento registrada", source="Mandela Rule 7(a)"
)
class BirthRecorded(Event):
    """A birth date between two days, both included: one day when exact, a year or more when not."""

    earliest: date
    latest: date
    precision: str
    evidence: str


@event(
    "register.citizenship_recorded",
    en="Citizenship recorded",
    es="Nacionalidad registrada",
    source="VCCR art. 36(1)(b)",
)
class CitizenshipRecorded(Event):
    """One citizenship (ISO 3166 code, or `XXX` for stateless) and how far it is settled."""

    country: str
    standing: str
    evidence: str


@event("register.sex_recorded", en="Sex recorded", es="Sexo registrado", source="Mandela Rule 7(a)")
class SexRecorded(Event):
    """Sex as papers say, and gender in the person's own words."""

    on_papers: str
    self_perceived: str


@event("register.language_recorded", en="Language recorded", es="Idioma registrado", source="Mandela Rule 55")
class LanguageRecorded(Event):
    """A language the person speaks or reads (ISO 639 code)."""

    language: str
    level: str
    interpreter_needed: bool


@event(
    "register.dependant_recorded",
    en="Dependant recorded",
    es="Persona a cargo registrada",
    source="Mandela Rule 7(f); Bangkok Rule 3",
)
class DependantRecorded(Event):
    """A child or other person who depends on the person held."""

    relation: str
    name: str
    born_on: date | None
    whereabouts: str
    in_care_of: str


@event("register.contact_recorded", en="Contact recorded", es="Contacto registrado", source="Mandela Rules 7(g) and 69")
class ContactRecorded(Event):
    """Someone the person names to be told, or not to be told."""

    name: str
    relation: str
    reach: str
    notify: bool
    scope: str


@event(
    "register.item_recorded",
    en="File item recorded",
    es="Dato del expediente registrado",
    source=f"{_MANDELA}; {_ICPPED}; BoP 12",
)
class ItemRecorded(Event):
    """One item of the minimum file (a key of `file.ITEMS`): what is known, or who was asked and did not know.

    `standing` is `recorded`, `unknown`, `refused` or `none`; `asked` names who was asked when nothing is known.
    """

    item: str
    standing: str
    content: str
    asked: str
    examiner: str


@event("register.entry_withdrawn", en="Entry withdrawn", es="Asiento retirado", source="Mandela Rule 6")
class EntryWithdrawn(Event):
    """An earlier entry (the one this entry supersedes) was wrong and nothing takes its place; it stays readable."""

    reason: str


@event(
    "register.taken_into_custody",
    en="Deprived of liberty",
    es="Privada de libertad",
    source=f"{_ICPPED}(b); Mandela Rule 7(b)",
)
class TakenIntoCustody(Event):
    """Somebody took the person, perhaps long before any admission: the entry's moment, the place, who, and how."""

    place: str
    authority: str
    officers: str
    circumstances: str


# ---------------------------------------------------------------- grounds


@event(
    "register.ground_recorded",
    en="Ground recorded",
    es="Título de privación de libertad registrado",
    source="ICPPED art. 17(2)-(3)(c); ICCPR art. 9(1)",
)
class GroundRecorded(Event):
    """A legal instrument that orders this person held; the moments bound when it allows custody (half-open).

    `statute` is the provision it rests on, `facts` are the facts of this case (ICPPED art. 17(3)(c): the grounds).
    """

    ground: str
    kind: str
    issuer: str
    reference: str
    issued_on: date
    valid_from: datetime
    valid_until: datetime | None
    review_due_on: date | None
    document_sha256: str
    statute: str
    facts: str


@event(
    "register.ground_reviewed",
    en="Ground reviewed",
    es="Título revisado",
    source="ICCPR art. 9(4); WGAD Principles 3 and 8",
)
class GroundReviewed(Event):
    """An authority looked at a ground again: it upholds it with a next date, or ends it.

    `decides` is the number of the challenge that it answers, or None when nobody had asked.
    """

    ground: str
    outcome: str
    reference: str
    next_review_on: date | None
    decides: int | None


@event(
    "register.ground_challenged",
    en="Ground challenged",
    es="Título impugnado",
    source="ICCPR art. 9(4); ICPPED art. 17(2)(f)",
)
class GroundChallenged(Event):
    """Somebody asked a court whether the person may be held on this ground."""

    ground: str
    court: str
    reference: str
    by_whom: str


@event("register.ground_annulled", en="Ground annulled", es="Título anulado", source="ICCPR art. 9(4)")
class GroundAnnulled(Event):
    """A court or the issuer ended a ground from the moment of this entry's `occurred_at` on."""

    ground: str
    authority: str
    reference: str


# ---------------------------------------------------------------- custody


@event("register.admitted", en="Admitted", es="Ingresado", source=f"{_ICPPED}(e); Mandela Rule 7(c)")
class Admitted(Event):
    """A person enters a place of detention and a stay begins; `override` holds the reason when no ground was live."""

    stay: str
    facility: str
    received_from: str
    escort: str
    override: str


@event(
    "register.transferred_out",
    en="Transferred out",
    es="Trasladado (salida)",
    source=f"{_ICPPED}(h); Mandela Rule 7(c)",
)
class TransferredOut(Event):
    """A person leaves for another place in somebody's charge, and is in transit until received there."""

    stay: str
    facility: str
    destination: str
    escort: str
    reason: str


@event(
    "register.transferred_in", en="Transferred in", es="Trasladado (llegada)", source=f"{_ICPPED}(e); Mandela Rule 7(c)"
)
class TransferredIn(Event):
    """A person in transit is received at a place; the stay goes on."""

    stay: str
    facility: str
    received_from: str
    escort: str


@event("register.left_temporarily", en="Left temporarily", es="Salida temporal", source="Mandela Rule 7(c)")
class LeftTemporarily(Event):
    """A person goes out to a court, hospital or leave and is expected back."""

    stay: str
    facility: str
    kind: str
    destination: str
    escort: str
    expected_back_at: datetime | None


@event("register.returned", en="Returned", es="Regresado", source="Mandela Rule 7(c)")
class Returned(Event):
    """A person is back from a temporary absence or an escape."""

    stay: str
    facility: str
    escort: str


@event("register.escaped", en="Escaped", es="Evadido", source="Mandela Rule 7(c)")
class Escaped(Event):
    """A person is unlawfully at large; the stay stays open."""

    stay: str
    facility: str
    circumstances: str


@event("register.released", en="Released", es="Puesto en libertad", source=f"{_ICPPED}(h); ICPPED art. 21")
class Released(Event):
    """A person leaves custody: to where, by whose order, who received the person, and what proves it."""

    stay: str
    facility: str
    reason: str
    destination: str
    received_by: str
    evidence: str


@event("register.died", en="Died", es="Fallecido", source=f"{_ICPPED}(g); Mandela Rule 8(f)")
class Died(Event):
    """A person died in custody: where if not at the facility, circumstances, cause, and where the remains went."""

    stay: str
    facility: str
    place: str
    circumstances: str
    cause: str
    remains: str


@event(
    "register.status_recorded",
    en="Legal status recorded",
    es="Situación jurídica registrada",
    source="Mandela Rule 11; ICCPR art. 10(2)",
)
class StatusRecorded(Event):
    """The person's legal status from this moment on; `status` is a key of `codes.LEGAL_STATUSES` or the source's own."""

    stay: str
    status: str
    reference: str


@event(
    "register.hold_placed",
    en="Release hold placed",
    es="Retención de salida registrada",
    source="custody-systems: typed holds, BSM and AL",
)
class HoldPlaced(Event):
    """An authority asks that the person not be released or transferred without asking it first."""

    hold: str
    kind: str
    authority: str
    reference: str
    until: date | None


@event(
    "register.hold_lifted",
    en="Release hold lifted",
    es="Retención de salida levantada",
    source="custody-systems: typed holds, BSM and AL",
)
class HoldLifted(Event):
    """A hold ends."""

    hold: str
    authority: str
    reference: str


# ---------------------------------------------------------------- identity links


@event("register.identity_linked", en="Identity linked", es="Identidad vinculada", source="docs/decisions/0010")
class IdentityLinked(Event):
    """Somebody states that two files are the same person, or are not; both files stay whole."""

    link: str
    other: str
    relation: str
    reason: str


@event(
    "register.identity_unlinked",
    en="Identity link ended",
    es="Vínculo de identidad terminado",
    source="docs/decisions/0010",
)
class IdentityUnlinked(Event):
    """A statement of identity is taken back; both files stand as before it."""

    link: str
    other: str
    reason: str
