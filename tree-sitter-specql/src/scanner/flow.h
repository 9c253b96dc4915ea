// Flow collections: `[a, b]` and `{a: b}`.

#ifndef SPECQL_FLOW_H_
#define SPECQL_FLOW_H_

#include "inner.h"

// So many characters are read to see whether a bracket is closed. A collection that is
// longer is believed to be.
enum { MAX_CHARS_AHEAD = 12000 };

// What was read ahead of a bracket, and how much more may be.
typedef struct {
  TSLexer *lexer;
  int32_t left;
} Ahead;

static inline bool may_read_on(const Ahead *ahead) { return ahead->left > 0 && !at_eof(ahead->lexer); }

static inline void read_on(Ahead *ahead) {
  take(ahead->lexer);
  ahead->left--;
}

typedef enum { LINE_GOES_ON, LINE_STARTS_ENTRY, LINE_ENDS_DOCUMENT } LineStart;

// What the first characters of a line ahead say. Moves over them.
static inline LineStart look_at_line_start(Ahead *ahead, int32_t column) {
  TSLexer *lexer = ahead->lexer;
  int32_t c = peek(lexer), count = 0;
  if (c != '-' && c != '.') {
    for (; is_name_char(peek(lexer)) || peek(lexer) == '.'; count++) read_on(ahead);
    if (!count || peek(lexer) != ':') return LINE_GOES_ON;
    read_on(ahead);
    return at_separation(lexer) ? LINE_STARTS_ENTRY : LINE_GOES_ON;
  }
  for (; peek(lexer) == c && count < 3; count++) read_on(ahead);
  if (!at_separation(lexer)) return LINE_GOES_ON;
  if (count == 3 && column == 0) return LINE_ENDS_DOCUMENT;
  return c == '-' && count == 1 ? LINE_STARTS_ENTRY : LINE_GOES_ON;
}

// Moves over line breaks and indentation; tells the column of what follows.
static inline int32_t move_to_next_line(Ahead *ahead) {
  int32_t column = 0;
  for (int32_t c = peek(ahead->lexer); is_break(c) || c == ' '; c = peek(ahead->lexer)) {
    column = is_break(c) ? 0 : count_column(column);
    read_on(ahead);
  }
  return column;
}

typedef enum { QUOTE_IS_CLOSED, QUOTE_IS_OPEN, QUOTE_IS_LONG } QuoteAhead;

// Moves over a quoted text, over as many lines as it has. It is open when its end is
// nowhere, or only behind a line that looks like the block's next one.
static inline QuoteAhead move_over_quoted_lines(Ahead *ahead, int32_t indent) {
  TSLexer *lexer = ahead->lexer;
  int32_t quote = peek(lexer);
  read_on(ahead);
  while (may_read_on(ahead)) {
    int32_t c = peek(lexer);
    if (is_break(c)) {
      int32_t column = move_to_next_line(ahead);
      LineStart start = look_at_line_start(ahead, column);
      if (start == LINE_ENDS_DOCUMENT || (start == LINE_STARTS_ENTRY && column <= indent)) return QUOTE_IS_OPEN;
      continue;
    }
    read_on(ahead);
    if (c == quote) return QUOTE_IS_CLOSED;
    if (c == '\\' && quote == '"' && !at_eof(lexer)) read_on(ahead);
  }
  return at_eof(lexer) ? QUOTE_IS_OPEN : QUOTE_IS_LONG;
}

// What lies behind an opening bracket.
typedef struct {
  bool closed;
  // It is the last of its line, and the next one is a deeper block's.
  bool stands_over_block;
  // The rest of its line reads like a key.
  bool stands_before_key;
} Bracket;

