#!/usr/bin/env bash
# Runs what users of CI get: the GitHub action, the GitLab job and the pre-commit hooks, as far as
# that goes without their machines. Called by tests/all.sh; works alone as well.
#
# What is missing and cannot be installed is skipped, loudly; where CI is set, that fails.

set -euo pipefail
cd "$(dirname "$0")/.."

tools="$PWD/target/test-tools/ci"
packages="pyyaml==6.0.3 pre-commit==4.7.0"

missing() {
  printf '\n*** %s: NOT TESTED, IT CANNOT BE INSTALLED HERE ***\n' "$1" >&2
  if [ -n "${CI:-}" ]; then exit 1; fi
}

if [ "$(cat "$tools/packages" 2>/dev/null)" != "$packages" ]; then
  # shellcheck disable=SC2086 # these are several words
  if python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check $packages; then
    echo "$packages" >"$tools/packages"
  else
    missing "CI"
    exit 0
  fi
fi

cargo build --quiet --bin specql-lsp
PATH="${CARGO_TARGET_DIR:-$PWD/target}/debug:$PATH"
export PATH
if command -v git >/dev/null; then
  "$tools/bin/python3" tests/ci/commands.py "$tools/bin/pre-commit"
else
  missing pre-commit
  "$tools/bin/python3" tests/ci/commands.py
fi
