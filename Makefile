# `make demo` and `make test` are all that a fresh Debian 12 with a Swift toolchain needs; the other
# targets are a developer's own. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DIST := .build/dist
ARCHIVES := .build/archives
BUILD_RELEASE = swift build -c release --static-swift-stdlib -Xlinker -L$(CURDIR)/$(ARCHIVES)
# How long `make fuzz` gives each of the three fuzzers.
SECONDS_EACH ?= 20
SUDO := $(shell [ "$$(id -u)" -eq 0 ] || echo sudo)
SWIFT_SOURCES := Sources Tests Benchmarks Fuzzing Plugins Package.swift

# What is needed of Debian: a command or a file, and the package that has it.
BUILD_NEEDS := /usr/include/lua5.4/lua.h=liblua5.4-dev /usr/include/histedit.h=libedit-dev git=git \
  /etc/ssl/certs/ca-certificates.crt=ca-certificates
TEST_NEEDS := curl=curl openssl=openssl strace=strace luacheck=lua-check luac5.4=lua5.4 zsh=zsh \
  fish=fish groff=groff tmux=tmux /usr/share/lua/5.4/pl/List.lua=lua-penlight \
  /usr/share/lua/5.4/dkjson.lua=lua-dkjson /usr/share/lua/5.4/say/init.lua=lua-say
DIST_NEEDS := dpkg-shlibdeps=dpkg-dev
BENCH_NEEDS := lua5.4=lua5.4 python3=python3 node=nodejs

# $(call install_missing,NEEDS) installs what is missing of NEEDS, and says what; else it is silent.
define install_missing
	@missing=; for need in $(1); do \
	  command -v "$${need%=*}" >/dev/null || [ -e "$${need%=*}" ] || missing="$$missing $${need#*=}"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing the Debian packages$$missing$(if $(SUDO), (with sudo))"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
	fi
endef

# All at once, hundreds of runs, servers and processes leave each other no time for a handshake.
TESTS_AT_ONCE = 16

.PHONY: help demo test build install install-built bench dist fuzz sanitize mutate format lint check-release \
  clean build-needs test-needs

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	  while IFS='|' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

demo: build-needs ## Recover a database in the simulated cloud
	swift build --product graphene
	swift build --product graphene-vm
	.build/debug/graphene run --simulator scripts/disaster_recovery.lua --yes

test: test-needs ## Build and run every test
	swift test --disable-xctest --experimental-maximum-parallelization-width $(TESTS_AT_ONCE)

build: build-needs ## Build for release into .build/dist, Swift's libraries linked in
	@# Where the linker finds C++'s library only as an archive, it links it in.
	@mkdir -p $(DIST) $(ARCHIVES)
	@ln -sf "$$("$$(dirname "$$(readlink -f "$$(command -v swift)")")/clang" -print-file-name=libstdc++.a)" $(ARCHIVES)
	$(BUILD_RELEASE) --product graphene
	$(BUILD_RELEASE) --product graphene-vm
	install -s -m 755 .build/release/graphene .build/release/graphene-vm $(DIST)/

install: build install-built ## Install into PREFIX (/usr/local)

