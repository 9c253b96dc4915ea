// The scanner of tree-sitter-specql: YAML as PyYAML reads it, and what people type on
// their way there.
//
// It is a parser of its own kind: from what is open (its state) and what stands at the
// cursor, it decides which token the grammar gets. The grammar takes every sequence of
// tokens that can come from here, so that tree-sitter's error recovery, which knows
// nothing of indentation, never has to guess. Its parts:
//
//   scanner/chars.h    characters
//   scanner/places.h   which inner language is spoken where
//   scanner/state.h    what is remembered
//   scanner/lines.h    looking at a line
//   scanner/layout.h   which block a line belongs to
//   scanner/scalars.h  scalars
//   scanner/inner.h    inner languages
//   scanner/flow.h     flow collections

#include "scanner/tokens.h"
#include "scanner/layout.h"
#include "scanner/flow.h"

static bool emit(TSLexer *lexer, enum TokenType symbol) {
  lexer->result_symbol = symbol;
  return true;
}

// A token of content: what was known of this place no longer holds.
static bool emit_content(Scanner *s, TSLexer *lexer, enum TokenType symbol) {
  s->column = NO_COLUMN;
  s->next_column = NO_COLUMN;
  s->resolution = UNKNOWN;
  clear(s, LINE_START | LINE_IS_MISPLACED);
  return emit(lexer, symbol);
}

static bool emit_char(TSLexer *lexer, enum TokenType symbol) {
  take(lexer);
  mark_end(lexer);
  return emit(lexer, symbol);
}

static bool emit_control(TSLexer *lexer) {
  take_control(lexer);
  return emit(lexer, CONTROL_CHARACTER);
}

static bool emit_rest_of_line(Scanner *s, TSLexer *lexer) {
  bool blank = false;
  mark_end(lexer);
  while (!at_line_end(lexer)) {
    if (peek(lexer) == '#' && blank) break;
    bool is = is_blank(peek(lexer));
    if (is && !blank) mark_end(lexer);
    blank = is;
    take(lexer);
  }
  if (!blank) mark_end(lexer);
  return emit_content(s, lexer, UNEXPECTED_TEXT);
}

// --- opening and closing ----------------------------------------------------------

// A node is complete.
static void after_node(Scanner *s) {
  clear(s, HAS_ANCHOR | HAS_TAG | LANGUAGE_BEGUN);
  s->language = NO_LANGUAGE;
  if (s->flow_count) {
    s->phase = s->phase == FLOW_VALUE ? FLOW_AFTER : FLOW_AFTER_KEY;
  } else if (has(s, KEY_IS_FLOW)) {
    clear(s, KEY_IS_FLOW);
    s->phase = AT_COLON;
  } else if (s->phase == AT_KEY) {
    s->phase = AT_COLON;
  } else {
    s->phase = s->block_count ? AT_ENTRY : AT_DONE;
  }
}

static bool open_block(Scanner *s, int32_t column, uint8_t kind) {
  if (!may_go_deeper(s)) return false;
  int32_t least = s->block_count ? current_indent(s) : 0;
  if (column < least) column = least;
  s->blocks[s->block_count++] = (Block){column, kind | BLOCK_HAS_ONE_ENTRY, s->place, 0};
  return true;
}

static bool end_block(Scanner *s, TSLexer *lexer) {
  s->block_count--;
  s->phase = s->block_count ? AT_ENTRY : AT_DONE;
  // The block was an explicit key.
  clear(s, HAS_ANCHOR | HAS_TAG);
  return emit(lexer, BLOCK_END);
}

// A key without the quote or bracket that stands before it by mistake.
static Text name_in(const Text *text) {
  Text name = *text;
  if (name.length > 1 && name.length <= TEXT_CAPACITY && strchr("([{'\"", name.bytes[0])) {
    name.length--;
    memmove(name.bytes, name.bytes + 1, name.length);
  }
  return name;
}

// Starts a key of the top block, or of a new one.
static void start_key(Scanner *s, const Text *text) {
  Block *block = top_block(s);
  block->kind &= (uint8_t)~BLOCK_HAS_OPEN_QUESTION;
  s->place = ELSEWHERE;
  if (text) {
    Text name = name_in(text);
    s->place = place_of_value((Place)block->place, &name);
  }
  s->phase = AT_COLON;
  clear(s, HAS_ANCHOR | HAS_TAG);
}

// A line too many levels deep. It is passed over.
static bool emit_too_deep(Scanner *s, TSLexer *lexer) {
  take_to_line_end(lexer);
  mark_end(lexer);
  if (s->phase == AT_VALUE || s->phase <= AT_START) after_node(s);
  return emit_content(s, lexer, TOO_DEEP);
}

// Every 32nd key or so starts a chunk.
static bool starts_chunk(uint32_t hash) {
  hash ^= hash >> 16;
  hash *= 0x85EBCA6Bu;
  hash ^= hash >> 13;
  return (hash & 31) == 0;
}

// --- what can start at a place --------------------------------------------------

typedef struct {
  // A block may start here, at this column; NO_COLUMN where none may.
  int32_t column;
  // The line is an entry of the top block, not its value.
  bool is_entry;
} Where;

static bool may_be_key(Where where) { return where.column != NO_COLUMN; }

// Emits a key that has been read, in the open block or in a new one.
static bool emit_key(Scanner *s, TSLexer *lexer, Where where, enum TokenType in_block, enum TokenType first, const Text *text) {
  if (!where.is_entry) {
    if (!open_block(s, where.column, BLOCK_IS_MAPPING)) return emit_too_deep(s, lexer);
    start_key(s, text);
    return emit_content(s, lexer, first);
  }
  top_block(s)->kind &= (uint8_t)~BLOCK_HAS_ONE_ENTRY;
  start_key(s, text);
  return emit_content(s, lexer, in_block);
}

static bool top_is_mapping(Scanner *s) { return s->block_count && (top_block(s)->kind & BLOCK_IS_MAPPING); }

// Emits a line of a mapping that has no colon (yet).
static bool emit_bare_word(Scanner *s, TSLexer *lexer, Where where, const Text *text) {
  Text name = *text;
  // `fields:[`, `fields(`: the name is the word.
  for (uint32_t i = 0; i < name.length && i < TEXT_CAPACITY; i++) {
    if (!is_name_char(name.bytes[i])) name.length = i;
  }
  if (!where.is_entry) {
    if (!open_block(s, where.column, BLOCK_IS_MAPPING)) return emit_too_deep(s, lexer);
    start_key(s, &name);
    s->phase = AT_VALUE;
    return emit_content(s, lexer, FIRST_BARE_WORD);
  }
  top_block(s)->kind &= (uint8_t)~BLOCK_HAS_ONE_ENTRY;
  if (top_is_mapping(s)) start_key(s, &name);
  s->phase = AT_VALUE;
  return emit_content(s, lexer, BARE_WORD);
}

// The rest of a line that is an entry of a block but no key: a bare word.
static bool scan_bare_line(Scanner *s, TSLexer *lexer, Where where, Text *text) {
  emit_rest_of_line(s, lexer);
  return emit_bare_word(s, lexer, where, text);
}

static bool begin_inner(Scanner *s, uint8_t phase) {
  s->phase = phase;
  clear(s, LANGUAGE_BEGUN);
  return true;
}

