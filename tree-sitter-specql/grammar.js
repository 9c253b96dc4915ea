/**
 * SpecQL: YAML 1.1 as PyYAML reads it, with SpecQL's own languages inside scalars.
 *
 * The scanner (src/scanner.c) reads the lines, columns and brackets of YAML and
 * tells this grammar where each collection opens and closes. It hands out only
 * sequences of tokens that the rules below take, whatever the text: a text
 * without an ERROR node is not a text without mistakes. Mistakes are named nodes;
 * those of YAML itself are the `extras` below and the rules marked "mistake".
 *
 * Inside a scalar, the rules take every sequence of tokens: what a person has
 * typed so far is parsed as far as it goes.
 */

/* eslint-disable no-undef */

const PREC = {
  fallback: -5,
  element: -2,
  incomplete: -1,
  assign: 1,
  or: 2,
  and: 3,
  not: 4,
  compare: 5,
  concat: 6,
  add: 7,
  multiply: 8,
  unary: 9,
  cast: 10,
  member: 11,
};

const ignoreCase = (word) =>
  new RegExp([...word].map((c) => `[${c.toLowerCase()}${c.toUpperCase()}]`).join(''));
// Like `repeat`, with one step less for a single one.
const some = (rule) => optional(seq(rule, repeat(rule)));

const keyword = (word, name = word.toUpperCase()) => alias(token(prec(1, ignoreCase(word))), name);

// Names with dots between them. While it is being typed, the last name may be missing.
const dotted_name = ($) => prec.right(PREC.member, seq($.identifier, '.'));
const dotted = ($) => choice(
  prec.right(PREC.member, seq(repeat(dotted_name($)), $.identifier)),
  prec.right(PREC.member, repeat1(dotted_name($))),
);

