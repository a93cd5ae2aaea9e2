"""Every command is where the command line says, and one that counts heads does not load the libraries of the others."""

import subprocess
import sys

import pytest

from constancia.cli.commands import WHERE, constancia

LOADED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "constancia.project.settings"
import django; django.setup()
from constancia.cli.commands import constancia
assert constancia.get_command(None, sys.argv[1]) is not None
print(*(each for each in ("polars", "pyarrow", "duckdb", "ortools", "ninja") if each in sys.modules))
"""


@pytest.mark.parametrize("name", sorted(WHERE))
def test_a_command_is_where_it_is_said_to_be(name):
    found = constancia.get_command(None, name)
    assert found is not None
    assert found.name == name
    assert found.help


def test_a_command_that_is_none_is_not_found():
    assert constancia.get_command(None, "erase") is None


@pytest.mark.parametrize("name", ["account", "init", "person", "population", "serve", "uncovered", "work"])
def test_a_plain_command_loads_no_heavy_library(name):
    told = subprocess.run([sys.executable, "-c", LOADED, name], check=True, capture_output=True, text=True)
    assert told.stdout.split() == []
