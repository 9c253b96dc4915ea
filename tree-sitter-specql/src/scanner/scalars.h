// Scalars as whole tokens: plain ones with the kind of value that YAML 1.1 makes of
// them, quoted ones, block ones.

#ifndef SPECQL_SCALARS_H_
#define SPECQL_SCALARS_H_

#include "lines.h"

// --- the kind of value a plain scalar is ----------------------------------------

typedef struct {
  const char *at;
  const char *end;
} Cursor;

static inline bool match(Cursor *cursor, const char *set) {
  if (cursor->at == cursor->end || !strchr(set, *cursor->at)) return false;
  cursor->at++;
  return true;
}

static inline int match_all(Cursor *cursor, const char *set) {
  int count = 0;
  while (match(cursor, set)) count++;
  return count;
}

static inline bool ended(const Cursor *cursor) { return cursor->at == cursor->end; }

#define DIGITS "0123456789"
#define DIGITS_ "0123456789_"

// `:30` and the like, of sexagesimal numbers.
static inline int match_sixties(Cursor *cursor) {
  int count = 0;
  Cursor probe = *cursor;
  while (match(&probe, ":")) {
    Cursor two = probe;
    if (match(&two, "012345") && match(&two, DIGITS)) probe = two;
    else if (!match(&probe, DIGITS)) break;
    *cursor = probe;
    count++;
  }
  return count;
}

static inline bool is_integer(Cursor c) {
  match(&c, "+-");
  Cursor start = c;
  if (match(&c, "0")) {
    if (ended(&c)) return true;
    if (match(&c, "b")) return match_all(&c, "01_") && ended(&c);
    if (match(&c, "x")) return match_all(&c, "0123456789abcdefABCDEF_") && ended(&c);
    return match_all(&c, "01234567_") && ended(&c);
  }
  c = start;
  if (!match(&c, "123456789")) return false;
  match_all(&c, DIGITS_);
  match_sixties(&c);
  return ended(&c);
}

static inline bool is_float(Cursor c) {
  bool is_signed = match(&c, "+-");
  if (match(&c, ".")) {
    if (match(&c, DIGITS)) {
      if (is_signed) return false;
      match_all(&c, DIGITS_);
    } else {
      size_t rest = (size_t)(c.end - c.at);
      if (rest != 3) return false;
      if (!memcmp(c.at, "inf", 3) || !memcmp(c.at, "Inf", 3) || !memcmp(c.at, "INF", 3)) return true;
      return !is_signed && (!memcmp(c.at, "nan", 3) || !memcmp(c.at, "NaN", 3) || !memcmp(c.at, "NAN", 3));
    }
  } else {
    if (!match(&c, DIGITS)) return false;
    match_all(&c, DIGITS_);
    bool sixties = match_sixties(&c) > 0;
    if (!match(&c, ".")) return false;
    match_all(&c, DIGITS_);
    if (sixties) return ended(&c);
  }
  if (match(&c, "eE")) return match(&c, "+-") && match_all(&c, DIGITS) && ended(&c);
  return ended(&c);
}

static inline bool is_timestamp(Cursor c) {
  if (match_all(&c, DIGITS) != 4 || !match(&c, "-")) return false;
  int month = match_all(&c, DIGITS);
  if (month < 1 || month > 2 || !match(&c, "-")) return false;
  int day = match_all(&c, DIGITS);
  if (day < 1 || day > 2) return false;
  if (ended(&c)) return month == 2 && day == 2;
  if (!match(&c, "Tt") && !match_all(&c, " \t")) return false;
  int hours = match_all(&c, DIGITS);
  if (hours < 1 || hours > 2 || !match(&c, ":")) return false;
  if (match_all(&c, DIGITS) != 2 || !match(&c, ":") || match_all(&c, DIGITS) != 2) return false;
  if (match(&c, ".")) match_all(&c, DIGITS);
  match_all(&c, " \t");
  if (ended(&c) || match(&c, "Z")) return ended(&c);
  if (!match(&c, "+-")) return false;
  int zone = match_all(&c, DIGITS);
  if (zone < 1 || zone > 2) return false;
  return ended(&c) || (match(&c, ":") && match_all(&c, DIGITS) == 2 && ended(&c));
}

