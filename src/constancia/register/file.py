"""The minimum file of a person: what international law says a custody register must hold, item by item.

Sources: ICPPED 17(3) letters a-h, Mandela Rules 6-10 and 69, Body of Principles 12, Bangkok Rule 3, Havana Rule 21.
"""

from dataclasses import dataclass

from constancia.core.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its names, its source, when it is due (`admission`, `always`, `exit` or `ongoing`), who may read it.

    `events` are the codes of the events that record it in a structured form; an item without any is recorded as text
    by `register.item_recorded`.
    """

    text: Text
    source: str
    due: str
    restricted: bool = False
    events: tuple[str, ...] = ()


ITEMS: dict[str, Item] = {
    "identity": Item(
        Text("Names and aliases", "Nombres y alias"),
        "ICPPED 17(3)(a); Mandela 7(a)",
        "admission",
        events=("register.name_recorded",),
    ),
    "birth": Item(
        Text("Birth date with its evidence", "Fecha de nacimiento y su prueba"),
        "ICPPED 17(3)(a)",
        "admission",
        events=("register.birth_recorded",),
    ),
    "identifiers": Item(
        Text("Numbers by which issuers know the person", "Números con que los emisores conocen a la persona"),
        "ICPPED 17(3)(a)",
        "admission",
        events=("register.identifier_recorded",),
    ),
    "gender": Item(
        Text("Sex on papers and self-perceived gender", "Sexo en documentos y género autopercibido"),
        "Mandela 7(a)",
        "admission",
        events=("register.sex_recorded",),
    ),
    "citizenship": Item(
        Text("Citizenships or statelessness", "Nacionalidades o apatridia"),
        "VCCR 36(1)(b)",
        "admission",
        events=("register.citizenship_recorded",),
    ),
    "taken": Item(
        Text("Date, time and place of deprivation of liberty", "Fecha, hora y lugar de la privación de libertad"),
        "ICPPED 17(3)(b); Mandela 7(b)",
        "admission",
    ),
    "taken_by": Item(
        Text("Authority and officers who took the person", "Autoridad y agentes que privaron de libertad"),
        "ICPPED 17(3)(b)",
        "admission",
    ),
    "ordered_by": Item(
        Text("Authority that ordered the detention", "Autoridad que ordenó la privación"),
        "ICPPED 17(3)(c)",
        "admission",
        events=("register.ground_recorded",),
    ),
    "grounds": Item(
        Text("Grounds", "Motivos"), "ICPPED 17(3)(c); Mandela 7(b)", "admission", events=("register.ground_recorded",)
    ),
    "supervised_by": Item(
        Text("Authority supervising the detention", "Autoridad que supervisa la privación"), "ICPPED 17(3)(d)", "always"
    ),
    "place": Item(
        Text("Place, date and time of entry, authority in charge", "Lugar, fecha y hora de ingreso, autoridad a cargo"),
        "ICPPED 17(3)(e); Mandela 7(c)",
        "admission",
        events=("register.admitted", "register.transferred_in"),
    ),
    "health": Item(
        Text("State of health on admission, examiner", "Estado de salud al ingreso, examinador"),
        "ICPPED 17(3)(f)",
        "admission",
        restricted=True,
    ),
    "injuries": Item(
        Text("Visible injuries and complaints of ill-treatment", "Lesiones visibles y quejas de malos tratos"),
        "Mandela 7(d)",
        "admission",
        restricted=True,
    ),
    "property": Item(Text("Inventory of property", "Inventario de pertenencias"), "Mandela 7(e) and 67", "admission"),
    "family": Item(
        Text("Family, children and who cares for them", "Familia, hijos y quién los cuida"),
        "Mandela 7(f); Bangkok 3",
        "admission",
        restricted=True,
        events=("register.dependant_recorded",),
    ),
    "contact": Item(
        Text("Emergency contact and next of kin", "Contacto de emergencia y familiar más cercano"),
        "Mandela 7(g) and 69",
        "admission",
        restricted=True,
        events=("register.contact_recorded",),
    ),
    "judicial": Item(
        Text("Judicial process: hearings, decisions, counsel", "Proceso judicial: audiencias, decisiones, defensa"),
        "Mandela 8(a); BoP 12",
        "ongoing",
    ),
    "first_appearance": Item(
        Text("First appearance before a judge", "Primera comparecencia ante un juez"), "BoP 12; ICCPR 9(3)", "ongoing"
    ),
    "assessment": Item(Text("Assessment and classification", "Evaluación y clasificación"), "Mandela 8(b)", "ongoing"),
    "conduct": Item(Text("Conduct and discipline", "Conducta y disciplina"), "Mandela 8(c)", "ongoing"),
    "complaints": Item(
        Text("Requests and complaints", "Solicitudes y quejas"), "Mandela 8(d)", "ongoing", restricted=True
    ),
    "sanctions": Item(Text("Sanctions and separation", "Sanciones y aislamiento"), "Mandela 8(e)", "ongoing"),
    "injuries_in_custody": Item(
        Text("Injuries in custody and their causes", "Lesiones bajo custodia y sus causas"),
        "Mandela 8(f)",
        "ongoing",
        restricted=True,
    ),
    "death": Item(
        Text("Death, its cause and destination of remains", "Fallecimiento, causa y destino de los restos"),
        "ICPPED 17(3)(g); Mandela 8(f)",
        "exit",
        events=("register.died",),
    ),
    "exit": Item(
        Text(
            "Release or transfer, destination, authority responsible",
            "Libertad o traslado, destino, autoridad responsable",
        ),
        "ICPPED 17(3)(h); Mandela 7(c)",
        "exit",
        events=("register.released", "register.transferred_out"),
    ),
    "proof_of_release": Item(
        Text("Proof of release", "Prueba de la puesta en libertad"), "ICPPED 21", "exit", events=("register.released",)
    ),
    "notices": Item(
        Text("Notices to family, counsel and consul", "Avisos a familia, defensa y consulado"),
        "BoP 16; VCCR 36(1)(b)",
        "admission",
    ),
    "information_requests": Item(
        Text("Information requests and answers", "Solicitudes de información y respuestas"),
        "ICPPED 18 and 20",
        "ongoing",
    ),
    "agreement": Item(
        Text("Agreement, programme and payer", "Acuerdo, programa y pagador"),
        "Constancia",
        "admission",
    ),
    "languages": Item(
        Text("Languages, interpreter, adjustments", "Idiomas, intérprete, ajustes"),
        "Mandela 54-55",
        "admission",
        events=("register.language_recorded",),
    ),
}
"""Every item by its permanent key. The access log (Mandela 6 and 9) and recording times are kept by the journal itself."""
