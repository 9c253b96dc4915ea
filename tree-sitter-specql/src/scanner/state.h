// What the scanner remembers between two tokens. tree-sitter stores it with each
// token, so it holds nothing that an edit elsewhere changes: columns of open
// blocks, never rows or offsets.

#ifndef SPECQL_STATE_H_
#define SPECQL_STATE_H_

#include "places.h"
#include "tree_sitter/alloc.h"

// What the grammar expects next.
typedef enum {
  AT_STREAM_START, // the root node of the first document
  AT_START,        // the root node of a document
  AT_VALUE,        // a node, or nothing
  AT_ENTRY,        // the next line of a block collection
  AT_KEY,          // the node of a key
  AT_COLON,        // the colon of a key
  AT_DONE,         // nothing: the document's root is complete
  IN_PLAIN,        // behind the first line of a plain scalar
  IN_BLOCK_SCALAR, // behind its header
  IN_DOUBLE_QUOTED,
  FLOW_ITEM,       // in a flow collection: an item
  FLOW_VALUE,      // ... behind a colon
  FLOW_AFTER_KEY,  // ... behind a node that may be a key
  FLOW_AFTER,      // ... behind a complete item
  INNER_QUOTE,     // at the closing quote of a scalar in one of SpecQL's own languages
  INNER_PLAIN,     // in such a scalar
  INNER_SINGLE,    // ... inside single quotes
  INNER_DOUBLE,    // ... inside double quotes
  INNER_LINE,      // ... behind a quote that is never closed, up to the line's end
  INNER_BLOCK,     // ... in a block scalar
} Phase;

// What a look ahead has found out about a node that starts with a property, an
// alias or a bracket.
typedef enum {
  UNKNOWN,
  IS_NO_MARKER,  // only that: what looked like `---` is something else
  IS_IN_LIST,    // only that: the line belongs to a list, dash or not
  IS_BEFORE_INDENT,  // a bracket or a quote before a line's indentation
  IS_BEFORE_DASH,    // a bracket before an item
  IS_KEY,
  IS_VALUE,
} Resolution;

enum {
  MAX_BLOCKS = 310,
  MAX_FLOWS = 900,
  // tree-sitter keeps 1,024 bytes with every token. Nested collections of one kind take
  // next to nothing, others up to 5 bytes each.
  MAX_BYTES = 960,
  NO_COLUMN = -1,
};

enum {
  BLOCK_IS_MAPPING = 1,
  BLOCK_HAS_OPEN_QUESTION = 2,  // `? key` was read, its colon not yet
  BLOCK_HAS_ONE_ENTRY = 4,
};

typedef struct {
  int32_t column;
  uint8_t kind;
  uint8_t place;
  // Of a list at the column of its key: a hash of its first item's first word, or 0.
  uint8_t first_word;
} Block;

enum {
  FLOW_IS_MAPPING = 1,
  FLOW_HAS_OPEN_QUESTION = 2,
  FLOW_IS_VALUE = 4,  // it stands behind a colon
};

typedef struct {
  uint8_t kind;
  uint8_t place;
} Flow;

enum {
  HAS_ANCHOR = 1,        // of the node that is expected
  HAS_TAG = 2,
  KEY_IS_FLOW = 4,       // the open flow collection is a block mapping's key
  FLOW_IS_UNCLOSED = 8,  // its closing bracket is nowhere to be seen
  LINE_START = 16,       // only indentation stands before this place
  LINE_IS_MISPLACED = 32,  // the next line's indentation is one that no open block has
  NEEDS_DOCUMENT_START = 64,  // behind a directive or `...`
  LANGUAGE_BEGUN = 128,  // the inner language's first token was handed out
};

typedef struct {
  uint8_t phase;
  uint8_t place;       // of the next node
  uint8_t language;    // of the scalar that is being read
  uint8_t flags;
  uint8_t resolution;
  uint16_t pending_ends;    // so many blocks close here
  int32_t column;           // of this place, when known
  int32_t next_column;      // of the next line's content, when a look ahead has found it
  int32_t block_indent;     // of the block scalar that is being read
  int32_t lines_in_flow;    // up to this depth, the flow items span lines
  uint16_t block_count;
  uint16_t flow_count;
  Block blocks[MAX_BLOCKS];
  Flow flows[MAX_FLOWS];
} Scanner;

