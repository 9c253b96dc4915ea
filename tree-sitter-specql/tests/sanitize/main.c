// Parses files, and edits of them, with a parser that is watched by sanitizers.
//
//   main [--edits N] [--seed N] [--size N] [--part N OF] [--patterns FILE] [--save FILE] [FILE ...]
//
// Each file is parsed; then it is edited N times at random, and after each edit parsed
// again from the tree before and afresh. Both trees have to be the same, as long as the text
// is UTF-8: in other text the runtime itself misses which characters an edit changes. Each pattern
// (tests/sanitize/hostile.txt) is parsed at a size, and edited a few times. What was at
// hand when a sanitizer stops the program is named on stderr and saved. With `--part`, only
// each OF-th text is taken, so that several processes share the work.
//
// `cargo xtask sanitize` builds and runs this.

#include <sanitizer/common_interface_defs.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_specql(void);

// --- texts ------------------------------------------------------------------------

typedef struct {
  char *bytes;  // exactly as long as the text, so that a read beyond it is found
  uint32_t length;
} Text;

static void *allocate(size_t size) {
  void *memory = malloc(size ? size : 1);
  if (!memory) abort();
  return memory;
}

static Text new_text(const char *bytes, size_t length) {
  Text text = {allocate(length), (uint32_t)length};
  memcpy(text.bytes, bytes, length);
  return text;
}

static bool read_file(const char *path, Text *text) {
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  char *bytes = NULL;
  size_t length = 0, got;
  do {
    bytes = realloc(bytes, length + 65536);
    if (!bytes) abort();
    got = fread(bytes + length, 1, 65536, file);
    length += got;
  } while (got);
  fclose(file);
  *text = new_text(bytes, length);
  free(bytes);
  return true;
}

// --- what is at hand --------------------------------------------------------------

static const char *current_name, *save_path;
static unsigned current_edit;
static Text current_text, text_before;
static unsigned faults;

static unsigned long part, parts = 1, turn;

static bool is_ours(void) { return turn++ % parts == part; }

// Writes the text of the first fault to a file, and the one before its last edit.
static void save(Text text, const char *suffix) {
  char path[1024];
  if (!save_path || !text.bytes || faults > 1) return;
  snprintf(path, sizeof path, "%s%s", save_path, suffix);
  FILE *file = fopen(path, "wb");
  if (!file) return;
  fwrite(text.bytes, 1, text.length, file);
  fclose(file);
  fprintf(stderr, "sanitize: saved in %s\n", path);
}

static void report(const char *fault) {
  faults++;
  fprintf(stderr, "sanitize: %s: edit %u: %s\n", current_name ? current_name : "nothing", current_edit, fault);
  save(current_text, "");
  save(text_before, ".before");
}

static void tell_what_was_at_hand(void) { report("stopped"); }

// --- random numbers ---------------------------------------------------------------

static uint64_t random_state;

static uint32_t random_below(uint32_t bound) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return bound ? (uint32_t)((random_state * 0x2545F4914F6CDD1Du) >> 32) % bound : 0;
}

// Each text has its own sequence, so that one file alone shows what it showed among many.
static void seed_random(unsigned long seed, const char *name) {
  const char *slash = strrchr(name, '/');
  random_state = 14695981039346656037u ^ seed;
  for (const char *c = slash ? slash + 1 : name; *c; c++) random_state = (random_state ^ (uint8_t)*c) * 1099511628211u;
  random_state |= 1;
}

// --- parsing ----------------------------------------------------------------------

typedef struct {
  Text text;
  uint32_t chunk;
  char *piece;
} Input;

// Hands out pieces of a few bytes, each in memory of its own. A piece holds four bytes or
// more: the runtime asks once for the rest of a character that a piece cuts off.
static const char *read_piece(void *payload, uint32_t at, TSPoint position, uint32_t *length) {
  (void)position;
  Input *input = payload;
  free(input->piece);
  uint32_t left = at < input->text.length ? input->text.length - at : 0;
  *length = left < input->chunk ? left : input->chunk;
  input->piece = allocate(*length);
  memcpy(input->piece, input->text.bytes + (at < input->text.length ? at : 0), *length);
  return input->piece;
}

static TSTree *parse(TSParser *parser, Text text, const TSTree *old, uint32_t chunk) {
  Input input = {text, chunk, NULL};
  TSTree *tree = ts_parser_parse(parser, old, (TSInput){&input, read_piece, TSInputEncodingUTF8, NULL});
  free(input.piece);
  if (!tree) abort();
  return tree;
}

