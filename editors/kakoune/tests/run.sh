#!/usr/bin/env bash
# Loads the configuration into a real Kakoune (Debian: kakoune), where what kakoune-lsp brings is
# only declared: which files are specs, and what kakoune-lsp is told of them.

set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/config"
echo 'entity: Bicycle' >"$folder/new.specql.yaml"
echo 'entity: Bicycle' >"$folder/bicycle.yaml"
echo 'services: {}' >"$folder/compose.yaml"

cat >"$folder/run.kak" <<END
declare-option str lsp_servers
define-command lsp-enable-window %{ nop %sh{ echo "enabled" >>$folder/told } }
source $here/specql.kak
define-command told %{ evaluate-commands %sh{
    printf '%s: %s, %s\n' "\$(basename "\$kak_buffile")" "\$kak_opt_filetype" \
        "\$(printf %s "\$kak_opt_lsp_servers" | grep -c '^ *command')" >>$folder/told
} }
edit $folder/new.specql.yaml
told
edit $folder/bicycle.yaml
told
edit $folder/compose.yaml
told
buffer *debug*
write! $folder/log
quit!
END
KAKOUNE_CONFIG_DIR="$folder/config" timeout 20 kak -ui dummy -e "source $folder/run.kak" </dev/null || true

wanted='enabled
new.specql.yaml: specql, 1
enabled
bicycle.yaml: specql, 1
compose.yaml: yaml, 0'
if [ "$(cat "$folder/told")" != "$wanted" ] || grep -q 'running hook .*SetOption' "$folder/log"; then
  echo "Kakoune says:" >&2
  cat "$folder/told" "$folder/log" >&2
  exit 1
fi
echo "Kakoune: all as wanted"
