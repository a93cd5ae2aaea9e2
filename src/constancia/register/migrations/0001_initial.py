"""Persons, grounds, custody, rolls, and the constraint that keeps a person in one place at a time."""

from django.db import migrations, models

from constancia.register.constraints import statements


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
            name="Facility",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("zone", models.CharField(max_length=64)),
                ("authority", models.CharField(max_length=200)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_facility",
            },
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("kind", models.CharField(max_length=40)),
                ("issuer", models.CharField(max_length=200)),
                ("reference", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("review_due_on", models.DateField(db_index=True, null=True)),
                ("challenged", models.BooleanField()),
                ("ended", models.CharField(blank=True, max_length=16)),
                ("document_sha256", models.CharField(blank=True, max_length=64)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_ground",
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("kind", models.CharField(max_length=40)),
                ("authority", models.CharField(max_length=200)),
                ("reference", models.CharField(max_length=200)),
                ("until", models.DateField(null=True)),
                ("lifted", models.BooleanField()),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_hold",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=500)),
                ("born_earliest", models.DateField(null=True)),
                ("born_latest", models.DateField(null=True)),
                ("sex", models.CharField(blank=True, max_length=40)),
                ("facility", models.CharField(blank=True, db_index=True, max_length=40)),
                ("state", models.CharField(blank=True, max_length=16)),
                ("entry", models.BigIntegerField()),
                ("last_entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_person",
            },
        ),
        migrations.CreateModel(
            name="RollStay",
            fields=[
                ("stay", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("number", models.CharField(max_length=200)),
                ("admitted", models.CharField(max_length=19)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("rows", models.PositiveIntegerField()),
                ("gaps", models.TextField()),
                ("attributes", models.TextField()),
            ],
            options={
                "db_table": "register_roll_stay",
            },
        ),
        migrations.CreateModel(
            name="Uncovered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("stay", models.CharField(max_length=16)),
                ("facility", models.CharField(max_length=40)),
                ("since", models.DateTimeField(db_index=True)),
                ("until", models.DateTimeField(null=True)),
                ("override", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "register_uncovered",
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=16)),
                ("stay", models.CharField(max_length=16)),
                ("facility", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=16)),
                ("evidence", models.CharField(max_length=16)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("rows", models.PositiveIntegerField()),
                ("status", models.CharField(blank=True, max_length=40)),
                ("sex", models.CharField(blank=True, max_length=40)),
                ("age", models.PositiveSmallIntegerField(null=True)),
                ("entry", models.BigIntegerField()),
                ("ended_by", models.BigIntegerField(null=True)),
                ("known_from", models.BigIntegerField()),
                ("end_known_from", models.BigIntegerField(null=True)),
                ("known_until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "register_custody",
                "indexes": [
                    models.Index(fields=["person", "since"], name="register_custody_person"),
                    models.Index(fields=["facility", "since", "until"], name="register_custody_when"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Headcount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("definition", models.CharField(max_length=40)),
                ("producer", models.CharField(max_length=200)),
                ("count", models.PositiveIntegerField()),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_headcount",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("facility", "definition", "producer", "day"), name="register_headcount_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("kind", models.CharField(max_length=40)),
                ("issuer", models.CharField(max_length=200)),
                ("value", models.CharField(max_length=200)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_identifier",
                "indexes": [models.Index(fields=["issuer", "kind", "value"], name="register_identifier_value")],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("link", models.CharField(max_length=16)),
                ("person", models.CharField(db_index=True, max_length=16)),
                ("other", models.CharField(max_length=16)),
                ("relation", models.CharField(max_length=16)),
                ("reason", models.CharField(max_length=500)),
                ("ended", models.BooleanField()),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_link",
                "constraints": [models.UniqueConstraint(fields=("link", "person"), name="register_link_sides")],
            },
        ),
        migrations.CreateModel(
            name="RollDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facility", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("persons", models.PositiveIntegerField()),
                ("stays", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField()),
                ("stale_of", models.DateField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "register_roll_day",
                "constraints": [models.UniqueConstraint(fields=("facility", "day"), name="register_roll_once")],
            },
        ),
        migrations.RunPython(raise_fence),
    ]