static bool same_node(TSNode a, TSNode b) {
  TSPoint start_a = ts_node_start_point(a), start_b = ts_node_start_point(b);
  TSPoint end_a = ts_node_end_point(a), end_b = ts_node_end_point(b);
  return ts_node_symbol(a) == ts_node_symbol(b) && ts_node_start_byte(a) == ts_node_start_byte(b) &&
         ts_node_end_byte(a) == ts_node_end_byte(b) && ts_node_child_count(a) == ts_node_child_count(b) &&
         ts_node_is_missing(a) == ts_node_is_missing(b) && ts_node_is_extra(a) == ts_node_is_extra(b) &&
         start_a.row == start_b.row && start_a.column == start_b.column &&  //
         end_a.row == end_b.row && end_a.column == end_b.column;
}

// Walks both trees at once; NULL when they are the same.
static const char *difference(const TSTree *a, const TSTree *b, uint32_t length) {
  static char message[256];
  const char *found = NULL;
  TSTreeCursor one = ts_tree_cursor_new(ts_tree_root_node(a)), two = ts_tree_cursor_new(ts_tree_root_node(b));
  bool going = true;
  while (going) {
    TSNode x = ts_tree_cursor_current_node(&one), y = ts_tree_cursor_current_node(&two);
    bool same_field = ts_tree_cursor_current_field_id(&one) == ts_tree_cursor_current_field_id(&two);
    if (!same_node(x, y) || !same_field) {
      TSPoint at = ts_node_start_point(y);
      snprintf(message, sizeof message, "%u:%u: %s when parsed from the tree before, %s when parsed afresh", at.row + 1,
               at.column + 1, ts_node_type(x), ts_node_type(y));
      found = message;
      break;
    }
    if (ts_node_end_byte(x) > length || ts_node_end_byte(x) < ts_node_start_byte(x)) {
      found = "a node ends beyond the text";
      break;
    }
    if (ts_tree_cursor_goto_first_child(&one)) {
      ts_tree_cursor_goto_first_child(&two);
      continue;
    }
    for (;;) {
      bool next_one = ts_tree_cursor_goto_next_sibling(&one), next_two = ts_tree_cursor_goto_next_sibling(&two);
      if (next_one != next_two) found = "a node has more siblings in one of the trees";
      if (next_one || found) break;
      going = ts_tree_cursor_goto_parent(&one);
      ts_tree_cursor_goto_parent(&two);
      if (!going) break;
    }
    if (found) break;
  }
  ts_tree_cursor_delete(&one);
  ts_tree_cursor_delete(&two);
  return found;
}

static bool is_utf8(Text text) {
  for (uint32_t i = 0; i < text.length;) {
    uint8_t c = (uint8_t)text.bytes[i++];
    unsigned more = c < 0x80 ? 0 : c >= 0xC2 && c < 0xE0 ? 1 : (c & 0xF0) == 0xE0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : 4;
    if (more == 4 || more > text.length - i) return false;
    uint8_t next = more ? (uint8_t)text.bytes[i] : 0;
    if ((c == 0xE0 && next < 0xA0) || (c == 0xED && next > 0x9F) || (c == 0xF0 && next < 0x90) || (c == 0xF4 && next > 0x8F)) {
      return false;
    }
    for (; more; more--, i++) {
      if (((uint8_t)text.bytes[i] & 0xC0) != 0x80) return false;
    }
  }
  return true;
}

// --- edits ------------------------------------------------------------------------

#define SNIPPET(bytes) {bytes, sizeof bytes - 1}

static const struct {
  const char *bytes;
  uint32_t length;
} SNIPPETS[] = {
  SNIPPET("\n"), SNIPPET("\n"), SNIPPET("\r"), SNIPPET("\r\n"), SNIPPET(" "), SNIPPET("  "), SNIPPET("\t"),
  SNIPPET("\n  "), SNIPPET("\n      "), SNIPPET("\n- "), SNIPPET("\n\n\n"), SNIPPET(":"), SNIPPET(": "), SNIPPET("- "),
  SNIPPET("? "), SNIPPET("-"), SNIPPET("["), SNIPPET("]"), SNIPPET("{"), SNIPPET("}"), SNIPPET(","), SNIPPET("("),
  SNIPPET(")"), SNIPPET("\""), SNIPPET("'"), SNIPPET("\\"), SNIPPET("\\x"), SNIPPET("|\n"), SNIPPET(">-\n"),
  SNIPPET("#"), SNIPPET(" # x"), SNIPPET("&a "), SNIPPET("*a"), SNIPPET("!!b "), SNIPPET("!<"), SNIPPET("%"),
  SNIPPET("---\n"), SNIPPET("\n---\n"), SNIPPET("\n...\n"), SNIPPET("\n<<<<<<< x\n"), SNIPPET("\n=======\n"),
  SNIPPET("@"), SNIPPET("`"), SNIPPET("a"), SNIPPET("a b"), SNIPPET("\n  k: v"), SNIPPET("\nk:"), SNIPPET("="),
  SNIPPET(" = "), SNIPPET(" AND "), SNIPPET("enum("), SNIPPET("ref("), SNIPPET("CASE WHEN "), SNIPPET("$"),
  SNIPPET("::"), SNIPPET("fields:\n  "), SNIPPET("- validate: "), SNIPPET("- update: A SET "), SNIPPET("steps:"),
  SNIPPET("\0"), SNIPPET("\x01"), SNIPPET("\x7f"), SNIPPET("\xf0\x9f\x98\x80"),
  SNIPPET("\xc2\x85"), SNIPPET("\xe2\x80\xa8"), SNIPPET("\xef\xbb\xbf"), SNIPPET("\xef\xbf\xbf"), SNIPPET("\xcc\x81"),
  // not UTF-8
  SNIPPET("\x80"), SNIPPET("\xff\xfe"), SNIPPET("\xc3"), SNIPPET("\xe2\x80"), SNIPPET("\xed\xa0\x80"),
  SNIPPET("\xf4\x90\x80\x80"),
};

