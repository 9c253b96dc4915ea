//! Specs beside the types that they have.

mod steps;

use std::fmt::Write;

use super::*;
use crate::expression::infer::Problem;
use crate::host::Host;

/// Specs that know each other.
const CUSTOMER: &str = "\
entity: Customer
schema: crm
fields:
  name: text!
  credit: money
  address: SimpleAddress
  agent: ref(Agent)
";

const CRM_AGENT: &str = "\
entity: Agent
schema: crm
fields:
  level: enum(junior, senior)
";

/// Called as one of the customers' schema.
const SHOP_AGENT: &str = "\
entity: Agent
schema: shop
fields:
  software: text
";

const LINE: &str = "\
entity: Line
schema: shop
fields:
  order: ref(Order)!
  amount: integer!
  price: money
";

const ORDER: &str = "\
entity: Order
schema: shop
fields:
  customer: ref(crm.Customer)!
  payer: ref(crm.Customer|Line)
  status: enum(draft, paid) = draft
  total: money
  note: text
  lines: list(ref(Line))
  tags: list(text)
";

fn show_type(ty: &Type) -> String {
    match ty {
        Type::Value(value) => format!("{value:?}"),
        Type::Enum(values) => format!("enum({})", values.join(", ")),
        Type::Reference(targets) => {
            let names: Vec<_> = targets
                .iter()
                .map(|(schema, name)| match schema {
                    Some(schema) => format!("{schema}.{name}"),
                    None => name.clone(),
                })
                .collect();
            format!("ref({})", names.join("|"))
        }
        Type::Composite(name) => name.to_string(),
        Type::List(item) => format!("list({})", show_type(item)),
        Type::Row(name) => format!("row {name}"),
    }
}

/// The types of all that has types in a spec, with the specs above beside it.
fn typed_in(spec: &str) -> Vec<TypedExpression> {
    let mut host = Host::new();
    host.set_files([
        ("customer.yaml", CUSTOMER),
        ("agent.yaml", CRM_AGENT),
        ("software.yaml", SHOP_AGENT),
        ("line.yaml", LINE),
        ("other.yaml", ORDER),
        ("spec.yaml", spec),
    ]);
    if spec.starts_with(ORDER) {
        host.remove_file("other.yaml");
    }
    let file = host.file("spec.yaml").unwrap();
    typed(host.db(), file).clone()
}

/// `text: type`, one a line, of what is around or names something; then what is wrong.
fn show(spec: &str) -> String {
    let mut shown = String::new();
    for TypedExpression { span, role, typed } in typed_in(spec) {
        let text = spec[span.range()].replace('\n', " ");
        let whole = match &role {
            Role::Condition => "condition".to_owned(),
            Role::Statement => "statement".to_owned(),
            Role::Call => "call".to_owned(),
            Role::Value(expected) => {
                let whole = show_type(&typed.whole);
                format!("{whole} for {}", show_type(expected))
            }
        };
        writeln!(shown, "{text}: {whole}").unwrap();
        for (span, Meaning { origin, ty }) in &typed.names {
            let name = &spec[span.range()];
            writeln!(shown, "  {name}: {origin:?} {}", show_type(ty)).unwrap();
        }
        for Problem { kind, span } in &typed.problems {
            let kind = format!("{kind:?}");
            let kind = kind.split([' ', '(', '{']).next().unwrap_or_default();
            writeln!(shown, "  ! {kind} `{}`", &spec[span.range()]).unwrap();
        }
    }
    shown
}

/// What is shown of steps of an action of `Order`, with some parameters.
fn show_steps(parameters: &str, steps: &str) -> String {
    let parameters = match parameters {
        "" => String::new(),
        written => format!("    params: {written}\n"),
    };
    let steps: String = steps
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect();
    show(&format!(
        "{ORDER}actions:\n  - name: pay\n{parameters}    steps:\n{steps}"
    ))
    .replacen("draft: Literal for enum(draft, paid)\n", "", 1)
}

#[track_caller]
fn assert_shows(shown: &str, expected: &str) {
    let unindented: Vec<_> = expected
        .lines()
        .map(|line| line.strip_prefix("        ").unwrap_or(line))
        .collect();
    assert_eq!(shown.trim(), unindented.join("\n").trim(), "\n{shown}");
}

#[test]
fn a_condition_names_fields_and_what_they_lead_to_in_other_files() {
    assert_shows(
        &show_steps(
            "",
            "- validate: customer.credit >= total AND customer.agent.level = 'senior'",
        ),
        "
        customer.credit >= total AND customer.agent.level = 'senior': condition
          customer: Field ref(crm.Customer)
          credit: Member Number
          total: Field Number
          customer: Field ref(crm.Customer)
          agent: Member ref(crm.Agent)
          level: Member enum(junior, senior)",
    );
    assert_shows(
        &show_steps(
            "",
            "- validate: customer.address.city = note AND customer.agent.software = 'x'",
        ),
        "
        customer.address.city = note AND customer.agent.software = 'x': condition
          customer: Field ref(crm.Customer)
          address: Member SimpleAddress
          city: Member Text
          note: Field Text
          customer: Field ref(crm.Customer)
          agent: Member ref(crm.Agent)
          ! UnknownMember `software`",
    );
}

