# `make demo` runs Landscar; `make check` runs all checks. `make help` lists the rest.
SHELL := /bin/bash
PY := .venv/bin/python
export PYTHON HOST PORT

.PHONY: help demo demo-check serve install install-demo services test lint check format openapi bench messages lock screenshots

help:
	@echo "make demo         run everything on a drawn region and serve it (about 3 minutes the first time)"
	@echo "make demo-check   run the same steps without serving, print a table, fail when a step is broken"
	@echo "make serve        run an empty installation on this machine: HOST=0.0.0.0 lets others in the network join"
	@echo "make check        all checks that a change has to pass: lint, then test"
	@echo "make lint         format, style, types, import contracts, migrations, deployment, API schema"
	@echo "make test         all tests; installs Redis, PostgreSQL and Chromium where it can"
	@echo "make bench        measure speed and accuracy"
	@echo "make format       fix format and style with ruff"
	@echo "make openapi      write docs/openapi.yaml from the code"
	@echo "make messages     extract and compile the translations (extracting needs gettext)"
	@echo "make lock         update requirements.lock"
	@echo "make screenshots  take the documentation's pictures from a running demo"

demo: install-demo
	$(PY) manage.py demo

demo-check: install-demo
	$(PY) manage.py demo --check

serve: install-demo
	$(PY) manage.py serve

install:
	@scripts/install.sh all

install-demo:
	@scripts/install.sh demo

services:
	@scripts/ensure_services.sh

test: install services
	$(PY) scripts/run_tests.py

lint: install
	$(PY) scripts/lint.py

check: lint test

format: install
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

openapi: install
	$(PY) scripts/lint.py --write-openapi

bench: install
	$(PY) -m benchmarks

screenshots: install services
	$(PY) scripts/screenshots.py

messages: install
	$(PY) manage.py makemessages --locale uk --no-obsolete --add-location never --ignore '.venv/*' --ignore 'static/*' --ignore 'tests/*' --ignore 'var/*'
	$(PY) manage.py makemessages --locale uk --domain djangojs --no-obsolete --add-location never --ignore '.venv/*' --ignore 'static/vendor/*' --ignore 'staticfiles/*' --ignore 'tests/*' --ignore 'var/*'
	$(PY) scripts/compile_messages.py

# Without the extra `gpu`, which conflicts with the CPU builds. Without an index, so that any mirror works.
lock:
	$(PY) -m piptools compile --quiet --upgrade --extra web --extra worker --extra dev --strip-extras \
		--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--output-file requirements.lock pyproject.toml
