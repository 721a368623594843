# The commands of this project. VENV= chooses another virtual environment, SITE= another folder for the
# site; PDF=no leaves out the printed documents, and the copies of modules that hold them; SEARCH=no the
# search index.

VENV ?= .venv
SITE ?= site
# One more than there are processors: a test that looks at a browser waits half of the time.
WORKERS ?= $(shell expr 1 + $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1))
export VENV PDF SEARCH
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.PHONY: help site serve check test quick long lint bench accessibility lock clean

help: ## Show the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

site: ## Set up what is missing, then build the whole site into site/
	@tools/setup site
	"$(VENV)/bin/mkdocs" build --strict --site-dir "$(SITE)"

serve: ## Show the site at http://127.0.0.1:8000/ and follow every change
	@tools/setup site
	"$(VENV)/bin/mkdocs" serve

check: ## Read all sources and say what is wrong, without building
	@tools/setup site
	@"$(VENV)/bin/python" -m catalogue check

test: lint ## Set up what is missing, then run every test, browsers included
	"$(VENV)/bin/python" -m pytest -m "not long" -n $(WORKERS) --dist worksteal

quick: ## Run the tests that need no build and no browser: for daily work
	@tools/setup test
	"$(VENV)/bin/python" -m pytest -m "not slow and not long" tests/catalogue tests/rooms

long: ## Run what takes longer: twenty times as many random sources, many builds that are killed
	@tools/setup test
	FUZZ=20 "$(VENV)/bin/python" -m pytest -m long -n $(WORKERS) --dist worksteal

lint: ## Check the code's style and types
	@tools/setup test
	"$(VENV)/bin/ruff" check
	"$(VENV)/bin/ruff" format --check
	"$(VENV)/bin/mypy"
	"$(VENV)/bin/lint-imports"

bench: ## Time builds beside other generators; writes tests/benchmarks/REPORT.md
	@tools/setup site
	"$(VENV)/bin/python" tests/benchmarks/bench.py

accessibility: ## Test pages of every kind with axe, and note the day for the statement
	@tools/setup test
	"$(VENV)/bin/mkdocs" build --strict --site-dir "$(SITE)"
	"$(VENV)/bin/python" tools/accessibility.py "$(SITE)" content/_data/accessibility.yml

lock: ## Write the lock files anew from pyproject.toml, with what is at least a week old
	@tools/lock

clean: ## Remove what the commands made, except the virtual environment
	rm -rf "$(SITE)" .cache .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
