#!/usr/bin/env bash
# Takes the picture of Neovim in docs/images anew: the plugin with its preview, in a terminal.
#   SPECQL_LSP=/path/to/specql-lsp NVIM=/path/to/nvim editors/vscode/tests/e2e/terminal.sh
# It wants tmux, Debian's pngquant and fonts-jetbrains-mono, and what install.sh installs.
set -euo pipefail
cd "$(dirname "$0")"
. ./env.sh
./install.sh

run="$(mktemp -d "${TMPDIR:-/tmp}/specql-terminal.XXXXXX")"
tmux() { command tmux -S "$run/tmux" -f /dev/null "$@"; }
end() {
  tmux kill-server 2>/dev/null || true
  rm -rf "$run"
}
trap end EXIT

cp -r "$ROOT/examples/shop" "$run/shop"
mkdir -p "$run/runtime/parser" "$run/bin"
ln -s "$SPECQL_LSP" "$run/bin/specql-lsp"
cc -shared -fPIC -O2 -I "$ROOT/tree-sitter-specql/src" -o "$run/runtime/parser/specql.so" \
  "$ROOT/tree-sitter-specql/src/parser.c" "$ROOT/tree-sitter-specql/src/scanner.c"
cat >"$run/init.lua" <<LUA
vim.opt.runtimepath:prepend('$ROOT/editors/nvim')
vim.opt.runtimepath:append('$run/runtime')
vim.o.termguicolors = true
vim.o.number = true
vim.o.wrap = false
vim.o.signcolumn = 'yes'
vim.o.hlsearch = false
vim.o.statusline = ' %t'
vim.o.shortmess = vim.o.shortmess .. 'IF'
vim.diagnostic.config({ virtual_text = { severity = { min = vim.diagnostic.severity.ERROR } } })
LUA
export PATH="$run/bin:$PATH" TERM=xterm-256color
tmux new-session -d -x 150 -y 36 -s picture -c "$run/shop" \
  "'${NVIM:-nvim}' -n -i NONE -u '$run/init.lua' entities/workshop/repair.yaml"
tmux set -ga terminal-overrides ",*:Tc"
# shows TEXT: waits until the screen has it.
shows() {
  for _ in $(seq 300); do
    tmux capture-pane -p -t picture | grep -q "$1" && return
    sleep 0.2
  done
  tmux capture-pane -p -t picture >&2
  return 1
}
shows "entity: Repair"
sleep 5
tmux send-keys -t picture ":SpecqlPreview" Enter
shows "CREATE"
tmux send-keys -t picture "/complaint: text" Enter
shows "complaint text,"
tmux send-keys -t picture "jo" "approved_by: ref(Mechanik)" Escape
shows "^E .*Mechanik"
tmux send-keys -t picture "kk"
sleep 2
tmux capture-pane -e -p -t picture >"$run/screen"
node terminal.mjs "$run/screen" "$run/neovim.png"
pngquant --force --strip --speed 1 --quality 70-95 --output "$ROOT/docs/images/neovim.png" "$run/neovim.png"
