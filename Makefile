# The few verbs a person needs. `make demo` and `make test` do all of the set-up themselves.

# Imports are held against the table of modules: what a target does not declare it cannot use.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
PREFIX ?= /usr/local
# With Swift's runtime linked in, so that it runs where there is no Swift.
RELEASE_FLAGS := $(SWIFT_FLAGS) -c release --static-swift-stdlib
SHOWCALLER_RELEASE = "$$(swift build $(RELEASE_FLAGS) --show-bin-path)/showcaller"
SHOWCALLER = $$(swift build $(SWIFT_FLAGS) --show-bin-path)/showcaller

.PHONY: test-page page-venv test-api test-api-venv bench bench-build bench-growth bench-compare demo test nights nights-build soak mutants fuzz fuzz-build fuzz-replay sanitize kills compare compare-venv build release format lint install clean deps

# Plays a twenty-second show against the embedded simulator and prints its report.
demo: deps
	swift build $(SWIFT_FLAGS) --product showcaller
	@logs=$$(mktemp -d) && trap 'rm -rf "$$logs"' EXIT && \
	  $(SHOWCALLER) run Schedules/first-show.yaml --simulate --start now --log-dir "$$logs" && \
	  echo && $(SHOWCALLER) report "$$logs/rehearsals"

# Those with servers and processes are played by themselves, a dozen at a time: beside hundreds of others, calls had no answer for
# ten seconds.
SERVED_TESTS = ShowRuntimeTests|ShowcallerCLITests|ZegoAPITests|ZegoSimulatorTests

# Prints what fails and a summary. All that the tests say is in .build/tests.log.
test: deps
	@[ -d .build/debug ] || echo "The first build takes about ten minutes: the HTTP client and server are compiled too."
	@swift build $(SWIFT_FLAGS) --build-tests --quiet
	@run="swift test $(SWIFT_FLAGS) --skip-build --disable-xctest"; \
	  $$run --skip '$(SERVED_TESTS)' > .build/tests.log 2>&1; computed=$$?; \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=12 $$run --filter '$(SERVED_TESTS)' >> .build/tests.log 2>&1; served=$$?; \
	  awk '/^(◇|✔)/ { shows = 0 } /^✘ Test/ { shows = 1 } shows' .build/tests.log | cut -c1-2000; \
	  grep -E '^(✔ Test run with|error:|Fatal)' .build/tests.log; [ $$computed = 0 ] && [ $$served = 0 ]

# Simulated nights of the engine in a release build, some fifty a second: make nights NIGHTS=10000 FIRST_NIGHT=5000
NIGHTS ?= 2000
FIRST_NIGHT ?= 0
NIGHTS_FLAGS = $(SWIFT_FLAGS) -c release -Xswiftc -enable-testing --scratch-path .build-nights

nights-build: deps
	SHOWCALLER_ONLY=SchedulingTests swift build $(NIGHTS_FLAGS) --build-tests --quiet

nights: nights-build
	python3 -B Tests/Nights/nights.py --first $(FIRST_NIGHT) --nights $(NIGHTS) $(NIGHTS_FLAGS)

# Nights without end, until it is interrupted or one fails.
soak: nights-build
	python3 -B Tests/Nights/nights.py --first $(FIRST_NIGHT) --soak $(NIGHTS_FLAGS)

# Builds deliberate defects into a copy of the engine, one after the other: each must be caught by the nights.
mutants: deps
	python3 -B Tests/Nights/mutants.py $(MUTANTS)

# Gives every reader what libFuzzer makes up, TIME seconds each: make fuzz TIME=60, make fuzz TARGETS="yaml log". What it finds lies
# in .build-fuzz/findings. A replay gives them the kept corpus alone, under AddressSanitizer and with its search for leaks.
TIME ?= 60
TARGETS ?= answer api control cron csv fault log offset rfc3339 template yaml
FUZZ_FLAGS = --package-path Fuzzing -c release -Xswiftc -enable-testing

fuzz-build: deps
	swift build $(FUZZ_FLAGS) --scratch-path .build-fuzz

fuzz: fuzz-build
	python3 -B Fuzzing/fuzz.py .build-fuzz/release/Fuzz --time $(TIME) $(TARGETS)