install-built:
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/graphene/scripts/lib/runbook
	install -m 755 $(DIST)/graphene $(DIST)/graphene-vm $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(filter-out %_test.lua,$(wildcard scripts/*.lua)) $(DESTDIR)$(PREFIX)/share/graphene/scripts/
	install -m 644 scripts/lib/*.lua $(DESTDIR)$(PREFIX)/share/graphene/scripts/lib/
	install -m 644 scripts/lib/runbook/* $(DESTDIR)$(PREFIX)/share/graphene/scripts/lib/runbook/
	@mkdir -p $(DIST)/share
	$(DIST)/graphene doc --man graphene > $(DIST)/share/graphene.1
	$(DIST)/graphene doc --man graphene-lua > $(DIST)/share/graphene-lua.3
	for shell in bash zsh fish; do \
	  $(DIST)/graphene completion $$shell > $(DIST)/share/completion.$$shell || exit; done
	install -D -m 644 $(DIST)/share/graphene.1 $(DESTDIR)$(PREFIX)/share/man/man1/graphene.1
	install -D -m 644 $(DIST)/share/graphene-lua.3 $(DESTDIR)$(PREFIX)/share/man/man3/graphene-lua.3
	install -D -m 644 $(DIST)/share/completion.bash \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/graphene
	install -D -m 644 $(DIST)/share/completion.zsh \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_graphene
	install -D -m 644 $(DIST)/share/completion.fish \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/graphene.fish

bench: build ## Measure the release build beside python3, node and lua5.4
	$(call install_missing,$(BENCH_NEEDS))
	$(BUILD_RELEASE) --product closure-benchmark
	$(BUILD_RELEASE) --product first-line-benchmark
	python3 Benchmarks/bench.py --graphene $(DIST)/graphene \
	  --closure-benchmark .build/release/closure-benchmark \
	  --first-line-benchmark .build/release/first-line-benchmark

dist: build ## Pack a release into .build/packages: .deb, tar.gz, Containerfile
	$(call install_missing,$(DIST_NEEDS))
	Packaging/dist .build/packages

fuzz: build-needs ## Fuzz the door between the host and the script process, SECONDS_EACH=20
	Fuzzing/fuzz --seconds $(SECONDS_EACH)

# Runs and their loop, where threads meet, beside the script process of an ordinary build; then every
# attack, on a script process that was built with AddressSanitizer.
sanitize: test-needs ## Run what threads, and attacks, do under sanitizers (long)
	swift build --build-tests
	GRAPHENE_ONLY=threads swift build --build-tests --sanitize=thread --scratch-path .build-tsan
	cp .build/debug/graphene-vm .build-tsan/debug
	GRAPHENE_ONLY=threads TSAN_OPTIONS="suppressions=$(CURDIR)/Tests/thread-sanitizer.supp" \
	  swift test --skip-build --disable-xctest --sanitize=thread --scratch-path .build-tsan \
	  --experimental-maximum-parallelization-width 8
	GRAPHENE_ONLY=script-process swift build --build-tests --sanitize=address \
	  --scratch-path .build-asan --disable-automatic-resolution
	ATTACK_SCRIPT_PROCESS="$(CURDIR)/.build-asan/debug/graphene-vm" swift test --skip-build \
	  --disable-xctest --filter AttackTests.AttackTests --experimental-maximum-parallelization-width 8

mutate: test-needs ## Take each defence of the sandbox away; an attack must then succeed (long)
	Tests/AttackTests/mutate

format: ## Format the Swift sources in place
	swift format -i -r $(SWIFT_SOURCES)

lint: ## Check the format of the Swift sources
	swift format lint --strict -r $(SWIFT_SOURCES)

check-release: ## Build, install and measure a release, and try what was installed
	rm -rf .build/installed
	$(MAKE) install PREFIX=$(CURDIR)/.build/installed
	! ldd .build/installed/bin/graphene | grep libswift
	.build/installed/bin/graphene run --simulator \
	  .build/installed/share/graphene/scripts/disaster_recovery.lua --yes
	groff -man -Tutf8 -ww -z .build/installed/share/man/man?/*
	bash -n .build/installed/share/bash-completion/completions/graphene
	$(MAKE) dist
	Packaging/check .build/packages
	$(MAKE) bench

clean: ## Remove what was built; fetched dependencies stay
	swift package clean
	rm -rf .build-asan .build-tsan .build-fuzz .build/fuzz $(DIST) .build/installed .build/packages

build-needs:
	$(call install_missing,$(BUILD_NEEDS))

test-needs: build-needs
	$(call install_missing,$(BUILD_NEEDS) $(TEST_NEEDS))
