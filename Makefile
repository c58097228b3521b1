PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.dev-ready

# tests wait for disks and for each other's processes more than they compute
WORKERS ?= 4
SPREAD := -n $(WORKERS) --dist worksteal

.PHONY: demo test check bench format clean

demo: $(READY)
	@$(BIN)/python -m bot demo $(ARGS)

test: $(DEV_READY)
	@$(BIN)/python -m pytest $(SPREAD) $(ARGS)

check: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term --cov-fail-under=90 $(ARGS)

bench: $(DEV_READY)
	@$(BIN)/python -m bench $(ARGS)

format: $(DEV_READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and was not found: install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Name a newer one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: on Debian or Ubuntu, apt install python3-venv"; exit 1; }
	@echo "Making a place for the dependencies in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(READY): requirements.txt | $(BIN)/python
	@echo "Installing what the product needs (about a minute, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_READY): requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what the product and its tests need (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@touch $@ $(READY)
