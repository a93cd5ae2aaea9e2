"""The book of norms: every norm with its rule in both languages, its citation, its rungs and what its cases expect."""

from collections.abc import Iterator

from constancia.core.text import Text
from constancia.norms.cases import Case, cases_of
from constancia.norms.library.model import ORIGINS, SEVERITIES, TEXT_STATUS, Limb, Norm
from constancia.norms.library.read import Convention, library
from constancia.norms.printing import expected_line
from reference.markdown import code, table, target, text


def undocumented() -> Iterator[str]:
    """Yield norms without a case, a citation or Spanish."""
    for each in library().norms.values():
        if not cases_of().get(each.id):
            yield f"norm {each.id}: no worked case"
        if not (each.rule.es.strip() and each.title.es.strip() and each.citation.en.strip()):
            yield f"norm {each.id}: no Spanish or no citation"


def page() -> str:
    """Return the book: the conventions first, then norm after norm."""
    known = library()
    return "\n\n".join(
        [
            *(_convention(each) for each in known.conventions.values()),
            *(_norm(each) for each in known.norms.values()),
        ]
    )


def _convention(each: Convention) -> str:
    values = (
        [f"Values: {', '.join(f'{code(name)} {text(value)}' for name, value in each.values.items())}."]
        if each.values
        else []
    )
    return "\n\n".join(
        [
            f"{target('convention', each.code.lower())}\n## {each.code}",
            f"*{_both(each.question)}*",
            text(each.answer.en),
            text(each.answer.es),
            *values,
        ]
    )


def _norm(each: Norm) -> str:
    sources = [text(f"{source.code}: {source.where}") for source in each.sources]
    framed = " (as framed)" if each.as_framed else ""
    return "\n\n".join(
        [
            f"{target('norm', each.id.lower())}\n## {text(each.id)}",
            f"**{_both(each.title)}**",
            text(each.rule.en),
            text(each.rule.es),
            *([text(each.note.en), text(each.note.es)] if each.note else []),
            table(
                ("", ""),
                [
                    ("citation", _both(each.citation)),
                    ("text", f"{each.text_status}: {_both(TEXT_STATUS[each.text_status])}"),
                    ("read at", "; ".join(sources) or "–"),
                    ("in force", f"{each.since} – {each.until or '…'}"),
                    ("severity", f"{each.severity}: {_both(SEVERITIES[each.severity])}{framed}"),
                    ("covers", _both(each.who)),
                ],
            ),
            table(("limb", "what", "form", "rung", "threshold", "origin", "text"), _rungs(each.limbs)),
            table(("case", "what", "expected"), (_case(case, each.id) for case in cases_of().get(each.id, []))),
        ]
    )


def _rungs(limbs: tuple[Limb, ...]) -> Iterator[tuple[str, ...]]:
    for limb in limbs:
        for rung in limb.rungs:
            yield (
                text(limb.name),
                _both(rung.text or limb.text),
                code(limb.form_name),
                text(rung.id),
                text(rung.threshold),
                _both(ORIGINS[rung.origin]),
                rung.text_status,
            )


def _case(case: Case, norm: str) -> tuple[str, str, str]:
    expected = "<br>".join(text(expected_line(each)) for each in case.expected if each.norm == norm)
    return case.id or "–", _both(case.title), expected


def _both(said: Text) -> str:
    return text(said.en) if said.en == said.es else f"{text(said.en)} / {text(said.es)}"
