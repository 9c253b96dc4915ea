//! What can be named in steps, and what they make known.

use super::{assert_shows, show_steps};

#[test]
fn statements_name_the_fields_of_their_entity_and_then_those_of_the_spec() {
    assert_shows(
        &show_steps(
            "",
            "- update: Line SET price = total, amount = 'many' WHERE order = id AND statuss = 'x'\n\
             - update: crm.Customer SET name = note, agent = 'x' WHERE agent.level = 'boss'",
        ),
        "
        Line SET price = total, amount = 'many' WHERE order = id AND statuss = 'x': statement
          price: Field Number
          total: Field Number
          amount: Field Integer
          order: Field ref(Order)
          id: Column Uuid
          ! LiteralUnreadable `'many'`
          ! UnknownName `statuss`
        crm.Customer SET name = note, agent = 'x' WHERE agent.level = 'boss': statement
          name: Field Text
          note: Field Text
          agent: Field ref(crm.Agent)
          agent: Field ref(crm.Agent)
          level: Member enum(junior, senior)
          ! LiteralUnreadable `'x'`
          ! EnumValueUnknown `'boss'`",
    );
}

#[test]
fn an_unknown_entity_makes_no_further_problems() {
    assert_shows(
        &show_steps(
            "",
            "- update: Nothing SET anything = 1 WHERE status = 'x'\n\
             - find: Nothing WHERE a.b = c\n  store: found\n\
             - validate: found.a = 1 AND EXISTS shop.Agent WHERE software = 'x'",
        ),
        "
        Nothing SET anything = 1 WHERE status = 'x': statement
          anything: Variable Unknown
          status: Variable Unknown
        Nothing WHERE a.b = c: statement
          a: Variable Unknown
          c: Variable Unknown
        found.a = 1 AND EXISTS shop.Agent WHERE software = 'x': condition
          found: Variable Unknown
          software: Field Text",
    );
}

#[test]
fn values_of_an_insert_have_to_fit_their_columns() {
    assert_shows(
        &show_steps(
            "",
            "- insert: Line (order, amount) VALUES (id, 'many'), (id, 2)",
        ),
        "
        Line (order, amount) VALUES (id, 'many'), (id, 2): statement
          order: Field ref(Order)
          amount: Field Integer
          id: Column Uuid
          id: Column Uuid
          ! LiteralUnreadable `'many'`",
    );
    assert_shows(
        &show_steps("", "- insert: Line\n  values: {amount: note, price: 1}"),
        "
        Line: statement
        note: Text for Integer
          note: Field Text
          ! NotAssignable `note`
        1: Integer for Number",
    );
}

#[test]
fn loops_give_their_variable_the_type_of_what_they_go_through() {
    assert_shows(
        &show_steps(
            "",
            "- foreach: Line WHERE order = id as line\n  do:\n    - validate: line.amount > 0\n\
             - foreach: item in lines\n  do:\n    - update: Line SET price = item.price WHERE id = item.id\n\
             - foreach: tag in tags\n  do:\n    - validate: tag != 'x'\n\
             - validate: tag = 'x'",
        ),
        "
        Line WHERE order = id as line: statement
          order: Field ref(Order)
          id: Column Uuid
        line.amount > 0: condition
          line: Variable ref(Line)
          amount: Member Integer
        item in lines: statement
          lines: Field list(ref(Line))
        Line SET price = item.price WHERE id = item.id: statement
          price: Field Number
          item: Variable ref(Line)
          price: Member Number
          id: Column Uuid
          item: Variable ref(Line)
          id: Column Uuid
        tag in tags: statement
          tags: Field list(Text)
        tag != 'x': condition
          tag: Variable Text
        tag = 'x': condition
          ! UnknownName `tag`",
    );
}

#[test]
fn results_of_steps_are_variables_from_then_on() {
    assert_shows(
        &show_steps(
            "",
            "- find: crm.Customer WHERE name = note\n  store: buyer\n\
             - validate: buyer.credit > 0 AND customer = buyer\n\
             - declare: {name: sum, type: integer}\n\
             - assign: sum = note\n\
             - assign: fresh = 1\n\
             - aggregate: {operation: count, field: id, from: tb_line, as: count_of_lines}\n\
             - validate: sum = count_of_lines OR fresh = 1",
        ),
        "
        crm.Customer WHERE name = note: statement
          name: Field Text
          note: Field Text
        buyer.credit > 0 AND customer = buyer: condition
          buyer: Variable ref(crm.Customer)
          credit: Member Number
          customer: Field ref(crm.Customer)
          buyer: Variable ref(crm.Customer)
        sum = note: Text for Integer
          sum: Variable Integer
          note: Field Text
          ! NotAssignable `note`
        fresh = 1: Integer for Unknown
          fresh: Variable Unknown
        sum = count_of_lines OR fresh = 1: condition
          sum: Variable Integer
          count_of_lines: Variable Unknown
          fresh: Variable Unknown",
    );
}

#[test]
fn cases_are_compared_with_what_they_are_cases_of() {
    assert_shows(
        &show_steps(
            "",
            "- switch: status\n  cases:\n    - when: \"'draft'\"\n      then: []\n    - when: \"'sent'\"\n      then: []\n\
             - switch:\n    expression: total\n    cases:\n      - when: note\n        then: []",
        ),
        "
        status: enum(draft, paid) for Unknown
          status: Field enum(draft, paid)
        'draft': Literal for enum(draft, paid)
        'sent': Literal for enum(draft, paid)
          ! EnumValueUnknown `'sent'`
        total: Number for Unknown
          total: Field Number
        note: Text for Number
          note: Field Text
          ! NotAssignable `note`",
    );
}

#[test]
fn arguments_have_to_fit_the_parameters_of_an_action_of_the_spec() {
    assert_shows(
        &show_steps(
            "{limit: integer}",
            "- call: pay(limit = note, other = 1)\n\
             - call: send(to = customer.name, what = missing)\n\
             - notify: customer(email, \"Your order is ready\")",
        ),
        "
        pay(limit = note, other = 1): call
          limit: Parameter Integer
          note: Field Text
          ! NotAssignable `note`
        send(to = customer.name, what = missing): call
          customer: Field ref(crm.Customer)
          name: Member Text
          ! UnknownName `missing`
        customer(email, \"Your order is ready\"): call",
    );
}

#[test]
fn an_answer_may_be_a_sentence() {
    assert_shows(
        &show_steps(
            "",
            "- return: total\n- return: \"Ready to go\"\n- return: done",
        ),
        "
        total: Number for Unknown
          total: Field Number",
    );
}