#[test]
fn columns_that_specql_adds_can_be_named() {
    assert_shows(
        &show_steps(
            "",
            "- validate: created_at < now() AND fk_customer = pk_order AND customer.id = auth_user_id",
        ),
        "
        created_at < now() AND fk_customer = pk_order AND customer.id = auth_user_id: condition
          created_at: Column DateTime
          fk_customer: Column Integer
          pk_order: Column Integer
          customer: Field ref(crm.Customer)
          id: Column Uuid
          auth_user_id: Word Uuid",
    );
    assert_shows(
        &show_steps(
            "",
            "- validate: fk_total = 1 OR pk_customer = 1 OR path = 'a'",
        ),
        "
        fk_total = 1 OR pk_customer = 1 OR path = 'a': condition
          path: Column Text
          ! UnknownName `fk_total`
          ! UnknownName `pk_customer`",
    );
}

#[test]
fn parameters_have_the_types_that_the_action_gives_them() {
    assert_shows(
        &show_steps(
            "{limit: integer, buyer: ref(crm.Customer)}",
            "- validate: $limit > 0 AND :limit > 0 AND limit > 0 AND input.limit > 0\n\
             - validate: $buyer.name = input.note AND $other = 1 AND input.other = 1",
        ),
        "
        $limit > 0 AND :limit > 0 AND limit > 0 AND input.limit > 0: condition
          limit: Parameter Integer
          limit: Parameter Integer
          limit: Parameter Integer
          input: Word row input
          limit: Parameter Integer
        $buyer.name = input.note AND $other = 1 AND input.other = 1: condition
          buyer: Parameter ref(crm.Customer)
          name: Member Text
          input: Word row input
          note: Parameter Text
          input: Word row input
          ! UnknownParameter `other`
          ! UnknownMember `other`",
    );
}

#[test]
fn without_a_list_of_parameters_nothing_is_known_of_them() {
    assert_shows(
        &show_steps("", "- validate: $limit > 0 AND input.anything = 'x'"),
        "
        $limit > 0 AND input.anything = 'x': condition
          limit: Parameter Unknown
          input: Word row input
          anything: Parameter Unknown",
    );
}

#[test]
fn who_may_call_an_action_is_said_in_names_of_the_framework() {
    let spec = format!(
        "{CUSTOMER}actions:\n  - name: a\n    requires: caller.is_owner OR has_role('x') OR name\n"
    );
    assert_shows(
        &show(&spec),
        "
        caller.is_owner OR has_role('x') OR name: condition
          caller: Variable Unknown
          name: Field Text
          ! NotBoolean `name`",
    );
}

#[test]
fn defaults_and_computed_fields_have_to_fit_their_type() {
    let spec = "\
entity: Thing
fields:
  a: enum(x, y) = z
  b: integer = many
  c: datetime = now()
  d: date = current_date
  e: text = anything
  f: boolean = \"perhaps\"
  g: {type: integer, default: 3}
  h: {type: enum(x), default: y}
  i: json = {}
  j: {type: integer, computed: e || 'x'}
  k: {type: integer, default: null}
";
    assert_shows(
        &show(spec),
        "
        z: Literal for enum(x, y)
          ! EnumValueUnknown `z`
        many: Literal for Integer
          ! LiteralUnreadable `many`
        now(): Unknown for DateTime
        current_date: Date for Date
          current_date: Word Date
        anything: Literal for Text
        \"perhaps\": Literal for Boolean
          ! LiteralUnreadable `\"perhaps\"`
        3: Literal for Integer
        y: Literal for enum(x)
          ! EnumValueUnknown `y`
        {}: Unknown for Json
        e || 'x': Text for Integer
          e: Field Text
          ! NotAssignable `e || 'x'`
        null: Null for Integer",
    );
}

#[test]
fn rules_that_the_database_keeps_name_fields() {
    let spec = format!(
        "{ORDER}constraints:\n  - type: check\n    expression: total > note AND totl > 0\n"
    );
    assert_shows(
        &show(&spec),
        "
        draft: Literal for enum(draft, paid)
        total > note AND totl > 0: Boolean for Unknown
          total: Field Number
          note: Field Text
          ! NotComparable `total > note`
          ! UnknownName `totl`",
    );
}

#[test]
fn rows_of_several_entities_have_the_members_that_one_of_them_has() {
    assert_shows(
        &show_steps(
            "",
            "- validate: payer.name = 'x' AND payer.id = id AND payer.size = 1",
        ),
        "
        payer.name = 'x' AND payer.id = id AND payer.size = 1: condition
          payer: Field ref(crm.Customer|Line)
          name: Member Text
          payer: Field ref(crm.Customer|Line)
          id: Column Uuid
          id: Column Uuid
          payer: Field ref(crm.Customer|Line)
          ! UnknownMember `size`",
    );
}

#[test]
fn a_spec_without_an_entity_has_no_unknown_names() {
    let spec = "fields:\n  a: integer\nactions:\n  - name: b\n    steps:\n      - validate: a = 'x' AND c = 1\n";
    assert!(!show(spec).contains("UnknownName"), "{}", show(spec));
}

#[test]
fn the_smallest_around_a_place_is_found() {
    let spec = format!("{ORDER}actions:\n  - name: a\n    steps:\n      - if: total > 0\n");
    let all = typed_in(&spec);
    let at_total = u32::try_from(spec.rfind("total").unwrap()).unwrap();
    assert_eq!(at(&all, at_total).unwrap().role, Role::Condition);
    assert_eq!(at(&all, 0), None);
}