fuzz-replay: deps
	FUZZ_SANITIZE=address swift build $(FUZZ_FLAGS) --scratch-path .build-fuzz-asan
	python3 -B Fuzzing/fuzz.py .build-fuzz-asan/release/Fuzz --replay $(TARGETS)

# Suites under AddressSanitizer and ThreadSanitizer: make sanitize, make sanitize SUITES=MarkedYAMLTests SANITIZERS=address
# A few tests at a time, or calls in real time have no answer in time.
SANITIZERS ?= address thread
SUITES ?= MarkedYAMLTests JSONTextTests ShowTimeTests TemplatesTests TimelinesTests RunSheetsTests PacingTests SchedulingTests \
  RehearsingTests ReportingTests RunLogTests ControlAPITests ControlPageTests ZegoAPITests ZegoSimulatorTests ShowRuntimeTests ShowcallerCLITests
sanitize: deps
	@set -e; for kind in $(SANITIZERS); do for suite in $(SUITES); do \
	  echo "== $$suite, $$kind"; \
	  SHOWCALLER_ONLY=$$suite SHOWCALLER_SANITIZE=$$kind TSAN_OPTIONS=halt_on_error=1 ASAN_OPTIONS=detect_leaks=1 \
	  SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 \
	    swift test $(SWIFT_FLAGS) --sanitize=$$kind --scratch-path .build-$$kind --disable-xctest --filter $$suite --quiet; \
	done; done

# Kills a playing process at random moments, stops it and steps its clock, before a server that comes and goes; then answers one
# with nonsense. Minutes. With Debian's libfaketime the clock is stepped too.
KILLS ?= 200
MUTATED ?= 10000
kills: release
	python3 -B Tests/Kills/kills.py $(SHOWCALLER_RELEASE) --kills $(KILLS)
	python3 -B Tests/Kills/hostile.py $(SHOWCALLER_RELEASE) --mutated $(MUTATED)

# Plays the page in a browser (Debian's chromium, or CHROMIUM=…): against a made-up server, then against the program itself.
# PAGE=test_operator.Keys runs some. Screenshots are left in .build/page/shots.
PAGE_VENV = $(CURDIR)/.build/page/venv
PAGE ?=

page-venv:
	[ -x $(PAGE_VENV)/bin/python ] || python3 -m venv $(PAGE_VENV)
	$(PAGE_VENV)/bin/python -c 'import playwright' 2>/dev/null || $(PAGE_VENV)/bin/pip install --quiet 'playwright>=1.45,<2'

test-page: deps page-venv
	swift build $(SWIFT_FLAGS) --product showcaller
	SHOWCALLER="$(SHOWCALLER)" $(PAGE_VENV)/bin/python -B Tests/Page/run.py $(PAGE)

# Measures against floors and peers in the same run, in a few minutes; see docs/performance.md. BENCH=lateness,pace runs some.
BENCH_FOLDER = $(CURDIR)/.build/bench
BENCH_TOOLS = SHOWCALLER=$(SHOWCALLER_RELEASE) FLOORS=$(BENCH_FOLDER) \
  ENGINE="$$(swift build --package-path Benchmarks -c release --show-bin-path)/EngineInVirtualTime" \
  LOOP="$$(swift build --package-path Benchmarks -c release --show-bin-path)/BareHTTPLoop" PYTHON=$(BENCH_FOLDER)/venv/bin/python
BENCH ?=

bench-build: release
	mkdir -p $(BENCH_FOLDER)
	cc -O2 -o $(BENCH_FOLDER)/libyaml_events Benchmarks/Floors/libyaml_events.c $$(pkg-config --cflags --libs yaml-0.1)
	cc -O2 -o $(BENCH_FOLDER)/timer Benchmarks/Floors/timer.c
	cc -O2 -o $(BENCH_FOLDER)/arrivals Benchmarks/Floors/arrivals.c
	cc -O2 -o $(BENCH_FOLDER)/measured Benchmarks/Floors/measured.c
	python3 -m venv $(BENCH_FOLDER)/venv && $(BENCH_FOLDER)/venv/bin/pip install --quiet pyyaml 'jinja2>=3.1,<3.2'
	swift build --package-path Benchmarks -c release --static-swift-stdlib

