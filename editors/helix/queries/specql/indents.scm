; Written by `cargo xtask generate` from tree-sitter-specql/queries.

; Indentation for Helix.

; A key without a value yet.
(pair
  key: (_)
  !value) @indent.always @extend

; A key whose value stands below it.
(pair
  key: (_) @_key
  value: (_) @_value
  (#not-same-line? @_key @_value)) @indent.always @extend

(incomplete_pair
  value: (_)) @indent.always @extend

(pair
  value: (block_scalar)) @indent @extend

; Items of one line have nothing below them.
((block_sequence_item) @_item @indent.always @extend
  (#not-one-line? @_item))

[
  (flow_mapping)
  (flow_sequence)
  (arguments)
  (parenthesized_expression)
] @indent

["]" "}" ")"] @outdent
