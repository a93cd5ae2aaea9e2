"""The index of names, and identifiers without their hyphens; a register that already has entries fills both from them."""

from itertools import islice

from django.db import migrations, models

from constancia.ledger.journal import entries
from constancia.ledger.models import Number
from constancia.register.name_index import Standing, add, statements
from constancia.register.names import compact


def make_index(apps, schema_editor):
    """Add the index of words of the database in use."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def fill(apps, schema_editor):
    """Index the names that stand in the journal (none in a new register), and shorten the identifiers on file."""
    gone = set(apps.get_model("ledger", "Entry").objects.exclude(supersedes=None).values_list("supersedes", flat=True))
    names = entries(events=["register.name_recorded"])
    standing = (
        Standing(each.number, each.subject, each.event.kind, each.event.written)
        for each in names
        if each.number not in gone
    )
    while batch := list(islice(standing, 10_000)):
        add(batch)
    identifier = apps.get_model("register", "Identifier")
    for each in identifier.objects.iterator():
        identifier.objects.filter(pk=each.pk).update(compact=compact(each.value))


class Migration(migrations.Migration):
    """All tables are derived from the journal."""

    dependencies = [("register", "0001_initial"), ("ledger", "0002_triggers")]

    operations = [
        migrations.CreateModel(
            name="Name",
            fields=[
                ("entry", Number(primary_key=True, serialize=False)),
                ("person", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=40)),
                ("written", models.CharField(max_length=500)),
                ("folded", models.TextField()),
                ("sound", models.TextField()),
            ],
            options={
                "db_table": "register_name",
                "indexes": [models.Index(fields=["sound"], name="register_name_sound")],
            },
        ),
        migrations.CreateModel(
            name="WordSound",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "sound", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sound", models.CharField(max_length=60)),
                ("word", models.CharField(max_length=60)),
            ],
            options={"db_table": "register_word_sound"},
        ),
        migrations.AddField("Identifier", "compact", models.TextField(default=""), preserve_default=False),
        migrations.AddIndex("Identifier", models.Index(fields=["compact"], name="register_identifier_compact")),
        migrations.RunPython(make_index, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