static inline bool text_is_any(const Text *text, const char *const words[], size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (text_is(text, words[i])) return true;
  }
  return false;
}

static inline enum TokenType kind_of_plain(const Text *text) {
  static const char *const BOOLEANS[] = {
    "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE",
    "on", "On", "ON", "off", "Off", "OFF",
  };
  static const char *const NULLS[] = {"~", "null", "Null", "NULL"};
  if (text->length > TEXT_CAPACITY || text->length == 0) return PLAIN_SCALAR;
  char first = text->bytes[0];
  if (is_digit(first) || first == '+' || first == '-' || first == '.') {
    Cursor whole = {text->bytes, text->bytes + text->length};
    if (is_integer(whole)) return INTEGER_SCALAR;
    if (is_float(whole)) return FLOAT_SCALAR;
    if (is_timestamp(whole)) return TIMESTAMP_SCALAR;
  } else if (text->length <= 5 && strchr("yYnNtTfFoO~", first)) {
    if (text_is_any(text, BOOLEANS, sizeof BOOLEANS / sizeof *BOOLEANS)) return BOOLEAN_SCALAR;
    if (text_is_any(text, NULLS, sizeof NULLS / sizeof *NULLS)) return NULL_SCALAR;
  }
  return PLAIN_SCALAR;
}

// --- plain scalars --------------------------------------------------------------

typedef struct {
  Text text;
  bool ends_at_colon;
  bool spans_lines;
} Plain;

// Reads one line's worth of a plain scalar. With `marking`, the token ends behind its
// last word.
static inline void read_plain_line(TSLexer *lexer, Plain *plain, bool in_flow, bool marking) {
  uint32_t blanks = 0;
  bool in_word = plain->text.length > 0;
  plain->ends_at_colon = false;
  while (!at_line_end(lexer)) {
    int32_t c = peek(lexer);
    if (c == ' ') {
      if (in_word && marking) mark_end(lexer);
      in_word = false;
      blanks++;
      take(lexer);
      continue;
    }
    if (c == '\t' || (c == '#' && !in_word && plain->text.length) || at_control(lexer)) break;
    if (in_flow && (is_flow_indicator(c) || c == '?')) break;
    if (c == ':') {
      if (in_word && marking) mark_end(lexer);
      take(lexer);
      if (at_separation(lexer) || (in_flow && is_flow_indicator(peek(lexer)))) {
        plain->ends_at_colon = true;
        return;
      }
    } else {
      take(lexer);
    }
    while (blanks) {
      text_add(&plain->text, ' ');
      blanks--;
    }
    text_add(&plain->text, c);
    in_word = true;
  }
  if (in_word && marking) mark_end(lexer);
}

// Moves over line breaks and blank lines to the next line that has content, and tells
// its column; NO_COLUMN when there is none, or when what follows can't continue a scalar.
static inline int32_t find_continuation(TSLexer *lexer, bool in_block) {
  int32_t column = 0;
  while (!at_eof(lexer)) {
    if (is_break(peek(lexer))) {
      move_over_break(lexer, false);
      column = 0;
      if (peek(lexer) == '-' || peek(lexer) == '.') {
        if (move_over_document_marker(lexer, peek(lexer))) return NO_COLUMN;
        return 0;
      }
      if (in_block && may_start_conflict_marker(peek(lexer))) {
        return move_over_conflict_marker(lexer) ? NO_COLUMN : 0;
      }
    } else if (peek(lexer) == ' ') {
      take(lexer);
      column = count_column(column);
    } else {
      return peek(lexer) == '#' || peek(lexer) == '\t' ? NO_COLUMN : column;
    }
  }
  return NO_COLUMN;
}

// Reads the further lines of a plain scalar in a block, up to a line that reads `word:`:
// PyYAML would refuse that, so it is a key that stands askew. Tells whether there are any.
static inline bool read_plain_lines(Scanner *s, TSLexer *lexer) {
  Plain plain = {.text = {.length = 0}};
  bool found = false;
  while (peek(lexer) == ' ') take(lexer);
  while (is_break(peek(lexer))) {
    int32_t column = find_continuation(lexer, s->block_count > 0);
    if (column == NO_COLUMN || column <= current_indent(s)) break;
    read_plain_line(lexer, &plain, false, false);
    if (plain.ends_at_colon) break;
    mark_end(lexer);
    found = true;
  }
  return found;
}

