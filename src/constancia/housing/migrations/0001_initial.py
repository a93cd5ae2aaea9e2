"""Places, separations, placements, plans and roll calls, and the constraint that keeps a person in one cell at a time."""

from django.db import migrations, models

from constancia.housing.constraints import statements


def raise_fence(apps, schema_editor):
    """Add the constraint of the database in use."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """All tables are derived from the journal."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("what", models.CharField(max_length=200)),
                ("value", models.CharField(max_length=200)),
                ("unit", models.CharField(max_length=40)),
                ("said_by", models.CharField(max_length=200)),
                ("said_on", models.CharField(max_length=40)),
                ("reference", models.TextField()),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_claim",
            },
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                ("count", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("kind", models.CharField(max_length=16)),
                ("cells", models.PositiveIntegerField()),
                ("as_of", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                ("closed_by", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "housing_count",
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.CharField(db_index=True, max_length=16)),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("cell", models.CharField(max_length=60)),
                ("round", models.PositiveIntegerField()),
                ("computed", models.PositiveIntegerField()),
                ("attested", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("explanation", models.CharField(blank=True, max_length=20)),
                ("entry", models.BigIntegerField()),
                ("closed_by", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "housing_difference",
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_group",
            },
        ),
        migrations.CreateModel(
            name="House",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("operational", models.PositiveIntegerField(null=True)),
                ("signed_by", models.CharField(blank=True, max_length=200)),
                ("capacity", models.CharField(blank=True, max_length=20)),
                ("norm", models.CharField(blank=True, max_length=20)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_house",
            },
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hearing", models.CharField(max_length=16)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("starts", models.DateTimeField()),
                ("room", models.CharField(blank=True, max_length=60)),
                ("outside", models.TextField(blank=True)),
                ("held_by", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_hearing",
                "indexes": [models.Index(fields=["starts"], name="housing_hearing_starts")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claim", models.CharField(max_length=16)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("group", models.CharField(db_index=True, max_length=20)),
                ("stated_by", models.TextField()),
                ("said_on", models.DateField()),
                ("standing", models.CharField(max_length=16)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_membership",
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("need", models.CharField(max_length=16)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("kind", models.CharField(max_length=16)),
                ("detail", models.CharField(blank=True, max_length=40)),
                ("stated_by", models.TextField()),
                ("review_on", models.DateField(null=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_need",
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("plan", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("question", models.CharField(max_length=16)),
                ("state", models.CharField(max_length=16)),
                ("moves", models.PositiveIntegerField()),
                ("unplaced", models.PositiveIntegerField()),
                ("proposed_by", models.CharField(max_length=64)),
                ("proposed_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                ("decided_by_entry", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "housing_plan",
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reservation", models.CharField(max_length=16)),
                ("place", models.CharField(db_index=True, max_length=60)),
                ("places", models.PositiveIntegerField()),
                ("person", models.CharField(blank=True, max_length=16)),
                ("purpose", models.CharField(max_length=200)),
                ("last_day", models.DateField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_reservation",
            },
        ),
        migrations.CreateModel(
            name="Rivalry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(db_index=True, max_length=20)),
                ("other", models.CharField(max_length=20)),
                ("scope", models.CharField(max_length=16)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_rivalry",
            },
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("separation", models.CharField(max_length=16)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("other", models.CharField(max_length=16)),
                ("reason", models.CharField(max_length=20)),
                ("role", models.CharField(max_length=16)),
                ("other_role", models.CharField(max_length=16)),
                ("scope", models.CharField(max_length=16)),
                ("activities", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_apart",
                "constraints": [models.UniqueConstraint(fields=("separation", "person"), name="housing_apart_sides")],
            },
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.CharField(db_index=True, max_length=16)),
                ("cell", models.CharField(max_length=60)),
                ("round", models.PositiveIntegerField()),
                ("seen", models.PositiveIntegerField()),
                ("counted_by", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_counted",
                "constraints": [
                    models.UniqueConstraint(fields=("count", "cell", "round"), name="housing_counted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("facility", models.CharField(max_length=40)),
                ("parent", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=200)),
                ("purpose", models.CharField(blank=True, max_length=20)),
                ("sex", models.CharField(blank=True, max_length=1)),
                ("age", models.CharField(blank=True, max_length=8)),
                ("health_care", models.BooleanField()),
                ("gross_m2", models.DecimalField(decimal_places=3, max_digits=9, null=True)),
                ("sanitary_m2", models.DecimalField(decimal_places=3, max_digits=9, null=True)),
                ("furniture_m2", models.DecimalField(decimal_places=3, max_digits=9, null=True)),
                ("height_m", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("openings_m2", models.DecimalField(decimal_places=3, max_digits=9, null=True)),
                ("ventilation", models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                ("toilets", models.PositiveIntegerField(null=True)),
                ("basins", models.PositiveIntegerField(null=True)),
                ("showers", models.PositiveIntegerField(null=True)),
                ("lock_in_toilets", models.PositiveIntegerField(null=True)),
                ("lock_in_basins", models.PositiveIntegerField(null=True)),
                ("bunks", models.PositiveIntegerField(null=True)),
                ("lower_bunks", models.PositiveIntegerField(null=True)),
                ("step_free", models.PositiveIntegerField(null=True)),
                ("window_reads", models.BooleanField(null=True)),
                ("window_opens", models.BooleanField(null=True)),
                ("measured_by", models.TextField(blank=True)),
                ("certified_normal", models.PositiveIntegerField(null=True)),
                ("working", models.PositiveIntegerField(null=True)),
                ("maximum", models.PositiveIntegerField(null=True)),
                ("certificate", models.CharField(blank=True, max_length=16)),
                ("certificate_until", models.DateField(null=True)),
                ("out_of_use", models.CharField(blank=True, max_length=20)),
                ("out_permanently", models.BooleanField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "housing_place",
                "indexes": [
                    models.Index(fields=["facility", "kind", "since"], name="housing_place_facility"),
                    models.Index(fields=["code", "since"], name="housing_place_code"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=16)),
                ("stay", models.CharField(max_length=16)),
                ("facility", models.CharField(max_length=40)),
                ("cell", models.CharField(max_length=60)),
                ("bed", models.CharField(blank=True, max_length=60)),
                ("how", models.CharField(max_length=16)),
                ("override", models.BigIntegerField(null=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
                ("ended_by", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "housing_placement",
                "indexes": [
                    models.Index(fields=["person", "since"], name="housing_placement_person"),
                    models.Index(fields=["cell", "since", "until"], name="housing_placement_cell"),
                    models.Index(fields=["facility", "since", "until"], name="housing_placement_facility"),
                ],
            },
        ),
        migrations.RunPython(raise_fence),
    ]
