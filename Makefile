# `make demo` shows Landscar working; `make check` is what a change has to pass.
SHELL := /bin/bash
PY := .venv/bin/python
export PYTHON

.PHONY: help demo demo-check install install-demo services test lint check format openapi bench messages lock screenshots

help:
	@echo "make demo         draw a region, label it, train, search, and serve it all on this machine"
	@echo "make demo-check   the same without serving; prints a table, fails when the chain is broken"
	@echo "make check        everything that a change has to pass: lint, then test"
	@echo "make lint         format, style, types, import contracts, migrations, deployment, API schema"
	@echo "make test         every test; installs Redis, PostgreSQL and Chromium where it may"
	@echo "make bench        measure what is claimed about speed"
	@echo "make format       let ruff rewrite what lint would complain of"
	@echo "make openapi      write docs/openapi.yaml from the code"
	@echo "make messages     collect and compile the translations (collecting needs gettext)"
	@echo "make lock         resolve requirements.lock anew"
	@echo "make screenshots  take the documentation's pictures from a running demo"

demo: install-demo
	$(PY) manage.py demo

demo-check: install-demo
	$(PY) manage.py demo --check

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

# Without `gpu`, which excludes the CPU builds. The lock names no index, so any mirror serves it.
lock:
	$(PY) -m piptools compile --quiet --upgrade --extra web --extra worker --extra dev --strip-extras \
		--no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--output-file requirements.lock pyproject.toml