typedef enum {
  WORD_IS_SCALAR,       // a scalar, of one line
  WORD_STARTS_SCALAR,   // of several lines
  WORD_IS_KEY,          // a key that has no colon yet
  WORD_IS_STRAY,        // it stands above a list that it has nothing to do with
} Word;

// What a line of words is, behind which the lexer stands; `column` is the line's. If lines
// follow that make it a scalar which PyYAML would refuse, it is no scalar.
static inline Word look_below_words(Scanner *s, TSLexer *lexer, int32_t column) {
  bool first = true, goes_on = false, above_dash = false;
  if (peek(lexer) == '#') take_to_line_end(lexer), first = false;
  while (is_break(peek(lexer))) {
    bool comment = !first && !goes_on;
    int32_t next = comment ? look_for_next_column(lexer) : find_continuation(lexer, s->block_count > 0);
    if (next == NO_COLUMN && peek(lexer) == '#') {
      comment = true;
      next = look_for_next_column(lexer);
    }
    if (next == NO_COLUMN || next <= current_indent(s)) break;
    if (first && next == column && peek(lexer) == '-') above_dash = true;
    Line line = look_at_line(lexer);
    bool key = line.kind == LINE_IS_KEY || (line.kind == LINE_IS_DASH && line.has_value && find_colon(lexer));
    if (key && above_dash) {
      bool list_at_key = lists_stand_at_their_keys(s) || lists_below_stand_at_their_keys(lexer);
      return list_at_key ? WORD_IS_KEY : WORD_IS_STRAY;
    }
    if (key) return WORD_IS_KEY;
    if (comment) break;
    take_to_line_end(lexer);
    goes_on = true;
    first = false;
  }
  return goes_on ? WORD_STARTS_SCALAR : WORD_IS_SCALAR;
}

// Whether a plain scalar may start with the character at hand. Takes a first `-`, `?`
// or `:` where that needs a look at the next one.
static inline bool starts_plain(const TSLexer *lexer) {
  if (at_line_end(lexer)) return false;
  return !strchr("\t ,[]{}#&*!|>'\"%@`", (char)peek(lexer)) || peek(lexer) > 0x7F || peek(lexer) < 0;
}

// --- quoted scalars -------------------------------------------------------------

typedef struct {
  bool closed;
  bool spans_lines;
  bool has_escape;        // on its first line
  bool has_bad_escape;
  bool has_control;
  bool is_key;            // a colon follows on the same line
  bool stands_over_key;   // the line below is a key's, at `column`
  bool hides_dash;        // an entry's quote before `- `
  bool has_colon;         // a colon with a blank stands in its first line
  uint32_t length;        // in characters, quotes included
  Text text;              // of its first line
} Quoted;

static inline bool move_over_hex(TSLexer *lexer, int count) {
  uint32_t value = 0;
  for (int i = 0; i < count; i++) {
    int32_t c = peek(lexer);
    bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!is_digit(c) && !letter) return false;
    value = value * 16 + (uint32_t)(letter ? (c | 0x20) - 'a' + 10 : c - '0');
    take(lexer);
  }
  return value <= 0x10FFFF;
}

// Moves over an escape sequence behind its backslash; false when there is no such escape.
static inline bool move_over_escape(TSLexer *lexer) {
  int32_t c = peek(lexer);
  if (is_break(c)) {
    move_over_break(lexer, false);
    return true;
  }
  if (at_eof(lexer)) return false;
  if (c == 'x' || c == 'u' || c == 'U') {
    take(lexer);
    return move_over_hex(lexer, c == 'x' ? 2 : c == 'u' ? 4 : 8);
  }
  if (c > 0 && c < 0x80 && strchr("0abt\tnvfre \"\\/N_LP", (char)c)) {
    take(lexer);
    return true;
  }
  return false;
}

typedef struct {
  bool may_be_key;  // at a place where a key may stand
  bool is_entry;    // nothing but a key may stand there
  bool keep_mark;   // the token is its opening quote alone: inner languages
  bool in_flow;
  int32_t column;   // of the scalar, where it may be a key
  int32_t indent;   // of the block around
} QuotedPlace;

