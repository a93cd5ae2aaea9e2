"""Housing's tables. Every row is derived from the journal and can be rebuilt from it; nothing here is a counter."""

from django.db import models


class Place(models.Model):
    """What a module, landing, cell or bed is during an interval; see `timeline.places.Place` for each column."""

    derived = True

    code = models.CharField(max_length=60)
    facility = models.CharField(max_length=40)
    parent = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=8, blank=True)
    health_care = models.BooleanField()
    gross_m2 = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    sanitary_m2 = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    furniture_m2 = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    height_m = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    openings_m2 = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    ventilation = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    toilets = models.PositiveIntegerField(null=True)
    basins = models.PositiveIntegerField(null=True)
    showers = models.PositiveIntegerField(null=True)
    lock_in_toilets = models.PositiveIntegerField(null=True)
    lock_in_basins = models.PositiveIntegerField(null=True)
    bunks = models.PositiveIntegerField(null=True)
    lower_bunks = models.PositiveIntegerField(null=True)
    step_free = models.PositiveIntegerField(null=True)
    window_reads = models.BooleanField(null=True)
    window_opens = models.BooleanField(null=True)
    measured_by = models.TextField(blank=True)
    certified_normal = models.PositiveIntegerField(null=True)
    working = models.PositiveIntegerField(null=True)
    maximum = models.PositiveIntegerField(null=True)
    certificate = models.CharField(max_length=16, blank=True)
    certificate_until = models.DateField(null=True)
    out_of_use = models.CharField(max_length=20, blank=True)
    out_permanently = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.places`."""

        db_table = "housing_place"
        indexes = (
            models.Index(fields=["facility", "kind", "since"], name="housing_place_facility"),
            models.Index(fields=["code", "since"], name="housing_place_code"),
        )


class House(models.Model):
    """What is fixed for a facility during an interval: signed operational capacity, and the profile of its hard limits."""

    derived = True

    facility = models.CharField(max_length=40, db_index=True)
    operational = models.PositiveIntegerField(null=True)
    signed_by = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=20, blank=True)
    norm = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.houses`."""

        db_table = "housing_house"


class Claim(models.Model):
    """A figure that somebody published about a facility; it is nobody's capacity."""

    derived = True

    facility = models.CharField(max_length=40, db_index=True)
    what = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    said_by = models.CharField(max_length=200)
    said_on = models.CharField(max_length=40)
    reference = models.TextField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.houses`."""

        db_table = "housing_claim"


class Reservation(models.Model):
    """Places of a cell kept free for somebody or for a group on its way."""

    derived = True

    reservation = models.CharField(max_length=16)
    place = models.CharField(max_length=60, db_index=True)
    places = models.PositiveIntegerField()
    person = models.CharField(max_length=16, blank=True)
    purpose = models.CharField(max_length=200)
    last_day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.places`."""

        db_table = "housing_reservation"


class Placement(models.Model):
    """Where somebody sleeps during an interval; who is in a cell at an instant is a question to this table, never a column."""

    derived = True

    person = models.CharField(max_length=16)
    stay = models.CharField(max_length=16)
    facility = models.CharField(max_length=40)
    cell = models.CharField(max_length=60)
    bed = models.CharField(max_length=60, blank=True)
    how = models.CharField(max_length=16)
    override = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        """Written by `posting.sleeping`; nobody sleeps in two places at once (see `constraints.py`)."""

        db_table = "housing_placement"
        indexes = (
            models.Index(fields=["person", "since"], name="housing_placement_person"),
            models.Index(fields=["cell", "since", "until"], name="housing_placement_cell"),
            models.Index(fields=["facility", "since", "until"], name="housing_placement_facility"),
        )


class Need(models.Model):
    """What a person needs where they sleep; no diagnosis."""

    derived = True

    need = models.CharField(max_length=16)
    person = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=16)
    detail = models.CharField(max_length=40, blank=True)
    stated_by = models.TextField()
    review_on = models.DateField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.needs`."""

        db_table = "housing_need"


