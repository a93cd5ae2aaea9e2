"""Why a verdict is what it is, in a sentence of both languages. Pure."""

from decimal import Decimal
from typing import Any

from constancia.core.text import Text
from constancia.core.time import iso
from constancia.norms.calendars import moment
from constancia.norms.facts.tables import tables
from constancia.norms.units import UNITS, shown
from constancia.norms.verdicts import Verdict

REASONS: dict[str, Text] = {
    # any form
    "not_on_record": Text("The records do not decide.", "Los registros no permiten decidir."),
    "no_universe": Text(
        "The facts lie outside any recorded {universe}, so nothing is shown to be met.",
        "Los hechos quedan fuera de todo registro de {universe}, así que nada consta como cumplido.",
    ),
    "not_covered": Text("It covers other persons or places.", "Se refiere a otras personas o lugares."),
    "cover_open": Text(
        "Whether it covers this person or place is not on record.", "No consta si alcanza a esta persona o lugar."
    ),
    "cover_doubtful": Text(
        "Whether it covers this person is in doubt, and doubt protects.",
        "Es dudoso si alcanza a esta persona, y la duda protege.",
    ),
    "not_applicable": Text("This record is not one that it is about.", "Este registro no es de los que trata."),
    "clash": Text(
        "The records contradict each other; a person has to look.",
        "Los registros se contradicen; debe examinarlo una persona.",
    ),
    "doubtful": Text("What is on record is open to two readings.", "Lo registrado admite dos lecturas."),
    "running": Text("The time allowed is still running, until {due}.", "El plazo aún corre, hasta {due}."),
    # overlap
    "apart": Text("The records show that the two do not meet.", "Los registros muestran que no coinciden."),
    "together": Text("They met for {measured}.", "Coincidieron durante {measured}."),
    "excused": Text("What excuses it is on record.", "Consta lo que lo exime."),
    "kept": Text("It holds all the time.", "Se mantiene todo el tiempo."),
    "lacking": Text("It does not hold for {measured}.", "No se da durante {measured}."),
    # records one by one
    "as_asked": Text("The record shows what is asked.", "El registro muestra lo que se exige."),
    "not_as_asked": Text(
        "The record shows something else than what is asked.", "El registro muestra algo distinto de lo exigido."
    ),
    "in_time": Text(
        "Done after {measured}; {threshold} are allowed.", "Hecho a las {measured}; se permiten {threshold}."
    ),
    "late": Text(
        "Done after {measured}; {threshold} are allowed and were over on {due}.",
        "Hecho a las {measured}; se permitían {threshold}, vencidas el {due}.",
    ),
    "silent": Text(
        "Nothing is on record {measured} later; {threshold} are allowed and were over on {due}.",
        "Nada consta {measured} después; se permitían {threshold}, vencidas el {due}.",
    ),
    "answer_open": Text(
        "Something was done in time, but whether it counts is not on record.",
        "Algo se hizo a tiempo, pero no consta si vale.",
    ),
    "ended_first": Text("It ended before the time was up.", "Terminó antes de vencer el plazo."),
    "no_due": Text("When it was due cannot be told.", "No puede saberse cuándo vencía."),
    "complete": Text("The record was complete in time.", "El registro estuvo completo a tiempo."),
    "completed_late": Text(
        "The record is complete from here on; the time before stays as it was.",
        "El registro está completo desde aquí; lo anterior queda como fue.",
    ),
    "completed_no_date": Text(
        "The record is complete, but when it became so is not on record.",
        "El registro está completo, pero no consta desde cuándo.",
    ),
    "incomplete": Text(
        "The record was incomplete for {measured}.", "El registro estuvo incompleto durante {measured}."
    ),
    "steps_done": Text("Every step came first.", "Todos los pasos fueron previos."),
    "step_missing": Text("A step is missing or came too late.", "Falta un paso o llegó tarde."),
    "step_open": Text("Whether a step came first is not on record.", "No consta si un paso fue previo."),
    "recent": Text("The last one is within {threshold}.", "El último está dentro de {threshold}."),
    "awaited": Text(
        "The first is due by {due}; until then nothing is shown.",
        "El primero vence el {due}; hasta entonces nada consta.",
    ),
    "overdue": Text(
        "{measured} passed before the next; {threshold} are allowed.",
        "Pasaron {measured} hasta el siguiente; se permiten {threshold}.",
    ),
    "gathered": Text(
        "{measured} began at the same instant; a person has to look.",
        "{measured} comenzaron en el mismo instante; debe examinarlo una persona.",
    ),
    # runs and days
    "over_limit": Text(
        "The run has lasted {measured}; the limit is {threshold}.",
        "La racha ha durado {measured}; el límite es {threshold}.",
    ),
    "within_limit": Text(
        "The run lasted {measured}; the limit is {threshold}.", "La racha duró {measured}; el límite es {threshold}."
    ),
    "no_run": Text("No such run is on record here.", "Aquí no consta ninguna racha."),
    "gap_in_run": Text(
        "Time that is not on record may belong to a run over {threshold}.",
        "El tiempo que no consta puede pertenecer a una racha de más de {threshold}.",
    ),
    "doubtful_run": Text(
        "If what is doubtful counts, the run has lasted {measured}; the limit is {threshold}.",
        "Si lo dudoso cuenta, la racha ha durado {measured}; el límite es {threshold}.",
    ),
    "enough": Text(
        "{measured} on the day with the least; {threshold} are asked.",
        "{measured} en el día con menos; se exigen {threshold}.",
    ),
    "too_little": Text(
        "{measured} on the day with the least; {threshold} are asked.",
        "{measured} en el día con menos; se exigen {threshold}.",
    ),
    "weather": Text(
        "The weather did not permit it; what was done indoors is not counted.",
        "El tiempo no lo permitió; lo hecho bajo techo no se cuenta.",
    ),
    "medical": Text("A medical reason is on record for the whole day.", "Consta un motivo médico para todo el día."),
    "outdoor_work": Text("The person worked outdoors.", "La persona trabajó al aire libre."),
    # figures
    "within": Text(
        "{measured} at the worst moment; {threshold} asked.", "{measured} en el peor momento; exigido: {threshold}."
    ),
    "beyond": Text(
        "{measured} at the worst moment; {threshold} asked.", "{measured} en el peor momento; exigido: {threshold}."
    ),
    "not_counted": Text(
        "At most {measured}: nobody counted who else was there; {threshold} asked.",
        "Como máximo {measured}: nadie contó quién más estaba; exigido: {threshold}.",
    ),
    "empty": Text("The count shows nobody there.", "El recuento no muestra a nadie."),
    "mixed": Text(
        "Persons who must be apart shared the cell for {measured}.",
        "Personas que deben estar separadas compartieron la celda durante {measured}.",
    ),
    "above_band": Text("The upper rung is met.", "Se cumple el peldaño superior."),
    "below_band": Text(
        "The lower rung is not met; its own norm judges.", "No se cumple el peldaño inferior; lo juzga su propia norma."
    ),
    "aggravated": Text(
        "The space lies between the rungs and another condition is bad.",
        "El espacio está entre los peldaños y otra condición es mala.",
    ),
    "not_aggravated": Text(
        "The space lies between the rungs and the other conditions are met.",
        "El espacio está entre los peldaños y las demás condiciones se cumplen.",
    ),
}
"""Every reason that a form may give, as a sentence."""