enum { SNIPPET_COUNT = sizeof SNIPPETS / sizeof *SNIPPETS, BROKEN_SNIPPET_COUNT = 6 };

// Every third text may be edited to something that is not UTF-8.
static bool may_break;

static bool is_inside_character(Text text, uint32_t at) {
  return !may_break && at < text.length && ((uint8_t)text.bytes[at] & 0xC0) == 0x80;
}

static TSPoint point_at(Text text, uint32_t at) {
  TSPoint point = {0, 0};
  for (uint32_t i = 0; i < at; i++) {
    point.column++;
    if (text.bytes[i] == '\n') point = (TSPoint){point.row + 1, 0};
  }
  return point;
}

// Takes some bytes out and puts some in.
static TSInputEdit edit_at_random(Text *text) {
  uint32_t start = random_below(text->length + 1);
  while (is_inside_character(*text, start)) start--;
  uint32_t removed = random_below(2) ? 0 : random_below(random_below(8) ? 6 : 200);
  if (removed > text->length - start) removed = text->length - start;
  while (is_inside_character(*text, start + removed)) removed++;
  char inserted[128];
  uint32_t added = 0;
  for (uint32_t i = random_below(4) + (removed == 0); i > 0; i--) {
    uint32_t pick = random_below(SNIPPET_COUNT - (may_break ? 0 : BROKEN_SNIPPET_COUNT));
    memcpy(inserted + added, SNIPPETS[pick].bytes, SNIPPETS[pick].length);
    added += SNIPPETS[pick].length;
  }
  Text now = {allocate(text->length - removed + added), text->length - removed + added};
  memcpy(now.bytes, text->bytes, start);
  memcpy(now.bytes + start, inserted, added);
  memcpy(now.bytes + start + added, text->bytes + start + removed, text->length - start - removed);
  TSInputEdit edit = {
    start, start + removed, start + added,
    point_at(*text, start), point_at(*text, start + removed), point_at(now, start + added),
  };
  free(text_before.bytes);
  text_before = *text;
  *text = now;
  return edit;
}

// Takes the text.
static void try_text(const char *name, Text text, unsigned edits) {
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, tree_sitter_specql())) abort();
  current_name = name;
  current_edit = 0;
  current_text = text;
  uint32_t whole = UINT32_MAX;
  bool utf8 = is_utf8(text);
  may_break = !utf8 || random_below(3) == 0;
  TSTree *tree = parse(parser, text, NULL, whole);
  while (current_edit < edits) {
    current_edit++;
    TSInputEdit edit = edit_at_random(&text);
    current_text = text;
    ts_tree_edit(tree, &edit);
    TSTree *next = parse(parser, text, tree, random_below(2) ? whole : 4 + random_below(61));
    TSTree *fresh = parse(parser, text, NULL, whole);
    uint32_t count = 0;
    free(ts_tree_get_changed_ranges(tree, next, &count));
    bool was_utf8 = utf8;
    utf8 = is_utf8(text);
    const char *fault = was_utf8 && utf8 ? difference(next, fresh, text.length) : NULL;
    if (fault) report(fault);
    ts_tree_delete(tree);
    // A fault found once is not reported for each edit behind it.
    bool go_on = utf8 && was_utf8 && !fault;
    tree = go_on ? next : fresh;
    ts_tree_delete(go_on ? fresh : next);
  }
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  current_text = (Text){NULL, 0};
  free(text.bytes);
  free(text_before.bytes);
  text_before = (Text){NULL, 0};
}

// --- patterns ---------------------------------------------------------------------