// Behind a complete scalar: whether the next line is a deeper block's. Then the scalar is
// a key without its colon.
static bool stands_over_block(Scanner *s, TSLexer *lexer) {
  while (peek(lexer) == ' ') take(lexer);
  if (!at_line_end(lexer) && peek(lexer) != '#') return false;
  return look_for_next_column(lexer) > current_indent(s) && look_at_line(lexer).kind != LINE_IS_TEXT;
}

// Words that belong to nothing: what is expected stays so.
static bool emit_stray_words(Scanner *s, TSLexer *lexer) {
  s->column = NO_COLUMN;
  s->next_column = NO_COLUMN;
  s->resolution = UNKNOWN;
  clear(s, LINE_START | LINE_IS_MISPLACED);
  return emit(lexer, UNEXPECTED_TEXT);
}

static void end_inner(Scanner *s) {
  // An inner language in a flow collection always stands behind a colon.
  if (s->flow_count) s->phase = FLOW_VALUE;
  after_node(s);
}

// Whether the next line belongs to the value of the key above.
static bool stands_over_value(Scanner *s, TSLexer *lexer) {
  int32_t next = look_for_next_column(lexer), indent = current_indent(s);
  return next > indent || (next == indent && peek(lexer) == '-' && top_is_mapping(s));
}

static bool scan_plain_node(Scanner *s, TSLexer *lexer, Where where, Plain *plain) {
  if (where.is_entry) {
    read_plain_line(lexer, plain, false, true);
    if (plain->ends_at_colon && plain->text.length <= MAX_KEY_LENGTH) {
      bool chunk = top_is_mapping(s) && starts_chunk(plain->text.hash);
      return emit_key(s, lexer, where, chunk ? CHUNK_KEY : KEY, FIRST_KEY, &plain->text);
    }
    if (plain->ends_at_colon || peek(lexer) == '\t') take_to_line_end(lexer), mark_end(lexer);
    // Between a key and the block that is its value.
    if (s->phase == AT_VALUE && stands_over_value(s, lexer)) return emit_stray_words(s, lexer);
    return emit_bare_word(s, lexer, where, &plain->text);
  }
  read_plain_line(lexer, plain, false, true);
  Word word = WORD_IS_SCALAR;
  if (may_be_key(where)) {
    if (plain->ends_at_colon && plain->text.length <= MAX_KEY_LENGTH) {
      return emit_key(s, lexer, where, KEY, FIRST_KEY, &plain->text);
    }
    if (!plain->ends_at_colon) word = look_below_words(s, lexer, where.column);
    if (word == WORD_IS_KEY) return emit_bare_word(s, lexer, where, &plain->text);
    if (word == WORD_IS_STRAY) return emit_stray_words(s, lexer);
    if (word == WORD_STARTS_SCALAR) {
      s->phase = IN_PLAIN;
      return emit_content(s, lexer, PLAIN_HEAD);
    }
  } else if (!plain->ends_at_colon) {
    plain->spans_lines = read_plain_lines(s, lexer);
  }
  enum TokenType symbol = plain->spans_lines ? PLAIN_SCALAR : kind_of_plain(&plain->text);
  after_node(s);
  return emit_content(s, lexer, symbol);
}

// The place of a flow pair's value, by the text of its key.
static Place place_in_flow(Scanner *s, const Text *key) {
  Flow *flow = top_flow(s);
  Place place = (Place)flow->place;
  return place_of_value(flow->kind & FLOW_IS_MAPPING ? place : place_of_item(place), key);
}

static bool scan_quoted_node(Scanner *s, TSLexer *lexer, Where where) {
  bool flow = s->flow_count > 0;
  bool single = peek(lexer) == '\'';
  uint8_t language = may_be_key(where) || s->phase == AT_KEY || s->phase == FLOW_ITEM
                         ? NO_LANGUAGE
                         : language_at((Place)s->place);
  Quoted quoted = read_quoted(lexer, (QuotedPlace){
    .may_be_key = may_be_key(where),
    .is_entry = where.is_entry,
    .keep_mark = language != NO_LANGUAGE,
    .in_flow = flow,
    .column = where.column,
    .indent = current_indent(s),
  });
  if (quoted.hides_dash) {
    emit_stray_words(s, lexer);
    s->column = where.column;
    set(s, LINE_START);
    return true;
  }
  if ((quoted.spans_lines || quoted.length > MAX_KEY_LENGTH) && flow) note_line_in_flow(s);

  if (may_be_key(where)) {
    if (quoted.closed && quoted.is_key && quoted.length <= MAX_KEY_LENGTH) {
      return emit_key(s, lexer, where, QUOTED_KEY, FIRST_QUOTED_KEY, &quoted.text);
    }
    bool usable = quoted.closed && !where.is_entry;
    if (quoted.has_colon && !usable) {
      return emit_key(s, lexer, where, UNCLOSED_KEY, FIRST_UNCLOSED_KEY, &quoted.text);
    }
    if (where.is_entry) return scan_bare_line(s, lexer, where, &quoted.text);
    bool over_block = quoted.closed && !quoted.spans_lines && stands_over_block(s, lexer);
    if (over_block || (!quoted.closed && quoted.stands_over_key)) return emit_bare_word(s, lexer, where, &quoted.text);
  }
  if (language != NO_LANGUAGE) {
    s->language = language;
    bool readable = quoted.closed;
    begin_inner(s, !readable ? INNER_LINE : single ? INNER_SINGLE : INNER_DOUBLE);
    return emit_content(s, lexer, readable ? QUOTE_OPEN : UNCLOSED_QUOTE);
  }
  if (quoted.closed && quoted.has_escape && !may_be_key(where)) {
    // Its phase is kept in `language`, which it has none of.
    s->language = s->phase;
    s->phase = IN_DOUBLE_QUOTED;
    return emit_content(s, lexer, DOUBLE_QUOTE_OPEN);
  }
  enum TokenType symbol = !quoted.closed                                ? UNCLOSED_SCALAR
                        : quoted.has_control || quoted.has_bad_escape ? UNREADABLE_SCALAR
                        : single                                        ? SINGLE_QUOTED_SCALAR
                                                                        : DOUBLE_QUOTED_SCALAR;
  bool may_be_flow_key = s->phase == FLOW_ITEM;
  after_node(s);
  if (may_be_flow_key) s->place = place_in_flow(s, &quoted.text);
  return emit_content(s, lexer, symbol);
}

static bool scan_in_double_quoted(Scanner *s, TSLexer *lexer) {
  int32_t c = peek(lexer);
  if (c == '"' || at_eof(lexer)) {
    s->phase = s->language;
    s->language = NO_LANGUAGE;
    after_node(s);
    return emit_char(lexer, DOUBLE_QUOTE_CLOSE);
  }
  if (c == '\\') {
    take(lexer);
    bool known = move_over_escape(lexer);
    mark_end(lexer);
    return emit(lexer, known ? ESCAPE_SEQUENCE : INVALID_ESCAPE);
  }
  if (at_control(lexer)) return emit_control(lexer);
  while (!at_eof(lexer) && peek(lexer) != '"' && peek(lexer) != '\\' && !at_control(lexer)) take(lexer);
  mark_end(lexer);
  return emit(lexer, DOUBLE_QUOTED_TEXT);
}

