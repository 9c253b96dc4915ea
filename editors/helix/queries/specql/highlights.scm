; Written by `cargo xtask generate` from tree-sitter-specql/queries.

; Highlights. Of the patterns that match one node, the last one counts, and an inner
; node counts more than the one around it: general patterns come first.
;
; Only #eq?, #any-of? and #match? are used (no look-around), so that Neovim, Helix, Zed
; and the command line tool all understand the file.

; --- YAML -------------------------------------------------------------------------

(comment) @comment

(directive) @keyword.directive

(key) @variable.other.member
(quoted_key) @variable.other.member
(unclosed_key) @variable.other.member
(bare_word) @variable.other.member

(plain_scalar) @string
(single_quoted_scalar) @string
(double_quoted_scalar) @string
(unclosed_scalar) @string
(block_text) @string
(quote) @string
(escape_sequence) @constant.character.escape

(flow_pair key: (plain_scalar) @variable.other.member)
(flow_pair key: (single_quoted_scalar) @variable.other.member)
(flow_pair key: (double_quoted_scalar) @variable.other.member)

(boolean_scalar) @constant.builtin.boolean
(null_scalar) @constant.builtin
(integer_scalar) @constant.numeric
(float_scalar) @constant.numeric
(timestamp_scalar) @string.special

(anchor) @label
(alias) @label
(tag) @tag
(block_header) @punctuation.special

; --- punctuation and operators ------------------------------------------------------

["[" "]" "{" "}" "(" ")"] @punctuation.bracket
["," "." ":" "|"] @punctuation.delimiter
["---" "..."] @punctuation.special

["=" "!=" "<>" "<" "<=" ">" ">=" "||" "+" "-" "*" "/" "%" "::"] @operator

(block_sequence_item "-" @punctuation.special)
(pair "?" @punctuation.special)
(flow_pair "?" @punctuation.special)

