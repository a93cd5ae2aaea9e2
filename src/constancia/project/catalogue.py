"""The map of Constancia: every event that can be recorded, and every table-writer it triggers.

Read this file first. "Releasing a person closes the stay" is a line here, not a surprise somewhere else.
"""

from collections.abc import Mapping

from constancia.access import events as access
from constancia.access.posting import accounts
from constancia.core.events import Event
from constancia.housing import posting as housed
from constancia.housing.events import counts, hearings, places, separation, sleeping
from constancia.ledger import events as ledger
from constancia.ledger.catalogue import Posting
from constancia.register import events as register
from constancia.register import posting
from constancia.register.roll import events as roll
from constancia.standards import posting as standards
from constancia.standards.events import care, condition, devices, files, findings, life, order
from constancia.standards.events import places as conditions

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
    register.EntryWithdrawn: (posting.person, posting.names, housed.sleeping),
    # grounds
    register.GroundRecorded: (posting.person,),
    register.GroundReviewed: (posting.person,),
    register.GroundChallenged: (posting.person,),
    register.GroundAnnulled: (posting.person,),
    register.HoldPlaced: (posting.person,),
    register.HoldLifted: (posting.person,),
    # custody
    register.Admitted: (posting.person, housed.sleeping),
    register.TransferredOut: (posting.person, housed.sleeping),
    register.TransferredIn: (posting.person, housed.sleeping),
    register.LeftTemporarily: (posting.person, housed.sleeping),
    register.Returned: (posting.person, housed.sleeping),
    register.Escaped: (posting.person, housed.sleeping),
    register.Released: (posting.person, housed.sleeping),
    register.Died: (posting.person, housed.sleeping),
    register.StatusRecorded: (posting.person, housed.sleeping),
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
    # places
    places.PlaceOpened: (housed.places,),
    places.PlaceDescribed: (housed.places,),
    places.PlaceMeasured: (housed.places,),
    places.CapacitiesSet: (housed.places,),
    places.PlaceCertified: (housed.places,),
    places.TakenOutOfUse: (housed.places,),
    places.PutBackInUse: (housed.places,),
    places.PlacesReserved: (housed.places,),
    places.ReservationEnded: (housed.places,),
    places.OperationalCapacitySigned: (housed.houses,),
    places.ProfileChosen: (housed.houses,),
    places.ClaimRecorded: (housed.houses,),
    # who must be apart, and what somebody needs
    separation.KeptApart: (housed.aparts,),
    separation.KeepApartEnded: (housed.aparts,),
    separation.GroupOpened: (housed.groups,),
    separation.GroupsKeptApart: (housed.groups,),
    separation.MembershipClaimed: (housed.memberships,),
    separation.MembershipContested: (housed.memberships,),
    separation.MembershipEnded: (housed.memberships,),
    separation.NeedRecorded: (housed.needs,),
    separation.NeedEnded: (housed.needs,),
    # hearings
    hearings.HearingFixed: (housed.hearings,),
    hearings.HearingCancelled: (housed.hearings,),
    # where people sleep
    sleeping.Placed: (housed.sleeping,),
    sleeping.TakenOut: (housed.sleeping,),
    sleeping.OverrideGiven: (),
    sleeping.EntryWithdrawn: (housed.sleeping,),
    sleeping.PlanProposed: (housed.plans,),
    sleeping.PlanApproved: (housed.plans,),
    sleeping.PlanRejected: (housed.plans,),
    # roll calls
    counts.CountOpened: (housed.counts,),
    counts.CellCounted: (housed.counts,),
    counts.DifferenceFound: (housed.counts,),
    counts.CellSearched: (housed.counts,),
    counts.DifferenceExplained: (housed.counts,),
    counts.CountClosed: (housed.counts,),
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
    conditions.FacilityDescribed: (standards.conditions,),
    conditions.CellSurveyed: (standards.conditions,),
    conditions.PresenceCounted: (standards.conditions,),
    conditions.FigureTaken: (standards.conditions,),
    conditions.RegisterClosed: (standards.conditions,),
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
