"""Profiles: which rungs a jurisdiction lets decide, its own figures where a text has none, and what binds its States. Pure.

The library is always judged whole. A profile only says which verdicts raise alarms and bear on payment; it may be stricter than the
texts and never laxer than absolute prohibitions or treaties that bind (or are not known not to bind) one of its States.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from constancia.core.refusals import Refusal, refusal, refuse_if_any
from constancia.core.text import Text
from constancia.core.time import zone
from constancia.norms.datafile import WrongData, bilingual, fields, listed, names, read, read_text
from constancia.norms.forms.setting import Setting
from constancia.norms.judging import Question, questions
from constancia.norms.library.model import UNVERIFIED, Norm
from constancia.norms.library.read import Library, instruments, library

DEFAULT = "arrangement"
"""The profile used when none is named: the reference arrangement of two States."""

STANDINGS: dict[str, Text] = {
    "party": Text("party", "parte"),
    "not_party": Text("not a party", "no es parte"),
    "not_verified": Text("not verified", "sin verificar"),
}
"""How a State stands to a treaty; what was not read from a depositary is not verified, and counts as binding."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Whether a State is party to a treaty, since when, with what reservation, and where that was read (blank: nowhere yet)."""

    state: str
    instrument: str
    standing: str
    since: date | None
    reservation: str
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A jurisdiction's choice.

    `decisive` names norms (or `norm/limb/rung`) that decide besides those that always do; `silent` those that shall not, where that is
    allowed. `figures` are its own limits for rungs whose text has no number; `conventions` its values of edge cases.
    """

    code: str
    title: Text
    about: Text
    states: tuple[str, ...]
    setting: Setting
    bindings: tuple[Binding, ...]
    decisive: frozenset[str]
    silent: frozenset[str]
    figures: Mapping[str, str] = field(default_factory=dict)
    conventions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def library(self) -> Library:
        """Return the whole library under this profile's conventions and figures."""
        return library(self.conventions, self.figures)

    def binds(self, norm: Norm) -> str:
        """Return whether a norm binds one of the States: `party`, `not_party` or `not_verified`; soft law is `not_party`."""
        if not norm.instrument.treaty:
            return "not_party"
        found = [each.standing for each in self.bindings if each.instrument == norm.instrument.code]
        if "party" in found:
            return "party"
        known = {
            each.state
            for each in self.bindings
            if each.instrument == norm.instrument.code and each.standing == "not_party"
        }
        return "not_party" if known == set(self.states) else "not_verified"

    def always_decides(self, norm: Norm) -> bool:
        """Tell whether a profile has no choice: absolute prohibitions, and treaties unless known not to bind either State."""
        return norm.severity == "A" or (
            norm.severity == "T" and norm.instrument.treaty and self.binds(norm) != "not_party"
        )

    def decides(self) -> dict[tuple[str, str, str], bool]:
        """Return which questions decide under this profile; an unverified rung never does."""
        return {each.key: self._decides(each) for each in questions(self.library())}

    def _decides(self, question: Question) -> bool:
        if _is_unverified(question):
            return False
        if self.always_decides(question.norm):
            return len(question.limb.rungs) == 1 or self._chosen(question) or not self._any_chosen(question)
        return self._named(question, self.decisive) and not self._named(question, self.silent)

    def _named(self, question: Question, named: frozenset[str]) -> bool:
        norm, limb, rung = question.key
        return bool(named & {norm, f"{norm}/{limb}", f"{norm}/{limb}/{rung}"})

    def _chosen(self, question: Question) -> bool:
        return "/".join(question.key) in self.decisive

    def _any_chosen(self, question: Question) -> bool:
        norm, limb, _ = question.key
        return any(each.startswith(f"{norm}/{limb}/") for each in self.decisive)


_RULE = "docs/concepts/profiles.md"

