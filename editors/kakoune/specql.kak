# SpecQL in Kakoune, with kakoune-lsp 17 or later. Specs are told by their name, or by what they hold.

hook global BufCreate .*\.specql(\.ya?ml)? %{
    set-option buffer filetype specql
}
hook global BufSetOption filetype=yaml %{
    evaluate-commands -draft %{
        try %{
            execute-keys '%s^entity\h*:<ret>'
            set-option buffer filetype specql
        }
    }
}

# Colours are those of YAML.
hook global WinSetOption filetype=specql %{
    require-module yaml
    add-highlighter window/specql ref yaml
    hook -once -always window WinSetOption filetype=.* %{
        remove-highlighter window/specql
    }
    set-option buffer lsp_servers %{
        [specql-lsp]
        command = "specql-lsp"
        args = ["--stdio"]
        root_globs = ["specql.toml", "confiture.yaml", "registry", "entities"]
    }
    lsp-enable-window
}
