# Every chore is one line. A fresh machine needs Python >= 3.11, make and git; the rest is made here.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check bench bench-routing chaos locales lock clean

demo: .venv/ready  ## the local messenger, the program and a page of phones; ARGS=--month plays a whole month first
	@$(BIN)/pendopo demo $(ARGS)

test: .venv/ready  ## everything that must hold
	$(BIN)/python -m pytest $(ARGS)

check: .venv/ready  ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/ready  ## one table of ratios, measured side by side
	$(BIN)/python -m bench

bench-routing: .venv/ready  ## approaches to routing compared; PENDOPO_ROUTING_DATA=reports.csv adds real ones
	$(BIN)/python -m bench.routing

chaos: .venv/ready  ## everything that may go wrong, while people talk; ARGS="--only kill --seed 7 --conversations 50"
	$(BIN)/python -m tests.chaos $(ARGS)

locales: .venv/ready  ## tidy the catalogues and say what is missing
	$(BIN)/python -m locales

lock:  ## raise the locked versions
	$(PYTHON) -m venv build/uv
	build/uv/bin/python -m pip install --quiet uv
	build/uv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

clean:
	rm -rf .venv data build .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Pendopo needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@
