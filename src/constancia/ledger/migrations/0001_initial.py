"""The three tables of the journal."""

from django.db import migrations, models

from constancia.ledger.models import Number


class Migration(migrations.Migration):
    """Entry, opening and head."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("size", Number(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("frontier", models.BinaryField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_head",
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("number", Number(primary_key=True, serialize=False)),
                ("key", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_opening",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", Number(primary_key=True, serialize=False)),
                ("event", models.CharField(max_length=80)),
                ("version", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(max_length=64)),
                ("subject_seq", models.PositiveIntegerField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("actor", models.CharField(max_length=64)),
                ("supersedes", models.BigIntegerField(null=True)),
                ("document", models.BinaryField()),
                ("leaf", models.BinaryField()),
                ("leaf_hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_entry",
                "indexes": [models.Index(fields=["event", "number"], name="ledger_entry_event")],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "subject_seq"), name="ledger_entry_subject_order")
                ],
            },
        ),
    ]
