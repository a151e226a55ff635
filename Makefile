# make help says what can be made. A machine needs python3 (3.11 to 3.14) with its venv module, make, and
# the way to a Python package index for the first installation; after that nothing is fetched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
BENCH := .venv-bench
OUTPUT := equipoise-output

.DEFAULT_GOAL := help
.PHONY: help run test test-long bench lock clean

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F '\t' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(READY) ## set up, then compare the plans of 2007 and 2009: report and maps
	$(BIN)/equipoise compare poland-czech-2007 ships-2009 --out $(OUTPUT)
	@echo "Open $(OUTPUT)/report.html in a browser; the maps and the data lie beside it in $(OUTPUT)."

test: $(READY) ## set up, then style, types and tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not long" -n auto --dist loadfile

test-long: $(READY) ## the long tests alone
	$(BIN)/python -m pytest -m long

bench: $(BENCH)/ready ## set up other propagators beside ours, then measure: tables of ratios, some ten minutes
	env -u PYTHONDONTWRITEBYTECODE $(BENCH)/bin/python benchmarks/bench.py

$(BENCH)/ready: benchmarks/requirements-bench.txt requirements.lock pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	@echo '*' > $(BENCH)/.gitignore
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --no-build-isolation --editable .
	@while read -r peer; do case "$$peer" in ''|\#*) continue;; esac; \
	  $(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile "$$peer" \
	  || echo "$$peer cannot be installed here; the tables will say so"; done < benchmarks/requirements-bench.txt
	@touch $@

# The lock file lists every package with its hashes, so nothing needs to be resolved (--no-deps), and Python
# compiles the few modules that are used when they are first used, not all of them now (--no-compile).
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	  echo "Equipoise needs Python 3.11 to 3.14; say which with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --no-build-isolation --editable .
	@touch $@

# Any index may serve the packages: the hashes hold, and the file names no address.
lock: ## renew requirements.lock from pyproject.toml
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile pyproject.toml --extra report --extra dev --universal --python-version 3.11 \
	  --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.lock

clean: ## remove what was made: environment, output, caches
	rm -rf $(VENV) $(BENCH) build dist $(OUTPUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests tools examples -name __pycache__ -type d -exec rm -rf {} +