UNKNOWN_PROFILE = refusal(
    "norms.unknown_profile",
    Text("There is no profile {profile}; there are {known}.", "No existe el perfil {profile}; hay {known}."),
    rule=_RULE,
    remedy=Text("Name one of them, or a file.", "Indique uno de ellos o un archivo."),
)
WRONG_PROFILE = refusal(
    "norms.wrong_profile",
    Text("The profile cannot be read: {fault}", "El perfil no puede leerse: {fault}"),
    rule=_RULE,
    remedy=Text("Correct the file and try again.", "Corrija el archivo e inténtelo de nuevo."),
)
UNKNOWN_NORM = refusal(
    "norms.unknown_in_profile",
    Text(
        "The profile names {what}, which the library does not have.",
        "El perfil nombra {what}, que la biblioteca no tiene.",
    ),
    rule=_RULE,
    remedy=Text("See `constancia norms list`.", "Consulte `constancia norms list`."),
)
UNVERIFIED_RUNG = refusal(
    "norms.unverified_decides",
    Text(
        "{what} rests on a text that nobody has verified and cannot decide.",
        "{what} se apoya en un texto que nadie ha verificado y no puede decidir.",
    ),
    rule="docs/concepts/profiles.md: an unverified threshold is shown, never decisive",
    remedy=Text("Leave it out; it stays visible.", "Suprímalo; seguirá a la vista."),
)
LAXER = refusal(
    "norms.profile_laxer",
    Text(
        "{what}: {wanted} would be laxer than {given}, which the profile may not change.",
        "{what}: {wanted} sería más laxo que {given}, que el perfil no puede cambiar.",
    ),
    rule="docs/concepts/profiles.md: never laxer than absolute prohibitions and binding treaties",
    remedy=Text("Choose a stricter figure or none.", "Elija una cifra más estricta o ninguna."),
)
SILENCED = refusal(
    "norms.profile_silences",
    Text(
        "{what} is an absolute prohibition or a treaty duty of one of the States and cannot be silenced.",
        "{what} es una prohibición absoluta o una obligación convencional de uno de los Estados y no puede silenciarse.",
    ),
    rule="docs/concepts/profiles.md: never laxer than absolute prohibitions and binding treaties",
    remedy=Text("Take it off the list `silent`.", "Quítelo de la lista `silent`."),
)
FIGURE_OF_TEXT = refusal(
    "norms.figure_of_text",
    Text(
        "{what} is a figure of the text; a profile may only make it stricter than {given}.",
        "{what} es una cifra del texto; un perfil solo puede hacerla más estricta que {given}.",
    ),
    rule=_RULE,
    remedy=Text("Choose a stricter figure or none.", "Elija una cifra más estricta o ninguna."),
)


def shipped() -> list[str]:
    """Return the codes of the profiles that come with the library."""
    return [each.removesuffix(".yaml") for each in names("profiles")]


def profile(wanted: str = DEFAULT) -> Profile:
    """Return a shipped profile by code, or one read from a file by path; raises `Refused` with every fault."""
    path = Path(wanted)
    try:
        if wanted in shipped():
            given = read("profiles", f"{wanted}.yaml")
        elif path.is_file():
            given = read_text(path.read_text(encoding="utf-8"), path.name)
        else:
            refuse_if_any([UNKNOWN_PROFILE(profile=wanted[:80], known=", ".join(shipped()), field="profile")])
        made = _profile(given, path.stem)
        faults = list(refuse_profile(made))
    except (WrongData, UnicodeDecodeError, ValueError) as error:
        faults = [WRONG_PROFILE(fault=str(error)[:300], field="profile")]
    refuse_if_any(faults)
    return made


_MAY = {
    "about",
    "zone",
    "calendars",
    "majority",
    "bindings",
    "decisive",
    "silent",
    "figures",
    "conventions",
    "based_on",
}


