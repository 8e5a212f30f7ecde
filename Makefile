# Two commands for a newcomer: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
RIGHTSGRAPH_SHARED ?= ../shared
export RIGHTSGRAPH_SHARED

.PHONY: demo test lint types docs scores check-data clean help

demo: $(STAMP)
	@$(BIN)/rightsgraph demo --out build/demo

test: $(STAMP) lint types
	$(BIN)/python -m pytest -n 2 --dist loadfile -rs

# The project is built with the pinned hatchling too, so that nothing is fetched beside the pins.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "rightsgraph needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name a newer one: make demo PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing rightsgraph and its dependencies into $(VENV) (a few minutes the first time) ..."
	@$(PIP) install --constraint constraints.txt hatchling editables
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $(STAMP)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

docs: $(STAMP)
	RIGHTSGRAPH_FIX_DOCS=1 $(BIN)/python -m pytest tests/test_docs.py tests/instruments/test_coverage_doc.py

scores: $(STAMP)
	@$(BIN)/rightsgraph evaluate tests/gold
	@if [ -d "$(RIGHTSGRAPH_SHARED)/gold/dev" ]; then $(BIN)/rightsgraph evaluate "$(RIGHTSGRAPH_SHARED)/gold/dev"; fi

check-data: $(STAMP)
	$(BIN)/rightsgraph instruments check

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

help:
	@echo "make demo        install into $(VENV), build the sample corpus, say what to try next"
	@echo "make test        lint, types, tests and examples"
	@echo "make lint        ruff alone"
	@echo "make types       mypy alone"
	@echo "make docs        write today's outputs into README.md and docs/"
	@echo "make scores      the linker's figures on tests/gold, and on the shared labels where they are"
	@echo "make check-data  the rules that the curated files keep"
	@echo "make clean       remove what was built (not $(VENV))"
