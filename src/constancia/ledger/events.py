"""What the journal records about itself."""

from constancia.core.events import Event, event


@event(
    "ledger.opened",
    en="Register opened",
    es="Registro abierto",
    source="C2SP tlog-checkpoint: one origin per log; genesis entry",
)
class RegisterOpened(Event):
    """The first entry of a register: its name; its identifier is the subject of the entry."""

    name: str
    software: str