static int hex_digit(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

// Reads `"a\n"` in place, up to its closing quote.
static char *read_field(char **at, uint32_t *length) {
  char *in = strchr(*at, '"');
  if (!in) abort();
  char *start = ++in, *out = start;
  while (*in != '"') {
    if (*in != '\\') {
      *out++ = *in++;
    } else if (in[1] == 'x') {
      *out++ = (char)(hex_digit(in[2]) << 4 | hex_digit(in[3]));
      in += 4;
    } else {
      *out++ = in[1] == 'n' ? '\n' : in[1] == 'r' ? '\r' : in[1] == 't' ? '\t' : in[1];
      in += 2;
    }
  }
  *at = in + 1;
  *length = (uint32_t)(out - start);
  return start;
}

static void try_pattern(char *line, uint32_t size, unsigned edits, unsigned long seed) {
  char *at = strchr(line, ' ');
  if (!at) abort();
  *at++ = '\0';
  uint32_t head_length, unit_length, tail_length;
  char *head = read_field(&at, &head_length), *unit = read_field(&at, &unit_length), *tail = read_field(&at, &tail_length);
  uint32_t times = size / unit_length, length = head_length + times * unit_length + tail_length;
  Text text = {allocate(length), length};
  memcpy(text.bytes, head, head_length);
  for (uint32_t i = 0; i < times; i++) memcpy(text.bytes + head_length + i * unit_length, unit, unit_length);
  memcpy(text.bytes + length - tail_length, tail, tail_length);
  seed_random(seed, line);
  try_text(line, text, edits);
}

// Lines, each deeper than the one before.
static void try_deep(const char *name, const char *unit, uint32_t size, uint32_t step) {
  Text text = {allocate(size), size};
  uint32_t at = 0, unit_length = (uint32_t)strlen(unit);
  for (uint32_t column = 0; at + column + unit_length <= size; column += step) {
    memset(text.bytes + at, ' ', column);
    memcpy(text.bytes + at + column, unit, unit_length);
    at += column + unit_length;
  }
  memset(text.bytes + at, '\n', size - at);
  try_text(name, text, 0);
}

static void try_random_bytes(uint32_t size, unsigned long seed) {
  Text text = {allocate(size), size};
  seed_random(seed, "random");
  for (uint32_t i = 0; i < size; i++) text.bytes[i] = (char)random_below(256);
  try_text("random bytes", text, 1);
}

static void try_patterns(const char *path, uint32_t size, unsigned long seed) {
  FILE *file = fopen(path, "r");
  if (!file) {
    report("the patterns are missing");
    return;
  }
  char line[512];
  while (fgets(line, sizeof line, file)) {
    if (*line == '#' || *line == '\n' || !is_ours()) continue;
    char copy[sizeof line];
    memcpy(copy, line, sizeof line);
    try_pattern(line, size, 1, seed);
    try_pattern(copy, 300, 30, seed);
  }
  fclose(file);
  if (is_ours()) try_deep("deeper keys", "k:\n", size, 1);
  if (is_ours()) try_deep("deeper keys by two", "k:\n", size, 2);
  if (is_ours()) try_deep("deeper dashes", "- a:\n", size, 3);
  if (is_ours()) try_random_bytes(size, seed);
}

int main(int count, char **arguments) {
  unsigned long edits = 5, seed = 1, size = 40000;
  unsigned files = 0;
  const char *patterns = NULL;
  __sanitizer_set_death_callback(tell_what_was_at_hand);
  for (int i = 1; i < count; i++) {
    const char *argument = arguments[i];
    bool has_value = i + 1 < count;
    if (!strcmp(argument, "--edits") && has_value) {
      edits = strtoul(arguments[++i], NULL, 10);
    } else if (!strcmp(argument, "--seed") && has_value) {
      seed = strtoul(arguments[++i], NULL, 10);
    } else if (!strcmp(argument, "--size") && has_value) {
      size = strtoul(arguments[++i], NULL, 10);
    } else if (!strcmp(argument, "--part") && i + 2 < count) {
      part = strtoul(arguments[++i], NULL, 10);
      parts = strtoul(arguments[++i], NULL, 10);
      if (!parts) abort();
    } else if (!strcmp(argument, "--patterns") && has_value) {
      patterns = arguments[++i];
    } else if (!strcmp(argument, "--save") && has_value) {
      save_path = arguments[++i];
    } else if (is_ours()) {
      Text text;
      current_name = argument;
      if (read_file(argument, &text)) {
        seed_random(seed, argument);
        try_text(argument, text, (unsigned)edits);
        files++;
      } else {
        report("cannot be read");
      }
    }
  }
  if (patterns) try_patterns(patterns, (uint32_t)size, seed);
  current_name = NULL;
  printf("%u files, %lu edits each%s: %u faults\n", files, edits, patterns ? ", and patterns" : "", faults);
  return faults ? 1 : 0;
}
