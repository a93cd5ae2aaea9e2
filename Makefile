# Constancia: every task starts here. `make` alone lists them.
PYTHON ?= $(shell tools/find-python)
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check format lock docs clean

help: ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## set everything up, load the demonstration and serve it on http://127.0.0.1:8000
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/base.txt
	@CONSTANCIA_HOME=$${CONSTANCIA_HOME:-var/demo} $(BIN)/constancia demo

test: ## install what the tests need (a browser and PostgreSQL included), then run them all
	@tools/install-system-packages
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/dev.txt
	@tools/run-tests $(BIN)

check: ## lint, types, floors, documentation (quick)
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/dev.txt
	@tools/run-checks $(BIN)

format: ## let the formatter have its way
	@$(BIN)/ruff check --fix-only --quiet src tests tools docs || true
	@$(BIN)/ruff format --quiet src tests docs

lock: ## pin every dependency again, with hashes
	@tools/lock-requirements $(BIN)

docs: ## build the pages into docs/_build
	@tools/make-venv "$(PYTHON)" $(VENV) requirements/dev.txt
	@$(BIN)/sphinx-build -W -q docs docs/_build

clean: ## remove what the tasks made, never a store
	@rm -rf $(VENV) .venv-* .pytest_cache .mypy_cache .ruff_cache docs/_build
