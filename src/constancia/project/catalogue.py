"""The map of Constancia: every event that can be recorded, and every table-writer it triggers.

Read this file first. "Releasing a person closes the stay" is a line here, not a surprise somewhere else.
"""

from collections.abc import Mapping

from constancia.access import events as access
from constancia.access.posting import accounts
from constancia.core.events import Event
from constancia.ledger import events as ledger
from constancia.ledger.catalogue import Posting
from constancia.register import events as register
from constancia.register import posting
from constancia.register.roll import events as roll

POSTINGS: Mapping[type[Event], tuple[Posting, ...]] = {
    ledger.RegisterOpened: (),
    # accounts
    access.UserOpened: (accounts,),
    access.UserClosed: (accounts,),
    access.RoleGranted: (accounts,),
    access.RoleRevoked: (accounts,),
    # places
    register.FacilityOpened: (posting.facility,),
    # persons
    register.PersonRegistered: (posting.person,),
    register.NameRecorded: (posting.person, posting.names),
    register.IdentifierRecorded: (posting.person,),
    register.BirthRecorded: (posting.person,),
    register.CitizenshipRecorded: (posting.person,),
    register.SexRecorded: (posting.person,),
    register.LanguageRecorded: (posting.person,),
    register.DependantRecorded: (posting.person,),
    register.ContactRecorded: (posting.person,),
    register.ItemRecorded: (posting.person,),
    register.TakenIntoCustody: (posting.person,),
    register.EntryWithdrawn: (posting.person, posting.names),
    # grounds
    register.GroundRecorded: (posting.person,),
    register.GroundReviewed: (posting.person,),
    register.GroundChallenged: (posting.person,),
    register.GroundAnnulled: (posting.person,),
    register.HoldPlaced: (posting.person,),
    register.HoldLifted: (posting.person,),
    # custody
    register.Admitted: (posting.person,),
    register.TransferredOut: (posting.person,),
    register.TransferredIn: (posting.person,),
    register.LeftTemporarily: (posting.person,),
    register.Returned: (posting.person,),
    register.Escaped: (posting.person,),
    register.Released: (posting.person,),
    register.Died: (posting.person,),
    register.StatusRecorded: (posting.person,),
    # identity
    register.IdentityLinked: (posting.person,),
    register.IdentityUnlinked: (posting.person,),
    # daily rolls
    roll.RollTaken: (posting.rolls,),
    roll.PersonListed: (posting.person,),
    roll.Sighted: (posting.person,),
    roll.Missed: (posting.person,),
    roll.SightedAgain: (posting.person,),
    roll.Described: (posting.person,),
    # published head counts
    roll.HeadcountsRead: (posting.headcounts,),
}