static bool scan_name(Scanner *s, TSLexer *lexer, enum TokenType symbol, const char *may_follow) {
  take(lexer);
  bool named = false;
  while (is_name_char(peek(lexer))) {
    take(lexer);
    named = true;
  }
  mark_end(lexer);
  bool sound = named && (at_separation(lexer) || (peek(lexer) < 0x80 && strchr(may_follow, (char)peek(lexer))));
  if (!sound) {
    // The name breaks off: all up to the next blank is unexpected.
    while (!at_separation(lexer) && !(s->flow_count && is_flow_indicator(peek(lexer)))) take(lexer);
    mark_end(lexer);
    return emit_content(s, lexer, UNEXPECTED_TEXT);
  }
  if (symbol == ALIAS) {
    after_node(s);
  } else {
    set(s, HAS_ANCHOR);
    s->column = NO_COLUMN;
  }
  return emit_content(s, lexer, symbol);
}

static bool is_tag_char(int32_t c) {
  return is_name_char(c) || (c > 0 && c < 0x80 && strchr(";/?:@&=+$,.!~*'()[]%", (char)c));
}

static bool scan_tag(Scanner *s, TSLexer *lexer) {
  bool sound = true;
  take(lexer);
  if (peek(lexer) == '<') {
    take(lexer);
    sound = is_tag_char(peek(lexer));
    while (is_tag_char(peek(lexer))) take(lexer);
    sound = sound && peek(lexer) == '>';
    if (sound) take(lexer);
  } else {
    int marks = 0, rest = 0;
    while (is_tag_char(peek(lexer))) {
      if (peek(lexer) == '!') marks++;
      else rest++;
      take(lexer);
    }
    sound = marks == 0 || rest > 0;
  }
  sound = sound && (peek(lexer) == ' ' || at_line_end(lexer));
  if (!sound) {
    while (!at_separation(lexer)) take(lexer);
    mark_end(lexer);
    return emit_content(s, lexer, UNEXPECTED_TEXT);
  }
  mark_end(lexer);
  set(s, HAS_TAG);
  return emit_content(s, lexer, TAG);
}

static bool scan_flow_open(Scanner *s, TSLexer *lexer, Where where) {
  bool mapping = peek(lexer) == '{';
  if (!may_go_deeper(s)) return emit_too_deep(s, lexer);
  take(lexer);
  mark_end(lexer);
  if (s->flow_count == 0) {
    Bracket bracket = look_behind_bracket(lexer, current_indent(s), mapping);
    if (!bracket.closed && may_be_key(where) && bracket.stands_before_key) {
      // `[name: x`, `[` before the first line of a block.
      emit_stray_words(s, lexer);
      s->column = where.column;
      set(s, LINE_START);
      return true;
    }
    // The bracket is all that is wrong with the block below.
    if (!bracket.closed && bracket.stands_over_block && s->phase == AT_VALUE) return emit_stray_words(s, lexer);
    if (bracket.closed) clear(s, FLOW_IS_UNCLOSED);
    else set(s, FLOW_IS_UNCLOSED);
    s->lines_in_flow = 0;
    if (s->phase == AT_KEY) set(s, KEY_IS_FLOW);
  }
  open_flow(s, mapping);
  return emit_content(s, lexer, mapping ? MAPPING_OPEN : SEQUENCE_OPEN);
}

// A node that starts with a property, an alias or a bracket may be a key; to know it,
// the line has to be read on. What was found is noted in a token without a width.
static bool note_resolution(Scanner *s, TSLexer *lexer, Where where, bool is_key) {
  s->resolution = is_key ? IS_KEY : IS_VALUE;
  s->column = where.column;
  s->next_column = NO_COLUMN;
  set(s, LINE_START);
  clear(s, LINE_IS_MISPLACED);
  return emit(lexer, RESOLVED);
}

// Words that may be a scalar in an inner language, a key, or a word that stands over a
// key and will be one.
static bool resolve_words(Scanner *s, TSLexer *lexer, Where where) {
  Plain plain = {.text = {.length = 0}};
  read_plain_line(lexer, &plain, false, false);
  Word word = plain.ends_at_colon ? WORD_IS_KEY : look_below_words(s, lexer, where.column);
  bool is_key = word == WORD_IS_KEY || word == WORD_IS_STRAY;
  return note_resolution(s, lexer, where, is_key);
}

static bool resolve_key(Scanner *s, TSLexer *lexer, Where where) {
  mark_end(lexer);
  int32_t c = peek(lexer);
  while (c == '&' || c == '!' || c == '*') {
    while (!at_separation(lexer) && peek(lexer) != ':') take(lexer);
    // `!!str` and `*name:` hold colons of their own.
    while (peek(lexer) == ':') {
      take(lexer);
      if (at_separation(lexer)) return note_resolution(s, lexer, where, true);
      while (!at_separation(lexer) && peek(lexer) != ':') take(lexer);
    }
    while (peek(lexer) == ' ') take(lexer);
    c = peek(lexer);
  }
  bool key;
  if (c == '[' || c == '{') {
    key = flow_is_key(lexer);
  } else {
    Line line = look_at_line(lexer);
    key = line.kind == LINE_IS_KEY && c != '?' && c != '|' && c != '>';
  }
  return note_resolution(s, lexer, where, key);
}

// A dash without a blank behind it, where a list may start. It is a list's if the next
// line is indented like the rest of an item, or has a dash at the same column.
static bool resolve_tight_dash(Scanner *s, TSLexer *lexer, Where where) {
  bool tight = false;
  if (find_colon(lexer)) {
    bool has_value = rest_has_content(lexer);
    int32_t next = look_for_next_column(lexer);
    tight = next > where.column ? has_value || list_goes_on_below(lexer, where.column)
                                : next == where.column && starts_item(lexer);
  } else {
    // No scalar is followed by an item with a key, or goes on behind a comment.
    bool comment = !at_line_end(lexer);
    tight = look_for_next_column(lexer) == where.column && starts_item(lexer) && (comment || find_colon(lexer));
  }
  note_resolution(s, lexer, where, tight);
  return true;
}

static bool resolve_bracket_before_dash(Scanner *s, TSLexer *lexer, Where where) {
  mark_end(lexer);
  take(lexer);
  if (peek(lexer) != '-') return resolve_words(s, lexer, where);
  take(lexer);
  bool key = find_colon(lexer), has_value = rest_has_content(lexer);
  int32_t next = look_for_next_column(lexer);
  bool item = key && (next > where.column ? has_value || list_goes_on_below(lexer, where.column)
                                          : next == where.column && starts_item(lexer));
  note_resolution(s, lexer, where, key);
  if (item) s->resolution = IS_BEFORE_DASH;
  return true;
}

static bool emit_key_mark(Scanner *s, TSLexer *lexer, Where where) {
  mark_end(lexer);
  bool done = emit_key(s, lexer, where, KEY_MARK, FIRST_KEY_MARK, NULL);
  if (s->phase == AT_COLON) s->phase = AT_KEY;
  return done;
}

// --- nodes in blocks ------------------------------------------------------------

// Whether nothing stands behind a dash, and a key at its column below: then there is no
// list here.
static bool stands_over_key(TSLexer *lexer, int32_t column) {
  while (peek(lexer) == ' ') take(lexer);
  if (!is_break(peek(lexer))) return false;
  return look_for_next_column(lexer) == column && look_at_line(lexer).kind == LINE_IS_KEY;
}

