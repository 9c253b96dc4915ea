; Written by `cargo xtask generate` from tree-sitter-specql/queries.

; Text objects for Helix.

; The entity.
(document) @class.around
(document (_) @class.inside)

; An action, and its steps.
(pair
  key: (key) @_actions
  (#eq? @_actions "actions")
  value: (block_sequence
    (block_sequence_item) @function.around))

(pair
  key: (key) @_actions
  (#eq? @_actions "actions")
  value: (block_sequence
    (block_sequence_item
      (block_mapping
        (pair
          key: (key) @_steps
          (#eq? @_steps "steps")
          value: (block_sequence) @function.inside)))))

; A field or any other entry, and its value.
(pair) @entry.around
(pair
  value: (_) @entry.inside)
(flow_pair) @entry.around
(flow_pair
  value: (_) @entry.inside)
(block_sequence_item) @entry.around
(block_sequence_item (_) @entry.inside)

; Arguments, enum values, items of lists.
(arguments (_) @parameter.inside @parameter.around)
(named_argument) @parameter.around
(enum_value) @parameter.inside @parameter.around
(flow_sequence (_) @parameter.inside @parameter.around)
(assignment) @parameter.inside @parameter.around

(comment) @comment.inside
(comment)+ @comment.around
