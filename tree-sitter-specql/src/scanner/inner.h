// SpecQL's own languages inside scalars. The grammar's own lexer reads their words and
// operators; here is what only the YAML around them can tell: where the scalar ends,
// and how its quotes are written.

#ifndef SPECQL_INNER_H_
#define SPECQL_INNER_H_

#include "scalars.h"

typedef enum {
  NOT_INNER,    // the scalar has ended
  INNER_TOKEN,  // a token was found
  INNER_WORD,   // the grammar's own lexer takes over
} Inner;

static inline bool in_flow(const Scanner *s) { return s->flow_count > 0; }

// Takes a text in quotes. `opening` is the quote, already taken.
static inline bool read_inner_string(Scanner *s, TSLexer *lexer, int32_t opening) {
  uint8_t phase = s->phase;
  bool plain = phase == INNER_PLAIN || phase == INNER_LINE;
  bool doubled_quote_ends = phase == INNER_SINGLE && opening == '\'';
  bool escaped_quote_ends = phase == INNER_DOUBLE && opening == '"';
  bool after_blank = false;
  mark_end(lexer);
  while (!at_line_end(lexer)) {
    int32_t c = peek(lexer);
    if (at_control(lexer)) break;
    if (plain && (c == '\t' || (c == '#' && after_blank) || (in_flow(s) && (is_flow_indicator(c) || c == '?')))) break;
    if (phase == INNER_SINGLE && c == '\'') {
      if (!after_blank) mark_end(lexer);
      take(lexer);
      if (peek(lexer) != '\'') return false;
      take(lexer);
      if (doubled_quote_ends) {
        mark_end(lexer);
        return true;
      }
      mark_end(lexer);
      after_blank = false;
      continue;
    }
    if (phase == INNER_DOUBLE && c == '"') break;
    if (phase == INNER_DOUBLE && c == '\\') {
      if (!after_blank) mark_end(lexer);
      take(lexer);
      bool quote = peek(lexer) == '"';
      if (!move_over_escape(lexer)) return false;
      mark_end(lexer);
      after_blank = false;
      if (quote && escaped_quote_ends) return true;
      continue;
    }
    if (c == opening) {
      take(lexer);
      // In SQL a quote is written twice inside quotes.
      if (opening == '\'' && peek(lexer) == '\'' && phase != INNER_SINGLE) {
        take(lexer);
        mark_end(lexer);
        after_blank = false;
        continue;
      }
      mark_end(lexer);
      return true;
    }
    bool blank = is_blank(c);
    if (blank && !after_blank) mark_end(lexer);
    after_blank = blank;
    if (plain && c == ':') {
      mark_end(lexer);
      take(lexer);
      if (at_separation(lexer)) return false;
      continue;
    }
    take(lexer);
  }
  if (!after_blank) mark_end(lexer);
  return false;
}

static inline Inner inner_symbol(TSLexer *lexer, enum TokenType symbol) {
  lexer->result_symbol = symbol;
  return INNER_TOKEN;
}

static inline Inner inner_string(Scanner *s, TSLexer *lexer, int32_t opening) {
  lexer->result_symbol = read_inner_string(s, lexer, opening) ? STRING : UNCLOSED_STRING;
  return INNER_TOKEN;
}

// Whether a plain scalar ends at the line break at hand, so surely that no word of the
// next line has to be read: the line is not indented further than the block.
static inline bool plain_ends_here(const Scanner *s, TSLexer *lexer) {
  if (s->phase != INNER_PLAIN || s->flow_count || !at_line_end(lexer)) return false;
  int32_t column = 0;
  while (is_break(peek(lexer)) || peek(lexer) == ' ') {
    column = is_break(peek(lexer)) ? 0 : count_column(column);
    take(lexer);
  }
  return at_eof(lexer) || peek(lexer) == '#' || column <= current_indent(s);
}

static inline bool is_word_start(int32_t c) { return is_letter(c) || c == '_'; }

static inline bool is_word(int32_t c) { return is_word_start(c) || is_digit(c); }