def _profile(given: Any, code: str) -> Profile:
    fields(given, f"profile {code}", need={"title", "states"}, may=_MAY)
    if "based_on" in given:
        if given["based_on"] not in shipped():
            raise WrongData(f"profile {code}: based_on names none of {', '.join(shipped())}")
        base = read("profiles", f"{given['based_on']}.yaml")
        merged = {key: value for key, value in base.items() if key not in given}
        given = {**merged, **{key: value for key, value in given.items() if key != "based_on"}}
    states = tuple(listed(given["states"]))
    if given.get("zone"):
        zone(given["zone"])
    return Profile(
        code=code,
        title=bilingual(given["title"], code),
        about=bilingual(given["about"], code) if "about" in given else Text("", ""),
        states=states,
        setting=Setting(given.get("zone", ""), int(given.get("majority", "18")), dict(given.get("calendars", {}))),
        bindings=tuple(_bindings(given.get("bindings", {}), code)),
        decisive=frozenset(listed(given.get("decisive", []))),
        silent=frozenset(listed(given.get("silent", []))),
        figures=dict(given.get("figures", {})),
        conventions={name: dict(values) for name, values in given.get("conventions", {}).items()},
    )


def _bindings(given: Any, code: str) -> Iterator[Binding]:
    for instrument, states in given.items():
        if instrument not in instruments():
            raise WrongData(f"profile {code}: no such instrument {instrument}")
        for state, said in states.items():
            said = {"standing": said} if isinstance(said, str) else said  # noqa: PLW2901 - the short form of the same thing
            fields(said, f"{code}/{instrument}", need={"standing"}, may={"since", "reservation", "source"})
            if said["standing"] not in STANDINGS:
                raise WrongData(f"profile {code}: no such standing {said['standing']}")
            since = date.fromisoformat(said["since"]) if "since" in said else None
            yield Binding(
                state, instrument, said["standing"], since, said.get("reservation", ""), said.get("source", "")
            )


def refuse_profile(wanted: Profile) -> Iterator[Refusal]:
    """Yield why a profile may not be used.

    Refused: figures laxer than what binds, an unverified rung that decides, names that do not exist.
    """
    plain = library()
    known = {each.key: each for each in questions(plain)}
    yield from _unknown(wanted, known)
    ours = {each.key: each for each in questions(wanted.library())}
    for name in sorted(wanted.decisive):
        if all(_is_unverified(each) for key, each in known.items() if _names(name, key)) and any(
            _names(name, key) for key in known
        ):
            yield UNVERIFIED_RUNG(what=name, field=f"decisive: {name}")
    for name in sorted(wanted.silent):
        if any(wanted.always_decides(each.norm) for key, each in known.items() if _names(name, key)):
            yield SILENCED(what=name, field=f"silent: {name}")
    for key, before in known.items():
        after = ours[key]
        if after.rung.limit != before.rung.limit and _is_laxer(before, after):
            yield from _laxer(wanted, before, after)


def _unknown(wanted: Profile, known: Mapping[tuple[str, str, str], Question]) -> Iterator[Refusal]:
    for place, named in (("decisive", wanted.decisive), ("silent", wanted.silent), ("figures", wanted.figures)):
        for name in sorted(named):
            if not any(_names(name, key) for key in known):
                yield UNKNOWN_NORM(what=name, field=f"{place}: {name}")


def _names(name: str, key: tuple[str, str, str]) -> bool:
    norm, limb, rung = key
    return name in (norm, f"{norm}/{limb}", f"{norm}/{limb}/{rung}")


def _is_unverified(question: Question) -> bool:
    return UNVERIFIED in (question.rung.text_status, question.norm.text_status)


def _is_laxer(before: Question, after: Question) -> bool:
    old, new = before.rung.limit, after.rung.limit
    if old is None or new is None:
        return False
    if old.unit != new.unit and _kind(old.unit) != _kind(new.unit):
        return True
    return new.whole < old.whole if before.limb.stricter == "more" else new.whole > old.whole


def _kind(unit: str) -> str:
    return "elapsed" if unit in ("s", "min", "h", "d") else unit


def _laxer(wanted: Profile, before: Question, after: Question) -> Iterator[Refusal]:
    what = "/".join(before.key)
    values = {
        "what": what,
        "wanted": str(after.rung.limit),
        "given": str(before.rung.limit),
        "field": f"figures: {what}",
    }
    if before.rung.origin != "pack":
        yield FIGURE_OF_TEXT(**{key: value for key, value in values.items() if key != "wanted"})
    elif wanted.always_decides(before.norm):
        yield LAXER(**values)
