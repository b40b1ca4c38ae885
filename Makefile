# The commands of topline. `make run` and `make test` set up everything they need, once.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
BROWSER := tests/rendering/browser/node_modules/.installed

.PHONY: run test check ui clean lock

# The 2023 report of the demo survey, from the raw export to data/reports/.
run: $(INSTALLED)
	@$(BIN)/topline run medlemsundersokelsen

# Every test. Those that need a browser are skipped, with the reason, where there is none.
test: $(INSTALLED) $(BROWSER)
	@$(BIN)/python -m pytest -n 2 -q

# Format, lint, types, SQL lint, and whether Dagster loads the definitions.
check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	DAGSTER_HOME= $(BIN)/dagster definitions validate -w workspace.yaml --log-level error

# The Dagster UI on http://127.0.0.1:3000, on this machine only, with telemetry off.
ui: $(INSTALLED)
	@$(BIN)/topline ui

# What runs make. Definitions and raw files stay.
clean:
	rm -rf data/warehouse data/reports data/.dagster .pytest_cache .mypy_cache .ruff_cache .hypothesis build

# Pin all dependencies again, after a change in pyproject.toml (needs the network).
lock: $(INSTALLED)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
		--no-emit-index-url --no-annotate --no-header --extra dev pyproject.toml -o constraints.txt

$(INSTALLED): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("topline needs Python 3.11 or newer; name it with make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The browser's test tools; without npm the tests that need them say so and are skipped.
$(BROWSER): tests/rendering/browser/package-lock.json
	@if command -v npm >/dev/null 2>&1; then \
		(cd tests/rendering/browser && npm ci --silent --no-audit --no-fund) || echo "npm could not install the browser's test tools"; \
	fi
	@mkdir -p $(dir $@) && touch $@
