# Each command does all of its own set-up. `make help` says what there is.
PYTHON ?= python3
START = exec $(PYTHON) coproduce/boot/start.py

.DEFAULT_GOAL := help
.PHONY: help setup run reset test check bench drills manage shell lock translations

help: ## say what there is
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: ## open the app with demo data (PORT=8080 for another port)
	@$(START) run

reset: ## clear the demo's data
	@$(START) reset

test: ## run every check and every test
	@$(START) test

check: ## run the checks alone: style, types, layers, migrations, translations, container files
	@$(START) check

bench: ## measure queries, speed and weight of the pages; writes var/results/bench-*.json
	@$(START) bench

drills: ## run every fault and race drill; writes var/results/drill-*.json
	@$(START) drills

drill-%: ## run one drill, such as drill-restart
	@$(START) drills $*

manage: ## run one of Django's commands on the demo's data: make manage ARGS="showmigrations"
	@$(START) manage $(ARGS)

shell: ## open a Python shell on the demo's data
	@$(START) manage shell

translations: ## bring the catalogues of translations up to date with the pages
	@$(START) manage translations

lock: ## renew requirements.lock and requirements-dev.lock from pyproject.toml
	@$(START) lock

setup: ## fill .venv and build the pages, and stop there
	@$(START) setup