MISSING = Text(" Not on record: {missing}.", " No consta: {missing}.")
OWED = Text("{what} (owed by {owner})", "{what} (lo debe {owner})")
UNVERIFIED = Text(" The text of this norm has not been verified.", " El texto de esta norma no está verificado.")

UNIVERSES = {
    "person": Text("custody", "custodia"),
    "cell": Text("survey", "medición"),
    "facility": Text("operation", "funcionamiento"),
}
"""What must be on record for a person, cell or facility before anything can be shown to be met."""


def because(verdict: Verdict, language: str) -> str:
    """Return why, in `language`, with what is missing and who owes it."""
    values = {
        "measured": measured(verdict, language),
        "threshold": threshold(verdict, language),
        "due": "" if verdict.due is None else iso(moment(verdict.due)),
        "universe": UNIVERSES[verdict.subject_kind].in_(language),
    }
    sentence = REASONS[verdict.reason].in_(language).format(**values)
    if verdict.missing:
        sentence += MISSING.in_(language).format(missing="; ".join(owed(each, language) for each in verdict.missing))
    return sentence + (UNVERIFIED.in_(language) if verdict.text_status == "unverified" else "")


def owed(what: str, language: str) -> str:
    """Return a missing fact with who owes it."""
    table = tables().get(what.partition(".")[0])
    return what if table is None else OWED.in_(language).format(what=what, owner=table.owner.in_(language))


def measured(verdict: Verdict, language: str) -> str:
    """Return what was measured with its unit, as one writes it in `language`."""
    if verdict.measured is None:
        return "–"
    return with_unit(shown(verdict.measured), verdict.unit, language)


def with_unit(number: Decimal, unit: str, language: str) -> str:
    """Return a number with its unit; Spanish writes a decimal comma."""
    text = format(number, "f")
    if language.startswith("es"):
        text = text.replace(".", ",")
    return f"{text} {UNITS[unit][1].in_(language)}".strip()


def threshold(verdict: Verdict, language: str) -> str:
    """Return a threshold as one writes it in `language`; a threshold in words stays as it is."""
    number, _, unit = verdict.threshold.partition(" ")
    if unit in UNITS:
        return with_unit(Decimal(number), unit, language)
    return verdict.threshold


def plain(value: Any) -> Any:
    """Return an exact number as JSON writes it: whole where it is whole."""
    if value is None:
        return None
    number = shown(value)
    return int(number) if number == number.to_integral_value() else float(number)