static bool scan_dash(Scanner *s, TSLexer *lexer, Where where) {
  // The dash is taken and marked; the column behind it counts from the column it is
  // read at.
  uint32_t hash = 2166136261u;
  Text text = {.hash = hash};
  enum TokenType symbol = DASH;
  int32_t column = where.column;
  if (!where.is_entry) {
    if (stands_over_key(lexer, column)) {
      emit(lexer, MISPLACED_DASH);
      s->column = NO_COLUMN;
      s->next_column = NO_COLUMN;
      s->resolution = UNKNOWN;
      clear(s, LINE_START | LINE_IS_MISPLACED);
      return true;
    }
    if (!open_block(s, column, 0)) return emit_too_deep(s, lexer);
    symbol = FIRST_DASH;
    // The items of other lists start alike; steps do not.
    Block *list = top_block(s);
    while (is_blank(peek(lexer))) take(lexer);
    if (list->place != STEPS && stands_at_its_key(s, s->block_count - 1u)) list->first_word = hash_word(lexer);
  } else {
    for (int i = 0; i < 24 && !at_line_end(lexer); i++) {
      text_add(&text, peek(lexer));
      take(lexer);
    }
    if (starts_chunk(text.hash)) symbol = CHUNK_DASH;
    top_block(s)->kind &= (uint8_t)~BLOCK_HAS_ONE_ENTRY;
  }
  s->place = place_of_item((Place)top_block(s)->place);
  s->phase = AT_VALUE;
  clear(s, HAS_ANCHOR | HAS_TAG);
  emit_content(s, lexer, symbol);
  s->column = count_column(column);
  return true;
}

static bool scan_question(Scanner *s, TSLexer *lexer, Where where) {
  mark_end(lexer);
  enum TokenType symbol = QUESTION;
  if (!where.is_entry) {
    if (!open_block(s, where.column, BLOCK_IS_MAPPING)) return emit_too_deep(s, lexer);
    symbol = FIRST_QUESTION;
  } else {
    top_block(s)->kind &= (uint8_t)~BLOCK_HAS_ONE_ENTRY;
  }
  top_block(s)->kind |= BLOCK_HAS_OPEN_QUESTION;
  s->place = ELSEWHERE;
  s->phase = AT_VALUE;
  clear(s, HAS_ANCHOR | HAS_TAG);
  emit_content(s, lexer, symbol);
  s->column = count_column(where.column);
  return true;
}

// A node, in a block. `where` tells whether a block may start here, or whether this is
// the next entry of the open one.
static bool scan_node(Scanner *s, TSLexer *lexer, Where where) {
  int32_t c = peek(lexer);
  Plain plain = {.text = {.hash = 2166136261u}};

  if (c == '-' || c == '?' || c == ':') {
    take(lexer);
    if (at_separation(lexer)) {
      mark_end(lexer);
      if (c == '-') {
        bool in_mapping = where.is_entry && top_is_mapping(s);
        if (may_be_key(where) && !in_mapping) return scan_dash(s, lexer, where);
        int32_t column = where.column;
        emit(lexer, MISPLACED_DASH);
        // What stands behind a dash that stands nowhere is still an entry.
        if (in_mapping) {
          s->column = column;
          s->next_column = NO_COLUMN;
          set(s, LINE_START);
          clear(s, LINE_IS_MISPLACED);
        }
        return true;
      }
      if (c == '?' && may_be_key(where)) {
        if (!where.is_entry || top_is_mapping(s)) return scan_question(s, lexer, where);
      }
      if (c == ':' && where.is_entry && top_is_mapping(s) && (top_block(s)->kind & BLOCK_HAS_OPEN_QUESTION)) {
        top_block(s)->kind &= (uint8_t)~BLOCK_HAS_OPEN_QUESTION;
        s->phase = AT_VALUE;
        clear(s, HAS_ANCHOR | HAS_TAG);
        emit_content(s, lexer, COLON);
        s->column = count_column(where.column);
        return true;
      }
      if (c == ':') {
        if (!where.is_entry) return emit(lexer, MISPLACED_COLON);
      }
      return emit_rest_of_line(s, lexer);
    }
    if (c == '-' && where.is_entry && s->block_count && !top_is_mapping(s)) {
      // `-validate: x` between items.
      mark_end(lexer);
      if (look_at_line(lexer).kind == LINE_IS_KEY) return scan_dash(s, lexer, where);
      return scan_bare_line(s, lexer, where, &plain.text);
    }
    if (c == '-' && !where.is_entry && may_be_key(where)) {
      // `-name: x`, a key; or a dash without its blank, where the next line says so.
      if (is_unresolved(s)) return resolve_tight_dash(s, lexer, where);
      if (s->resolution == IS_KEY) {
        mark_end(lexer);
        return scan_dash(s, lexer, where);
      }
    }
    text_add(&plain.text, c);
    return scan_plain_node(s, lexer, where, &plain);
  }

  if (c == '(' && may_be_key(where)) {
    // `(- name: x`, a bracket before an item.
    if (is_unresolved(s)) return resolve_bracket_before_dash(s, lexer, where);
    if (s->resolution == IS_BEFORE_DASH) {
      emit_char(lexer, UNEXPECTED_TEXT);
      s->resolution = UNKNOWN;
      s->column = where.column;
      set(s, LINE_START);
      return true;
    }
  }
  bool starts_key_elsewhere = c == '&' || c == '!' || c == '*' || c == '[' || c == '{';
  if (starts_key_elsewhere && may_be_key(where)) {
    if (is_unresolved(s)) return resolve_key(s, lexer, where);
    if (s->resolution == IS_KEY) return emit_key_mark(s, lexer, where);
    if (where.is_entry) {
      // Not a key, yet where a key has to stand: perhaps one with something before it.
      if (c == '[' || c == '{') {
        int32_t column = where.column;
        take(lexer);
        mark_end(lexer);
        if (look_at_line(lexer).kind != LINE_IS_TEXT) {
          emit_content(s, lexer, UNEXPECTED_TEXT);
          s->column = column;
          set(s, LINE_START);
          return true;
        }
      }
      return scan_bare_line(s, lexer, where, &plain.text);
    }
  }

  switch (c) {
    case '&':
      if (has(s, HAS_ANCHOR)) return emit_rest_of_line(s, lexer);
      return scan_name(s, lexer, ANCHOR, "?:,]}%@`");
    case '*':
      if (has(s, HAS_ANCHOR | HAS_TAG)) return emit_rest_of_line(s, lexer);
      return scan_name(s, lexer, ALIAS, "?:,]}%@`");
    case '!':
      if (has(s, HAS_TAG)) return emit_rest_of_line(s, lexer);
      return scan_tag(s, lexer);
    case '[':
    case '{':
      return scan_flow_open(s, lexer, where);
    case '"':
    case '\'':
      return scan_quoted_node(s, lexer, where);
    case '|':
    case '>':
      if (s->phase == AT_KEY) return emit_rest_of_line(s, lexer);
      if (where.is_entry) return scan_bare_line(s, lexer, where, &plain.text);
      read_block_header(s, lexer);
      s->language = language_at((Place)s->place);
      emit_content(s, lexer, BLOCK_HEADER);
      s->phase = IN_BLOCK_SCALAR;
      return true;
    default:
      break;
  }
  if (!starts_plain(lexer)) {
    if (!where.is_entry) return emit_rest_of_line(s, lexer);
    // A stray character before a key.
    int32_t column = where.column;
    emit_char(lexer, UNEXPECTED_TEXT);
    Line line = look_at_line(lexer);
    if (line.kind != LINE_IS_KEY) return scan_bare_line(s, lexer, where, &plain.text);
    emit_content(s, lexer, UNEXPECTED_TEXT);
    s->column = column;
    set(s, LINE_START);
    return true;
  }
  uint8_t language = language_at((Place)s->place);
  if (language && s->phase == AT_VALUE && !where.is_entry) {
    if (may_be_key(where)) {
      if (is_unresolved(s)) {
        mark_end(lexer);
        return resolve_words(s, lexer, where);
      }
      if (s->resolution == IS_KEY) return scan_plain_node(s, lexer, where, &plain);
    }
    s->language = language;
    begin_inner(s, INNER_PLAIN);
    begin_language(s, lexer);
    if (lexer->result_symbol == WHOLE_TYPE) end_inner(s);
    s->column = NO_COLUMN;
    s->next_column = NO_COLUMN;
    s->resolution = UNKNOWN;
    clear(s, LINE_START | LINE_IS_MISPLACED);
    return true;
  }
  return scan_plain_node(s, lexer, where, &plain);
}