// Takes a dash, or a word with a colon, at a line's start.
static inline bool move_over_block_start(TSLexer *lexer) {
  if (peek(lexer) == '-') {
    take(lexer);
    return at_separation(lexer);
  }
  bool word = false;
  for (; is_name_char(peek(lexer)) || peek(lexer) == '.'; word = true) take(lexer);
  if (!word || peek(lexer) != ':') return false;
  take(lexer);
  return at_separation(lexer);
}

// What may follow a closing quote.
static inline bool ends_soundly(const TSLexer *lexer, bool in_flow) {
  int32_t c = peek(lexer);
  return at_line_end(lexer) || c == '#' || c == ':' || (in_flow && is_flow_indicator(c));
}

// Reads a quoted scalar. Where its end is nowhere to be seen, or stands where it ends
// nothing, it is a quote that is not closed yet, and the token ends with its first line.
static inline Quoted read_quoted(TSLexer *lexer, QuotedPlace place) {
  Quoted quoted = {0};
  int32_t quote = peek(lexer);
  bool first_end_marked = false;
  int32_t suspicious = 0;
  take(lexer);
  mark_end(lexer);
  quoted.length = 1;
  bool marking = !place.keep_mark;
  // `"- name: x`: unless it is a sound scalar, its quote stands before a dash.
  bool may_hide_dash = false;
  if (place.may_be_key && peek(lexer) == '-') {
    take(lexer);
    may_hide_dash = at_separation(lexer);
    text_add(&quoted.text, '-');
  }
  while (!at_eof(lexer)) {
    int32_t c = peek(lexer);
    quoted.length++;
    if (c == quote) {
      take(lexer);
      if (quote == '\'' && peek(lexer) == '\'') {
        take(lexer);
        continue;
      }
      quoted.closed = true;
      break;
    }
    if (is_break(c)) {
      if (!quoted.spans_lines && marking && !first_end_marked && !quoted.has_escape && !may_hide_dash) mark_end(lexer);
      if (place.is_entry) break;
      bool first = !quoted.spans_lines;
      quoted.spans_lines = true;
      move_over_break(lexer, false);
      if (peek(lexer) == '.' && move_over_document_marker(lexer, '.')) break;
      int32_t column = 0;
      for (; peek(lexer) == ' '; column = count_column(column)) take(lexer);
      if (first && place.may_be_key && column >= place.column && column > 0) {
        quoted.stands_over_key = move_over_block_start(lexer);
      } else if (column <= place.indent || column == 0) {
        // A line that looks like the block's next one: where there are several, the
        // quote was not meant to reach this far.
        if (column == 0 && peek(lexer) == '-' && move_over_document_marker(lexer, '-')) break;
        bool block = move_over_block_start(lexer);
        quoted.stands_over_key = quoted.stands_over_key || (first && block && column == place.column);
        if (block && column <= place.indent && ++suspicious > 1) break;
      }
      continue;
    }
    if (c == '\\' && quote == '"') {
      if (!quoted.spans_lines) quoted.has_escape = true;
      take(lexer);
      if (!move_over_escape(lexer)) quoted.has_bad_escape = true;
      continue;
    }
    if (!quoted.spans_lines && marking && !first_end_marked) {
      if (place.in_flow && is_flow_indicator(c)) {
        mark_end(lexer);
        first_end_marked = true;
      } else if (place.may_be_key && c == ':') {
        if (!may_hide_dash) mark_end(lexer);
        take(lexer);
        if (at_separation(lexer)) quoted.has_colon = first_end_marked = true;
        else text_add(&quoted.text, c);
        continue;
      }
    }
    if (at_control(lexer)) quoted.has_control = true;
    if (!quoted.spans_lines && !quoted.has_colon) text_add(&quoted.text, c);
    take(lexer);
  }
  if (!quoted.closed) {
    quoted.hides_dash = may_hide_dash;
    return quoted;
  }

  marking = marking && (place.may_be_key || !quoted.has_escape);
  if (!quoted.spans_lines) {
    // `"id: "a"`: this closes nothing, a key's quote is missing.
    bool doubtful = quoted.has_colon;
    if (may_hide_dash && place.is_entry && peek(lexer) != ':') {
      quoted.hides_dash = true;
      return quoted;
    }
    if (marking && !doubtful) mark_end(lexer);
    if (place.may_be_key) {
      while (peek(lexer) == ' ') take(lexer);
      if (doubtful) {
        quoted.closed = ends_soundly(lexer, false);
        if (quoted.closed) mark_end(lexer);
        else if (may_hide_dash) quoted.hides_dash = true;
      }
      if (peek(lexer) == ':') {
        take(lexer);
        quoted.is_key = at_separation(lexer);
      }
      // `''a': x`: what closes here stands before a key.
      if (!quoted.is_key && !doubtful && !ends_soundly(lexer, false)) {
        while (!at_line_end(lexer) && !quoted.has_colon) {
          if (peek(lexer) == ':') mark_end(lexer);
          bool colon = peek(lexer) == ':';
          take(lexer);
          quoted.has_colon = colon && at_separation(lexer);
        }
        quoted.closed = !quoted.has_colon;
      }
    }
    return quoted;
  }
  if (!ends_soundly(lexer, place.in_flow)) {
    while (is_blank(peek(lexer))) take(lexer);
    quoted.closed = ends_soundly(lexer, place.in_flow);
    quoted.hides_dash = may_hide_dash && !quoted.closed;
    if (!quoted.closed) return quoted;
  }
  if (marking) mark_end(lexer);
  return quoted;
}

