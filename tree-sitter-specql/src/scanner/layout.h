// Which block a line belongs to. In sound files its column says so. In a file that is
// being typed, a line whose column no open block has is given to the block that its
// author most likely meant, and marked.

#ifndef SPECQL_LAYOUT_H_
#define SPECQL_LAYOUT_H_

#include "lines.h"

typedef struct {
  // Index of the block that the line belongs to.
  int32_t block;
  // The column to read the line at: that of the block.
  int32_t column;
  bool misplaced;
} Belonging;

static inline int32_t distance(int32_t a, int32_t b) { return a < b ? b - a : a - b; }

static inline bool is_mapping(const Scanner *s, int32_t i) { return (s->blocks[i].kind & BLOCK_IS_MAPPING) != 0; }

// The deepest block that starts at or left of a column.
static inline int32_t block_at_or_left_of(const Scanner *s, int32_t column) {
  int32_t i = (int32_t)s->block_count - 1;
  while (i > 0 && s->blocks[i].column > column) i--;
  return i;
}

typedef struct {
  int32_t column;
  bool is_dash;
  // Lists stand at the column of their keys here.
  bool at_key;
} NextLine;

// The mapping (or the sequence) whose column is nearest; of two equally near ones the
// deeper, unless the next line is indented like that one's entries: then this line is
// the outer one's and opens a block.
static inline int32_t nearest_block(const Scanner *s, bool mapping, int32_t column, NextLine next, bool may_open) {
  int32_t best = -1;
  for (int32_t i = (int32_t)s->block_count - 1; i >= 0; i--) {
    if (is_mapping(s, i) != mapping) continue;
    if (best < 0) {
      best = i;
      continue;
    }
    int32_t here = distance(s->blocks[i].column, column), there = distance(s->blocks[best].column, column);
    int32_t outer = s->blocks[i].column, inner = s->blocks[best].column;
    bool opens = (next.column == inner && !(next.is_dash && next.at_key)) ||
                 (next.is_dash && next.column == outer && mapping) ||
                 next.column == inner + 1;
    bool belongs_to_outer = here == there && may_open && opens;
    if (here < there || belongs_to_outer) best = i;
    if (s->blocks[i].column < column) break;
  }
  return best;
}

// Where words without a colon belong. They change nothing: the next line tells which
// blocks are still open. `i` is the deepest block at their column or left of it.
static inline Belonging place_words(Scanner *s, TSLexer *lexer, int32_t column, int32_t i) {
  int32_t top = (int32_t)s->block_count - 1, next = look_for_next_column(lexer);
  // At the column of a mapping they are a key of it, whose colon is missing.
  bool is_key = s->blocks[i].column == column && is_mapping(s, i);
  // Where lists stand at that column, too, what follows the next lines tells.
  bool at_list = !is_mapping(s, i) && i > 0 && s->blocks[i].column == column && s->blocks[i - 1].column == column;
  if (at_list && next > column) {
    // What goes on below may be the item above, of which there is but one line yet.
    bool item_goes_on = i < top && s->blocks[i + 1].column == next && (s->blocks[i + 1].kind & BLOCK_HAS_ONE_ENTRY);
    is_key = !item_goes_on && !list_goes_on_below(lexer, column);
  }
  for (int32_t j = top; j > i && next > column && !is_key; j--) {
    if (s->blocks[j].column == next) return (Belonging){j, next, true};
  }
  // They stand between a key and its value.
  if (s->phase == AT_VALUE && next > s->blocks[top].column) return (Belonging){top, s->blocks[top].column, true};
  if (s->blocks[i].column != column) return (Belonging){top, s->blocks[top].column, true};
  bool at_dash = next == column && peek(lexer) == '-';
  // Where the items below start with another word than the list's own, they are not its.
  uint8_t first_word = s->blocks[i].first_word;
  bool another_list = at_list && at_dash && first_word && hash_first_word(lexer) != first_word;
  bool ends_list = at_list && (!at_dash || another_list);
  return (Belonging){ends_list ? i - 1 : i, column, false};
}

// Where a line at `column` belongs, given that it does not start a deeper block. The
// lexer stands on the line's first character; it may be moved on, not marked.
static inline Belonging place_line(Scanner *s, TSLexer *lexer, int32_t column) {
  int32_t i = block_at_or_left_of(s, column), top = (int32_t)s->block_count - 1;
  bool exact = s->blocks[i].column == column;
  Line line = look_at_line(lexer);
  if (line.kind == LINE_IS_TEXT) return place_words(s, lexer, column, i);

  bool dash = line.kind == LINE_IS_DASH;
  if (exact && is_mapping(s, i)) {
    // The list of the key above started askew.
    if (dash && i < top && !is_mapping(s, i + 1)) {
      if ((s->blocks[i + 1].kind & BLOCK_HAS_ONE_ENTRY) && list_goes_on_below(lexer, column)) s->blocks[i + 1].column = column;
      return (Belonging){i + 1, s->blocks[i + 1].column, true};
    }
    // A dash between the entries of a mapping is misplaced there.
    if (!dash || !line.has_value || look_for_next_column(lexer) == column) return (Belonging){i, column, false};
  } else if (exact) {
    if (dash || line.kind == LINE_IS_TIGHT_DASH) return (Belonging){i, column, false};
    // A sequence that stands at its mapping's column ends at the mapping's next key.
    if (i > 0 && s->blocks[i - 1].column == column) return (Belonging){i - 1, column, false};
    // The mapping around started one blank too far left.
    if (i > 0 && is_mapping(s, i - 1) && (s->blocks[i - 1].kind & BLOCK_HAS_ONE_ENTRY) && s->blocks[i - 1].column + 1 == column) {
      s->blocks[i - 1].column = column;
      return (Belonging){i - 1, column, true};
    }
    // A key at the column of the dashes: the dash is missing, or two blanks are.
    if (i < top && is_mapping(s, i + 1)) return (Belonging){i + 1, s->blocks[i + 1].column, true};
    return (Belonging){i, column, true};
  }
  NextLine next = {look_for_next_column(lexer), peek(lexer) == '-', false};
  if (next.is_dash) next.at_key = lists_stand_at_their_keys(s) || lists_below_stand_at_their_keys(lexer);
  int32_t best = nearest_block(s, !dash, column, next, dash || !line.has_value);
  // The first dash of a list that stands at its key's column.
  if (dash && s->phase == AT_VALUE && is_mapping(s, top) &&
      (best < 0 || distance(s->blocks[top].column, column) < distance(s->blocks[best].column, column))) {
    // The key above may be what stands askew, where it is the first of its block.
    bool first = (s->blocks[top].kind & BLOCK_HAS_ONE_ENTRY) && top > 0;
    if (first && column < s->blocks[top].column && column > s->blocks[top - 1].column) s->blocks[top].column = column;
    return (Belonging){top, s->blocks[top].column, true};
  }
  if (best < 0 || (column > s->blocks[top].column && !dash && !is_mapping(s, top))) best = top;
  // The block's first line was the one that stood askew: the others agree.
  if ((s->blocks[best].kind & BLOCK_HAS_ONE_ENTRY) && next.column == column &&
      column > (best > 0 ? s->blocks[best - 1].column : -1) && (best == top || column < s->blocks[best + 1].column)) {
    s->blocks[best].column = column;
  }
  return (Belonging){best, s->blocks[best].column, true};
}

#endif
