// Places of the language: which of SpecQL's own languages a scalar is written in
// follows from the keys above it. This is all that the grammar knows of SpecQL's keys.

#ifndef SPECQL_PLACES_H_
#define SPECQL_PLACES_H_

#include "chars.h"

typedef enum {
  ELSEWHERE,
  ROOT,
  ENTITY,       // below `entity:`
  FIELDS,       // names of fields, or of parameters
  FIELD,        // one field: a type, or a mapping that describes it
  ACTIONS,      // list of actions
  ACTION,
  STEPS,        // list of steps
  STEP,
  SWITCH,       // an expression, or a mapping with cases
  CASES,        // list of {when, then}
  CASE,
  VALUES,       // mapping of names to expressions
  EXPRESSIONS,  // list of expressions, or of {name: expression}
  RULES,        // list of mappings with `where`, `check`, `expression`
  RULE,
  TYPE,         // a scalar that is a type expression
  EXPRESSION,   // a scalar that is an expression
  STATEMENT,    // a scalar: an entity, then SET, WHERE, VALUES, IN, AS
  CALL,         // a scalar: a function and its arguments
  SETS,         // an assignment, or a mapping of names to expressions
  PLACE_COUNT,
} Place;

typedef struct {
  Place place;
  const char *key;
  Place value;
} KeyedPlace;

// A null key stands for every other key of that place.
static const KeyedPlace KEYED_PLACES[] = {
  {ROOT, "entity", ENTITY},
  {ROOT, "fields", FIELDS},
  {ROOT, "actions", ACTIONS},
  {ROOT, "computed_fields", EXPRESSIONS},
  {ROOT, "params", FIELDS},
  {ROOT, "indexes", RULES},
  {ROOT, "constraints", RULES},
  {ROOT, "views", RULES},
  {ROOT, "validations", RULES},
  {ENTITY, "fields", FIELDS},
  {FIELDS, NULL, FIELD},
  {FIELD, "type", TYPE},
  {FIELD, "items", TYPE},
  {FIELD, "computed", EXPRESSION},
  {FIELD, "expression", EXPRESSION},
  {FIELD, "required_if", EXPRESSION},
  {FIELD, "check", EXPRESSION},
  {ACTION, "steps", STEPS},
  {ACTION, "params", FIELDS},
  {ACTION, "parameters", FIELDS},
  {ACTION, "inputs", FIELDS},
  {ACTION, "returns", TYPE},
  {ACTION, "requires", EXPRESSION},
  {STEP, "validate", EXPRESSION},
  {STEP, "if", EXPRESSION},
  {STEP, "elif", EXPRESSION},
  {STEP, "while", EXPRESSION},
  {STEP, "switch", SWITCH},
  {SWITCH, "expression", EXPRESSION},
  {SWITCH, "cases", CASES},
  {SWITCH, "default", STEPS},
  {STEP, "aggregate", RULE},
  {STEP, "condition", EXPRESSION},
  {STEP, "expression", EXPRESSION},
  {STEP, "assign", EXPRESSION},
  {STEP, "set", SETS},
  {STEP, "return", EXPRESSION},
  {STEP, "where", EXPRESSION},
  {STEP, "insert", STATEMENT},
  {STEP, "update", STATEMENT},
  {STEP, "update_scd", STATEMENT},
  {STEP, "delete", STATEMENT},
  {STEP, "find", STATEMENT},
  {STEP, "foreach", STATEMENT},
  {STEP, "call", CALL},
  {STEP, "notify", CALL},
  {STEP, "emit", CALL},
  {STEP, "then", STEPS},
  {STEP, "else", STEPS},
  {STEP, "do", STEPS},
  {STEP, "steps", STEPS},
  {STEP, "loop", STEPS},
  {STEP, "try", STEPS},
  {STEP, "finally", STEPS},
  {STEP, "default", STEPS},
  {STEP, "cases", CASES},
  {STEP, "catch", CASES},
  {STEP, "exception_handling", STEP},
  {STEP, "declare", FIELD},
  {STEP, "values", VALUES},
  {STEP, "fields", VALUES},
  {STEP, "args", VALUES},
  {STEP, "arguments", VALUES},
  {CASE, "when", EXPRESSION},
  {CASE, "then", STEPS},
  {VALUES, NULL, EXPRESSION},
  {SETS, NULL, EXPRESSION},
  {RULE, "where", EXPRESSION},
  {RULE, "check", EXPRESSION},
  {RULE, "when", EXPRESSION},
  {RULE, "condition", EXPRESSION},
  {RULE, "expression", EXPRESSION},
};

// The place of the value behind a key.
static inline Place place_of_value(Place place, const Text *key) {
  if (place == ELSEWHERE) return ELSEWHERE;
  for (size_t i = 0; i < sizeof KEYED_PLACES / sizeof *KEYED_PLACES; i++) {
    const KeyedPlace *row = &KEYED_PLACES[i];
    if (row->place == place && (!row->key || text_is(key, row->key))) return row->value;
  }
  return ELSEWHERE;
}

// The place of each item of a list.
static inline Place place_of_item(Place place) {
  switch (place) {
    case ACTIONS: return ACTION;
    case STEPS: return STEP;
    case CASES: return CASE;
    case RULES: return RULE;
    case EXPRESSIONS: return VALUES;
    case FIELDS:
    case FIELD: return FIELD;
    default: return ELSEWHERE;
  }
}

typedef enum { NO_LANGUAGE, TYPE_LANGUAGE, EXPRESSION_LANGUAGE, STATEMENT_LANGUAGE, CALL_LANGUAGE } Language;

// The language of a scalar at a place.
static inline Language language_at(Place place) {
  switch (place) {
    case FIELD:
    case TYPE: return TYPE_LANGUAGE;
    case SWITCH:
    case SETS:
    case EXPRESSION: return EXPRESSION_LANGUAGE;
    case STATEMENT: return STATEMENT_LANGUAGE;
    case CALL: return CALL_LANGUAGE;
    default: return NO_LANGUAGE;
  }
}

#endif
