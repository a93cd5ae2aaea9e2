"""Conditions of custody, devices and readings, files, findings, recommendations; the board cache and the secrets of devices."""

from django.db import migrations, models

import constancia.ledger.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                ("facility", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("wanted_at", models.DateTimeField(null=True)),
                ("upto", models.BigIntegerField(default=0)),
                ("as_of", models.DateTimeField(null=True)),
                ("figures", models.TextField(blank=True)),
                ("base", models.TextField(blank=True)),
            ],
            options={
                "db_table": "standards_board",
            },
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("entry", constancia.ledger.models.Number(primary_key=True, serialize=False)),
                ("device", models.CharField(db_index=True, max_length=40)),
                ("kind", models.CharField(max_length=24)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("checked_by", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "standards_calibration",
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("module", models.CharField(blank=True, max_length=40)),
                ("cell", models.CharField(blank=True, max_length=40)),
                ("model", models.CharField(blank=True, max_length=200)),
                ("stands_for", models.PositiveIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "standards_device",
            },
        ),
        migrations.CreateModel(
            name="DeviceToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.CharField(db_index=True, max_length=40)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "standards_device_token",
            },
        ),
        migrations.CreateModel(
            name="FileRead",
            fields=[
                ("entry", constancia.ledger.models.Number(primary_key=True, serialize=False)),
                ("facility", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("rejected", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "standards_file",
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("facility", models.CharField(db_index=True, max_length=40)),
                ("finding", models.CharField(blank=True, max_length=16)),
                ("asks", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(max_length=16)),
                ("entry", models.BigIntegerField()),
                ("last_entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "standards_recommendation",
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("value", models.CharField(max_length=40)),
                ("arrived_at", models.DateTimeField()),
            ],
            options={
                "db_table": "standards_arrival",
                "constraints": [
                    models.UniqueConstraint(fields=("device", "kind", "at"), name="standards_arrival_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("entry", constancia.ledger.models.Number(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("record", models.BigIntegerField(db_index=True)),
                ("subject", models.CharField(max_length=64)),
                ("person", models.CharField(blank=True, max_length=16)),
                ("facility", models.CharField(max_length=40)),
                ("cell", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("facts", models.TextField()),
                ("superseded_by", models.BigIntegerField(null=True)),
                ("withdrawn_by", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "standards_condition",
                "indexes": [
                    models.Index(fields=["facility", "kind"], name="standards_condition_place"),
                    models.Index(fields=["person", "kind"], name="standards_condition_person"),
                    models.Index(fields=["cell", "kind"], name="standards_condition_cell"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("facility", models.CharField(max_length=40)),
                ("origin", models.CharField(max_length=16)),
                ("norm", models.CharField(max_length=40)),
                ("limb", models.CharField(max_length=40)),
                ("rung", models.CharField(max_length=40)),
                ("severity", models.CharField(max_length=1)),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject", models.CharField(max_length=64)),
                ("record", models.CharField(blank=True, max_length=64)),
                ("verdict", models.CharField(max_length=16)),
                ("since", models.DateTimeField(null=True)),
                ("measured", models.CharField(blank=True, max_length=64)),
                ("threshold", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(max_length=16)),
                ("assigned_to", models.CharField(blank=True, max_length=200)),
                ("due_at", models.DateTimeField(null=True)),
                ("cured_at", models.DateTimeField(null=True)),
                ("level", models.CharField(max_length=16)),
                ("times", models.PositiveIntegerField()),
                ("entry", models.BigIntegerField()),
                ("last_entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "standards_finding",
                "indexes": [
                    models.Index(fields=["facility", "state"], name="standards_finding_place"),
                    models.Index(fields=["subject", "norm"], name="standards_finding_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "standards_look",
                "indexes": [models.Index(fields=["actor", "at"], name="standards_look_actor")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("value", models.BigIntegerField()),
                ("plausible", models.BooleanField()),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "db_table": "standards_reading",
                "constraints": [
                    models.UniqueConstraint(fields=("device", "kind", "at"), name="standards_reading_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Segregation",
            fields=[
                ("entry", constancia.ledger.models.Number(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=32, unique=True)),
                ("facility", models.CharField(max_length=40)),
                ("place", models.CharField(max_length=200)),
                ("cell", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("precision", models.CharField(max_length=8)),
                ("stated_days", models.CharField(blank=True, max_length=40)),
                ("listed_at", models.CharField(blank=True, max_length=40)),
                ("sex", models.CharField(blank=True, max_length=40)),
                ("citizenship", models.CharField(blank=True, max_length=80)),
                ("kind", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("mental_illness", models.CharField(blank=True, max_length=80)),
                ("medical_illness", models.CharField(blank=True, max_length=200)),
                ("disability", models.CharField(blank=True, max_length=200)),
                ("asked_by", models.CharField(blank=True, max_length=200)),
                ("file", models.CharField(max_length=200)),
                ("row", models.PositiveIntegerField()),
                ("copy", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "standards_segregation",
                "indexes": [models.Index(fields=["facility", "since"], name="standards_segregation_place")],
            },
        ),
    ]