// --- lines of blocks --------------------------------------------------------------

static bool close_blocks(Scanner *s, TSLexer *lexer, unsigned count) {
  s->pending_ends = (uint16_t)(count - 1);
  return end_block(s, lexer);
}

// How many of the open blocks end before a line at this column. A sequence that stands
// at its mapping's column ends where no dash follows.
static unsigned blocks_ended_by(const Scanner *s, int32_t column, bool dash) {
  unsigned i = s->block_count;
  while (i > 1 && s->blocks[i - 1].column > column) i--;
  if (i > 1 && s->blocks[i - 1].column == column && !is_mapping(s, (int32_t)i - 1) && !dash &&
      s->blocks[i - 2].column == column) {
    i--;
  }
  return s->block_count - i;
}

// Tabs in the indentation of a line: their width is anyone's guess, so the line goes
// where its neighbours say.
static bool scan_tab_in_indentation(Scanner *s, TSLexer *lexer) {
  while (is_blank(peek(lexer))) take(lexer);
  mark_end(lexer);
  s->column = NO_COLUMN;
  clear(s, LINE_START | LINE_IS_MISPLACED);
  if (at_line_end(lexer) || peek(lexer) == '#') return emit(lexer, TAB);
  s->next_column = NO_COLUMN;
  int32_t column = 0;
  if (s->block_count) {
    Line line = look_at_line(lexer);
    int32_t next = look_for_next_column(lexer), indent = current_indent(s);
    bool dash = line.kind == LINE_IS_DASH, above_dash = peek(lexer) == '-';
    bool at_key = above_dash && (lists_stand_at_their_keys(s) || lists_below_stand_at_their_keys(lexer));
    if (line.kind == LINE_IS_TEXT) {
      column = indent;
    } else if (s->phase == AT_VALUE) {
      column = next > indent ? next : count_column(count_column(indent));
      if (!dash && !line.has_value && next > indent + 1) column = indent + (next - indent) / 2;
      if (dash && above_dash) column = next;
      else if (dash) column = next > indent + 1 ? shallower(indent + 2, next - 2) : count_column(indent);
    } else {
      column = indent;
      for (int32_t i = (int32_t)s->block_count - 1; i >= 0; i--) {
        if (is_mapping(s, i) == dash) continue;
        bool fits = next == NO_COLUMN || (!dash && line.has_value) || s->blocks[i].column + 1 < next ||
                    (at_key && s->blocks[i].column <= next);
        column = s->blocks[i].column;
        if (fits) break;
      }
    }
  }
  s->column = column;
  set(s, LINE_START);
  return emit(lexer, TAB);
}

// A comment that is indented less than the open block: does the block end here, or is
// the comment only written further left? The next line with content tells.
static bool scan_outer_comment(Scanner *s, TSLexer *lexer, int32_t column) {
  if (s->next_column == NO_COLUMN) {
    // The token ends where the scanner was called.
    int32_t next = look_for_next_column(lexer);
    if (next > current_indent(s) && s->phase == AT_VALUE) {
      s->next_column = next;
    } else if (next == NO_COLUMN || peek(lexer) == '\t') {
      s->next_column = next == NO_COLUMN ? 0 : current_indent(s);
    } else if (s->phase == AT_VALUE && next == current_indent(s)) {
      s->next_column = next;
    } else {
      Belonging place = place_line(s, lexer, next);
      s->next_column = place.column;
      if (place.misplaced) set(s, LINE_IS_MISPLACED);
      if (!is_mapping(s, place.block)) s->resolution = IS_IN_LIST;
    }
    return emit(lexer, RESOLVED);
  }
  int32_t target = s->next_column > column ? s->next_column : column;
  if (current_indent(s) > target) {
    unsigned count = blocks_ended_by(s, target, true);
    if (count) return close_blocks(s, lexer, count);
  }
  take_to_line_end(lexer);
  mark_end(lexer);
  s->column = NO_COLUMN;
  clear(s, LINE_START);
  return emit(lexer, COMMENT);
}

static bool emit_comment(Scanner *s, TSLexer *lexer) {
  bool control = false;
  while (!at_line_end(lexer)) {
    if (at_control(lexer)) control = true;
    take(lexer);
  }
  mark_end(lexer);
  s->column = NO_COLUMN;
  clear(s, LINE_START);
  return emit(lexer, control ? CONTROL_CHARACTER : COMMENT);
}

// `%YAML 1.1`, `%TAG ! tag:example.com,2000:`
static bool scan_directive(Scanner *s, TSLexer *lexer) {
  Text name = {.hash = 0};
  take(lexer);
  while (is_name_char(peek(lexer))) {
    text_add(&name, peek(lexer));
    take(lexer);
  }
  bool sound = name.length > 0 && (peek(lexer) == ' ' || at_line_end(lexer));
  if (sound && text_is(&name, "YAML")) {
    while (peek(lexer) == ' ') take(lexer);
    sound = peek(lexer) == '1';
    if (sound) take(lexer);
    sound = sound && peek(lexer) == '.';
    if (sound) take(lexer);
    sound = sound && is_digit(peek(lexer));
    while (is_digit(peek(lexer))) take(lexer);
    mark_end(lexer);
    sound = sound && (peek(lexer) == ' ' || at_line_end(lexer));
    while (peek(lexer) == ' ') take(lexer);
    sound = sound && (at_line_end(lexer) || peek(lexer) == '#');
  } else if (sound && text_is(&name, "TAG")) {
    int words = 0;
    while (peek(lexer) == ' ') take(lexer);
    sound = peek(lexer) == '!';
    while (!at_line_end(lexer) && peek(lexer) != '#') {
      words++;
      while (!at_separation(lexer)) take(lexer);
      mark_end(lexer);
      while (peek(lexer) == ' ') take(lexer);
      if (peek(lexer) == '\t') break;
    }
    sound = sound && words == 2;
  } else {
    take_to_line_end(lexer);
    mark_end(lexer);
  }
  if (!sound) {
    take_to_line_end(lexer);
    mark_end(lexer);
    return emit_content(s, lexer, UNEXPECTED_TEXT);
  }
  set(s, NEEDS_DOCUMENT_START);
  s->phase = AT_STREAM_START;
  return emit_content(s, lexer, DIRECTIVE);
}

typedef enum { NO_MARKER, MARKER_FOUND, MARKER_NOTED } Marker;

