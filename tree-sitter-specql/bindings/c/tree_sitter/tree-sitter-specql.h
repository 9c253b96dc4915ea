#ifndef TREE_SITTER_SPECQL_H_
#define TREE_SITTER_SPECQL_H_

typedef struct TSLanguage TSLanguage;

#ifdef __cplusplus
extern "C" {
#endif

// The SpecQL grammar, for `ts_parser_set_language`.
const TSLanguage *tree_sitter_specql(void);

#ifdef __cplusplus
}
#endif

#endif
