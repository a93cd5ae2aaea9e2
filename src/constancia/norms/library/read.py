"""Reading the library from its files: instruments, sources, states, conventions and norms, each checked. Pure.

What does not fit is refused with file and norm. `conventions` (EC-…) are written into the norms by name (`$EC-BREAK.merged`), so that
a profile which changes one changes it everywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from constancia.core.text import Text
from constancia.norms.datafile import WrongData, bilingual, fields, listed, names, read
from constancia.norms.forms.derived import Form
from constancia.norms.forms.states import State
from constancia.norms.library.building import FORMS, Builder
from constancia.norms.library.model import (
    ORIGINS,
    READ,
    SEVERITIES,
    TEXT_STATUS,
    UNVERIFIED,
    Change,
    Instrument,
    Limb,
    Norm,
    Rung,
    Source,
)
from constancia.norms.library.rows import read_state
from constancia.norms.units import UNITS, Quantity, quantity


@dataclass(frozen=True, slots=True)
class Convention:
    """One edge-case convention (EC-…): the question, our answer, and the named values that norms use."""

    code: str
    question: Text
    answer: Text
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Library:
    """Every norm by id, with the states and conventions that they rest on."""

    norms: Mapping[str, Norm]
    states: Mapping[str, State]
    conventions: Mapping[str, Convention]

    def norm(self, wanted: str) -> Norm:
        """Return a norm by id, whatever dashes and letters it is typed with; raises KeyError."""
        folded = {_folded(each): each for each in self.norms}
        return self.norms[folded[_folded(wanted)]]


def _folded(norm: str) -> str:
    return norm.strip().upper().replace("–", "-").replace("—", "-")


@cache
def instruments() -> dict[str, Instrument]:
    """Return every instrument by code."""
    found = {}
    for code, given in read("instruments.yaml").items():
        where = f"instrument {code}"
        fields(given, where, need={"name", "short", "since", "treaty"}, may={"history"})
        since = date.fromisoformat(given["since"])
        name, short = bilingual(given["name"], where), bilingual(given["short"], where)
        found[code] = Instrument(code, name, short, since, given["treaty"] == "yes", _history(given, where))
    return found


def _history(given: Mapping[str, Any], where: str) -> tuple[Change, ...]:
    steps = [fields(each, where, need={"on", "en", "es"}, may=set()) for each in listed(given.get("history", []))]
    return tuple(Change(each["on"], Text(each["en"], each["es"])) for each in steps)


@cache
def sources() -> dict[str, Source]:
    """Return every source by code."""
    return {code: Source(code, where) for code, where in read("sources.yaml").items()}


@cache
def conventions() -> dict[str, Convention]:
    """Return the edge-case conventions as they stand unless a profile changes them."""
    found = {}
    for code, given in read("conventions.yaml").items():
        fields(given, code, need={"question", "answer"}, may={"values"})
        question, reply = (bilingual(given[each], code) for each in ("question", "answer"))
        found[code] = Convention(code, question, reply, dict(given.get("values", {})))
    return found


def library(
    changed: Mapping[str, Mapping[str, str]] | None = None, figures: Mapping[str, str] | None = None
) -> Library:
    """Return the whole library.

    `changed` replaces values of conventions, by code and name; `figures` replaces limits, by `norm/limb/rung`.
    """
    values = ((code, name, value) for code, each in (changed or {}).items() for name, value in each.items())
    return _library(tuple(sorted(values)), tuple(sorted((figures or {}).items())))


@cache
def _library(changed: tuple[tuple[str, str, str], ...], figures: tuple[tuple[str, str], ...]) -> Library:
    settled = {code: dict(each.values) for code, each in conventions().items()}
    for code, name, value in changed:
        if name not in settled.get(code, {}):
            raise WrongData(f"no convention {code} has a value {name}")
        settled[code][name] = value
    states = {name: read_state(name, given) for name, given in _settle(read("states.yaml"), settled).items()}
    norms: dict[str, Norm] = {}
    built: dict[str, Form] = {}
    for file in names("norms"):
        for given in _settle(read("norms", file), settled):
            norm = _norm(given, _Reading(states, built, dict(figures)), file)
            if norm.id in norms:
                raise WrongData(f"{file}: {norm.id} stands twice")
            norms[norm.id] = norm
    kept = {code: Convention(code, each.question, each.answer, settled[code]) for code, each in conventions().items()}
    return Library(norms, states, kept)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading a norm needs: the states, the limbs read before, and the figures that a profile chose."""

    states: Mapping[str, State]
    built: dict[str, Form]
    figures: Mapping[str, str]


