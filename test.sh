#!/usr/bin/env bash
# Installs what the tests need on a Debian machine that has the .NET SDK and Node.js, builds once, runs every test, and ends with
# one line that adds up every runner: "N passed, N failed". The exit code is 0 only when nothing failed and every runner ran.
set -euo pipefail
cd "$(dirname "$0")"

export HOME="${HOME:-$PWD/artifacts/home}"
export DEBIAN_FRONTEND=noninteractive
export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export MSBUILDDISABLENODEREUSE=1 # no build process outlives the run
results="$PWD/artifacts/test-results"

# Whatever stops the run before the tests have been counted is a failure, and the last line says so.
counted=false
trap '$counted || { echo "The run stopped before the tests were counted."; echo "0 passed, 1 failed"; exit 1; }' EXIT

step() { printf '\n== %s\n' "$1"; }

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --preserve-env=DEBIAN_FRONTEND "$@"; fi; }

# install <command> <package>: the package, unless its command is there already.
install() {
  command -v "$1" > /dev/null && return
  fetch "$2"
}

# fetch <package>...: the packages.
fetch() {
  step "Installing $*"
  if [ -z "${package_lists:-}" ]; then
    as_root apt-get update -q
    package_lists=fresh
  fi
  as_root apt-get install -q -y --no-install-recommends "$@"
}

for tool in dotnet node; do
  command -v "$tool" > /dev/null || { echo "$tool is missing: install the .NET 10 SDK and Node.js 20 or newer."; exit 1; }
done
install git git
install npm npm
install chromium chromium
install strace strace
install redis-server redis-server
install /usr/sbin/nginx nginx
command -v /usr/lib/postgresql/*/bin/postgres > /dev/null || fetch postgresql
/usr/bin/python3 -c 'import socketio, aiohttp' 2> /dev/null || fetch python3-socketio python3-aiohttp

step "Fetching the JavaScript counterparts"
for folder in tests/js bench/servers/node bench/servers/bullmq; do
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error)
done

step "Building"
dotnet restore Sockeye.slnx
dotnet build Sockeye.slnx -c Release --no-restore

step "Testing"
rm -rf "$results"
outcome=0
dotnet test --solution Sockeye.slnx -c Release --no-build --no-progress --max-parallel-test-modules 1 --timeout 15m \
  --results-directory "$results" --report-ctrf || outcome=$?

step "Result"
counted=true
node tests/tally.mjs "$results" "$outcome" tests/*.Tests/*.csproj