// Document markers, directives and conflict markers, at a line's very start. Whether
// there is one shows only further on, so a line that just begins like one gets a note.
static Marker scan_marker(Scanner *s, TSLexer *lexer) {
  int32_t c = peek(lexer);
  if (c == '%' && !s->block_count) {
    scan_directive(s, lexer);
    return MARKER_FOUND;
  }
  if (s->resolution == IS_BEFORE_INDENT) {
    emit_char(lexer, UNEXPECTED_TEXT);
    s->resolution = UNKNOWN;
    s->column = 0;
    s->next_column = NO_COLUMN;
    set(s, LINE_START);
    return MARKER_FOUND;
  }
  if (s->resolution != UNKNOWN && (s->resolution != IS_IN_LIST || (c != '-' && c != '.'))) return NO_MARKER;
  if (c == '-' || c == '.') {
    if (move_over_document_marker(lexer, c)) {
      if (s->block_count) {
        close_blocks(s, lexer, s->block_count);
        return MARKER_FOUND;
      }
      mark_end(lexer);
      clear(s, NEEDS_DOCUMENT_START | HAS_ANCHOR | HAS_TAG);
      bool ends_nothing = c == '.' && s->phase == AT_STREAM_START;
      if (c == '.') set(s, NEEDS_DOCUMENT_START);
      s->phase = AT_START;
      s->place = ROOT;
      emit_content(s, lexer, ends_nothing ? UNEXPECTED_TEXT : c == '-' ? DOCUMENT_START : DOCUMENT_END);
      return MARKER_FOUND;
    }
  } else if (c == '%') {
    take(lexer);
    if (is_letter(peek(lexer))) {
      close_blocks(s, lexer, s->block_count);
      return MARKER_FOUND;
    }
  } else if (c == '<' || c == '=' || c == '>' || c == '|') {
    if (move_over_conflict_marker(lexer) && (s->block_count || s->phase <= AT_START)) {
      take_to_line_end(lexer);
      mark_end(lexer);
      s->column = NO_COLUMN;
      clear(s, LINE_START);
      emit(lexer, CONFLICT_MARKER);
      return MARKER_FOUND;
    }
  } else if ((s->block_count || s->phase <= AT_START) && (c == '"' || c == '\'' || c == '[' || c == '{' || c == '(')) {
    take(lexer);
    if (!s->block_count) {
      // `"---`, a bracket or quote before the mark above a document.
      bool marker = move_over_document_marker(lexer, '-') && look_for_next_column(lexer) == 0 &&
                    look_at_line(lexer).kind == LINE_IS_KEY;
      s->resolution = marker ? IS_BEFORE_INDENT : IS_NO_MARKER;
      emit(lexer, RESOLVED);
      return MARKER_NOTED;
    }
    // `"    name: x`, a bracket or quote before the indentation.
    int32_t column = 0;
    for (; peek(lexer) == ' '; column = count_column(column)) take(lexer);
    bool fits = column > current_indent(s) && s->phase == AT_VALUE;
    for (unsigned i = 0; i < s->block_count; i++) fits = fits || s->blocks[i].column == column;
    if (fits && column > 1 && peek(lexer) != c && look_at_line(lexer).kind != LINE_IS_TEXT) {
      s->resolution = IS_BEFORE_INDENT;
      emit(lexer, RESOLVED);
      return MARKER_NOTED;
    }
  } else {
    return NO_MARKER;
  }
  s->resolution = IS_NO_MARKER;
  emit(lexer, RESOLVED);
  return MARKER_NOTED;
}

// The indentation of a line that is read at another column than it stands at.
static bool emit_bad_indentation(Scanner *s, TSLexer *lexer, int32_t column) {
  mark_end(lexer);
  s->column = column;
  s->next_column = NO_COLUMN;
  clear(s, LINE_IS_MISPLACED);
  set(s, LINE_START);
  return emit(lexer, BAD_INDENTATION);
}

// The next entry of a block, on its own line.
static bool scan_entry(Scanner *s, TSLexer *lexer, int32_t column) {
  int32_t c = peek(lexer);
  int32_t indent = current_indent(s);
  bool known = s->next_column != NO_COLUMN;
  bool fits = column == indent && (top_is_mapping(s) ? c != '-' : c == '-');
  if (!known && !fits && !has(s, LINE_START)) {
    Belonging place = place_line(s, lexer, column);
    s->next_column = place.column;
    if (place.misplaced) set(s, LINE_IS_MISPLACED);
    // Words between the dashes of a list.
    if (c != '-' && !is_mapping(s, place.block)) s->resolution = IS_IN_LIST;
    unsigned count = s->block_count - 1 - (unsigned)place.block;
    if (count) return close_blocks(s, lexer, count);
    return emit(lexer, RESOLVED);
  }
  bool in_list = c == '-' || s->resolution >= IS_IN_LIST;
  unsigned count = blocks_ended_by(s, column, in_list);
  if (count) {
    s->next_column = column;
    return close_blocks(s, lexer, count);
  }
  if (has(s, LINE_IS_MISPLACED)) return emit_bad_indentation(s, lexer, column);
  return scan_node(s, lexer, (Where){column, true});
}

static bool scan_block(Scanner *s, TSLexer *lexer, Trivia trivia) {
  bool misplaced = has(s, LINE_IS_MISPLACED);
  while (!at_eof(lexer) && (is_break(peek(lexer)) || peek(lexer) == ' ')) {
    pass_blank(lexer, &trivia, !misplaced || is_break(peek(lexer)));
  }
  bool new_line = trivia.crossed_line || has(s, LINE_START);
  int32_t c = peek(lexer), column = trivia.column;

  if (s->phase == AT_COLON || s->phase == AT_KEY) {
    bool found = c == ':' && !new_line;
    if (found || new_line || at_line_end(lexer)) {
      s->phase = AT_VALUE;
      s->column = NO_COLUMN;
      clear(s, HAS_ANCHOR | HAS_TAG);
      return found ? emit_char(lexer, COLON) : emit(lexer, INVALID_COLON);
    }
  }
  if (at_eof(lexer)) {
    if (has(s, NEEDS_DOCUMENT_START) && s->phase == AT_STREAM_START) {
      clear(s, NEEDS_DOCUMENT_START);
      return emit(lexer, MISSING_DOCUMENT_START);
    }
    if (s->block_count) return close_blocks(s, lexer, s->block_count);
    return false;
  }
  if (c == '\t') {
    bool is_first = trivia.crossed_line || s->phase <= AT_START;
    if (new_line && is_first) return scan_tab_in_indentation(s, lexer);
    while (is_blank(peek(lexer))) take(lexer);
    mark_end(lexer);
    s->column = column;
    // Between what was marked at a line's start and its entry, a tab changes nothing.
    if (s->phase == AT_VALUE && column != NO_COLUMN) {
      s->column = count_column(column);
      set(s, LINE_START);
    }
    return emit(lexer, TAB);
  }
  if (c == '#') {
    if (new_line && column < current_indent(s)) return scan_outer_comment(s, lexer, column);
    return emit_comment(s, lexer);
  }
  if (at_control(lexer)) return emit_control(lexer);

  if (s->phase == AT_KEY && !new_line && c != ':') return scan_node(s, lexer, (Where){NO_COLUMN, false});

  if (new_line && column == 0 && (trivia.crossed_line || s->column == 0)) {
    Marker marker = scan_marker(s, lexer);
    if (marker != NO_MARKER) return true;
  }
  if (has(s, NEEDS_DOCUMENT_START)) {
    clear(s, NEEDS_DOCUMENT_START);
    return emit(lexer, MISSING_DOCUMENT_START);
  }
  if (s->phase == AT_DONE) return emit_rest_of_line(s, lexer);
  if (new_line && s->next_column != NO_COLUMN) column = s->next_column;

  if (s->phase <= AT_START) {
    return scan_node(s, lexer, (Where){new_line ? column : NO_COLUMN, false});
  }
  if (s->phase == AT_VALUE) {
    if (!new_line) {
      bool tight = s->column != NO_COLUMN && s->column == column && is_unresolved(s);
      if (tight) {
        // `-name: x`: nothing between the dash and what follows.
        mark_end(lexer);
        set(s, LINE_START);
        return emit(lexer, MISSING_SPACE);
      }
      return scan_node(s, lexer, (Where){column, false});
    }
    if (has(s, LINE_IS_MISPLACED)) return emit_bad_indentation(s, lexer, column);
    int32_t indent = current_indent(s);
    if (column > indent) return scan_node(s, lexer, (Where){column, false});
    if (column == indent && c == '-' && top_is_mapping(s)) {
      take(lexer);
      bool tight = !at_separation(lexer);
      if (tight && is_unresolved(s)) return resolve_tight_dash(s, lexer, (Where){column, false});
      if (!tight || s->resolution == IS_KEY) {
        mark_end(lexer);
        return scan_dash(s, lexer, (Where){column, false});
      }
      Plain plain = {.text = {.hash = 2166136261u}};
      text_add(&plain.text, c);
      return scan_plain_node(s, lexer, (Where){column, true}, &plain);
    }
    return scan_entry(s, lexer, column);
  }
  // AT_ENTRY
  if (new_line) return scan_entry(s, lexer, column);
  if (c == ':') return emit_char(lexer, MISPLACED_COLON);
  return emit_rest_of_line(s, lexer);
}