// --- block scalars --------------------------------------------------------------

// Reads `|` or `>` with its indicators, and looks for the indentation of the text.
static inline void read_block_header(Scanner *s, TSLexer *lexer) {
  int32_t explicit_indent = 0;
  take(lexer);
  for (int i = 0, chomping = 0; i < 2; i++) {
    if ((peek(lexer) == '+' || peek(lexer) == '-') && !chomping) {
      chomping = 1;
      take(lexer);
    } else if (is_digit(peek(lexer)) && peek(lexer) != '0' && !explicit_indent) {
      explicit_indent = peek(lexer) - '0';
      take(lexer);
    }
  }
  mark_end(lexer);
  int32_t least = current_indent(s) + 1;
  if (least < 1) least = 1;
  s->block_indent = least;
  if (explicit_indent) {
    s->block_indent = least + explicit_indent - 1;
    return;
  }
  take_to_line_end(lexer);
  int32_t column = 0;
  while (is_break(peek(lexer)) || peek(lexer) == ' ') {
    if (is_break(peek(lexer))) column = 0;
    else column = count_column(column);
    take(lexer);
    if (column > s->block_indent) s->block_indent = column;
  }
}

// The blanks and line breaks that were passed on the way to the next token.
typedef struct {
  bool crossed_line;
  int32_t column;
} Trivia;

static inline void pass_blank(TSLexer *lexer, Trivia *trivia, bool outside) {
  if (is_break(peek(lexer))) {
    move(lexer, outside);
    trivia->crossed_line = true;
    trivia->column = 0;
  } else {
    move(lexer, outside);
    if (trivia->column != NO_COLUMN) trivia->column = count_column(trivia->column);
  }
}

// At a line break in a block scalar: whether more text follows. Moves to its line's
// first character.
static inline bool block_text_goes_on(const Scanner *s, TSLexer *lexer, Trivia *trivia, bool outside) {
  while (!at_eof(lexer)) {
    if (is_break(peek(lexer)) || (peek(lexer) == ' ' && trivia->column < s->block_indent)) {
      pass_blank(lexer, trivia, outside);
    } else {
      return trivia->column >= s->block_indent;
    }
  }
  return false;
}

// Reads the text of a block scalar, from the line break behind its header to its last
// line with content. Tells whether there is any.
static inline bool read_block_text(const Scanner *s, TSLexer *lexer, Trivia *trivia, bool *has_control) {
  bool found = false;
  while (block_text_goes_on(s, lexer, trivia, !found)) {
    bool has_content = false;
    while (!at_line_end(lexer)) {
      if (at_control(lexer)) *has_control = true;
      if (peek(lexer) != ' ') has_content = true;
      take(lexer);
    }
    if (has_content) {
      mark_end(lexer);
      found = true;
    }
  }
  return found;
}

#endif
