; Text objects for Neovim (nvim-treesitter-textobjects). Those for Helix are in
; helix/textobjects.scm.

; The entity.
(document) @class.outer
(document (_) @class.inner)

; An action, and its steps.
(pair
  key: (key) @_actions
  (#eq? @_actions "actions")
  value: (block_sequence
    (block_sequence_item) @function.outer))

(pair
  key: (key) @_actions
  (#eq? @_actions "actions")
  value: (block_sequence
    (block_sequence_item
      (block_mapping
        (pair
          key: (key) @_steps
          (#eq? @_steps "steps")
          value: (block_sequence) @function.inner)))))

; A field, and its type.
(pair
  key: (key) @_fields
  (#any-of? @_fields "fields" "params" "parameters" "inputs")
  value: (block_mapping
    (pair) @attribute.outer))

(pair
  key: (key) @_fields
  (#any-of? @_fields "fields" "params" "parameters" "inputs")
  value: (block_mapping
    (pair
      value: (_) @attribute.inner)))

; Any entry.
(pair) @assignment.outer
(pair
  key: (_) @assignment.lhs
  value: (_) @assignment.rhs @assignment.inner)
(flow_pair) @assignment.outer

; A step.
(pair
  key: (key) @_steps
  (#any-of? @_steps "steps" "then" "else" "do" "loop" "try" "finally" "default")
  value: (block_sequence
    (block_sequence_item) @statement.outer))

(block_sequence_item
  (block_mapping
    (pair
      key: (key) @_if
      (#any-of? @_if "if" "switch")))) @conditional.outer

(block_sequence_item
  (block_mapping
    (pair
      key: (key) @_loop
      (#any-of? @_loop "foreach" "while")))) @loop.outer

(call_statement) @call.outer
(call_statement (arguments) @call.inner)
(function_call) @call.outer
(function_call arguments: (arguments) @call.inner)

; Arguments, enum values, items of lists.
(arguments (_) @parameter.inner @parameter.outer)
(named_argument) @parameter.outer
(enum_value) @parameter.inner @parameter.outer
(flow_sequence (_) @parameter.inner @parameter.outer)
(assignment) @parameter.inner @parameter.outer

(comment) @comment.inner
(comment)+ @comment.outer
