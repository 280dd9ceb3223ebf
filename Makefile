# Two targets do all the set-up on a fresh machine: `make site` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PLUGINS := .venv-plugins
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
# what is started a thousand times keeps what was compiled, as it does where people use it
unexport PYTHONDONTWRITEBYTECODE

.PHONY: site serve test format lint types unit plugins fuzz wheel reference catalog pictures pin browser servers clean

## make the site of this repository
site: $(VENV)/.site
	$(BIN)/mkdocs build
	@echo "The site is in site/. Look at it: run \`$(BIN)/python -m http.server -d site\` and open http://localhost:8000/"
	@echo "Or edit and watch it change: run \`make serve\`."

## show the site while you edit
serve: $(VENV)/.site
	$(BIN)/mkdocs serve

## run everything that CI runs
test: lint types wheel unit

## lay out the code as `make lint` wants it
format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint --deny-warnings
	$(BIN)/python tools/reference.py --check
	$(BIN)/python tools/catalog.py --check
	$(BIN)/pmsite check --strict

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev browser servers plugins
	$(BIN)/pytest -n auto --dist loadfile

## try inputs that nobody thought of, for so many minutes: make fuzz MINUTES=20 TARGETS="reader plans"
MINUTES ?= 10
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz run --minutes $(MINUTES) $(TARGETS)
## install the plugins, and the other theme, that sites are tried with
plugins: $(PLUGINS)/plugins/.ready $(PLUGINS)/materialx/.ready

## build the wheel, and use it in an empty environment
wheel: $(VENV)/.dev
	$(BIN)/python tools/smoke.py

browser:
	@sh tools/browser.sh

servers:
	@sh tools/servers.sh

## bring generated files up to date
reference: $(VENV)/.dev
	$(BIN)/python tools/reference.py

catalog: $(VENV)/.dev
	$(BIN)/python tools/catalog.py

pictures: $(VENV)/.dev browser
	$(BIN)/python tools/pictures.py

pin: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python tools/pin.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("pmsite needs Python 3.11 or newer; name one with `make PYTHON=python3.12 …`" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements/site.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/site.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.site
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(PLUGINS)/%/.ready: requirements/%.txt pyproject.toml | $(BIN)/python
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) $(PLUGINS) site dist .site.pmsite
