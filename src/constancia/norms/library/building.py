"""From a limb as written to the form that judges it: one small builder for each temporal form. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from constancia.norms.datafile import WrongData, fields, listed
from constancia.norms.forms.daily import Daily, Excuse, OnlyOver
from constancia.norms.forms.deadline import Answer, Deadline
from constancia.norms.forms.derived import Form
from constancia.norms.forms.gathering import Gathering
from constancia.norms.forms.instant import Instant
from constancia.norms.forms.interval import Figure, Interval, Limit
from constancia.norms.forms.joint import Joint
from constancia.norms.forms.occasions import Occasion
from constancia.norms.forms.overlap import Overlap
from constancia.norms.forms.presence import Presence
from constancia.norms.forms.recurring import Recurring
from constancia.norms.forms.rows import Rows
from constancia.norms.forms.runs import Breaks, Window
from constancia.norms.forms.sequence import Sequence_, Step
from constancia.norms.forms.sharing import Sharing
from constancia.norms.forms.spell import Spell
from constancia.norms.forms.states import State
from constancia.norms.forms.timeline import Scope
from constancia.norms.library.rows import read_rows, read_tests, read_times
from constancia.norms.units import Quantity, duration, quantity
from constancia.norms.verdicts import BREACH, MET, RANK, REVIEW, UNKNOWN

UNIVERSE = {"person": "custody", "cell": "surveyed", "facility": "operating"}
"""The state in which each kind of subject is judged."""

COMMON = {"form", "en", "es", "subject", "covers", "exceed", "unit", "threshold", "limit", "rungs", "origin", "text"}
"""What any limb may say, whatever its form."""


@dataclass(frozen=True, slots=True)
class Builder:
    """What building a limb needs: the named states, the limbs built before (`norm/limb`), and where we are, for errors."""

    states: Mapping[str, State]
    built: Mapping[str, Form]
    where: str

    def state(self, name: str) -> State:
        """Return a state by name, as written in `states.yaml`."""
        if name not in self.states:
            raise WrongData(f"{self.where}: no such state {name}")
        return self.states[name]

    def named(self, given: Mapping[str, Any], key: str) -> tuple[State, ...]:
        """Return the states listed under a key."""
        return tuple(self.state(each) for each in listed(given.get(key, [])))

    def form(self, name: str) -> Form:
        """Return the form of another limb, written `norm/limb`."""
        if name not in self.built:
            raise WrongData(f"{self.where}: no limb {name} stands before this one")
        return self.built[name]

    def scope(self, given: Mapping[str, Any]) -> Scope:
        """Return in what universe and for whom a limb is judged."""
        subject = given.get("subject", "person")
        return Scope(subject, self.state(given.get("universe", UNIVERSE[subject])), self.named(given, "covers"))

    def verdict(self, given: Mapping[str, Any], key: str, default: str) -> str:
        """Return a verdict written under a key."""
        found: str = given.get(key, default)
        if found not in RANK:
            raise WrongData(f"{self.where}: no such verdict {found}")
        return found

    def rows(self, given: Any) -> Rows:
        """Return rows as written."""
        return read_rows(given, self.where)

    def occasion(self, given: Mapping[str, Any]) -> Occasion:
        """Return the records that a limb judges one by one."""
        rows = self.rows(given["rows"])
        at = read_times(given["at"], rows.table, self.where) if "at" in given else rows.since or rows.at
        return Occasion(
            given.get("subject", "person"),
            rows,
            at,
            read_tests(given.get("applies", {}), rows.table, self.where),
            self.named(given, "covers"),
            given.get("planned", ""),
        )

    def check(self, given: Mapping[str, Any], need: set[str], may: set[str]) -> None:
        """Refuse a limb that says less or more than its form knows."""
        fields(given, self.where, need=need | {"form"}, may=may | COMMON)


Limited = Quantity | None


def _overlap(b: Builder, given: Mapping[str, Any], _limit: Limited) -> Form:
    b.check(given, set(), {"universe", "never", "unless", "always", "doubt", "silence"})
    return Overlap(
        b.scope(given),
        never=b.named(given, "never"),
        unless=b.named(given, "unless"),
        always=b.named(given, "always"),
        exceed=b.verdict(given, "exceed", BREACH),
        doubt=b.verdict(given, "doubt", REVIEW),
        silence=b.verdict(given, "silence", UNKNOWN),
    )


def _breaks(given: Mapping[str, Any]) -> Breaks:
    wanted = given.get("breaks", "literal")
    if wanted in ("literal", "equal"):
        return Breaks(equal=wanted == "equal")
    return Breaks(gap=duration(wanted))


def _window(given: Mapping[str, Any], b: Builder) -> Window | None:
    if "window" not in given:
        return None
    window = fields(given["window"], b.where, need={"length", "at_least"}, may=set())
    return Window(duration(window["length"]), duration(window["at_least"]))


def _spell(b: Builder, given: Mapping[str, Any], limit: Limited) -> Form:
    b.check(given, {"of"}, {"universe", "breaks", "window", "below", "whole"})
    of = given["of"]
    return Spell(
        b.scope(given),
        b.form(of) if "/" in of else b.state(of),
        limit.whole if limit else 0,
        _breaks(given),
        _window(given, b),
        b.verdict(given, "exceed", BREACH),
        b.verdict(given, "below", MET),
        given.get("whole") == "yes",
    )


def _daily(b: Builder, given: Mapping[str, Any], limit: Limited) -> Form:
    b.check(given, set(), {"universe", "of", "events", "amount", "kept", "excuses", "only_over", "silence"})
    excuses = [
        Excuse(b.state(each["state"]), each["reason"], each.get("all_day") == "yes")
        for each in listed(given.get("excuses", []))
    ]
    only = given.get("only_over")
    return Daily(
        b.scope(given),
        _some(limit, b).whole,
        b.state(given["of"]) if "of" in given else None,
        tuple(b.rows(each) for each in listed(given.get("events", []))),
        given.get("amount", ""),
        b.state(given["kept"]) if "kept" in given else None,
        tuple(excuses),
        OnlyOver(b.state(only["state"]), duration(only["over"])) if only else None,
        b.verdict(given, "exceed", BREACH),
        b.verdict(given, "silence", UNKNOWN),
    )


def _recurring(b: Builder, given: Mapping[str, Any], limit: Limited) -> Form:
    b.check(given, {"events"}, {"universe", "silence"})
    return Recurring(
        b.scope(given),
        tuple(b.rows(each) for each in listed(given["events"])),
        _some(limit, b),
        b.verdict(given, "exceed", BREACH),
        b.verdict(given, "silence", UNKNOWN),
    )


_OCCASION = {"rows", "at", "applies"}


def _instant(b: Builder, given: Mapping[str, Any], _limit: Limited) -> Form:
    b.check(given, {"rows", "must"}, {*_OCCASION, "measure"})
    occasion = b.occasion(given)
    groups = [
        read_tests(each, occasion.rows.table, b.where)
        for each in (
            listed(given["must"]) if isinstance(given["must"], list) else [{k: v} for k, v in given["must"].items()]
        )
    ]
    return Instant(occasion, tuple(groups), b.verdict(given, "exceed", BREACH), given.get("measure", ""))


def _presence(b: Builder, given: Mapping[str, Any], _limit: Limited) -> Form:
    b.check(given, {"rows"}, {*_OCCASION, "items", "needs", "grace"})
    occasion = b.occasion(given)
    items = given.get("items", {})
    if isinstance(items, list):
        items = {each: {"filled": "yes"} for each in items}
    return Presence(
        occasion,
        read_tests(items, occasion.rows.table, b.where),
        tuple(b.rows(each) for each in listed(given.get("needs", []))),
        duration(given.get("grace", "0 s")),
    )


def _deadline(b: Builder, given: Mapping[str, Any], limit: Limited) -> Form:
    b.check(given, {"rows", "by"}, {*_OCCASION, "silence", "early", "ends"})
    occasion = b.occasion(given)
    answers = []
    for each in listed(given["by"]):
        if "own" in each:
            tests = read_tests(each.get("where", {}), occasion.rows.table, b.where)
            answers.append(Answer(own=each["own"], tests=tests))
        else:
            rows = {key: value for key, value in each.items() if key != "about"}
            answers.append(Answer(b.rows(rows), about=each.get("about") == "yes"))
    return Deadline(
        occasion,
        tuple(answers),
        _some(limit, b),
        b.verdict(given, "exceed", BREACH),
        b.verdict(given, "silence", BREACH),
        duration(given.get("early", "0 s")),
        given.get("ends", ""),
    )


def _sequence(b: Builder, given: Mapping[str, Any], _limit: Limited) -> Form:
    b.check(given, {"rows", "steps"}, {*_OCCASION, "planned"})
    occasion = b.occasion(given)
    return Sequence_(
        occasion,
        tuple(_step(b, name, each, occasion) for name, each in given["steps"].items()),
        b.verdict(given, "exceed", BREACH),
        given.get("planned", ""),
    )


def _step(b: Builder, name: str, given: Mapping[str, Any], occasion: Occasion) -> Step:
    in_force, about, asked = (given.get(key) == "yes" for key in ("in_force", "about", "asked"))
    rest = {key: value for key, value in given.items() if key not in ("in_force", "about", "asked")}
    if "without" in rest:
        return Step(name, without=b.state(rest["without"]))
    if "own" in rest:
        return Step(name, tests=read_tests(rest["own"], occasion.rows.table, b.where), asked=asked)
    return Step(name, rows=b.rows(rest), in_force=in_force, about=about)


def _figure(b: Builder, given: Any, *, up: bool = False) -> Figure:
    if given == "persons":
        return Figure(None)
    given = fields(given, b.where, need={"rows", "sum"}, may={"out_of"})
    columns = tuple((each.lstrip("-"), -1 if each.startswith("-") else 1) for each in listed(given["sum"]))
    return Figure(b.rows(given["rows"]), columns, given.get("out_of", ""), up)


def _interval(b: Builder, given: Mapping[str, Any], limit: Limited) -> Form:
    may = {
        "figure",
        "survey",
        "applies",
        "area",
        "per",
        "occupied",
        "at_night",
        "at_most",
        "at_least",
        "each_person",
        "each_m2",
    }
    b.check(given, {"figure"}, may)
    subject = given.get("subject", "cell")
    survey = b.rows(given.get("survey", subject if subject in ("cell", "facility") else "cell"))
    most = given.get("at_most") == "yes"
    figure = _figure(b, given["figure"], up=most)
    size = 0 if limit is None else limit.whole
    return Interval(
        subject,
        figure,
        Limit(
            at_least=None if most else size,
            at_most=size if most else None,
            per_person=_number(given.get("each_person")),
            per_area=_number(given.get("each_m2")),
        ),
        survey,
        read_tests(given.get("applies", {}), survey.table, b.where),
        _figure(b, given["area"]) if "area" in given else None,
        given.get("per") == "person",
        given.get("occupied", "yes") == "yes",
        given.get("at_night") == "yes",
        b.verdict(given, "exceed", BREACH),
    )


def _number(given: Any) -> int:
    return 0 if given is None else quantity(given).whole


def _sharing(b: Builder, given: Mapping[str, Any], _limit: Limited) -> Form:
    b.check(given, {"apart"}, {"excused", "doubt"})
    first, other = b.named(given, "apart")
    return Sharing(
        first, other, b.named(given, "excused"), b.verdict(given, "exceed", BREACH), b.verdict(given, "doubt", REVIEW)
    )


def _gathering(b: Builder, given: Mapping[str, Any], _limit: Limited) -> Form:
    b.check(given, {"rows", "at_once"}, set())
    return Gathering(given.get("subject", "facility"), b.rows(given["rows"]), int(given["at_once"]))


def _joint(b: Builder, given: Mapping[str, Any], _limit: Limited) -> Form:
    b.check(given, {"upper", "lower", "conditions", "asks"}, {"universe"})
    return Joint(
        b.scope(given),
        b.form(given["upper"]),
        b.form(given["lower"]),
        tuple(b.form(each) for each in listed(given["conditions"])),
        b.verdict(given, "exceed", BREACH),
        given["asks"],
    )


def _some(limit: Limited, b: Builder) -> Quantity:
    if limit is None:
        raise WrongData(f"{b.where}: this form needs a limit")
    return limit


FORMS: dict[str, Callable[[Builder, Mapping[str, Any], Limited], Form]] = {
    "instant": _instant,
    "presence": _presence,
    "deadline": _deadline,
    "recurring": _recurring,
    "sequence": _sequence,
    "overlap": _overlap,
    "sharing": _sharing,
    "interval": _interval,
    "rate": _interval,
    "spell": _spell,
    "rolling_sum": _spell,
    "daily_sum": _daily,
    "joint": _joint,
    "gathering": _gathering,
}
"""The vocabulary: every temporal form by the name that norms use."""
