#!/usr/bin/env bash
# Runs the extension in a real VS Code workbench: code-server, driven by headless Chromium.
#
#   editors/vscode/tests/e2e/run.sh [SCENARIO ...]
#   editors/vscode/tests/e2e/run.sh --pictures [PICTURE ...]
#
# The second way takes the pictures of docs/images anew. It wants Debian's pngquant and
# fonts-jetbrains-mono.
#
# The extension is packaged with the server as it is now and installed from its .vsix. Screenshots
# go to target/screenshots. SPECQL_LSP names a server that is built already.
set -euo pipefail
cd "$(dirname "$0")"
. ./env.sh
./install.sh

# The server, without what only debuggers read.
server="${SPECQL_LSP:-}"
if [ -z "$server" ]; then
  (cd "$ROOT" && cargo build --quiet -p specql-lsp)
  server="${CARGO_TARGET_DIR:-$ROOT/target}/debug/specql-lsp"
fi
run="$(mktemp -d "${TMPDIR:-/tmp}/specql-e2e.XXXXXX")"
pid=""
end() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  rm -rf "$run"
}
trap end EXIT
mkdir -p "$run/package" "$run/user/User" "$run/user/Machine" "$run/extensions"
strip -o "$run/package/specql-lsp" "$server" 2>/dev/null || cp "$server" "$run/package/specql-lsp"
(cd ../.. && node scripts/package.mjs --server "$run/package/specql-lsp" --out "$run/specql.vsix" >"$run/package.log" 2>&1) || {
  cat "$run/package.log" >&2
  exit 1
}

cp settings.json "$run/user/User/settings.json"
: >"$run/config.yaml"
code_server() {
  node "$CODE_SERVER/out/node/entry.js" --config "$run/config.yaml" \
    --user-data-dir "$run/user" --extensions-dir "$run/extensions" "$@"
}
code_server --install-extension "$run/specql.vsix" --force >"$run/install.log" 2>&1 || {
  cat "$run/install.log" >&2
  exit 1
}

# Without a marketplace nothing is asked of other machines.
export EXTENSIONS_GALLERY='{"serviceUrl":""}'
port="${SPECQL_E2E_PORT:-8137}"
node "$CODE_SERVER/out/node/entry.js" --config "$run/config.yaml" \
  --user-data-dir "$run/user" --extensions-dir "$run/extensions" \
  --bind-addr "127.0.0.1:$port" --auth none --disable-telemetry --disable-update-check \
  --disable-getting-started-override --disable-proxy \
  >"$run/server.log" 2>&1 &
pid=$!
for _ in $(seq 300); do
  curl -sf -o /dev/null "http://127.0.0.1:$port/healthz" && break
  kill -0 "$pid" 2>/dev/null || { cat "$run/server.log" >&2; exit 1; }
  sleep 0.1
done

screenshots="$ROOT/target/screenshots"
if [ "${1:-}" = --pictures ]; then
  screenshots="$run/pictures"
fi
mkdir -p "$screenshots"
status=0
node drive.mjs --port "$port" --examples "$ROOT/examples" --screenshots "$screenshots" \
  --state "$run/workspaces" --settings "$run/user/User/settings.json" "$@" || status=$?
if [ "${1:-}" = --pictures ]; then
  for picture in "$screenshots"/*.png; do
    small="$ROOT/docs/images/${picture##*/}"
    pngquant --force --strip --speed 1 --quality 70-95 --output "$small" "$picture"
  done
fi
exit "$status"
