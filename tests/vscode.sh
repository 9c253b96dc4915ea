#!/usr/bin/env bash
# The extension of VS Code: lints, unit tests, and end to end in a real workbench. Called by
# tests/all.sh; works alone as well.
#
# What is missing and cannot be installed is skipped, loudly; where CI is set, that fails.

set -euo pipefail
cd "$(dirname "$0")/../editors/vscode"

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

missing() {
  printf '\n*** %s: NOT TESTED, IT CANNOT BE INSTALLED HERE ***\n' "$1" >&2
  if [ -n "${CI:-}" ]; then exit 1; fi
  exit 0
}

need_node() {
  command -v npm >/dev/null && return
  command -v apt-get >/dev/null || return 1
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  say "installing Node"
  $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends nodejs npm
}

need_packages() {
  cmp -s package-lock.json node_modules/.lock && return
  say "installing packages of npm"
  # Not `npm ci`: it wants the packages of all platforms to be in the lock file.
  npm install --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.lock
}

need_node || missing "the extension of VS Code"
need_packages || missing "the extension of VS Code"
say "VS Code extension: lints"
npm run --silent lint
say "VS Code extension: unit tests"
npm test --silent
say "VS Code extension: packages"
node tests/packages.mjs
say "VS Code extension: a real workbench"
tests/e2e/install.sh || missing "the extension in a workbench"
tests/e2e/run.sh