static inline bool has(const Scanner *s, uint8_t flag) { return (s->flags & flag) != 0; }
static inline void set(Scanner *s, uint8_t flag) { s->flags |= flag; }
static inline void clear(Scanner *s, uint8_t flag) { s->flags &= (uint8_t)~flag; }

static inline bool is_unresolved(const Scanner *s) { return s->resolution <= IS_IN_LIST; }

static inline Block *top_block(Scanner *s) { return s->block_count ? &s->blocks[s->block_count - 1] : NULL; }
static inline Flow *top_flow(Scanner *s) { return s->flow_count ? &s->flows[s->flow_count - 1] : NULL; }

// The indentation that PyYAML compares with: -1 outside of all blocks.
static inline int32_t current_indent(const Scanner *s) {
  return s->block_count ? s->blocks[s->block_count - 1].column : -1;
}

static inline void reset(Scanner *s) {
  s->phase = AT_STREAM_START;
  s->place = ROOT;
  s->language = NO_LANGUAGE;
  s->flags = LINE_START;
  s->resolution = UNKNOWN;
  s->pending_ends = 0;
  s->column = 0;
  s->next_column = NO_COLUMN;
  s->block_indent = 0;
  s->lines_in_flow = 0;
  s->block_count = 0;
  s->flow_count = 0;
}

// --- storing: one byte for most numbers, most states within 24 bytes ------------

static inline void put_number(char *buffer, unsigned *size, uint32_t n) {
  while (n >= 0x80) {
    buffer[(*size)++] = (char)(n | 0x80);
    n >>= 7;
  }
  buffer[(*size)++] = (char)n;
}