// The first word of a type, where it starts with one.
static inline enum TokenType read_type_word(TSLexer *lexer) {
  Text word = {.hash = 0};
  while (is_word(peek(lexer))) {
    text_add(&word, peek(lexer));
    take(lexer);
  }
  mark_end(lexer);
  return text_is(&word, "enum") ? ENUM_WORD : text_is(&word, "ref") ? REFERENCE_WORD : text_is(&word, "list") ? LIST_WORD : TYPE_WORD;
}

static const enum TokenType BEGINS[] = {
  [TYPE_LANGUAGE] = TYPE_BEGIN,
  [EXPRESSION_LANGUAGE] = EXPRESSION_BEGIN,
  [STATEMENT_LANGUAGE] = STATEMENT_BEGIN,
  [CALL_LANGUAGE] = CALL_BEGIN,
};

static inline Inner begin_language(Scanner *s, TSLexer *lexer) {
  mark_end(lexer);
  set(s, LANGUAGE_BEGUN);
  lexer->result_symbol = BEGINS[s->language];
  if (s->language == TYPE_LANGUAGE && is_word_start(peek(lexer))) {
    enum TokenType symbol = read_type_word(lexer);
    if (symbol == TYPE_WORD && plain_ends_here(s, lexer)) symbol = WHOLE_TYPE;
    lexer->result_symbol = symbol;
  }
  return INNER_TOKEN;
}

// Whether the scalar around an inner language ends at the character at hand, or
// something that only YAML explains stands there.
static inline bool leaves_inner(const Scanner *s, const TSLexer *lexer, bool after_blank) {
  int32_t c = peek(lexer);
  if (at_line_end(lexer) || at_control(lexer)) return true;
  if (s->phase == INNER_SINGLE) return c == '\'';
  if (s->phase == INNER_DOUBLE) return c == '"' || c == '\\';
  if (s->phase == INNER_BLOCK) return false;
  return c == '\t' || (c == '#' && after_blank) || (s->flow_count && (is_flow_indicator(c) || c == '?'));
}

// Takes text as it is, up to one of the `ends` or to the end of the scalar or its line.
// `found` tells whether its first character was taken already.
static inline bool read_inner_text(const Scanner *s, TSLexer *lexer, const char *ends, bool found) {
  bool plain = s->phase == INNER_PLAIN || s->phase == INNER_LINE;
  bool after_blank = !found;
  while (!leaves_inner(s, lexer, after_blank)) {
    int32_t c = peek(lexer);
    if (c > 0 && c < 0x80 && strchr(ends, (char)c)) break;
    bool blank = is_blank(c);
    if (blank && !after_blank) mark_end(lexer);
    if (c == ':' && plain) {
      if (!after_blank) mark_end(lexer);
      take(lexer);
      if (at_separation(lexer)) return found;
    } else {
      take(lexer);
    }
    after_blank = blank;
    found = found || !blank;
  }
  if (!after_blank) mark_end(lexer);
  return found;
}

// Takes the default of a type: the rest of the scalar, but for a `!` at its end.
static inline bool read_default(const Scanner *s, TSLexer *lexer, bool found) {
  for (;;) {
    found = read_inner_text(s, lexer, "!", found);
    if (peek(lexer) != '!') return found;
    take(lexer);
    while (peek(lexer) == ' ') take(lexer);
    if (leaves_inner(s, lexer, true)) return found;
    mark_end(lexer);
    found = true;
  }
}

// At a line break in a plain scalar: whether the next line belongs to it. To see that
// it is no key, the line has to be read on. What was found is noted in a token without
// a width; a second one then leads to the line's first word.
static inline Inner inner_plain_goes_on(Scanner *s, TSLexer *lexer, Trivia *trivia) {
  while (!at_eof(lexer) && (is_break(peek(lexer)) || peek(lexer) == ' ')) pass_blank(lexer, trivia, true);
  int32_t c = peek(lexer);
  if (at_eof(lexer) || c == '#' || c == '\t') return NOT_INNER;
  if (in_flow(s) ? has(s, FLOW_IS_UNCLOSED) || is_flow_indicator(c) : trivia->column <= current_indent(s)) return NOT_INNER;
  if (s->resolution == IS_VALUE) {
    s->resolution = UNKNOWN;
    mark_end(lexer);
    return inner_symbol(lexer, RESOLVED);
  }
  if (find_colon(lexer)) return NOT_INNER;
  s->resolution = IS_VALUE;
  return inner_symbol(lexer, RESOLVED);
}

