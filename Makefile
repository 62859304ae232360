# The habits of this project. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help video test serve lint bench bench-dub golden docs format audit lock clean

help:  ## List these habits
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.runtime: requirements.lock pyproject.toml tools/set_up_environment.py
	@$(PYTHON) tools/set_up_environment.py runtime

.venv/.development: requirements-dev.lock requirements.lock pyproject.toml tools/set_up_environment.py
	@$(PYTHON) tools/set_up_environment.py development

video: .venv/.runtime  ## Make a narrated video from the shipped example and print where it is
	@mkdir -p out
	@$(BIN)/reel make examples/rice/article.md -o out/rice.mp4

test: .venv/.development  ## Install what the tests need, then run every check and test
	@$(PYTHON) tools/install_test_packages.py
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -n 2 --dist worksteal

serve: .venv/.runtime  ## Serve the studio and the API on this machine
	@$(BIN)/reel serve

lint: .venv/.development  ## Style, floor plan and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/pyright

format: .venv/.development  ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/.runtime  ## Every target of rendering: the timelines beside their floor and a hand-written ffmpeg graph (15 minutes)
	@$(BIN)/python -m bench.targets

bench-dub: .venv/.runtime  ## Dub a ten-minute talk whose every word is known, and measure recognisers on real speech
	@$(BIN)/python -m bench.dub
	@$(BIN)/python -m bench.recognition

golden: .venv/.development  ## Record the golden pictures anew (look at them before you commit)
	@UPDATE_GOLDENS=1 $(BIN)/pytest -n 2 -k golden

docs: .venv/.development  ## Write the reference of the commands anew
	@$(BIN)/python tools/write_command_reference.py
	@$(BIN)/python tools/write_api_reference.py
	@$(BIN)/python -m tools.write_gallery

audit: .venv/.development  ## Look the locked packages up in the lists of known holes (needs the network)
	@$(BIN)/pip-audit --disable-pip --require-hashes -r requirements.lock

lock:  ## Resolve the dependencies anew into the lock files (wants uv)
	@uv pip compile --no-config --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	@uv pip compile --no-config --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build --group dev pyproject.toml -o requirements-dev.lock

clean:  ## Remove what was built
	@rm -rf .venv out .pytest_cache .ruff_cache .import_linter_cache .hypothesis
