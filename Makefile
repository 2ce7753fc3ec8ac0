# The two commands of the README are `run` and `test`; each installs what is missing.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .make
PAGE := src/salescoach/app/page/index.html
PAGE_SOURCES := $(shell find frontend/src frontend/public -type f 2>/dev/null) frontend/index.html \
	frontend/vite.config.ts frontend/package.json
INSTALL_SELF = $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

.PHONY: run test faults audit hooks setup check dev types train wheel lock test-fast test-python test-page test-browser clean

run: $(STAMPS)/runtime $(PAGE)
	@echo "Starting ..."
	@$(BIN)/salescoach serve

setup: $(STAMPS)/dev $(STAMPS)/page

test: check test-python test-page test-browser

# The fast gate: format, lint, types, import contracts, generated types, hermetic tests.
check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m salescoach.app.schema --check frontend/src/wire/openapi.json
	cd frontend && npm run --silent check && npm run --silent types:check
	$(MAKE) --no-print-directory test-fast

# The tests share the machine with whatever else runs there: one that failed among the others is run once
# more by itself, and both runs stand in the output.
ONCE_MORE := --last-failed --last-failed-no-failures none
FAST := "not speech and not browser"
test-fast: $(STAMPS)/dev
	$(BIN)/pytest -m $(FAST) || $(BIN)/pytest -m $(FAST) $(ONCE_MORE)

test-python: $(STAMPS)/dev $(PAGE)
	$(BIN)/pytest -m speech || $(BIN)/pytest -m speech $(ONCE_MORE)

test-page: $(STAMPS)/page
	cd frontend && npm test --silent

test-browser: $(STAMPS)/dev $(PAGE)
	$(BIN)/pytest -m browser || $(BIN)/pytest -m browser $(ONCE_MORE)

# It ends with 3 when nothing is new and known ones only stand in other lines.
SECRETS := $(BIN)/detect-secrets-hook --baseline .secrets.baseline

# Calls through faults that SEED draws, measured: one line of JSON, and one line a run on stderr.
SEED ?= 1
RUNS ?= 20
ENGINE ?= scripted
faults: $(STAMPS)/dev
	@FAULT_SEED=$(SEED) FAULT_RUNS=$(RUNS) ENGINE=$(ENGINE) $(BIN)/python -m tests.faults

# Risky code, secrets in what is committed, and known vulnerabilities where advisories can be reached.
audit: setup
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml src
	git ls-files -z | xargs -0 sh -c '$(SECRETS) "$$@" || [ $$? -eq 3 ]' secrets
	.ci/advisories

# Looks for secrets before every commit. Wants pre-commit: pipx install pre-commit.
hooks: setup
	pre-commit install

# The server and the page's own development server, both reloading on a change.
dev: setup
	$(BIN)/python -m salescoach.app.dev

# The wire's Pydantic models and call events -> OpenAPI -> TypeScript.
types: setup
	$(BIN)/python -m salescoach.app.schema --write frontend/src/wire/openapi.json
	cd frontend && npm run --silent types

# The coach's heads from the example bank: small data that is committed. How far the shipped model's
# inputs reach (training.reaches) is measured only when that model is another.
train: $(STAMPS)/train
	$(BIN)/python -m training.train
	$(BIN)/python -m training.train_stages
	$(BIN)/python -m training.commitments
	$(BIN)/python -m training.sentiment
	$(BIN)/python -m training.voices

# The package with the page inside: pipx run --spec dist/salescoach-*.whl salescoach serve
wheel: $(STAMPS)/runtime $(PAGE)
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .

lock:
	$(BIN)/$(LOCK) --extra build -o requirements.txt
	$(BIN)/$(LOCK) --extra build --extra observability -c requirements.txt -o requirements-server.txt
	$(BIN)/$(LOCK) --extra build --extra observability --extra dev -c requirements-server.txt \
		-o requirements-dev.txt
	$(BIN)/$(LOCK) --extra build --extra observability --extra dev --extra train \
		-c requirements-dev.txt -o requirements-train.txt

clean:
	rm -rf .venv .make frontend/node_modules frontend/dist src/salescoach/app/page

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv

$(STAMPS)/runtime: requirements.txt pyproject.toml | $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "Installing the server (two to three minutes the first time) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(INSTALL_SELF)
	@touch $@

$(STAMPS)/dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "Installing the server and what tests it (two to three minutes the first time) ..."
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(INSTALL_SELF)
	@touch $@ $(STAMPS)/runtime

$(STAMPS)/train: requirements-train.txt $(STAMPS)/dev
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.txt
	@touch $@

$(STAMPS)/page: frontend/package-lock.json frontend/package.json
	@mkdir -p $(STAMPS)
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || \
		{ echo "Node.js 20 or newer is needed"; exit 1; }
	@echo "Installing what the page is built with (half a minute) ..."
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE): $(PAGE_SOURCES) | $(STAMPS)/page
	@echo "Building the page (half a minute) ..."
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@