((key) @operator
  (#eq? @operator "<<"))

; --- structure ------------------------------------------------------------------------

; No pattern captures a key just to look at it (`@_key`): where another pattern colours
; that key, too, tree-sitter-highlight drops the whole match of the one that loses. So
; these go by the shape of the tree and by the keys that they colour themselves.

; Keys that describe a field: fields, a field, its keys.
(document
  (block_mapping
    (pair
      value: (block_mapping
        (pair
          value: (block_mapping
            (pair
              key: (key) @attribute
              (#any-of? @attribute
                "type" "nullable" "default" "description" "items" "values" "entity" "schema"
                "required" "unique" "index" "primary_key" "validation" "required_if" "computed"
                "expression" "stored" "generated" "check" "on_delete" "on_update"))))))))

(document
  (block_mapping
    (pair
      value: (block_mapping
        (pair
          value: (flow_mapping
            (flow_pair
              key: (plain_scalar) @attribute
              (#any-of? @attribute
                "type" "nullable" "default" "description" "items" "values" "entity" "schema"
                "required" "unique" "index" "primary_key" "validation" "required_if" "computed"
                "expression" "stored" "generated" "check" "on_delete" "on_update"))))))))

; The long form of the header.
(document
  (block_mapping
    (pair
      value: (block_mapping
        (pair
          key: (key) @keyword
          value: (plain_scalar)
          (#any-of? @keyword "schema" "description"))))))

(document
  (block_mapping
    (pair
      value: (block_mapping
        (pair
          key: (key) @keyword
          value: (plain_scalar) @type
          (#eq? @keyword "name"))))))

(document
  (block_mapping
    (pair
      value: (block_mapping
        (pair
          key: (key) @keyword
          value: (block_mapping)
          (#eq? @keyword "fields"))))))

; What has a type inside a list: parameters of an action.
(block_sequence_item
  (block_mapping
    (pair
      value: (block_mapping
        (pair
          key: (key) @variable.parameter
          value: (type))))))

; The parts of a declaration, a switch and an exception handling.
(block_sequence_item
  (block_mapping
    (pair
      value: (block_mapping
        (pair
          key: (key) @keyword
          (#any-of? @keyword
            "name" "type" "expression" "cases" "default" "try" "catch" "finally"))))))

; Root keys.
(document
  (block_mapping
    (pair
      key: (key) @keyword
      (#any-of? @keyword
        "entity" "schema" "description" "fields" "actions" "patterns" "agents" "organization"
        "identifier" "table_views" "translations" "hierarchical" "extends" "import" "imports"
        "computed_fields" "indexes" "validation" "validations" "constraints" "unique_together"
        "unique_constraints" "composite_foreign_keys" "foreign_keys" "reverse_relationships"
        "relations" "tier" "params" "views" "events" "read_models" "analytics" "security" "_metadata"
        ; other kinds of files
        "version" "domains" "schema_layers" "subdomain_inference" "reserved_codes" "pattern"
        "parameters" "template" "service" "provider" "schema_dirs" "environments" "tests"))))

(document
  (block_mapping
    (incomplete_pair
      key: (bare_word) @keyword
      (#any-of? @keyword "entity" "schema" "description" "fields" "actions"))))

; The name of the entity.
(document
  (block_mapping
    (pair
      key: (key) @keyword
      value: (plain_scalar) @type
      (#any-of? @keyword "entity" "extends"))))

; Keys of actions, and of the other lists at the root.
(document
  (block_mapping
    (pair
      value: (block_sequence
        (block_sequence_item
          (block_mapping
            (pair
              key: (key) @keyword
              (#any-of? @keyword
                "name" "description" "steps" "params" "parameters" "inputs" "input_type" "returns"
                "requires" "requires_role" "impact" "hierarchy_impact"))))))))

; Keys of steps, wherever they stand in a list.
(block_sequence_item
  (block_mapping
    (pair
      key: (key) @keyword
      (#any-of? @keyword
        "validate" "if" "then" "elif" "else" "insert" "update" "delete" "find" "call" "notify"
        "reject" "refresh_table_view" "foreach" "do" "while" "loop" "switch" "cases" "when"
        "default" "return" "return_early" "declare" "assign" "query" "select" "cte" "subquery"
        "aggregate" "call_function" "call_service" "exception_handling" "try" "catch" "finally"
        "for_query" "refresh" "emit" "raw_sql" "duplicate_check" "fetch" "compute" "set" "where"
        "values" "error" "store" "into" "as"))))

([
  (block_sequence_item
    (flow_mapping
      (flow_pair
        key: (plain_scalar) @keyword)))
  (flow_sequence
    (flow_mapping
      (flow_pair
        key: (plain_scalar) @keyword)))
]
  (#any-of? @keyword
    "validate" "if" "then" "else" "insert" "update" "delete" "find" "call" "notify" "reject"
    "refresh_table_view" "foreach" "while" "switch" "return" "declare" "assign" "emit" "error" "store"))

; Names of actions, and of what else is listed at the root.
(document
  (block_mapping
    (pair
      value: (block_sequence
        (block_sequence_item
          (block_mapping
            (pair
              key: (key) @keyword
              value: (plain_scalar) @function
              (#eq? @keyword "name"))))))))

; Error codes.
(block_sequence_item
  (block_mapping
    (pair
      key: (key) @keyword
      value: (plain_scalar) @label
      (#any-of? @keyword "error" "reject"))))

; Every other name; what it is follows.
(identifier) @variable

; --- types --------------------------------------------------------------------------

(type_name) @type

((type_name) @type.builtin
  (#any-of? @type.builtin "text" "integer" "bigint" "float" "boolean"))

["enum" "ref" "list"] @keyword

(enum_value) @constant
(option_name) @attribute
(type_parameters (identifier) @constant)

(required) @punctuation.special
(optional) @punctuation.special
(array) @punctuation.bracket

(default_value) @constant
((default_value) @constant.numeric
  (#match? @constant.numeric "^[-+]?[0-9][0-9_.]*$"))
((default_value) @string
  (#match? @string "^['\"]"))
((default_value) @function.call
  (#match? @function.call "^[A-Za-z_.]+\\("))
((default_value) @constant.builtin.boolean
  (#any-of? @constant.builtin.boolean "true" "false"))
((default_value) @constant.builtin
  (#any-of? @constant.builtin "null" "NULL"))

(entity_reference) @type
(entity_reference (identifier) @type)
(entity_reference "." @punctuation.delimiter)

; --- expressions and statements ---------------------------------------------------

(number) @constant.numeric
(string) @string
(unclosed_string) @string
(true) @constant.builtin.boolean
(false) @constant.builtin.boolean
(null) @constant.builtin

(path "." . (identifier) @variable.other.member)
((identifier) @variable.builtin
  (#any-of? @variable.builtin "input" "output"))

(assignment field: (identifier) @variable.other.member)
(assignment field: (path (identifier) @variable.other.member))
(named_argument name: (identifier) @variable.parameter)
(named_argument name: (path (identifier) @variable.parameter))
(as_clause (identifier) @variable)

(parameter) @variable.parameter

; `foreach: item IN $items`: no entity, a variable.
(statement
  entity: (entity_reference) @variable
  .
  (in_clause))
(statement
  entity: (entity_reference (identifier) @variable)
  .
  (in_clause))

(function_name) @function.call
(function_name (identifier) @function.call)

["AND" "OR" "NOT" "IN" "IS" "LIKE" "ILIKE" "BETWEEN" "MATCHES" "EXISTS" "DISTINCT"] @keyword.operator
["SET" "WHERE" "VALUES" "FROM" "AS" "CASE" "WHEN" "THEN" "ELSE" "END"] @keyword
(in_clause "IN" @keyword)
(null "NULL" @constant.builtin)
(true "TRUE" @constant.builtin.boolean)
(false "FALSE" @constant.builtin.boolean)

; `MATCHES email_pattern`
(binary_expression
  operator: "MATCHES"
  right: (identifier) @constant)

; --- mistakes -------------------------------------------------------------------------

; What is only not finished yet (a word without its colon, an open quote) keeps the
; colour it will have.

[
  (bad_indentation)
  (conflict_marker)
  (control_character)
  (invalid_colon)
  (invalid_escape)
  (misplaced_colon)
  (misplaced_dash)
  (missing_close)
  (missing_comma)
  (missing_document_start)
  (missing_space)
  (stray)
  (stray_comma)
  (tab)
  (too_deep)
  (unclosed_quote)
  (unexpected_text)
  (unreadable_scalar)
] @error

(stray (_) @error)

(ERROR) @error
