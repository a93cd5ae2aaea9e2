"""The map of Constancia: every event that can be recorded, and every table-writer it triggers.

Read this file first. "Releasing a person closes the stay" is a line here, not a surprise somewhere else.
"""

from collections.abc import Mapping

from constancia.core.events import Event
from constancia.ledger import events as ledger
from constancia.ledger.catalogue import Posting
from constancia.register import events as register
from constancia.register import posting as register_posting
from constancia.register import roll_events as roll

POSTINGS: Mapping[type[Event], tuple[Posting, ...]] = {
    ledger.RegisterOpened: (),
    # places and persons
    register.FacilityOpened: (register_posting.facility,),
    register.PersonRegistered: (register_posting.person,),
    register.NameRecorded: (register_posting.person,),
    register.IdentifierRecorded: (register_posting.person,),
    register.BirthRecorded: (register_posting.person,),
    register.CitizenshipRecorded: (register_posting.person,),
    register.SexRecorded: (register_posting.person,),
    register.LanguageRecorded: (register_posting.person,),
    register.DependantRecorded: (register_posting.person,),
    register.ContactRecorded: (register_posting.person,),
    register.ItemRecorded: (register_posting.person,),
    register.EntryWithdrawn: (register_posting.person, register_posting.custody, register_posting.links),
    # grounds
    register.GroundRecorded: (register_posting.person, register_posting.custody),
    register.GroundReviewed: (register_posting.person, register_posting.custody),
    register.GroundChallenged: (register_posting.person, register_posting.custody),
    register.GroundAnnulled: (register_posting.person, register_posting.custody),
    # custody
    register.Admitted: (register_posting.person, register_posting.custody),
    register.TransferredOut: (register_posting.person, register_posting.custody),
    register.TransferredIn: (register_posting.person, register_posting.custody),
    register.LeftTemporarily: (register_posting.person, register_posting.custody),
    register.Returned: (register_posting.person, register_posting.custody),
    register.Escaped: (register_posting.person, register_posting.custody),
    register.Released: (register_posting.person, register_posting.custody),
    register.Died: (register_posting.person, register_posting.custody),
    register.StatusRecorded: (register_posting.person, register_posting.custody),
    register.HoldPlaced: (register_posting.person, register_posting.custody),
    register.HoldLifted: (register_posting.person, register_posting.custody),
    # identity
    register.IdentityLinked: (register_posting.person, register_posting.links),
    register.IdentityUnlinked: (register_posting.person, register_posting.links),
    # daily rolls
    roll.RollTaken: (),
    roll.Sighted: (register_posting.person, register_posting.custody),
    roll.Missed: (register_posting.person, register_posting.custody),
    roll.SightedAgain: (register_posting.person, register_posting.custody),
    roll.Described: (register_posting.person, register_posting.custody),
    roll.FacilityDaysRead: (),
}
