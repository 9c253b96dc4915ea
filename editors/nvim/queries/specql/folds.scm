; Written by `cargo xtask generate` from tree-sitter-specql/queries.

; What can be folded. Editors drop ranges of a single line.

(pair
  value: [
    (block_mapping)
    (block_sequence)
    (block_scalar)
    (decorated_node)
  ]) @fold

(incomplete_pair
  value: [
    (block_mapping)
    (block_sequence)
  ]) @fold

(block_sequence_item
  [
    (block_mapping)
    (block_sequence)
    (block_scalar)
    (decorated_node)
  ]) @fold

[
  (flow_mapping)
  (flow_sequence)
] @fold

; Quoted and folded expressions over several lines.
(pair
  value: [
    (quoted_scalar)
    (single_quoted_scalar)
    (double_quoted_scalar)
    (plain_scalar)
    (expression)
    (statement)
    (call_statement)
  ]) @fold

(comment)+ @fold
