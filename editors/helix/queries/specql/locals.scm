; Written by `cargo xtask generate` from tree-sitter-specql/queries.

; Scopes, definitions and references.

(document) @local.scope

; An action is a scope of its own: for its parameters and variables.
(pair
  key: (key) @_actions
  (#eq? @_actions "actions")
  value: (block_sequence
    (block_sequence_item) @local.scope))

; The entity.
(document
  (block_mapping
    (pair
      key: (key) @_entity
      (#eq? @_entity "entity")
      value: (plain_scalar) @local.definition.type)))

(document
  (block_mapping
    (pair
      key: (key) @_entity
      (#eq? @_entity "entity")
      value: (block_mapping
        (pair
          key: (key) @_name
          (#eq? @_name "name")
          value: (plain_scalar) @local.definition.type)))))

; Fields.
(document
  (block_mapping
    (pair
      key: (key) @_fields
      (#eq? @_fields "fields")
      value: (block_mapping
        (pair
          key: (key) @local.definition.variable.other.member)))))

(document
  (block_mapping
    (pair
      key: (key) @_entity
      (#eq? @_entity "entity")
      value: (block_mapping
        (pair
          key: (key) @_fields
          (#eq? @_fields "fields")
          value: (block_mapping
            (pair
              key: (key) @local.definition.variable.other.member)))))))

(document
  (block_mapping
    (pair
      key: (key) @_fields
      (#eq? @_fields "computed_fields")
      value: (block_sequence
        (block_sequence_item
          (block_mapping
            (pair
              key: (key) @local.definition.variable.other.member)))))))

; Actions and their parameters.
(pair
  key: (key) @_actions
  (#eq? @_actions "actions")
  value: (block_sequence
    (block_sequence_item
      (block_mapping
        (pair
          key: (key) @_name
          (#eq? @_name "name")
          value: (plain_scalar) @local.definition.function)))))

(pair
  key: (key) @_actions
  (#eq? @_actions "actions")
  value: (block_sequence
    (block_sequence_item
      (block_mapping
        (pair
          key: (key) @_params
          (#any-of? @_params "params" "parameters" "inputs")
          value: (block_mapping
            (pair
              key: (key) @local.definition.variable.parameter)))))))

; The variable of a loop.
(as_clause (identifier) @local.definition.variable)

; References: the first name of a path; names behind it are of another entity.
(path . (identifier) @local.reference)
(expression (identifier) @local.reference)
(binary_expression left: (identifier) @local.reference)
(binary_expression right: (identifier) @local.reference)
(unary_expression argument: (identifier) @local.reference)
(cast_expression (identifier) @local.reference)
(parenthesized_expression (identifier) @local.reference)
(arguments (identifier) @local.reference)
(case_expression (identifier) @local.reference)
(when_clause (identifier) @local.reference)
(set_clause (identifier) @local.reference)
(where_clause (identifier) @local.reference)
(values_clause (identifier) @local.reference)
(from_clause (identifier) @local.reference)
(in_clause (identifier) @local.reference)
(assignment field: (identifier) @local.reference)
(assignment value: (identifier) @local.reference)
(named_argument value: (identifier) @local.reference)
(function_name) @local.reference
(entity_reference (identifier) @local.reference .)
