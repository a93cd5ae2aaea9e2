"""Raise the fence around the journal: triggers that refuse to change, delete or number wrongly a row."""

from django.db import migrations

from constancia.ledger.triggers import statements


def raise_fence(apps, schema_editor):
    """Create the triggers of the database in use."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """There is no way back: a journal without its fence is not a state worth returning to."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(raise_fence)]