static inline uint32_t get_number(const char *buffer, unsigned length, unsigned *at) {
  uint32_t n = 0;
  for (unsigned shift = 0; *at < length && shift < 32; shift += 7) {
    uint8_t byte = (uint8_t)buffer[(*at)++];
    n |= (uint32_t)(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return n;
}

// How far a block is indented more than the one around it.
static inline int32_t step_of(const Scanner *s, unsigned i) {
  return s->blocks[i].column - (i ? s->blocks[i - 1].column : 0);
}

// Whether a list stands at the column of its key.
static inline bool stands_at_its_key(const Scanner *s, unsigned i) {
  return i > 0 && !(s->blocks[i].kind & BLOCK_IS_MAPPING) && step_of(s, i) == 0;
}

// How many blocks (flow collections) from one on are alike.
static inline unsigned same_blocks(const Scanner *s, unsigned i) {
  unsigned end = i + 1;
  while (end < s->block_count && s->blocks[end].kind == s->blocks[i].kind &&
         s->blocks[end].place == s->blocks[i].place && step_of(s, end) == step_of(s, i) &&
         stands_at_its_key(s, end) == stands_at_its_key(s, i) && s->blocks[end].first_word == s->blocks[i].first_word) {
    end++;
  }
  return end - i;
}

static inline unsigned same_flows(const Scanner *s, unsigned i) {
  unsigned end = i + 1;
  while (end < s->flow_count && s->flows[end].kind == s->flows[i].kind && s->flows[end].place == s->flows[i].place) end++;
  return end - i;
}

// Which of the rarely used members are stored.
enum { STORES_LANGUAGE = 1, STORES_COLUMN = 2, STORES_NEXT = 4, STORES_RARE = 8, STORES_FLOW = 16 };

static inline unsigned store(const Scanner *s, char *buffer) {
  unsigned size = 0;
  uint8_t stores = 0;
  if (s->language) stores |= STORES_LANGUAGE;
  if (s->column != NO_COLUMN) stores |= STORES_COLUMN;
  if (s->next_column != NO_COLUMN) stores |= STORES_NEXT;
  if (s->resolution || s->pending_ends || s->block_indent) stores |= STORES_RARE;
  if (s->flow_count) stores |= STORES_FLOW;
  buffer[size++] = (char)(s->phase | (stores << 5));
  buffer[size++] = (char)(s->place | ((stores >> 3) << 6));
  buffer[size++] = (char)s->flags;
  if (stores & STORES_LANGUAGE) buffer[size++] = (char)s->language;
  if (stores & STORES_COLUMN) put_number(buffer, &size, (uint32_t)s->column);
  if (stores & STORES_NEXT) put_number(buffer, &size, (uint32_t)s->next_column);
  if (stores & STORES_RARE) {
    buffer[size++] = (char)s->resolution;
    put_number(buffer, &size, s->pending_ends);
    put_number(buffer, &size, (uint32_t)s->block_indent);
  }
  if (stores & STORES_FLOW) {
    put_number(buffer, &size, (uint32_t)s->lines_in_flow);
    put_number(buffer, &size, s->flow_count);
    for (unsigned i = 0; i < s->flow_count;) {
      unsigned run = same_flows(s, i);
      buffer[size++] = (char)(s->flows[i].kind | (s->flows[i].place << 3));
      put_number(buffer, &size, run);
      i += run;
    }
  }
  for (unsigned i = 0; i < s->block_count;) {
    unsigned run = same_blocks(s, i);
    buffer[size++] = (char)(s->blocks[i].kind | (s->blocks[i].place << 3));
    put_number(buffer, &size, ((uint32_t)step_of(s, i) << 1) | (run > 1));
    if (run > 1) put_number(buffer, &size, run);
    if (stands_at_its_key(s, i)) buffer[size++] = (char)s->blocks[i].first_word;
    i += run;
  }
  return size;
}

static inline void restore(Scanner *s, const char *buffer, unsigned length) {
  reset(s);
  if (length < 3) return;
  unsigned at = 0;
  s->phase = (uint8_t)buffer[at] & 0x1F;
  uint8_t stores = (uint8_t)buffer[at++] >> 5;
  s->place = (uint8_t)buffer[at] & 0x3F;
  stores |= (uint8_t)(((uint8_t)buffer[at++] >> 6) << 3);
  s->flags = (uint8_t)buffer[at++];
  if (stores & STORES_LANGUAGE) s->language = (uint8_t)buffer[at++];
  s->column = stores & STORES_COLUMN ? (int32_t)get_number(buffer, length, &at) : NO_COLUMN;
  s->next_column = stores & STORES_NEXT ? (int32_t)get_number(buffer, length, &at) : NO_COLUMN;
  if (stores & STORES_RARE) {
    s->resolution = (uint8_t)buffer[at++];
    s->pending_ends = (uint16_t)get_number(buffer, length, &at);
    s->block_indent = (int32_t)get_number(buffer, length, &at);
  }
  if (stores & STORES_FLOW) {
    s->lines_in_flow = (int32_t)get_number(buffer, length, &at);
    uint32_t count = get_number(buffer, length, &at);
    while (s->flow_count < count && at < length) {
      uint8_t byte = (uint8_t)buffer[at++];
      for (uint32_t run = get_number(buffer, length, &at); run && s->flow_count < MAX_FLOWS; run--) {
        s->flows[s->flow_count++] = (Flow){byte & 7, byte >> 3};
      }
    }
  }
  int32_t column = 0;
  while (at < length && s->block_count < MAX_BLOCKS) {
    uint8_t byte = (uint8_t)buffer[at++];
    uint32_t step = get_number(buffer, length, &at);
    uint32_t run = step & 1 ? get_number(buffer, length, &at) : 1;
    Block block = {column, byte & 7, byte >> 3, 0};
    bool at_key = s->block_count && !(block.kind & BLOCK_IS_MAPPING) && step >> 1 == 0;
    if (at_key && at < length) block.first_word = (uint8_t)buffer[at++];
    for (; run && s->block_count < MAX_BLOCKS; run--) {
      block.column = column += (int32_t)(step >> 1);
      s->blocks[s->block_count++] = block;
    }
  }
}

// Whether there is room for another collection.
static inline bool may_go_deeper(const Scanner *s) {
  if (s->block_count >= MAX_BLOCKS || s->flow_count >= MAX_FLOWS) return false;
  unsigned size = 0;
  for (unsigned i = 0; i < s->flow_count; i += same_flows(s, i)) size += 2;
  for (unsigned i = 0; i < s->block_count; i += same_blocks(s, i)) {
    size += stands_at_its_key(s, i) ? 4 : step_of(s, i) < 64 ? 3 : 5;
  }
  return size < MAX_BYTES;
}

#endif
