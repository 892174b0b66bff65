# What a person types. Everything needs Python 3.11 or later and make; `make PYTHON=/path/to/python3.12 …` chooses one.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Recipes are few and lean on one another; -j would only mix their output.
.NOTPARALLEL:

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$name; break; }; done)
BIN := .venv/bin
RUNTIME := .venv/.installed
DEVELOPMENT := .venv/.installed-dev
MUTATION := .venv-mutation/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input

ifneq ($(words $(CURDIR)),1)
$(error The path "$(CURDIR)" has a space in it, which make can't handle: please move the project to a path without)
endif

.PHONY: help demo serve test check facts facts-mutate mutate crash-run model-run lock clean

help:  ## show this
	@echo 'make demo    file a first website from beginning to end, and check the outcome'
	@echo 'make serve   run the service on FILING_PORT (8000) until interrupted, data in FILING_DATA_DIR (.data)'
	@echo 'make test    run every test'
	@echo 'make check   lint, types, import contracts, drift of OpenAPI, migrations, drawings and tables'
	@echo 'make facts   run the tests that name a fact of the source documents; write docs/traceability.md'
	@echo 'make facts-mutate  change the data behind the facts, one value at a time, and see whether their tests notice'
	@echo 'make mutate  break what decides, one thing at a time, and see whether tests notice (half an hour)'
	@echo 'make crash-run  kill parts of a running service 200 times while 50 filings run, and compare (half an hour)'
	@echo 'make model-run  play long sequences of calls against a model of an order, and see whether they differ (an hour)'
	@echo 'make lock    choose new versions of what is depended on (needs uv)'
	@echo 'make clean   remove the virtual environment and caches, not the data'
	@echo '.venv/bin/filing --help tells the rest. PYTHON=… chooses the interpreter.'

demo: $(RUNTIME)
	@$(BIN)/filing demo

serve: $(RUNTIME)
	@exec $(BIN)/filing serve

test: $(DEVELOPMENT)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

check: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/filing openapi --check
	$(BIN)/filing migrate --check-drift
	$(BIN)/filing docs --check
	$(BIN)/python -m tests.facts check

facts: $(DEVELOPMENT)
	@$(BIN)/python -m tests.facts run $(FACTS)

# By hand, not in CI. FACTS names facts or rules; FACTS=--quick leaves out the tests that need a database.
facts-mutate: $(DEVELOPMENT)
	@$(BIN)/python -m tests.facts mutate $(FACTS)

# By hand, not in CI. MODEL gives other arguments: MODEL='--lives 30 --seed 7'; MODEL=--help tells them all.
model-run: $(DEVELOPMENT)
	@$(BIN)/python -m tests.model $(MODEL)

# By hand, not in CI. The tool has an environment of its own; MUTATE names groups of targets.toml and other arguments.
mutate: $(DEVELOPMENT) $(MUTATION)
	@.venv-mutation/bin/python tests/mutation/run.py $(MUTATE)

# By hand; CI runs a short one. CRASH takes --rounds, --filings and --seed.
crash-run: $(DEVELOPMENT)
	@$(BIN)/python -m tests.crash $(CRASH)

$(MUTATION): requirements-mutation.txt
	@echo 'installing what mutation testing needs (once) …'
	@"$(PYTHON)" -m venv .venv-mutation
	@.venv-mutation/bin/python -m pip --disable-pip-version-check --quiet --no-input install \
		--require-hashes -r requirements-mutation.txt
	@touch $@

# One virtual environment: what the service needs, and for test and check the rest on top. The stamps say what is in.
$(RUNTIME): requirements.txt pyproject.toml | .venv/bin/python
	@echo 'installing what the service needs (once) …'
	@$(PIP) install --require-hashes -r requirements.txt
	@PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements-dev.txt
	@echo 'installing what tests and checks need (once) …'
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Python 3.11 or later is needed and was not found. Install it (Debian, Ubuntu: apt install python3 python3-venv),' >&2; \
		echo 'or name it: make PYTHON=/path/to/python3.12 …' >&2; exit 1; fi
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is not Python 3.11 or later; name one: make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		version=$$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "$(PYTHON) can't make virtual environments: ensurepip is missing." >&2; \
		echo "Install it (Debian, Ubuntu: apt install python3-venv or python$$version-venv) and try again." >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; exit 1; }

lock:
	@command -v uv >/dev/null 2>&1 || [ -x $(BIN)/uv ] || { echo 'uv is needed: pip install uv' >&2; exit 1; }
	@uv=$$(command -v uv || echo $(BIN)/uv); for part in requirements requirements-extras requirements-dev requirements-mutation; do \
		$$uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet \
		$$part.in -o $$part.txt || exit 1; done

clean:
	rm -rf .venv .venv-mutation .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
