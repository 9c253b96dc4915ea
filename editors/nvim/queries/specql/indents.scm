; Written by `cargo xtask generate` from tree-sitter-specql/queries.

; Indentation for Neovim (nvim-treesitter). That for Helix is in helix/indents.scm.

; `fields:` and `- name: x` indent what comes below.
(pair
  key: (_)
  !value) @indent.begin

(pair
  value: [
    (block_mapping)
    (block_sequence)
    (block_scalar)
    (decorated_node)
  ]) @indent.begin

(incomplete_pair
  value: (_)) @indent.begin

(block_sequence_item
  [
    (block_mapping)
    (block_sequence)
  ]) @indent.begin

; The lines of a value that goes on below its key.
(pair
  value: [
    (expression)
    (statement)
    (call_statement)
    (plain_scalar)
    (quoted_scalar)
  ]) @indent.auto

[
  (block_text)
  (single_quoted_scalar)
  (double_quoted_scalar)
] @indent.auto

[
  (flow_mapping)
  (flow_sequence)
  (arguments)
  (parenthesized_expression)
] @indent.begin

(flow_mapping "}" @indent.end)
(flow_sequence "]" @indent.end)
(arguments ")" @indent.end)
(parenthesized_expression ")" @indent.end)

["]" "}" ")"] @indent.branch

(comment) @indent.ignore
