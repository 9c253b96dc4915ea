// Looking at a line of a block, without taking anything of it.

#ifndef SPECQL_LINES_H_
#define SPECQL_LINES_H_

#include "state.h"

enum {
  // PyYAML's limit for a key and its colon.
  MAX_KEY_LENGTH = 1024,
  // Deeper indentation is read as this one.
  MAX_COLUMN = 16000,
};

static inline int32_t count_column(int32_t column) { return column < MAX_COLUMN ? column + 1 : column; }

typedef enum {
  LINE_IS_TEXT,
  LINE_IS_KEY,       // `name:`, `"name":`, `[a]: `, `? name`, `: value`
  LINE_IS_DASH,      // `- `
  LINE_IS_TIGHT_DASH // `-name: `, a dash whose blank is missing
} LineKind;

typedef struct {
  LineKind kind;
  // A key or a dash with something behind it.
  bool has_value;
} Line;

// Moves over a quoted text on this line; false when it does not end here.
static inline bool move_over_quoted(TSLexer *lexer) {
  int32_t quote = peek(lexer);
  take(lexer);
  while (!at_line_end(lexer)) {
    if (peek(lexer) == '\\' && quote == '"') {
      take(lexer);
      if (!at_line_end(lexer)) take(lexer);
    } else if (peek(lexer) == quote) {
      take(lexer);
      if (quote == '\'' && peek(lexer) == '\'') take(lexer);
      else return true;
    } else {
      take(lexer);
    }
  }
  return false;
}

// Looks for a colon that makes a key of what precedes it, on the rest of this line.
// Quotes and brackets do not hide it: a line such as `"name: text` is to be read as
// a key whose quote is not closed yet. Stops behind the colon.
static inline bool find_colon(TSLexer *lexer) {
  bool after_blank = false;
  for (int32_t n = 0; !at_line_end(lexer) && n <= MAX_KEY_LENGTH; n++) {
    int32_t c = peek(lexer);
    if (c == '#' && after_blank) return false;
    after_blank = is_blank(c);
    take(lexer);
    if (c == ':' && at_separation(lexer)) return true;
  }
  return false;
}

static inline bool rest_has_content(TSLexer *lexer) {
  while (is_blank(peek(lexer))) take(lexer);
  return !at_line_end(lexer) && peek(lexer) != '#';
}

// Moves over a quoted text on this line. When it is not closed, tells of a colon in it.
static inline bool move_over_quoted_key(TSLexer *lexer, Line *line) {
  int32_t quote = peek(lexer), last = ' ';
  take(lexer);
  if (peek(lexer) == '-') {
    take(lexer);
    if (at_separation(lexer)) {
      line->kind = LINE_IS_DASH;
      line->has_value = rest_has_content(lexer);
      return false;
    }
  }
  while (!at_line_end(lexer)) {
    int32_t c = peek(lexer);
    take(lexer);
    if (c == quote) {
      line->kind = LINE_IS_TEXT;
      return true;
    }
    if (last == ':' && is_blank(c)) line->kind = LINE_IS_KEY;
    line->has_value = line->kind == LINE_IS_KEY && (line->has_value || !is_blank(c));
    if (c == '\\' && quote == '"' && !at_line_end(lexer)) take(lexer);
    last = c;
  }
  if (last == ':') line->kind = LINE_IS_KEY;
  return false;
}

// The kind of the line that starts here.
static inline Line look_at_line(TSLexer *lexer) {
  Line line = {LINE_IS_TEXT, false};
  int32_t first = peek(lexer);
  if (first == '-') {
    take(lexer);
    if (at_separation(lexer)) {
      line.kind = LINE_IS_DASH;
      line.has_value = rest_has_content(lexer);
      return line;
    }
    if (peek(lexer) != '-' && find_colon(lexer)) {
      line.kind = LINE_IS_TIGHT_DASH;
      line.has_value = rest_has_content(lexer);
    }
    return line;
  }
  if (first == '?' || first == ':') {
    take(lexer);
    if (at_separation(lexer)) {
      line.kind = LINE_IS_KEY;
      line.has_value = rest_has_content(lexer);
      return line;
    }
  } else if (first == '#') {
    return line;
  } else if (first == '[' || first == '{' || first == '(') {
    // A bracket before an item.
    take(lexer);
    if (peek(lexer) == '-') {
      take(lexer);
      if (at_separation(lexer)) {
        line.kind = LINE_IS_DASH;
        line.has_value = rest_has_content(lexer);
        return line;
      }
    }
  } else if (first == '"' || first == '\'') {
    // A closed quoted text may hide a colon, an unclosed one may not.
    if (!move_over_quoted_key(lexer, &line)) return line;
    while (is_blank(peek(lexer))) take(lexer);
    if (peek(lexer) != ':') return line;
  }
  if (find_colon(lexer)) {
    line.kind = LINE_IS_KEY;
    line.has_value = rest_has_content(lexer);
  }
  return line;
}