bench: bench-build
	$(BENCH_TOOLS) python3 -B Benchmarks/bench.py --json $(BENCH_FOLDER)/figures.json $(if $(BENCH),--only $(BENCH))

bench-growth: bench-build
	$(BENCH_TOOLS) python3 -B Benchmarks/bench.py growth

# Pairs this build with that of another commit: make bench-compare REF=main~5
bench-compare: bench-build
	rm -rf $(BENCH_FOLDER)/reference && git worktree prune
	git worktree add --force --detach $(BENCH_FOLDER)/reference $(REF)
	swift build --package-path $(BENCH_FOLDER)/reference -c release --static-swift-stdlib --product showcaller --scratch-path $(BENCH_FOLDER)/reference-build
	$(BENCH_TOOLS) python3 -B Benchmarks/bench.py compare --reference $(BENCH_FOLDER)/reference-build/release/showcaller
	git worktree remove --force $(BENCH_FOLDER)/reference

build: deps
	swift build $(SWIFT_FLAGS)

release: deps
	swift build $(RELEASE_FLAGS) --product showcaller

install: release
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 0755 $(SHOWCALLER_RELEASE) $(DESTDIR)$(PREFIX)/bin/showcaller

FORMATTED = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Fuzzing/Package.swift Fuzzing/Sources

format:
	swift format --in-place --recursive $(FORMATTED)

lint:
	swift format lint --strict --recursive $(FORMATTED)

clean:
	swift package clean
	rm -rf .build-*

# libyaml and its pkg-config file come from the system.
deps:
	@pkg-config --exists yaml-0.1 2>/dev/null || ./.ci/install-libyaml

# Compares ours with what is known to be right: templates with the real Jinja2, cron with croniter, the schema with the loader
# by check-jsonschema. Needs Python; installs all of them beside the build. Fails on a difference, on what is not supported, and
# where nothing was compared.
COMPARE_SEED ?= 1
COMPARE_COUNT ?= 10000
CRON_COUNT ?= 500
SCHEMA_COUNT ?= 3000
COMPARE = $(CURDIR)/.build/compare

compare-venv:
	mkdir -p $(COMPARE)
	python3 -m venv $(COMPARE)/venv
	$(COMPARE)/venv/bin/pip install --quiet 'jinja2>=3.1,<3.2' croniter tzdata 'check-jsonschema>=0.30,<1'

compare: deps compare-venv
	$(COMPARE)/venv/bin/python -B Tests/Compare/make_template_cases.py $(COMPARE_SEED) $(COMPARE_COUNT) > $(COMPARE)/templates.jsonl
	$(COMPARE)/venv/bin/python -B Tests/Compare/make_cron_cases.py $(COMPARE_SEED) $(CRON_COUNT) > $(COMPARE)/cron.jsonl
	swift build $(SWIFT_FLAGS) --build-tests
	SHOWCALLER_COMPARE_CASES=$(COMPARE)/templates.jsonl SHOWCALLER_CRON_CASES=$(COMPARE)/cron.jsonl \
	  swift test $(SWIFT_FLAGS) --skip-build --disable-xctest --filter ComparisonTests
	$(COMPARE)/venv/bin/python -B Tests/Compare/check_schema.py $(SHOWCALLER) $(COMPARE_SEED) $(SCHEMA_COUNT)

# Plays `watch` in a pseudo-terminal, tries the recipes for other tools, then calls the API of a simulated show with everything that docs/openapi.yaml allows, and much
# that it does not. API_EXAMPLES: of each call.
API = $(CURDIR)/.build/api
API_EXAMPLES ?= 20

test-api-venv:
	mkdir -p $(API)
	python3 -m venv $(API)/venv
	$(API)/venv/bin/pip install --quiet 'schemathesis>=4,<5' 'pyte>=0.8,<0.9' 'duckdb>=1,<3'

# Against the release build, as people run it: what a reload would change takes a debug build seconds to say.
test-api: release test-api-venv
	$(API)/venv/bin/python -B Tests/Terminal/test_watch.py $(SHOWCALLER_RELEASE)
	$(API)/venv/bin/python -B Tests/API/test_recipes.py $(SHOWCALLER_RELEASE)
	$(API)/venv/bin/python -B Tests/API/test_api.py $(SHOWCALLER_RELEASE) $(API)/show $(API_EXAMPLES)
