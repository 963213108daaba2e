# The two commands of a fresh machine are `make run` and `make test`; Python 3.11+ and make are all they need.
# Everything is written below this folder: .tools (uv), .uv-cache, .venv, .tmp, .parix (the warehouse).
SHELL := /bin/sh
export UV_CACHE_DIR := $(CURDIR)/.uv-cache
export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
export UV_NO_PROGRESS := 1
export PYTHONPATH := $(CURDIR)
export PYTHONPYCACHEPREFIX :=
export XDG_CACHE_HOME := $(CURDIR)/.uv-cache/xdg
export TMPDIR := $(shell mkdir -p "$(CURDIR)/.tmp" && echo "$(CURDIR)/.tmp")
PARIX := .venv/bin/python parix.py
STAMP := .venv/.installed

.PHONY: run test install airflow down lint format bench docs clean crash superset

run: install  ## the main job: one night from the sources to a ranking
	@$(PARIX) run

test: install  ## every test
	@.venv/bin/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

airflow: install  ## the full Airflow with the nightly schedule, UI on 127.0.0.1
	@$(PARIX) airflow

superset: install  ## a real Superset with the dashboard, on 127.0.0.1 (docs/superset.md)
	@sh deploy/superset/local.sh

docs: install  ## the data dictionary (dbt docs), linked from the report site
	@$(PARIX) docs

down: install  ## stop the embedded PostgreSQL and the sample's server
	@$(PARIX) down

install: $(STAMP)

$(STAMP): uv.lock pyproject.toml deploy/bootstrap.sh
	@sh deploy/bootstrap.sh
	@touch $@

lint: install  ## what .ci/run checks before the tests
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/sqlfluff lint dbt_project/models dbt_project/tests --disable-progress-bar
	@.venv/bin/lint-imports --no-cache

format: install
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .
	@.venv/bin/sqlfluff fix dbt_project/models dbt_project/tests --disable-progress-bar

bench: install  ## ratios within one run
	@.venv/bin/python -m tests.bench

crash: install  ## the whole crash-anywhere proof (an hour or more); writes docs/reliability.md
	@.venv/bin/python -m tests.crash

clean: down  ## stop everything and forget the warehouse (not the installation)
	rm -rf .parix .tmp