def _settle(value: Any, settled: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a structure with every `$EC-CODE.name` replaced by its value."""
    if isinstance(value, dict):
        return {key: _settle(each, settled) for key, each in value.items()}
    if isinstance(value, list):
        return [_settle(each, settled) for each in value]
    if isinstance(value, str) and value.startswith("$"):
        code, _, name = value[1:].partition(".")
        try:
            return settled[code][name]
        except KeyError:
            raise WrongData(f"no convention {value}") from None
    return value


_NEED = {"id", "instrument", "article", "title", "rule", "text", "severity", "limbs"}
_MAY = {"sources", "since", "until", "as_framed", "starred", "who", "ladder", "note", "history"}


def _norm(given: Any, reading: _Reading, file: str) -> Norm:
    where = f"{file}: {given.get('id', '?') if isinstance(given, dict) else given}"
    fields(given, where, need=_NEED, may=_MAY)
    instrument = instruments().get(given["instrument"])
    if instrument is None or given["text"] not in TEXT_STATUS or given["severity"] not in SEVERITIES:
        raise WrongData(f"{where}: unknown instrument, text status or severity")
    cited = tuple(sources()[each] for each in listed(given.get("sources", [])))
    if given["text"] == READ and not cited:
        raise WrongData(f"{where}: a text that was read needs its source")
    limbs = tuple(_limb(name, each, given, reading, f"{where}/{name}") for name, each in given["limbs"].items())
    everyone = Text("everyone held", "toda persona privada de libertad")
    return Norm(
        id=given["id"],
        instrument=instrument,
        article=given["article"],
        title=bilingual(given["title"], where),
        rule=bilingual(given["rule"], where),
        note=bilingual(given["note"], where) if "note" in given else None,
        text_status=given["text"],
        sources=cited,
        since=date.fromisoformat(given["since"]) if "since" in given else instrument.since,
        until=date.fromisoformat(given["until"]) if "until" in given else None,
        severity=given["severity"],
        as_framed=given.get("as_framed") == "yes",
        starred=given.get("starred", "yes") == "yes",
        who=bilingual(given["who"], where) if "who" in given else everyone,
        ladder=given.get("ladder", ""),
        history=_history(given, where),
        limbs=limbs,
    )


def _limb(name: str, given: Any, norm: Mapping[str, Any], reading: _Reading, where: str) -> Limb:
    form = given.get("form") if isinstance(given, dict) else None
    if form not in FORMS:
        raise WrongData(f"{where}: no such form {form}")
    text = Text(given["en"], given["es"]) if "en" in given else bilingual(norm["title"], where)
    rungs = tuple(_rungs(f"{norm['id']}/{name}", given, norm, reading, where))
    reading.built[f"{norm['id']}/{name}"] = rungs[0].form
    limit = rungs[0].limit
    unit = given.get("unit") or (limit.unit if limit and limit.unit not in ("calendar_days", "work_days") else "h")
    if unit not in UNITS:
        raise WrongData(f"{where}: no such unit {unit}")
    return Limb(
        name=name,
        text=text,
        form_name=form,
        subject=given.get("subject", "cell" if form in ("interval", "rate", "sharing") else "person"),
        unit=unit,
        stricter="more" if _more_is_stricter(form, given) else "less",
        rungs=rungs,
    )


def _more_is_stricter(form: str, given: Mapping[str, Any]) -> bool:
    return form == "daily_sum" or (form in ("interval", "rate") and given.get("at_most") != "yes")


_RUNG = {"id", "limit"}
_RUNG_MAY = {"origin", "text", "en", "es", "exceed", "silence", "threshold"}


def _rungs(
    name: str, given: Mapping[str, Any], norm: Mapping[str, Any], reading: _Reading, where: str
) -> Iterator[Rung]:
    if "rungs" in given and "limit" in given:
        raise WrongData(f"{where}: give either one limit or several rungs")
    several = given.get("rungs") or [{"id": "text", **{k: given[k] for k in ("limit", "origin", "text") if k in given}}]
    for each in several:
        fields(each, where, need={"id"}, may=_RUNG | _RUNG_MAY)
        figure = reading.figures.get(f"{name}/{each['id']}", each.get("limit"))
        limit = None if figure is None else quantity(figure)
        own = {key: value for key, value in given.items() if key != "rungs"}
        own |= {key: each[key] for key in ("exceed", "silence") if key in each}
        status = each.get("text", norm["text"])
        origin = each.get("origin", given.get("origin", "text"))
        if status not in TEXT_STATUS or origin not in ORIGINS:
            raise WrongData(f"{where}: unknown text status or origin")
        yield Rung(
            id=each["id"],
            limit=limit,
            threshold=each.get("threshold") or given.get("threshold") or _threshold(limit),
            origin=origin,
            text_status=status if origin != "pack" or norm["text"] == UNVERIFIED else norm["text"],
            text=Text(each["en"], each["es"]) if "en" in each else None,
            form=FORMS[given["form"]](Builder(reading.states, reading.built, where), own, limit),
        )


def _threshold(limit: Quantity | None) -> str:
    return "0" if limit is None else str(limit)
