# The two commands of the README are `make report` and `make test`; `make` alone lists them all.
.DEFAULT_GOAL := help
.PHONY: help report test lint types contracts unit lock wheel bench soak sample docs clean

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
READY := $(VENV)/.ready
OUT ?= reports

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode requirements.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

report: $(READY) ## make the sample report and print its path
	@$(BIN)/unequal demo --out $(OUT)

test: lint types contracts unit ## run every check that a change must pass

lint: $(READY) ## style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## types of the code
	$(BIN)/pyright --pythonpath $(BIN)/python

contracts: $(READY) ## one way down: which room may import which
	$(BIN)/lint-imports --no-cache

unit: $(READY) ## tests, doctests, notebooks, browser
	$(BIN)/pytest -n auto --dist loadfile

lock: $(READY) ## pin every dependency with its hashes
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --group dev --group peers pyproject.toml -o requirements.lock

wheel: $(READY) ## build the wheel into dist/
	rm -rf dist
	$(BIN)/python -m hatchling build -t wheel

bench: $(READY) ## ratios against peers, with peak memory
	for page in benchmarks/*.py; do $(BIN)/python $$page || exit 1; done

soak: $(READY) ## two hours of kernel starts, kills and clients
	$(BIN)/python -m benchmarks.soak

sample: $(READY) ## write the sample companies anew
	$(BIN)/python -m unequal.samples data/sample

docs: $(READY) ## write the generated pages of docs/ anew
	$(BIN)/python -m unequal.tables.as_markdown > docs/tables.md

clean: ## remove what was built, the reports too
	rm -rf $(VENV) dist .pytest_cache .ruff_cache .import_linter_cache
	find reports -mindepth 1 -maxdepth 1 ! -name README.md ! -name example -exec rm -rf {} +
