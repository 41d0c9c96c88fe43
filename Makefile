# make demo and make test set up all they need: Python 3.11 or newer with venv, make, and a reachable package index.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test test-all check format bench soak lock clean

help:
	@echo "make demo    both bots, a stand-in for Telegram and a web page to talk with them"
	@echo "make test    the tests (a quarter of an hour on two cores)"
	@echo "make test-all  the same, and every conversation on PostgreSQL as well: what CI runs"
	@echo "make check   format, lint, types, imports"
	@echo "make bench   steps per second, memory and start-up beside ordinary bots"
	@echo "make soak    the long proofs"

demo: $(VENV)/.installed
	$(BIN)/suar demo

test: $(VENV)/.installed-dev
	$(BIN)/pytest -n 3 --dist worksteal -m "not soak and not twin"

test-all: $(VENV)/.installed-dev
	$(BIN)/pytest -n 3 --dist worksteal -m "not soak"

soak: $(VENV)/.installed-dev
	$(BIN)/pytest -n 2 --dist worksteal -m soak -o faulthandler_timeout=0
	$(BIN)/pytest -n 2 --dist worksteal -m "not soak" --hypothesis-profile exploring tests/conversations tests/domain

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev
	$(BIN)/python -m bench --write

# The exact versions, for every platform, with their fingerprints; no registry is named.
LOCKING = $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11
lock: $(VENV)/.installed-dev
	$(LOCKING) pyproject.toml -o requirements.lock
	$(LOCKING) --extra dev pyproject.toml -o requirements-dev.lock

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Suar needs Python 3.11 or newer: install python3.11 or later."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Suar needs Python's venv: install python3-venv."; exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (the first time takes a minute) …"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.lock || { echo "The packages could not be installed: is a package index reachable?"; exit 1; }
	@$(BIN)/python -m pip install -q --no-deps -e . || { echo "Suar could not be installed: is a package index reachable?"; exit 1; }
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up for development (the first time takes a minute or two) …"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock || { echo "The packages could not be installed: is a package index reachable?"; exit 1; }
	@$(BIN)/python -m pip install -q --no-deps -e . || { echo "Suar could not be installed: is a package index reachable?"; exit 1; }
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) var build *.egg-info