// --- flow collections -----------------------------------------------------------

static void after_flow(Scanner *s, uint8_t kind) {
  if (s->flow_count) s->phase = kind & FLOW_IS_VALUE ? FLOW_VALUE : FLOW_ITEM;
  after_node(s);
}

static bool end_flow(Scanner *s, TSLexer *lexer) {
  Flow flow = s->flows[--s->flow_count];
  s->lines_in_flow = shallower(s->lines_in_flow, (int32_t)s->flow_count);
  after_flow(s, flow.kind);
  return emit(lexer, MISSING_CLOSE);
}

static bool close_flows(Scanner *s, TSLexer *lexer) {
  s->pending_ends = (uint16_t)(s->flow_count - 1);
  return end_flow(s, lexer);
}

static bool emit_unexpected_in_flow(Scanner *s, TSLexer *lexer) {
  take(lexer);
  while (!at_separation(lexer) && !is_flow_indicator(peek(lexer))) take(lexer);
  mark_end(lexer);
  return emit_content(s, lexer, UNEXPECTED_TEXT);
}

static void read_plain_in_flow(Scanner *s, TSLexer *lexer, Plain *plain) {
  bool spans_as_key = (top_flow(s)->kind & FLOW_HAS_OPEN_QUESTION) != 0;
  read_plain_line(lexer, plain, true, true);
  while (!plain->ends_at_colon && is_break(peek(lexer)) && !has(s, FLOW_IS_UNCLOSED)) {
    int32_t column = find_continuation(lexer, false);
    if (column == NO_COLUMN || is_flow_indicator(peek(lexer)) || peek(lexer) == '?') return;
    read_plain_line(lexer, plain, true, spans_as_key);
    if (plain->ends_at_colon) return;
    plain->spans_lines = true;
    mark_end(lexer);
  }
}

static bool scan_flow_plain(Scanner *s, TSLexer *lexer, Plain *plain) {
  bool is_value = s->phase == FLOW_VALUE;
  read_plain_in_flow(s, lexer, plain);
  if (plain->spans_lines || plain->text.length > MAX_KEY_LENGTH) note_line_in_flow(s);
  after_node(s);
  if (!is_value) s->place = place_in_flow(s, &plain->text);
  return emit_content(s, lexer, plain->spans_lines ? PLAIN_SCALAR : kind_of_plain(&plain->text));
}

static bool scan_flow_colon(Scanner *s, TSLexer *lexer) {
  bool sound;
  if (s->phase == FLOW_AFTER_KEY) {
    sound = (top_flow(s)->kind & FLOW_HAS_OPEN_QUESTION) || s->lines_in_flow < s->flow_count;
  } else if (s->phase == FLOW_ITEM) {
    sound = has(s, HAS_ANCHOR | HAS_TAG) || (top_flow(s)->kind & FLOW_HAS_OPEN_QUESTION);
    s->place = ELSEWHERE;
  } else {
    sound = false;
  }
  take(lexer);
  mark_end(lexer);
  clear(s, HAS_ANCHOR | HAS_TAG);
  s->phase = FLOW_VALUE;
  return emit_content(s, lexer, sound ? COLON : INVALID_COLON);
}

static bool scan_flow_close(Scanner *s, TSLexer *lexer) {
  bool mapping = peek(lexer) == '}';
  Flow *flow = top_flow(s);
  if (((flow->kind & FLOW_IS_MAPPING) != 0) != mapping) {
    if (flow_is_open(s, mapping)) return end_flow(s, lexer);
    return emit_char(lexer, UNEXPECTED_TEXT);
  }
  uint8_t kind = flow->kind;
  s->flow_count--;
  s->lines_in_flow = shallower(s->lines_in_flow, (int32_t)s->flow_count);
  after_flow(s, kind);
  take(lexer);
  mark_end(lexer);
  return emit_content(s, lexer, mapping ? MAPPING_CLOSE : SEQUENCE_CLOSE);
}

