#!/usr/bin/env bash
# Gives the JSON schema of specs to the YAML language server. Called by tests/all.sh; works alone
# as well. Without Node or the server it is skipped, loudly; where CI is set, that fails.

set -euo pipefail
cd "$(dirname "$0")/.."

tools="$PWD/target/test-tools/yaml-language-server"

missing() {
  printf '\n*** JSON schema: NOT TESTED, %s ***\n' "$1" >&2
  if [ -n "${CI:-}" ]; then exit 1; fi
  exit 0
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  missing "there is no Node here"
fi
if ! cmp -s tests/schema/package-lock.json "$tools/package-lock.json"; then
  mkdir -p "$tools"
  cp tests/schema/package.json tests/schema/package-lock.json "$tools/"
  if ! npm ci --prefix "$tools" --ignore-scripts --no-audit --no-fund --loglevel=error; then
    rm -f "$tools/package-lock.json"
    missing "the YAML language server cannot be installed here"
  fi
fi

cargo build --quiet --bin specql-lsp
specql="${CARGO_TARGET_DIR:-$PWD/target}/debug/specql-lsp"
schemas=$(mktemp -d)
trap 'rm -rf "$schemas"' EXIT
"$specql" schema >"$schemas/specql-0.8.json"
"$specql" schema --target next >"$schemas/specql-next.json"

SCHEMA_0_8="file://$schemas/specql-0.8.json" \
  SCHEMA_NEXT="file://$schemas/specql-next.json" \
  YAML_SERVER="$tools/node_modules/yaml-language-server/bin/yaml-language-server" \
  timeout 300 node --test tests/schema/test.mjs
