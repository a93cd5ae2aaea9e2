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
from constancia.standards import posting as standards
from constancia.standards.events import care, condition, devices, files, findings, life, order, places

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
    # conditions
    life.RegimeRecorded: (standards.conditions,),
    life.HumanContactRecorded: (standards.conditions,),
    life.VisitRecorded: (standards.conditions,),
    life.NoticeGiven: (standards.conditions,),
    life.SupplyOffered: (standards.conditions,),
    order.SanctionOrdered: (standards.conditions,),
    order.RestrictionImposed: (standards.conditions,),
    order.ComplaintReceived: (standards.conditions,),
    order.ProceedingHeld: (standards.conditions,),
    order.RestraintUsed: (standards.conditions,),
    order.ForceUsed: (standards.conditions,),
    order.PersonSearched: (standards.conditions,),
    care.HealthRecorded: (standards.conditions,),
    care.HarmRecorded: (standards.conditions,),
    care.RequestReceived: (standards.conditions,),
    care.InspectionHeld: (standards.conditions,),
    places.FacilityDescribed: (standards.conditions,),
    places.CellSurveyed: (standards.conditions,),
    places.PresenceCounted: (standards.conditions,),
    places.FigureTaken: (standards.conditions,),
    places.RegisterClosed: (standards.conditions,),
    condition.ConditionWithdrawn: (standards.conditions,),
    # measuring devices
    devices.DeviceOpened: (standards.devices,),
    devices.DeviceCalibrated: (standards.devices,),
    devices.DeviceRetired: (standards.devices,),
    devices.ReadingsReceived: (standards.readings,),
    # files of conditions
    files.FileRead: (standards.files,),
    files.SegregationListed: (standards.files,),
    # findings
    findings.FindingOpened: (standards.findings,),
    findings.FindingAssigned: (standards.findings,),
    findings.FindingAnswered: (standards.findings,),
    findings.FindingContested: (standards.findings,),
    findings.ContestDecided: (standards.findings,),
    findings.FindingRemedied: (standards.findings,),
    findings.FindingReopened: (standards.findings,),
    findings.FindingEscalated: (standards.findings,),
    findings.RecommendationMade: (standards.recommendations,),
    findings.RecommendationFollowed: (standards.recommendations,),
}
