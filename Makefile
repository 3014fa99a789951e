# Two commands for a newcomer: make demo, make test. All they need is git, make and Python 3.11 or newer.

PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3.14 python3,$(shell command -v $(name) >/dev/null 2>&1 && $(name) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin

.PHONY: demo test bench reference lock clean

demo: .venv/installed  ## load the sample city and show which fields fill themselves
	@$(BIN)/oncegraph demo

test: .venv/installed  ## the whole test suite, on a real Neo4j
	$(BIN)/pytest

bench: .venv/installed  ## every figure as a ratio to a named peer, as a table and as JSON
	$(BIN)/python -m tests.bench

reference: .venv/installed  ## write schema/REFERENCE.md anew from the declarations
	$(BIN)/python -m oncegraph.schema.reference

lock: .venv/installed  ## pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --extra dev \
		--no-header --no-annotate --no-emit-index-url pyproject.toml --output-file requirements.lock

clean:  ## remove the virtual environment
	rm -rf .venv

.venv/installed: requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "需要 Python 3.11 或更高版本（含 venv 模块；Debian：apt install python3-venv）。" >&2; \
		echo "Python 3.11 or newer is needed, with its venv module (Debian: apt install python3-venv)." >&2; \
		exit 1; fi
	@echo "安装依赖（首次约一分半钟）… / Installing dependencies (about a minute and a half the first time) …" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
