"""The minimum file of a person: what international law says a custody register must hold, item by item.

Sources: ICPPED 17(3) letters a-h, Mandela Rules 6-10 and 69, Body of Principles 12, Bangkok Rule 3, Havana Rule 21.
"""

from dataclasses import dataclass

from constancia.core.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its names, its source, when it is due (`admission`, `always`, `exit` or `ongoing`), who may read it.

    `events` are the codes of the events that record it in a structured form; an item without any is recorded as text
    by `register.item_recorded`, or by one of the events `also`. Where an event says several things, `says` names the
    fields of it that speak of this item: while all of them are empty, the item is not recorded.
    """

    text: Text
    source: str
    due: str
    restricted: bool = False
    events: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


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
        events=("register.identifier_recorded", "register.person_listed"),
    ),
    "gender": Item(
        Text("Sex on papers", "Sexo según los documentos"),
        "Mandela 7(a)",
        "admission",
        events=("register.sex_recorded",),
        says=("on_papers",),
    ),
    "self_perceived": Item(
        Text("Gender in the person's own words", "Género en las palabras de la persona"),
        "Mandela 7(a)",
        "admission",
        events=("register.sex_recorded",),
        says=("self_perceived",),
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
        also=("register.taken_into_custody",),
    ),
    "taken_by": Item(
        Text("Authority and officers who took the person", "Autoridad y agentes que privaron de libertad"),
        "ICPPED 17(3)(b)",
        "admission",
        also=("register.taken_into_custody",),
    ),
    "ordered_by": Item(
        Text("Authority that ordered the detention", "Autoridad que ordenó la privación"),
        "ICPPED 17(3)(c)",
        "admission",
        events=("register.ground_recorded",),
    ),
    "grounds": Item(
        Text("Grounds: the law and the facts of this case", "Motivos: la ley y los hechos de este caso"),
        "ICPPED 17(3)(c); Mandela 7(b)",
        "admission",
        events=("register.ground_recorded",),
        says=("statute", "facts"),
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
        Text("Judicial process: hearings and decisions", "Proceso judicial: audiencias y decisiones"),
        "Mandela 8(a); BoP 12",
        "ongoing",
    ),
    "counsel": Item(
        Text("Counsel: who, and since when", "Defensa: quién, y desde cuándo"), "Mandela 8(a) and 61", "admission"
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
    "notice_family": Item(
        Text(
            "Notice to the family: right told, wish, sent when, place named",
            "Aviso a la familia: derecho informado, deseo, fecha de envío, lugar indicado",
        ),
        "BoP 16; Mandela 68",
        "admission",
    ),
    "notice_counsel": Item(
        Text(
            "Notice to counsel: right told, wish, sent when, place named",
            "Aviso a la defensa: derecho informado, deseo, fecha de envío, lugar indicado",
        ),
        "BoP 13 and 17; Mandela 61",
        "admission",
    ),
    "notice_consul": Item(
        Text(
            "Notice to the consul: right told, wish, sent when, place named",
            "Aviso al consulado: derecho informado, deseo, fecha de envío, lugar indicado",
        ),
        "VCCR 36(1)(b); Mandela 62",
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
        Text("Languages, and whether an interpreter is needed", "Idiomas, y si hace falta intérprete"),
        "Mandela 54-55",
        "admission",
        events=("register.language_recorded",),
    ),
    "adjustments": Item(
        Text("Disability and reasonable adjustments", "Discapacidad y ajustes razonables"),
        "Mandela 5(2); CRPD 14(2)",
        "admission",
        restricted=True,
    ),
    "copy_given": Item(
        Text("Copy of the file offered on leaving", "Copia del expediente ofrecida al salir"), "Mandela 9", "exit"
    ),
}
"""Every item by its permanent key. Recording times and authors (Mandela 6) are in every entry of the journal; a log of who
read which file is not built (docs/architecture/trust.md)."""