module.exports = grammar({
  name: 'specql',

  word: ($) => $.identifier,

  // The order is that of `enum TokenType` in src/scanner/tokens.h.
  externals: ($) => [
    // blocks
    $._block_end,
    $._key,
    $._first_key,
    $._chunk_key,
    $._quoted_key,
    $._first_quoted_key,
    $._unclosed_key,
    $._first_unclosed_key,
    $._key_mark,
    $._first_key_mark,
    $._bare_word,
    $._first_bare_word,
    $._dash,
    $._first_dash,
    $._chunk_dash,
    $._question,
    $._first_question,
    $._colon,
    $.invalid_colon,
    // properties and aliases
    $.anchor,
    $.alias,
    $.tag,
    // scalars
    $.plain_scalar,
    $._plain_head,
    $._plain_tail,
    $.boolean_scalar,
    $.null_scalar,
    $.integer_scalar,
    $.float_scalar,
    $.timestamp_scalar,
    $.single_quoted_scalar,
    $._whole_double_quoted_scalar,
    $._double_quote_open,
    $._double_quoted_text,
    $.escape_sequence,
    $.invalid_escape,
    $._double_quote_close,
    $.unclosed_scalar,
    $.unreadable_scalar,
    $.block_header,
    $.block_text,
    // inner languages
    $._type_begin,
    $._expression_begin,
    $._statement_begin,
    $._call_begin,
    $._quote_open,
    $.unclosed_quote,
    $._quote_close,
    $.string,
    $.unclosed_string,
    $._inner_escape,
    $._inner_end,
    $._type_word,
    $._whole_type,
    $._last_required,
    $._enum_word,
    $._reference_word,
    $._list_word,
    $.enum_value,
    $.default_value,
    // flow collections
    $._sequence_open,
    $._sequence_close,
    $._mapping_open,
    $._mapping_close,
    $._comma,
    $.missing_close,
    $._flow_question,
    // documents
    $.directive,
    $._document_start,
    $._document_end,
    // extras
    $.comment,
    $.conflict_marker,
    $.tab,
    $.bad_indentation,
    $.unexpected_text,
    $.misplaced_colon,
    $.misplaced_dash,
    $.missing_space,
    $.missing_comma,
    $.stray_comma,
    $.control_character,
    $.too_deep,
    $.missing_document_start,
    $._resolved,
    $._recovering,
  ],

  extras: ($) => [
    /[ \t\r\n\u0085\u2028\u2029]/,
    $.comment,
    $.conflict_marker,
    $.tab,
    $.bad_indentation,
    $.unexpected_text,
    $.misplaced_colon,
    $.misplaced_dash,
    $.missing_space,
    $.missing_comma,
    $.stray_comma,
    $.control_character,
    $.too_deep,
    $.missing_document_start,
    $._inner_escape,
    $._resolved,
  ],

  inline: ($) => [$._between, $._long_type, $._key_node, $._inner, $._block_colon, $._enum_values, $._targets, $._list_items, $._type_part],

  supertypes: () => [],

  conflicts: () => [],

  rules: {
    stream: ($) => repeat($.document),

    document: ($) =>
      prec.right(
        choice(
          seq(
            repeat1($.directive),
            optional(seq(alias($._document_start, '---'), optional($._node))),
            repeat(alias($._document_end, '...')),
          ),
          seq(alias($._document_start, '---'), optional($._node), repeat(alias($._document_end, '...'))),
          seq($._node, repeat(alias($._document_end, '...'))),
          repeat1(alias($._document_end, '...')),
        ),
      ),

    // --- nodes ---------------------------------------------------------------

    _node: ($) =>
      choice(
        $._content,
        $.alias,
        $.decorated_node,
      ),

    // A node with an anchor, a tag, or both.
    decorated_node: ($) => prec.right(seq(repeat1(choice($.anchor, $.tag)), optional($._content))),

    _content: ($) =>
      choice(
        $.block_mapping,
        $.block_sequence,
        $.block_scalar,
        $._flow_content,
      ),

    _flow_content: ($) => choice($.flow_mapping, $.flow_sequence, $._scalar, $._inner_scalar),

    _flow_node: ($) =>
      choice(
        $._flow_content,
        $.alias,
        alias($.flow_decorated_node, $.decorated_node),
      ),

    flow_decorated_node: ($) =>
      prec.right(seq(repeat1(choice($.anchor, $.tag)), optional($._flow_content))),

    // --- block collections ---------------------------------------------------

    block_mapping: ($) =>
      seq(
        choice(alias($.first_pair, $.pair), alias($.first_incomplete_pair, $.incomplete_pair)),
        repeat(choice($._mapping_entry, $._mapping_chunk)),
        $._block_end,
      ),

    // Long mappings are cut into chunks at keys that the scanner picks by their
    // text, so that after an edit the untouched chunks are taken over whole.
    _mapping_chunk: ($) => prec.right(seq(alias($.chunk_pair, $.pair), repeat($._mapping_entry))),

    _mapping_entry: ($) => choice($.pair, $.incomplete_pair, $.block_sequence_item),

    pair: ($) => prec.right(choice(
      seq(field('key', $._simple_key), $._block_colon, optional(field('value', $._node))),
      seq(
        alias($._question, '?'),
        optional(field('key', $._node)),
        optional(seq($._block_colon, optional(field('value', $._node)))),
      ),
    )),

    first_pair: ($) => prec.right(choice(
      seq(field('key', $._first_simple_key), $._block_colon, optional(field('value', $._node))),
      seq(
        alias($._first_question, '?'),
        optional(field('key', $._node)),
        optional(seq($._block_colon, optional(field('value', $._node)))),
      ),
    )),

    chunk_pair: ($) => prec.right(
      seq(field('key', alias($._chunk_key, $.key)), $._block_colon, optional(field('value', $._node))),
    ),

    _block_colon: ($) => choice(alias($._colon, ':'), $.invalid_colon),

    _simple_key: ($) =>
      choice(
        alias($._key, $.key),
        alias($._quoted_key, $.quoted_key),
        alias($._unclosed_key, $.unclosed_key),
        prec.right(seq($._key_mark, optional($._key_node))),
      ),

    _first_simple_key: ($) =>
      choice(
        alias($._first_key, $.key),
        alias($._first_quoted_key, $.quoted_key),
        alias($._first_unclosed_key, $.unclosed_key),
        prec.right(seq($._first_key_mark, optional($._key_node))),
      ),

    _key_node: ($) => $._flow_node,

    // Mistake: a line of a mapping that has no colon yet. What is indented below
    // it is read as its value.
    incomplete_pair: ($) => prec.right(seq(
      field('key', alias($._bare_word, $.bare_word)),
      optional(field('value', $._node)),
    )),

    first_incomplete_pair: ($) => prec.right(seq(
      field('key', alias($._first_bare_word, $.bare_word)),
      optional(field('value', $._node)),
    )),

    block_sequence: ($) =>
      seq(
        alias($.first_item, $.block_sequence_item),
        repeat(choice($._sequence_entry, $._sequence_chunk)),
        $._block_end,
      ),

    _sequence_chunk: ($) => prec.right(seq(alias($.chunk_item, $.block_sequence_item), repeat($._sequence_entry))),

    _sequence_entry: ($) => choice($.block_sequence_item, $.pair, $.incomplete_pair, alias($.chunk_pair, $.pair)),

    block_sequence_item: ($) => prec.right(seq(alias($._dash, '-'), optional($._node))),
    first_item: ($) => prec.right(seq(alias($._first_dash, '-'), optional($._node))),
    chunk_item: ($) => prec.right(seq(alias($._chunk_dash, '-'), optional($._node))),

    // --- flow collections ----------------------------------------------------

    flow_sequence: ($) =>
      seq(
        alias($._sequence_open, '['),
        repeat(choice($._flow_item, alias($._comma, ','))),
        choice(alias($._sequence_close, ']'), $.missing_close),
      ),

    flow_mapping: ($) =>
      seq(
        alias($._mapping_open, '{'),
        repeat(choice($._flow_item, alias($._comma, ','))),
        choice(alias($._mapping_close, '}'), $.missing_close),
      ),

    _flow_item: ($) => choice(prec.right(-1, $._flow_node), $.flow_pair),

    flow_pair: ($) =>
      prec.right(
        choice(
          seq(optional(field('key', $._flow_node)), $._flow_colon, optional(field('value', $._flow_node))),
          seq(
            alias($._flow_question, '?'),
            optional(field('key', $._flow_node)),
            optional(seq($._flow_colon, optional(field('value', $._flow_node)))),
          ),
        ),
      ),

    _flow_colon: ($) => choice(alias($._colon, ':'), $.invalid_colon),

    // --- scalars -------------------------------------------------------------

    _scalar: ($) =>
      choice(
        $.plain_scalar,
        alias($.long_plain_scalar, $.plain_scalar),
        $.boolean_scalar,
        $.null_scalar,
        $.integer_scalar,
        $.float_scalar,
        $.timestamp_scalar,
        $.single_quoted_scalar,
        alias($._whole_double_quoted_scalar, $.double_quoted_scalar),
        $.double_quoted_scalar,
        $.unclosed_scalar,
        $.unreadable_scalar,
      ),

    // Over several lines.
    long_plain_scalar: ($) => seq($._plain_head, $._plain_tail),

    double_quoted_scalar: ($) =>
      seq(
        alias($._double_quote_open, '"'),
        repeat(choice($._double_quoted_text, $.escape_sequence, $.invalid_escape)),
        alias($._double_quote_close, '"'),
      ),

    block_scalar: ($) => prec.right(seq($.block_header, optional(choice($.block_text, $.unreadable_scalar, $._inner)))),

    // A scalar that holds one of SpecQL's own languages.
    _inner_scalar: ($) =>
      choice(
        $._inner,
        alias($.quoted_inner_scalar, $.quoted_scalar),
      ),

    quoted_inner_scalar: ($) =>
      prec.right(
        choice(
          seq(alias($._quote_open, $.quote), optional($._inner), alias($._quote_close, $.quote)),
          seq($.unclosed_quote, optional($._inner)),
        ),
      ),

    _inner: ($) => choice($.type, $.expression, $.statement, $.call_statement),

    // --- types: enum(a, b) = a!  ref(crm.Company)  list(text)  text(10, 20) ---

    // The scanner hands out the first word of a type as a whole. Most types are one word,
    // perhaps with a `!`; these need no token to end them.
    type: ($) => choice(
      alias($._whole_type, $.type_name),
      $._long_type,
    ),

    _long_type: ($) => seq(
      choice(
        $._type_begin,
        alias($._type_word, $.type_name),
        alias($.first_enum_type, $.enum_type),
        alias($.first_reference_type, $.reference_type),
        alias($.first_list_type, $.list_type),
      ),
      repeat(choice($._type_part, $.default, alias($._stray_in_type, $.stray))),
      choice($._inner_end, alias($._last_required, $.required)),
    ),

    _type_part: ($) =>
      choice(
        alias($.identifier, $.type_name),
        $.enum_type,
        $.reference_type,
        $.list_type,
        $.type_parameters,
        alias('!', $.required),
        alias('?', $.optional),
        $.array,
      ),

    _stray_in_type: ($) => choice($.number, $.string, $.unclosed_string, ')', ']', ',', '.', ':', '|', $._other),

    array: () => prec.right(seq('[', optional(']'))),

    first_enum_type: ($) => prec.right(seq(alias($._enum_word, 'enum'), optional($._enum_values))),
    enum_type: ($) => prec.right(seq(keyword('enum', 'enum'), optional($._enum_values))),
    _enum_values: ($) => prec.right(seq('(', optional($.enum_value), repeat(seq(',', optional($.enum_value))), optional(')'))),

    first_reference_type: ($) => prec.right(seq(alias($._reference_word, 'ref'), optional($._targets))),
    reference_type: ($) => prec.right(seq(keyword('ref', 'ref'), optional($._targets))),
    _targets: ($) => prec.right(seq(
      '(',
      repeat(choice($.entity_reference, $.reference_option, '|', ',', alias($._stray_in_reference, $.stray))),
      optional(')'),
    )),
    reference_option: ($) => prec.right(PREC.member + 1, seq(alias($.identifier, $.option_name), ':', repeat($._word))),
    _stray_in_reference: ($) => choice($.number, $.string, $.unclosed_string, '!', '?', '=', '(', '[', ']', '.', ':', $._other),

    first_list_type: ($) => prec.right(seq(alias($._list_word, 'list'), optional($._list_items))),
    list_type: ($) => prec.right(seq(keyword('list', 'list'), optional($._list_items))),
    _list_items: ($) => prec.right(seq('(', repeat(choice($._type_part, ',', alias($._stray_in_list, $.stray))), optional(')'))),
    _stray_in_list: ($) => choice($.number, $.string, $.unclosed_string, ']', '=', '.', ':', '|', $._other),

    type_parameters: ($) =>
      prec.right(seq('(', repeat(choice($._word, ',', '.', ':', '|', '!', '?', '=', '[', ']')), optional(')'))),

    default: ($) => prec.right(seq('=', optional($.default_value))),

    _word: ($) => choice($.identifier, $.number, $.string, $.unclosed_string, $._other),

    // --- expressions ---------------------------------------------------------

    expression: ($) => seq($._expression_begin, some($._top_element), $._inner_end),

    // What stands in brackets, behind SET, WHERE, WHEN and so on.
    _element: ($) => choice(
      prec(PREC.element, $._operand),
      alias($._stray, $.stray),
    ),

    // What stands outside of all brackets: also what belongs nowhere.
    _top_element: ($) => choice($._element, ',', $.where_clause, alias($._top_stray, $.stray)),

    _stray: ($) => prec(PREC.fallback, choice(
      '=', '!=', '<>', '<', '<=', '>', '>=', '||', '+', '*', '/', '%', '::', '.', ':', '[', ']', '!', '|', '?',
      keyword('and'), keyword('or'), keyword('in'), keyword('is'), keyword('like'), keyword('ilike'),
      keyword('between'), keyword('matches'), $._other,
    )),

    _top_stray: ($) => prec(PREC.fallback, choice(
      ')', keyword('when'), keyword('then'), keyword('else'), keyword('end'),
      keyword('set'), keyword('from'), keyword('as'), keyword('values'),
    )),

    _operand: ($) =>
      choice(
        $.identifier,
        $.path,
        $.parameter,
        $.number,
        $.string,
        $.unclosed_string,
        $.true,
        $.false,
        $.null,
        $.binary_expression,
        $.between_expression,
        $.unary_expression,
        $.parenthesized_expression,
        $.function_call,
        $.case_expression,
        $.cast_expression,
      ),

    // status, company.industry.name, input.email; `company.` while typing
    path: ($) => choice(
      prec.right(PREC.member, seq(repeat1(dotted_name($)), $.identifier)),
      prec.right(PREC.member, repeat1(dotted_name($))),
    ),
    parameter: ($) => choice(
      $._parameter_name,
      prec.right(PREC.member, seq($._parameter_name, '.', repeat(prec.right(PREC.member, seq($.identifier, '.'))))),
      prec.right(PREC.member, seq($._parameter_name, '.', repeat(prec.right(PREC.member, seq($.identifier, '.'))), $.identifier)),
    ),
    _parameter_name: ($) => token(choice(/\$[\p{L}_][\p{L}\p{N}_]*/, /:[\p{L}_][\p{L}\p{N}_]*/, /\$/)),

    true: () => keyword('true'),
    false: () => keyword('false'),
    null: () => keyword('null'),

    binary_expression: ($) =>
      choice(
        ...[
          [PREC.or, keyword('or')],
          [PREC.and, keyword('and')],
          [PREC.compare, choice(
            '=', '!=', '<>', '<', '<=', '>', '>=',
            keyword('in'), keyword('like'), keyword('ilike'), keyword('matches'),
            $.negated_operator, $.is_operator,
          )],
          [PREC.concat, '||'],
          [PREC.add, choice('+', '-')],
          [PREC.multiply, choice('*', '/', '%')],
        ].flatMap(([precedence, operator]) => [
          prec.left(precedence, seq(field('left', $._operand), field('operator', operator), field('right', $._operand))),
          // Mistake: nothing behind the operator yet.
          prec.right(precedence, seq(field('left', $._operand), field('operator', operator))),
        ]),
      ),

    _text_operator: () => choice(keyword('like'), keyword('ilike'), keyword('matches')),
    negated_operator: ($) => prec.right(seq(
      keyword('not'),
      optional(choice(keyword('in'), $._text_operator)),
    )),
    is_operator: ($) => prec.right(seq(
      keyword('is'), optional(keyword('not')), optional(seq(keyword('distinct'), optional(keyword('from')))),
    )),

    // a BETWEEN 1 AND 10, up to where it has been typed
    between_expression: ($) => choice(
      prec.left(PREC.compare, seq($._between, field('low', $._operand), keyword('and'), field('high', $._operand))),
      prec.right(PREC.compare, seq($._between, field('low', $._operand), keyword('and'))),
      prec.right(PREC.compare, seq($._between, field('low', $._operand))),
      prec.right(PREC.compare, $._between),
    ),
    _between: ($) => prec.right(PREC.compare, seq(field('value', $._operand), optional(keyword('not')), keyword('between'))),

    unary_expression: ($) =>
      choice(
        prec.right(PREC.not, seq(field('operator', $._prefix_word), field('argument', $._operand))),
        prec.right(PREC.unary, seq(field('operator', '-'), field('argument', $._operand))),
        prec.right(PREC.not, field('operator', $._prefix_word)),
        prec.right(PREC.unary, field('operator', '-')),
      ),

    _prefix_word: () => choice(keyword('not'), keyword('exists'), keyword('distinct')),

    parenthesized_expression: ($) => choice(
      prec(1, seq('(', some($._inside), ')')),
      prec.left(PREC.fallback, seq('(', some($._inside))),
    ),

    // `extract(year FROM at)`, `count(*)`, `EXISTS (SELECT a FROM b WHERE c)`
    _inside: ($) => choice(
      $._element, ',', prec(1, '*'), keyword('from'), keyword('as'), keyword('where'),
    ),

    function_call: ($) => prec.right(PREC.member, seq(field('name', choice(alias($.identifier, $.function_name), alias($.path, $.function_name))), field('arguments', $.arguments))),

    arguments: ($) => choice(
      prec(1, seq('(', some($._inside), ')')),
      prec.left(PREC.fallback, seq('(', some($._inside))),
    ),

    case_expression: ($) => prec.right(PREC.incomplete, seq(
      keyword('case'),
      repeat($._element),
      repeat($.when_clause),
      optional(seq(keyword('else'), repeat($._element))),
      optional(keyword('end')),
    )),
    when_clause: ($) => prec.right(PREC.incomplete, seq(
      keyword('when'), repeat($._element), optional(seq(keyword('then'), repeat($._element))),
    )),

    cast_expression: ($) => choice(
      prec.left(PREC.cast, seq($._operand, '::', alias($.identifier, $.type_name))),
      prec.right(PREC.cast, seq($._operand, '::')),
    ),

    // --- statements: Contact SET status = 'x' WHERE id = $id ------------------

    statement: ($) => prec.right(seq(
      $._statement_begin,
      optional(field('entity', $.entity_reference)),
      repeat(choice(
        alias($.named_arguments, $.arguments),
        $.set_clause,
        $.values_clause,
        $.where_clause,
        $.from_clause,
        $.as_clause,
        $.in_clause,
        alias($._stray_in_statement, $.stray),
      )),
      $._inner_end,
    )),

    _stray_in_statement: ($) => prec(PREC.fallback, choice(
      $.identifier, $.number, $.string, $.unclosed_string, $._parameter_name,
      '=', '!=', '<>', '<', '<=', '>', '>=', '||', '+', '-', '*', '/', '%', '::', '.', ':', '[', ']', '!', '|', '?', ',', ')',
      keyword('and'), keyword('or'), keyword('is'), keyword('like'), keyword('ilike'),
      keyword('between'), keyword('matches'), keyword('not'), keyword('exists'), keyword('distinct'),
      keyword('case'), keyword('when'), keyword('then'), keyword('else'), keyword('end'),
      keyword('true'), keyword('false'), keyword('null'), $._other,
    )),

    entity_reference: ($) => dotted($),

    set_clause: ($) => prec.right(seq(keyword('set'), some(choice($.assignment, $._element, ',', alias($._stray_in_clause, $.stray))))),
    assignment: ($) => choice(
      prec.right(PREC.assign, seq(field('field', choice($.identifier, $.path)), '=', field('value', $._operand))),
      prec.right(PREC.assign, seq(field('field', choice($.identifier, $.path)), '=')),
    ),
    values_clause: ($) => prec.right(seq(keyword('values'), some(choice($._element, ',', alias($._stray_in_clause, $.stray))))),
    where_clause: ($) => prec.right(seq(keyword('where'), some(choice($._element, ',', alias($._stray_in_clause, $.stray))))),
    from_clause: ($) => prec.right(seq(keyword('from'), some(choice($._element, ',', alias($._stray_in_clause, $.stray))))),
    in_clause: ($) => prec.right(seq(keyword('in'), some(choice($._element, ',', alias($._stray_in_clause, $.stray))))),
    as_clause: ($) => prec.right(seq(keyword('as'), optional($.identifier))),
    _stray_in_clause: ($) => prec(PREC.fallback, choice(
      ')', keyword('when'), keyword('then'), keyword('else'), keyword('end'),
    )),

    // --- calls: send_mail(to = email, subject = 'Welcome') --------------------

    call_statement: ($) => prec.right(seq(
      $._call_begin,
      optional(field('name', choice(alias($.identifier, $.function_name), alias($.path, $.function_name)))),
      repeat(choice(
        alias($.named_arguments, $.arguments),
        alias($._stray_in_call, $.stray),
      )),
      $._inner_end,
    )),

    _stray_in_call: ($) => choice($._stray_in_statement, $._keyword_in_call),
    _keyword_in_call: ($) => prec(PREC.fallback, choice(
      keyword('set'), keyword('where'), keyword('from'), keyword('as'), keyword('values'), keyword('in'),
    )),

    named_arguments: ($) => choice(
      prec(1, seq('(', some(choice($.named_argument, $._inside)), ')')),
      prec.left(PREC.fallback, seq('(', some(choice($.named_argument, $._inside)))),
    ),
    named_argument: ($) => choice(
      prec.right(PREC.assign, seq(field('name', choice($.identifier, $.path)), '=', field('value', $._operand))),
      prec.right(PREC.assign, seq(field('name', choice($.identifier, $.path)), '=')),
    ),

    // --- tokens --------------------------------------------------------------

    identifier: () => /[\p{L}_][\p{L}\p{N}_]*/,
    number: () => /[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/,
    _other: () => token(prec(-10, /[^ \t\r\n\u0085\u2028\u2029]/)),
  },
});
