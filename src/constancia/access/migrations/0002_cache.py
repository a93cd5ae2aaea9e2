"""The table of the cache that all server processes share; limits on failed sign-ins are counted in it."""

from django.core.management import call_command
from django.db import migrations


def make_cache_table(apps, schema_editor):
    """Create the table named in the setting CACHES."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """It holds nothing worth keeping and stays when migrating back."""

    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(make_cache_table, migrations.RunPython.noop)]
