# Two commands for a newcomer: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RIGHTSGRAPH_SHARED ?= ../shared
export RIGHTSGRAPH_SHARED

.PHONY: demo test lint types check-data bench clean setup

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "rightsgraph needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name a newer one: make demo PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

demo: $(STAMP)
	@$(BIN)/rightsgraph demo --out build/demo

test: $(STAMP) lint types
	$(BIN)/python -m pytest -n 2

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

check-data: $(STAMP)
	$(BIN)/rightsgraph instruments check

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
