# Everything a person does here. The work itself stands in tools/.
PYTHON = $$(sh tools/python.sh)
VENV = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types layers format locks backup restore-drill bench messages screenshots

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: ## install everything that running and testing need
	@python=$(PYTHON) && "$$python" -m tools.setup --tests

run: ## start the product: http://127.0.0.1:8000, another port with PORT=8123 make run
	@python=$(PYTHON) && exec "$$python" -m tools.run

test: setup ## run all tests on SQLite, on PostgreSQL with Redis, and in a browser
	@$(VENV)/python -m tools.test

bench: setup ## measure every speed goal beside its floor (about half an hour; BENCH_SIZES=10k,100k is quicker)
	@$(VENV)/python -m bench

lint: ## ruff, types and import layers
lint: types layers
	@$(VENV)/ruff check .

types:
	@$(VENV)/mypy .

layers:
	@$(VENV)/lint-imports

backup: ## back up database and uploads into var/backups
	@$(VENV)/python manage.py backup

restore-drill: ## prove that a backup can be restored: every count and hash compared
	@$(VENV)/python manage.py restore_drill

messages: ## bring the catalogue of translations up to date with the texts of code and pages
	@DJANGO_SETTINGS_MODULE=aftersales.settings $(VENV)/python -m tools.catalogue

screenshots: setup ## take a picture of every page, and those of the tutorial (some minutes; needs Chromium)
	@$(VENV)/python -m tools.shots

locks: ## compile requirements*.in into lock files with hashes
	@sh tools/locks.sh