class Apart(models.Model):
    """Two persons kept apart, seen from the file of one; each separation has a row for each of its two files."""

    derived = True

    separation = models.CharField(max_length=16)
    person = models.CharField(max_length=16, db_index=True)
    other = models.CharField(max_length=16)
    reason = models.CharField(max_length=20)
    role = models.CharField(max_length=16)
    other_role = models.CharField(max_length=16)
    scope = models.CharField(max_length=16)
    activities = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.aparts`."""

        db_table = "housing_apart"
        constraints = (models.UniqueConstraint(fields=["separation", "person"], name="housing_apart_sides"),)


class Group(models.Model):
    """A group that people are said to belong to, known for their safety only."""

    derived = True

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=200)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.groups`."""

        db_table = "housing_group"


class Rivalry(models.Model):
    """Two groups kept apart, seen from one of them; each rivalry has a row for each."""

    derived = True

    group = models.CharField(max_length=20, db_index=True)
    other = models.CharField(max_length=20)
    scope = models.CharField(max_length=16)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.groups`."""

        db_table = "housing_rivalry"


class Membership(models.Model):
    """A claim of a named source that a person belongs to a group, and how it stands."""

    derived = True

    claim = models.CharField(max_length=16)
    person = models.CharField(max_length=16, db_index=True)
    group = models.CharField(max_length=20, db_index=True)
    stated_by = models.TextField()
    said_on = models.DateField()
    standing = models.CharField(max_length=16)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.memberships`."""

        db_table = "housing_membership"


class Hearing(models.Model):
    """When and where an authority hears a person; `room` is a place of that purpose, `outside` is somewhere else."""

    derived = True

    hearing = models.CharField(max_length=16)
    person = models.CharField(max_length=16, db_index=True)
    starts = models.DateTimeField()
    room = models.CharField(max_length=60, blank=True)
    outside = models.TextField(blank=True)
    held_by = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.hearings`."""

        db_table = "housing_hearing"
        indexes = (models.Index(fields=["starts"], name="housing_hearing_starts"),)


class Plan(models.Model):
    """A plan that was proposed, and what became of it; its moves and sentences stand in its entry."""

    derived = True

    plan = models.CharField(max_length=16, primary_key=True)
    facility = models.CharField(max_length=40, db_index=True)
    question = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    moves = models.PositiveIntegerField()
    unplaced = models.PositiveIntegerField()
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    entry = models.BigIntegerField()
    decided_by_entry = models.BigIntegerField(null=True)

    class Meta:
        """Written by `posting.plans`."""

        db_table = "housing_plan"


class Count(models.Model):
    """A roll call; the roll itself is computed as of its moment, never stored."""

    derived = True

    count = models.CharField(max_length=16, primary_key=True)
    facility = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=16)
    cells = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    entry = models.BigIntegerField()
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        """Written by `posting.counts`."""

        db_table = "housing_count"


class Counted(models.Model):
    """What a named person counted in a cell, round by round, and the browser's key under which it was sent."""

    derived = True

    count = models.CharField(max_length=16, db_index=True)
    cell = models.CharField(max_length=60)
    round = models.PositiveIntegerField()
    seen = models.PositiveIntegerField()
    counted_by = models.CharField(max_length=200)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        """Written by `posting.counts`; a round of a cell is counted once."""

        db_table = "housing_counted"
        constraints = (models.UniqueConstraint(fields=["count", "cell", "round"], name="housing_counted_once"),)


class Difference(models.Model):
    """A difference between a count and the register, for ever; `state` says whether somebody settled it."""

    derived = True

    count = models.CharField(max_length=16, db_index=True)
    facility = models.CharField(max_length=40, db_index=True)
    cell = models.CharField(max_length=60)
    round = models.PositiveIntegerField()
    computed = models.PositiveIntegerField()
    attested = models.PositiveIntegerField()
    state = models.CharField(max_length=16)
    explanation = models.CharField(max_length=20, blank=True)
    entry = models.BigIntegerField()
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        """Written by `posting.counts`."""

        db_table = "housing_difference"
