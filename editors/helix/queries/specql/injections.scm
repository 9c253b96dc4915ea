; Written by `cargo xtask generate` from tree-sitter-specql/queries.

; Other languages inside specs.

((comment) @injection.content
  (#set! injection.language "comment"))

; SQL in block scalars.
(pair
  key: (key) @_key
  (#any-of? @_key "query" "raw_sql" "sql" "subquery" "cte")
  value: (block_scalar
    (block_text) @injection.content)
  (#set! injection.language "sql"))

; SQL on the line of its key.
(pair
  key: (key) @_key
  (#any-of? @_key "query" "raw_sql" "sql")
  value: (plain_scalar) @injection.content
  (#set! injection.language "sql"))