// Looks for the partner of a bracket (already taken). PyYAML lets a flow collection run
// over lines of any indentation, so only the closing bracket tells. Where lines that
// look like the next ones of the block follow, the bracket is not closed yet.
static inline Bracket look_behind_bracket(TSLexer *lexer, int32_t indent, bool mapping) {
  Bracket bracket = {false, false, false};
  Ahead ahead = {lexer, MAX_CHARS_AHEAD};
  int32_t depth = 1, suspicious = 0, outside = 0, line = 0, same = 1;
  int32_t opener = mapping ? '{' : '[', closer = mapping ? '}' : ']';
  // So many suspicious lines are believed to be flow items: more where the first line
  // asks for more items.
  int32_t believed = 2;
  int32_t last = 0;
  bool word = false, start = true;
  while (may_read_on(&ahead)) {
    int32_t c = peek(lexer);
    if (is_break(c)) {
      int32_t column = move_to_next_line(&ahead);
      if (line++ == 0 && last && last != ',' && last != '[' && last != '{' && last != ':') believed = 0;
      bool is_inside = column > indent && !(column == 0 && believed == 0);
      word = false;
      if (at_eof(lexer)) break;
      // A key behind a line with a key and no comma is no flow item.
      bool ends_pair = line == 1 && bracket.stands_before_key && believed == 0;
      bool may_be_outside = !is_inside || (line == 1 && !last) || ends_pair;
      if (column > 0 && !may_be_outside) continue;
      int32_t left = ahead.left;
      LineStart next = look_at_line_start(&ahead, column);
      bool block = next == LINE_STARTS_ENTRY;
      word = !block && ahead.left < left;
      if (next == LINE_ENDS_DOCUMENT) return bracket;
      if (!may_be_outside) continue;
      if (++outside > MAX_LINES_AHEAD || (ends_pair && block)) return bracket;
      if (line == 1 && !last && column > indent) bracket.stands_over_block = block;
      else if (block && ++suspicious > believed) return bracket;
      continue;
    }
    if (start && !is_blank(c)) {
      start = false;
      if (c == '"' || c == '\'') {
        bool closed = move_over_quoted(lexer);
        while (peek(lexer) == ' ') take(lexer);
        if (closed && peek(lexer) == ':') {
          take(lexer);
          bracket.stands_before_key = at_separation(lexer);
        }
        last = 'a';
        continue;
      }
      if (is_name_char(c)) {
        bracket.stands_before_key = look_at_line_start(&ahead, NO_COLUMN) == LINE_STARTS_ENTRY;
        last = 'a';
        word = true;
        continue;
      }
    }
    if (!is_blank(c)) last = c;
    if (c == '[' || c == '{') depth++;
    // Closed but for brackets inside, it is a flow collection.
    if (line == 0 && c == opener) same++;
    if (line == 0 && c == closer && --same == 0) bracket.stands_before_key = false;
    if ((c == ']' || c == '}') && --depth == 0) {
      bracket.closed = true;
      return bracket;
    }
    if ((c == '"' || c == '\'') && !word) {
      QuoteAhead quote = move_over_quoted_lines(&ahead, indent);
      if (quote == QUOTE_IS_OPEN) return bracket;
      continue;
    }
    if (c == '#' && !word) {
      while (may_read_on(&ahead) && !at_line_end(lexer)) read_on(&ahead);
      continue;
    }
    word = !(is_blank(c) || is_flow_indicator(c) || c == ':');
    read_on(&ahead);
  }
  bracket.closed = !at_eof(lexer);
  return bracket;
}

// Whether the flow collection at hand is a key: closed and followed by a colon on this
// line.
static inline bool flow_is_key(TSLexer *lexer) {
  int32_t depth = 0;
  for (int32_t n = 0; !at_line_end(lexer) && n <= MAX_KEY_LENGTH; n++) {
    int32_t c = peek(lexer);
    if (c == '"' || c == '\'') {
      if (!move_over_quoted(lexer)) return false;
      continue;
    }
    take(lexer);
    if (c == '[' || c == '{') depth++;
    if ((c == ']' || c == '}') && --depth == 0) {
      while (peek(lexer) == ' ') take(lexer);
      if (peek(lexer) != ':') return false;
      take(lexer);
      return at_separation(lexer);
    }
  }
  return false;
}

static inline int32_t shallower(int32_t a, int32_t b) { return a < b ? a : b; }

// Notes that a line ends inside the open flow items.
static inline void note_line_in_flow(Scanner *s) { s->lines_in_flow = s->flow_count; }

// Notes that an item starts here.
static inline void note_item_start(Scanner *s) {
  s->lines_in_flow = shallower(s->lines_in_flow, (int32_t)s->flow_count - 1);
}

static inline void expect_flow_item(Scanner *s) {
  Flow *flow = top_flow(s);
  s->phase = FLOW_ITEM;
  flow->kind &= (uint8_t)~FLOW_HAS_OPEN_QUESTION;
  s->place = flow->kind & FLOW_IS_MAPPING ? ELSEWHERE : place_of_item((Place)flow->place);
  clear(s, HAS_ANCHOR | HAS_TAG);
}

static inline void open_flow(Scanner *s, bool mapping) {
  uint8_t kind = (uint8_t)((mapping ? FLOW_IS_MAPPING : 0) | (s->phase == FLOW_VALUE ? FLOW_IS_VALUE : 0));
  s->flows[s->flow_count++] = (Flow){kind, s->place};
  expect_flow_item(s);
}

// Whether a bracket of this kind is open.
static inline bool flow_is_open(const Scanner *s, bool mapping) {
  for (unsigned i = 0; i < s->flow_count; i++) {
    if (((s->flows[i].kind & FLOW_IS_MAPPING) != 0) == mapping) return true;
  }
  return false;
}

#endif
