# Everything that one does with this repository. CI runs the same targets.

SWIFT ?= swift
DATA  ?= demo-data
BIN   := .build/release/barwise

.PHONY: setup build demo test check format golden bench fuzz crash soak live-local clean

setup:                  # what the build needs: system packages, libduckdb
	@scripts/setup.sh

build: setup            # the optimised program at .build/release/barwise
	$(SWIFT) build -c release --product barwise

demo: setup build $(DATA)/NQ.csv
	@$(BIN) import $(DATA)/NQ.csv --symbol NQ --data $(DATA)/bars
	@echo; echo "$$ barwise ask \"какое время чаще всего становится high/low дня за 2024-2025, с 6 утра до 16\""; echo
	@$(BIN) ask "какое время чаще всего становится high/low дня за 2024-2025, с 6 утра до 16" --symbol NQ --data $(DATA)/bars
	@echo; echo "$$ barwise ask \"which time most often makes the day's high or low, 2024-2025, 6am to 4pm\""; echo
	@$(BIN) ask "which time most often makes the day's high or low, 2024-2025, 6am to 4pm" --symbol NQ --data $(DATA)/bars

$(DATA)/NQ.csv: scripts/make_demo_bars.py
	@mkdir -p $(DATA)
	@python3 scripts/make_demo_bars.py $@

# Warnings are errors in what follows; the packages that are used keep theirs. Built for release, tests run three times as
# fast; while one changes code, `CONFIGURATION=debug` builds in seconds what else takes minutes.
CONFIGURATION ?= release
test check golden: export BARWISE_STRICT = 1
test check golden: export CONFIGURATION := $(CONFIGURATION)

test: setup             # every test; running none is a failure
	@scripts/test.sh

check: setup            # format, warnings, who may import whom, and no words of a language in the code
	scripts/words_in_code.sh
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests
	$(SWIFT) build -c $(CONFIGURATION) --build-tests --explicit-target-dependency-import-check error

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

golden: setup           # rewrites the golden files; read the difference before committing
	UPDATE_GOLDEN=1 scripts/test.sh

bench: build            # studies against hand-written SQL on the same library; reading of growing noise; the graph and its stores
	scripts/with_postgres.sh $(SWIFT) run -c release bench
	$(SWIFT) run -c release bench --prompts --questions Tests/UnderstandingTests/Paraphrases

fuzz: setup             # random studies against a plain loop over the bars; questions without each of their words; wordings by the thousand
	$(SWIFT) run -c release fuzz --count 5000
	$(SWIFT) run -c release fuzz --questions Tests/UnderstandingTests/Paraphrases
	$(SWIFT) run -c release fuzz --wordings Tests/UnderstandingTests/Wordings

crash: setup            # processes that hold conversations are killed, at every write and at random; nothing may be lost
	$(SWIFT) build -c release --product crash
	$(SWIFT) build -c release --product barwise
	.build/release/crash --count 400
	.build/release/crash --analyst --count 300
	.build/release/crash --program --count 100
	scripts/with_postgres.sh .build/release/crash --store postgres --count 400
	scripts/with_postgres.sh .build/release/crash --store postgres --analyst --count 300
	scripts/with_postgres.sh .build/release/crash --store postgres --program --count 100

soak: setup             # two thousand turns of real conversations whose model fails by chance; the ledger must be exact
	$(SWIFT) run -c release soak --turns 2000

live-local: setup       # our client against llama.cpp's own server with a small model made on the spot
	scripts/live_local.sh

clean:
	rm -rf .build $(DATA)
