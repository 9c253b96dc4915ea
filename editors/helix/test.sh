#!/usr/bin/env bash
# Asks Helix what it makes of the configuration, with folders of its own.
#   SPECQL_LSP=/path/to/specql-lsp SPECQL_PARSER=/folder/of/parser/specql.so editors/helix/test.sh

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

export XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" XDG_DATA_HOME="$home/data"
mkdir -p "$home/config/helix/runtime/grammars" "$home/config/helix/runtime/queries"
cp "$here/languages.toml" "$home/config/helix/"
cp -r "$here/queries/specql" "$home/config/helix/runtime/queries/"
cp "${SPECQL_PARSER:?}/parser/specql.so" "$home/config/helix/runtime/grammars/specql.so"
PATH="$(dirname "${SPECQL_LSP:?}"):$PATH"

told=$(hx --health specql)
echo "$told"
for what in "specql-lsp" "Highlight queries" "Textobject queries" "Indent queries" "Tree-sitter parser"; do
  line=$(grep "$what" <<<"$told") || { echo "Helix says nothing of: $what" >&2; exit 1; }
  case $line in
    *✘*) echo "Helix does not find: $what" >&2; exit 1 ;;
  esac
done
