# What can be done with SNN. `make` alone prints the list.

JOBS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run stack test lint format check bench torch clean

help: ## Print this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1\t\2/' | expand -t 10

run: $(VENV)/web.installed ## Install what is needed, prepare what is missing, serve http://127.0.0.1:8000 (PORT=8001 moves it)
	@exec $(BIN)/python manage.py start $(if $(PORT),--port $(PORT)) $(ARGS)

stack: $(VENV)/web.installed ## Run PostgreSQL, Redis, web, workers and beat of our own on this machine (PORT=8001 moves it)
	@exec $(BIN)/python manage.py stack $(if $(PORT),--port $(PORT)) $(ARGS)

test: $(VENV)/dev.installed ## Install what the tests need (torch too) and run all of them (ARGS= goes to pytest)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

lint: $(VENV)/dev.installed ## Check style, types, the walls between the rooms, templates and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/dev.installed ## Put code and templates into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

check: lint test ## Everything that CI checks

bench: $(VENV)/web.installed ## Measure the way from a picture's bytes to its answer against the bare network
	@$(BIN)/python -m benchmarks.recognition $(ARGS)

torch: $(VENV)/torch.installed ## Install what training needs

clean: ## Remove the environment and all caches; var/ (database, pictures, networks) stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment --------------------------------------------------------------------------------------------------

# $(call need_space,MB): refuse before a long download that could not end.
need_space = free=$$(($$(df -Pk . | awk 'NR == 2 {print $$4}') / 1024)); if [ $$free -lt $(1) ]; then \
	echo "Installing needs $(1) MB of disk, and $$free MB are free here." >&2; exit 1; fi

# $(call install,file): pip names the package that failed; the sentence after it says what to do.
install = $(PIP) -r $(1) || { echo "Not everything of $(1) could be installed: see the lines above, then try again." >&2; exit 1; }

$(BIN)/python:
	@for python in $(or $(PYTHON),python3.11 python3 python3.12 python3.13); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		python=$(or $(PYTHON),python3); \
		echo "SNN needs Python 3.11 or newer; $$python is $$($$python --version 2>/dev/null || echo 'not here')." >&2; \
		echo "Name another one so: make run PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	$(call need_space,100); \
	$$found -m venv --clear $(VENV) || { \
		rm -rf $(VENV); echo "$$found could not make $(VENV) (Debian: apt install python3-venv)." >&2; exit 1; }

$(VENV)/web.installed: requirements.txt | $(BIN)/python
	@$(call need_space,700)
	@echo "Installing what SNN needs into $(VENV): about 130 MB to download, once."
	@$(call install,requirements.txt)
	@touch $@

$(VENV)/torch.installed: requirements.txt requirements-torch.txt | $(BIN)/python
	@$(call need_space,2500)
	@echo "Installing what training needs into $(VENV): some minutes, once."
	@$(call install,requirements-torch.txt)
	@touch $(VENV)/web.installed $@

$(VENV)/dev.installed: requirements.txt requirements-torch.txt requirements-dev.txt | $(BIN)/python
	@$(call need_space,2500)
	@echo "Installing what the tests need into $(VENV), torch too: some minutes, once."
	@$(call install,requirements-dev.txt)
	@touch $(VENV)/web.installed $(VENV)/torch.installed $@