static bool scan_flow(Scanner *s, TSLexer *lexer, Trivia trivia) {
  bool crossed = trivia.crossed_line;
  while (!at_eof(lexer) && (is_break(peek(lexer)) || peek(lexer) == ' ')) {
    pass_blank(lexer, &trivia, true);
  }
  crossed = trivia.crossed_line;
  if (crossed) note_line_in_flow(s);
  int32_t c = peek(lexer);
  if (at_eof(lexer)) return close_flows(s, lexer);
  if (c == '#') return emit_comment(s, lexer);
  if (c == '\t') {
    while (is_blank(peek(lexer))) take(lexer);
    mark_end(lexer);
    return emit(lexer, TAB);
  }
  if (at_control(lexer)) return emit_control(lexer);
  if (crossed) {
    bool closing = c == ']' || c == '}';
    if (has(s, FLOW_IS_UNCLOSED) && !closing) {
      // Only an item that is still to come can be on the next line.
      if (s->phase != FLOW_ITEM || trivia.column <= current_indent(s)) return close_flows(s, lexer);
      mark_end(lexer);
      bool may_be_marker = trivia.column == 0 && (c == '-' || c == '.');
      bool ends = may_be_marker ? move_over_document_marker(lexer, c) || (c == '-' && at_separation(lexer))
                                : look_at_line(lexer).kind != LINE_IS_TEXT;
      if (ends) {
        close_flows(s, lexer);
        s->column = trivia.column;
        set(s, LINE_START);
        return true;
      }
      return emit(lexer, RESOLVED);
    }
    if (trivia.column == 0 && (c == '-' || c == '.')) {
      mark_end(lexer);
      if (move_over_document_marker(lexer, c)) {
        close_flows(s, lexer);
        s->column = 0;
        set(s, LINE_START);
        return true;
      }
      return emit(lexer, RESOLVED);
    }
    if (trivia.column == 0 && (c == '<' || c == '=' || c == '>')) {
      mark_end(lexer);
      if (move_over_conflict_marker(lexer)) {
        take_to_line_end(lexer);
        mark_end(lexer);
        return emit(lexer, CONFLICT_MARKER);
      }
      return emit(lexer, RESOLVED);
    }
  }

  bool empty = !has(s, HAS_ANCHOR | HAS_TAG);
  if (c == ',') {
    if (s->phase == FLOW_ITEM && empty && !(top_flow(s)->kind & FLOW_HAS_OPEN_QUESTION)) {
      return emit_char(lexer, STRAY_COMMA);
    }
    expect_flow_item(s);
    take(lexer);
    mark_end(lexer);
    return emit_content(s, lexer, COMMA);
  }
  if (c == ']' || c == '}') return scan_flow_close(s, lexer);
  if (c == ':') return scan_flow_colon(s, lexer);
  if (s->phase == FLOW_AFTER || s->phase == FLOW_AFTER_KEY) {
    mark_end(lexer);
    expect_flow_item(s);
    return emit(lexer, MISSING_COMMA);
  }
  if (s->phase == FLOW_ITEM && empty) note_item_start(s);

  Plain plain = {.text = {.hash = 2166136261u}};
  switch (c) {
    case '?':
      if (s->phase != FLOW_ITEM || !empty || (top_flow(s)->kind & FLOW_HAS_OPEN_QUESTION)) return emit_char(lexer, UNEXPECTED_TEXT);
      top_flow(s)->kind |= FLOW_HAS_OPEN_QUESTION;
      return emit_char(lexer, FLOW_QUESTION);
    case '-':
      take(lexer);
      if (at_separation(lexer)) {
        mark_end(lexer);
        return emit(lexer, MISPLACED_DASH);
      }
      text_add(&plain.text, c);
      return scan_flow_plain(s, lexer, &plain);
    case '&':
      if (has(s, HAS_ANCHOR)) return emit_unexpected_in_flow(s, lexer);
      return scan_name(s, lexer, ANCHOR, "?:,]}%@`");
    case '*':
      if (!empty) return emit_unexpected_in_flow(s, lexer);
      return scan_name(s, lexer, ALIAS, "?:,]}%@`");
    case '!':
      if (has(s, HAS_TAG)) return emit_unexpected_in_flow(s, lexer);
      return scan_tag(s, lexer);
    case '"':
    case '\'': {
      return scan_quoted_node(s, lexer, (Where){NO_COLUMN, false});
    }
    case '[':
    case '{':
      return scan_flow_open(s, lexer, (Where){NO_COLUMN, false});
    default:
      break;
  }
  if (!starts_plain(lexer)) return emit_unexpected_in_flow(s, lexer);
  uint8_t language = s->phase == FLOW_VALUE ? language_at((Place)s->place) : NO_LANGUAGE;
  if (language) {
    // The phase to come back to follows from where the scalar stands: behind a colon.
    s->language = language;
    begin_inner(s, INNER_PLAIN);
    begin_language(s, lexer);
    return true;
  }
  return scan_flow_plain(s, lexer, &plain);
}

// --- block scalars, inner languages ----------------------------------------------

static bool scan_block_scalar(Scanner *s, TSLexer *lexer, Trivia *trivia) {
  bool blank = false;
  for (; peek(lexer) == ' '; blank = true) skip(lexer);
  if (peek(lexer) == '#' && blank) return emit_comment(s, lexer);
  if (peek(lexer) == '\t') {
    while (is_blank(peek(lexer))) take(lexer);
    mark_end(lexer);
    return emit(lexer, TAB);
  }
  if (!at_line_end(lexer)) {
    take_to_line_end(lexer);
    mark_end(lexer);
    return emit(lexer, UNEXPECTED_TEXT);
  }
  bool control = false;
  if (s->language) {
    if (block_text_goes_on(s, lexer, trivia, true)) {
      begin_inner(s, INNER_BLOCK);
      begin_language(s, lexer);
      return true;
    }
  } else if (read_block_text(s, lexer, trivia, &control)) {
    after_node(s);
    return emit_content(s, lexer, control ? UNREADABLE_SCALAR : BLOCK_TEXT);
  }
  // No text. What follows has been reached already.
  after_node(s);
  return scan_block(s, lexer, *trivia);
}

static bool scan_closing_quote(Scanner *s, TSLexer *lexer) {
  while (!at_eof(lexer) && peek(lexer) != '\'' && peek(lexer) != '"') skip(lexer);
  if (!at_eof(lexer)) take(lexer);
  mark_end(lexer);
  end_inner(s);
  return emit(lexer, QUOTE_CLOSE);
}

static bool scan(Scanner *s, TSLexer *lexer, const bool *valid) {
  mark_end(lexer);
  if (s->pending_ends) {
    s->pending_ends--;
    return s->flow_count ? end_flow(s, lexer) : end_block(s, lexer);
  }
  Trivia trivia = {false, s->column};
  if (s->phase >= INNER_PLAIN) {
    bool quoted = s->phase == INNER_SINGLE || s->phase == INNER_DOUBLE;
    switch (scan_inner(s, lexer, &trivia, valid)) {
      case INNER_TOKEN:
        if (lexer->result_symbol == WHOLE_TYPE || lexer->result_symbol == LAST_REQUIRED) end_inner(s);
        return true;
      case INNER_WORD: return false;
      case NOT_INNER: break;
    }
    bool begun = has(s, LANGUAGE_BEGUN);
    if (quoted) s->phase = INNER_QUOTE;
    else end_inner(s);
    if (begun) return emit(lexer, INNER_END);
    if (quoted) {
      // Nothing stood between the quotes. The closing one is taken.
      mark_end(lexer);
      end_inner(s);
      return emit(lexer, QUOTE_CLOSE);
    }
  } else if (s->phase == INNER_QUOTE) {
    return scan_closing_quote(s, lexer);
  } else if (s->phase == IN_DOUBLE_QUOTED) {
    return scan_in_double_quoted(s, lexer);
  } else if (s->phase == IN_PLAIN) {
    read_plain_lines(s, lexer);
    after_node(s);
    return emit(lexer, PLAIN_TAIL);
  } else if (s->phase == IN_BLOCK_SCALAR) {
    return scan_block_scalar(s, lexer, &trivia);
  }
  return s->flow_count ? scan_flow(s, lexer, trivia) : scan_block(s, lexer, trivia);
}

// --- the interface to tree-sitter -------------------------------------------------

void *tree_sitter_specql_external_scanner_create(void) {
  Scanner *s = ts_malloc(sizeof(Scanner));
  if (s) reset(s);
  return s;
}

void tree_sitter_specql_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_specql_external_scanner_serialize(void *payload, char *buffer) {
  return store((const Scanner *)payload, buffer);
}

void tree_sitter_specql_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  restore((Scanner *)payload, buffer, length);
}

bool tree_sitter_specql_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  return scan((Scanner *)payload, lexer, valid_symbols);
}

// --- places, for those who read a text without its tree --------------------------

uint8_t specql_place_of_value(uint8_t place, const uint8_t *key, size_t length) {
  Text text = {.hash = 0};
  for (size_t i = 0; i < length && i <= TEXT_CAPACITY; i++) text_add(&text, key[i]);
  return (uint8_t)place_of_value((Place)place, &text);
}

uint8_t specql_place_of_item(uint8_t place) { return (uint8_t)place_of_item((Place)place); }

uint8_t specql_language_at(uint8_t place) { return (uint8_t)language_at((Place)place); }
