"""The action that records each kind of condition: one table for every shell."""

from collections.abc import Callable

from constancia.ledger.journal import Recorded
from constancia.standards.actions import care, life, order, places

RECORDING: dict[str, Callable[..., Recorded]] = {
    "regime": life.record_regime,
    "contact": life.record_human_contact,
    "visit": life.record_visit,
    "notice": life.record_notice,
    "supply": life.record_supply,
    "discipline": order.record_sanction,
    "restriction": order.record_restriction,
    "complaint": order.receive_complaint,
    "proceeding": order.record_proceeding,
    "restraint": order.record_restraint,
    "force": order.record_force,
    "search": order.record_search,
    "health": care.record_health,
    "injury_death": care.record_harm,
    "request": care.receive_request,
    "inspection": care.record_inspection,
    "facility": places.describe_facility,
    "cell": places.survey_cell,
    "presence": places.count_presence,
    "measurement": places.take_figure,
    "closing": places.close_register,
}
"""The action that records each kind of condition."""
