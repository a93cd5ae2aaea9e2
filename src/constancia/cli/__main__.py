"""`python -m constancia.cli` is the command `constancia`."""

from constancia.cli.main import main

main()
