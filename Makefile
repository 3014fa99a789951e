# Three commands for a newcomer: make demo, make check, make test. All they need is git, make and Python 3.11 or newer.

PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3.14 python3,$(shell command -v $(name) >/dev/null 2>&1 && $(name) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin

# Locked by hash, for every system; nothing is compiled before it is imported.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-compile
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group editable \
	--no-header --no-annotate --no-emit-index-url pyproject.toml

.PHONY: demo check style unit test bench reference lock clean

demo: .venv/running  ## load the sample city and show which fields fill themselves
	@$(BIN)/oncegraph demo

check: .venv/developing  ## style, imports, types and the quick unit tests, in under a minute
	@$(MAKE) --no-print-directory --jobs=2 style unit

style: .venv/developing  ## style, imports and types
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy --no-error-summary

unit: .venv/developing  ## the unit tests that start no process and draw no examples by the hundred
	@$(BIN)/pytest --quiet tests/unit -m "not process and not hypothesis"

test: .venv/developing  ## the whole test suite, on a real Neo4j
	$(BIN)/pytest

bench: .venv/developing  ## every figure as a ratio to a named peer, as a table and as JSON
	$(BIN)/python -m tests.bench

reference: .venv/developing  ## write schema/REFERENCE.md anew from the declarations
	$(BIN)/python -m oncegraph.schema.reference

lock: .venv/developing  ## pin the newest versions that pyproject.toml allows: for developing, and of these for running
	$(LOCK) --upgrade --extra dev --output-file requirements-dev.lock
	$(LOCK) --upgrade --extra embedded --constraints requirements-dev.lock --output-file requirements.lock

clean:  ## remove the virtual environment
	rm -rf .venv

.venv/running: requirements.lock pyproject.toml | .venv/bin/python
	@echo "安装运行所需的依赖（首次约一分钟）… / Installing what running needs (about a minute the first time) …" >&2
	@$(INSTALL) --requirement requirements.lock
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

.venv/developing: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "安装开发所需的依赖（首次约两分钟）… / Installing what developing needs (about two minutes the first time) …" >&2
	@$(INSTALL) --requirement requirements-dev.lock
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@ .venv/running

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "需要 Python 3.11 或更高版本（含 venv 模块；Debian：apt install python3-venv）。" >&2; \
		echo "Python 3.11 or newer is needed, with its venv module (Debian: apt install python3-venv)." >&2; \
		exit 1; fi
	@$(PYTHON) -m venv .venv