// Reads the next token of an inner language, or finds that the scalar has ended. The
// token's end is marked at the call, so that an end found costs nothing.
static inline Inner scan_inner(Scanner *s, TSLexer *lexer, Trivia *trivia, const bool *valid) {
  uint8_t phase = s->phase;
  bool blank_before = false;
  bool plain = phase == INNER_PLAIN || phase == INNER_LINE;
  mark_end(lexer);
  for (;;) {
    int32_t c = peek(lexer);
    if (c == ' ' || (c == '\t' && !plain)) {
      pass_blank(lexer, trivia, true);
      blank_before = true;
    } else if (is_break(c) && phase == INNER_PLAIN) {
      return inner_plain_goes_on(s, lexer, trivia);
    } else if (is_break(c) && phase == INNER_BLOCK) {
      if (!block_text_goes_on(s, lexer, trivia, true)) return NOT_INNER;
    } else if (is_break(c) && phase != INNER_LINE) {
      pass_blank(lexer, trivia, true);
    } else {
      break;
    }
  }
  if (at_line_end(lexer)) return NOT_INNER;
  int32_t c = peek(lexer);
  if (plain) {
    if (c == '\t') return NOT_INNER;
    if (c == '#' && blank_before) return NOT_INNER;
    if (in_flow(s) && (is_flow_indicator(c) || c == '?')) return NOT_INNER;
  }
  if (at_control(lexer)) {
    take_control(lexer);
    return inner_symbol(lexer, CONTROL_CHARACTER);
  }
  if (phase == INNER_SINGLE && c == '\'') {
    // Not marked yet: where the scalar ends here, the language ends before the quote.
    take(lexer);
    if (peek(lexer) != '\'') return NOT_INNER;
    if (!has(s, LANGUAGE_BEGUN)) {
      set(s, LANGUAGE_BEGUN);
      return inner_symbol(lexer, BEGINS[s->language]);
    }
    take(lexer);
    return inner_string(s, lexer, '\'');
  }
  if (phase == INNER_DOUBLE && c == '"') {
    take(lexer);
    return NOT_INNER;
  }
  if (!has(s, LANGUAGE_BEGUN)) return begin_language(s, lexer);
  bool colon = plain && c == ':';
  if (colon) {
    take(lexer);
    if (at_separation(lexer) || (in_flow(s) && is_flow_indicator(peek(lexer)))) {
      if (in_flow(s)) return NOT_INNER;
      mark_end(lexer);
      return inner_symbol(lexer, MISPLACED_COLON);
    }
  }
  if (valid[ENUM_VALUE] && c != ',' && c != ')' && read_inner_text(s, lexer, ",)", colon)) return inner_symbol(lexer, ENUM_VALUE);
  if (valid[LAST_REQUIRED] && c == '!') {
    take(lexer);
    mark_end(lexer);
    if (!plain_ends_here(s, lexer)) return INNER_WORD;
    return inner_symbol(lexer, LAST_REQUIRED);
  }
  if (valid[DEFAULT_VALUE] && c != '!' && read_default(s, lexer, colon)) return inner_symbol(lexer, DEFAULT_VALUE);
  if (phase == INNER_DOUBLE && c == '\\') {
    take(lexer);
    bool quote = peek(lexer) == '"';
    bool known = move_over_escape(lexer);
    mark_end(lexer);
    if (quote) return inner_string(s, lexer, '"');
    return inner_symbol(lexer, known ? INNER_ESCAPE : UNEXPECTED_TEXT);
  }
  if (c == '\'' || c == '"') {
    take(lexer);
    return inner_string(s, lexer, c);
  }
  return INNER_WORD;
}

#endif