// `---` or `...` with a blank behind it, at a line's start. Takes it.
static inline bool move_over_document_marker(TSLexer *lexer, int32_t c) {
  for (int i = 0; i < 3; i++) {
    if (peek(lexer) != c) return false;
    take(lexer);
  }
  return at_separation(lexer);
}

// `<<<<<<<`, `|||||||`, `=======` or `>>>>>>>`, at a line's start. Takes the marker.
static inline bool may_start_conflict_marker(int32_t c) { return c == '<' || c == '=' || c == '>' || c == '|'; }

static inline bool move_over_conflict_marker(TSLexer *lexer) {
  int32_t c = peek(lexer);
  if (!may_start_conflict_marker(c)) return false;
  for (int i = 0; i < 7; i++) {
    if (peek(lexer) != c) return false;
    take(lexer);
  }
  return at_separation(lexer);
}

// The column of the next line with content, NO_COLUMN when there is none.
static inline int32_t look_for_next_column(TSLexer *lexer) {
  take_to_line_end(lexer);
  int32_t column = 0;
  while (!at_eof(lexer)) {
    if (is_break(peek(lexer))) {
      take(lexer);
      column = 0;
    } else if (peek(lexer) == ' ') {
      take(lexer);
      column = count_column(column);
    } else if (peek(lexer) == '#') {
      take_to_line_end(lexer);
    } else if (column == 0 && may_start_conflict_marker(peek(lexer))) {
      if (!move_over_conflict_marker(lexer)) return column;
      take_to_line_end(lexer);
    } else {
      return column;
    }
  }
  return NO_COLUMN;
}

// So many lines are read to see how a file is laid out.
enum { MAX_LINES_AHEAD = 120 };

// Whether a list somewhere around stands at the column of the key above it.
static inline bool lists_stand_at_their_keys(const Scanner *s) {
  for (uint32_t i = 1; i < s->block_count; i++) {
    if (!(s->blocks[i].kind & BLOCK_IS_MAPPING) && s->blocks[i].column == s->blocks[i - 1].column) return true;
  }
  return false;
}

// The same for the next list below that has a key above it.
static inline bool lists_below_stand_at_their_keys(TSLexer *lexer) {
  int32_t key = NO_COLUMN;
  for (int32_t lines = 0, column = 0; lines < MAX_LINES_AHEAD && column != NO_COLUMN; lines++) {
    Line line = look_at_line(lexer);
    if (line.kind == LINE_IS_DASH && key != NO_COLUMN) return column == key;
    key = line.kind == LINE_IS_KEY && !line.has_value ? column : NO_COLUMN;
    column = look_for_next_column(lexer);
  }
  return false;
}

// A hash of the word at hand, never 0. Moves over it.
static inline uint8_t hash_word(TSLexer *lexer) {
  Text word = {.hash = 2166136261u};
  for (; is_name_char(peek(lexer)); take(lexer)) text_add(&word, peek(lexer));
  return (uint8_t)(word.hash % 255 + 1);
}

// The same for the first word of the item whose dash is at hand.
static inline uint8_t hash_first_word(TSLexer *lexer) {
  take(lexer);
  while (is_blank(peek(lexer))) take(lexer);
  return hash_word(lexer);
}

// Whether a list item starts here.
static inline bool starts_item(TSLexer *lexer) {
  if (peek(lexer) != '-') return false;
  take(lexer);
  return at_separation(lexer);
}

// Whether one of the next lines is a dash at this column, before a line further left.
static inline bool list_goes_on_below(TSLexer *lexer, int32_t column) {
  for (int32_t lines = 0; lines < MAX_LINES_AHEAD; lines++) {
    int32_t next = look_for_next_column(lexer);
    if (next <= column) return next == column && starts_item(lexer);
  }
  return false;
}

#endif
