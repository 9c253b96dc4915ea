// Characters as PyYAML classes them, and the two ways to move over them.

#ifndef SPECQL_CHARS_H_
#define SPECQL_CHARS_H_

#include "tree_sitter/parser.h"

#include <string.h>

static inline int32_t peek(const TSLexer *lexer) { return lexer->lookahead; }

// Moves on; the character becomes part of the token.
static inline void take(TSLexer *lexer) { lexer->advance(lexer, false); }

// Moves on; the character stays outside, before the token.
static inline void skip(TSLexer *lexer) { lexer->advance(lexer, true); }

static inline void move(TSLexer *lexer, bool outside) { lexer->advance(lexer, outside); }

static inline void mark_end(TSLexer *lexer) { lexer->mark_end(lexer); }

static inline bool at_eof(const TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static inline bool is_break(int32_t c) {
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// At the end of a line, or of the text.
static inline bool at_line_end(const TSLexer *lexer) {
  return is_break(lexer->lookahead) || at_eof(lexer);
}

static inline bool is_blank(int32_t c) { return c == ' ' || c == '\t'; }

// What has to follow an indicator such as `-` or `:` in a block.
static inline bool at_separation(const TSLexer *lexer) {
  return is_blank(lexer->lookahead) || at_line_end(lexer);
}

static inline bool is_flow_indicator(int32_t c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

// PyYAML refuses a text with any of these, wherever they stand.
static inline bool is_control(int32_t c) {
  if (c >= 0x20 && c < 0x7F) return false;
  if (c == '\t' || c == '\n' || c == '\r' || c == 0x85) return false;
  return c < 0x20 || c < 0xA0 || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF;
}

// At a character that PyYAML refuses. Zero is also what a lexer shows at the end.
static inline bool at_control(const TSLexer *lexer) {
  return is_control(lexer->lookahead) && !at_eof(lexer);
}

static inline bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static inline bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static inline bool is_name_char(int32_t c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-';
}

static inline void move_over_break(TSLexer *lexer, bool outside) {
  bool carriage_return = lexer->lookahead == '\r';
  move(lexer, outside);
  if (carriage_return && lexer->lookahead == '\n') move(lexer, outside);
}

static inline void take_to_line_end(TSLexer *lexer) {
  while (!at_line_end(lexer)) take(lexer);
}

// Takes all characters here that PyYAML refuses.
static inline void take_control(TSLexer *lexer) {
  while (at_control(lexer)) take(lexer);
  mark_end(lexer);
}

// The first characters of a scalar: enough to tell what kind of value or which
// key of the language it is.
enum { TEXT_CAPACITY = 48 };

typedef struct {
  char bytes[TEXT_CAPACITY];
  // Of the whole text, in characters; more than fits into `bytes` at times.
  uint32_t length;
  // Of the whole text.
  uint32_t hash;
} Text;

static inline void text_add(Text *text, int32_t c) {
  if (text->length < TEXT_CAPACITY) text->bytes[text->length] = c > 0 && c < 0x80 ? (char)c : '?';
  text->length++;
  text->hash = (text->hash ^ (uint32_t)c) * 16777619u;
}

static inline bool text_is(const Text *text, const char *word) {
  size_t length = strlen(word);
  return text->length == length && memcmp(text->bytes, word, length) == 0;
}

#endif
