# Everything here needs python3 (3.11 or newer), make and git, and a network once: for the packages, pinned by hash.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE := tests/node/node_modules/.stamp
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --require-hashes --requirement requirements/run.txt

# What `make crawl` reads, and flags for it: make crawl FILES="README.md docs" FLAGS=--all
FILES ?= sources/README.md
FLAGS ?=
# What `make explore` shows: make explore DB=other.db
DB ?= reports/crawl.db
# Flags of Datasette, such as another port: make explore EXPLORE="--port 8002"
EXPLORE ?= --open
# Processes that share the tests.
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help crawl test check demo explore bench soak refresh-openapi clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

crawl: $(VENV)/run ## Ask the web about every link of sources/README.md that is due, and write reports/
	@$(BIN)/listkeeper check $(FLAGS) $(FILES) || { status=$$?; test $$status -eq 1 || exit $$status; }

test: $(VENV)/dev $(NODE) ## Run all tests and doctests, and hold the coverage
	@$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=worksteal --cov --cov-report=
	@$(BIN)/coverage report --fail-under=95
	@$(BIN)/coverage report --fail-under=100 --include="$$($(BIN)/python tests/purity.py)"

check: $(VENV)/dev $(NODE) ## Hold style, types, architecture, spelling, and the truth of the documentation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(BIN)/python -m tests.workflows
	@$(BIN)/python -m pytest --quiet tests/test_docs.py tests/test_repository.py

demo: $(VENV)/dev ## Do the whole job without a network, against a replica of the web, into build/demo/
	@$(BIN)/python -m tests.web

explore: $(VENV)/dev ## Look through the last crawl in a browser, in a copy, so that a crawl may run beside it
	@test -f $(DB) || { echo "There is no $(DB) yet: make crawl first, or say where it is: make explore DB=FILE" >&2; exit 2; }
	@mkdir -p build/explore && rm -f build/explore/crawl.db
	@$(BIN)/sqlite-utils query $(DB) "VACUUM INTO 'build/explore/crawl.db'" >/dev/null
	@$(BIN)/datasette serve --immutable build/explore/crawl.db --metadata explore/metadata.yaml $(EXPLORE)

bench: $(VENV)/bench ## Measure speed and memory beside lychee, and write bench/RESULTS.md
	@$(BIN)/python -m bench

soak: $(VENV)/dev ## Crawl through kills, full disks, no network and many links, and write bench/SOAK.md
	@$(BIN)/python -m bench.soak --out bench/SOAK.md

refresh-openapi: $(VENV)/dev ## Write GitHub's description of what we ask of it anew, of the package pinned in tests/node/
	@cd tests/node && npm ci --ignore-scripts --no-progress --loglevel=error >/dev/null
	@$(BIN)/python -m tests.openapi.subset
	@cd tests/node && npm prune --omit=dev --ignore-scripts --no-progress --loglevel=error >/dev/null && touch node_modules/.stamp

clean: ## Remove what make made; reports/ and its database stay
	rm -rf $(VENV) tests/node/node_modules build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, in three layers, so that `make crawl` waits for nothing that only tests need.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Listkeeper needs Python 3.11 or newer: install one, and say which: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make an environment: apt install python3-venv, and try again" >&2; exit 1; }
	@echo "Setting up $(VENV): once, about a minute"
	@$(PYTHON) -m venv --clear $(VENV)

# Built without isolation: the build's own tools are pinned in run.txt, where pip would fetch what nobody pinned.
$(VENV)/run: requirements/run.txt pyproject.toml | $(BIN)/python
	@$(INSTALL)
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements/dev.txt $(VENV)/run
	@$(INSTALL) --requirement requirements/dev.txt
	@touch $@

$(VENV)/bench: requirements/bench.txt $(VENV)/dev
	@$(INSTALL) --requirement requirements/dev.txt --requirement requirements/bench.txt
	@touch $@

# Scripts of packages are not run: nobody pinned what they fetch. Without npm, the tests that need it are left out.
$(NODE): tests/node/package-lock.json
	@if command -v npm >/dev/null; then \
		cd tests/node && npm ci --omit=dev --ignore-scripts --no-progress --loglevel=error >/dev/null && \
		touch node_modules/.stamp; \
	elif test -n "$$TESTS_NEED_NODE"; then \
		echo "npm is not installed, and TESTS_NEED_NODE is set: install nodejs and npm" >&2; exit 2; \
	fi
