# The two commands of the README are `make demo` and `make test`; each sets up all that it needs.

PYTHON ?= python3
BIN := .venv/bin
SAMPLES := $(sort $(wildcard samples/*/article.md))

.DEFAULT_GOAL := help
.PHONY: help demo test lint types check hostile samples references fonts bench verapdf schema lock clean

help:           ## Show this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

# ------------------------------------------------------------------ set-up

.venv/run: requirements.lock pyproject.toml tools/setup.sh
	@PYTHON="$(PYTHON)" sh tools/setup.sh requirements.lock
	@touch $@

.venv/develop: requirements-dev.lock .venv/run
	@PYTHON="$(PYTHON)" sh tools/setup.sh requirements-dev.lock
	@touch $@

# ------------------------------------------------------------------ for everybody

demo: .venv/run ## Render every sample article, and the sample issue, to build/demo
	@mkdir -p build/demo
	@for article in $(SAMPLES); do \
		$(BIN)/afgazad-pdf render "$$article" -o "build/demo/$$(basename $$(dirname $$article)).pdf" || exit $$?; \
	done
	@$(BIN)/afgazad-pdf issue samples/issue/issue.toml --layout digest -o build/demo/issue-digest.pdf
	@$(BIN)/afgazad-pdf issue samples/issue/issue.toml --layout newspaper -o build/demo/issue-newspaper.pdf
	@echo "The PDFs are in build/demo."

# ------------------------------------------------------------------ for developers

test: lint types check ## Format check, lint, types, and all tests

lint: .venv/develop ## Check format and style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/develop ## Check types
	$(BIN)/mypy

check: .venv/develop ## Run the tests alone
	$(BIN)/pytest -n auto --dist loadgroup

hostile: .venv/develop ## Run more than a thousand hostile inputs through the workers of a batch
	$(BIN)/python -m tests.hostile.run --all

samples: .venv/develop ## Draw build/samples.png, and the pictures of the README
	$(BIN)/python tools/draw_samples.py

references: .venv/develop ## Accept what the samples look like now as the reference of the tests
	$(BIN)/python tools/update_references.py

fonts: .venv/develop ## Make the bundled fonts anew from their sources (needs npm)
	$(BIN)/python tools/make_fonts.py

bench: .venv/develop ## Measure speed, side by side
	$(BIN)/python benchmarks/render.py

verapdf: .venv/run ## Validate the samples as PDF/UA-1 and PDF/A-3a with veraPDF (needs Java and Maven)
	$(BIN)/python tools/verapdf/validate.py

schema: .venv/run ## Write the JSON Schemas of article, publication and issue to docs/schema
	$(BIN)/afgazad-pdf schema article -o docs/schema/article.json
	$(BIN)/afgazad-pdf schema publication -o docs/schema/publication.json
	$(BIN)/afgazad-pdf schema issue -o docs/schema/issue.json

lock: ## Choose new versions of the dependencies (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -o requirements.lock
	uv pip compile pyproject.toml --group test --group lint --universal --python-version 3.11 --generate-hashes --no-header -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
