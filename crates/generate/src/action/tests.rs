//! What actions become. What they do when they are called is tested in a database, by
//! `crates/lsp/tests/postgres_actions`.

use std::sync::{Arc, Mutex};

use specql_analysis::Host;

use crate::fixture::{sql, sql_of_next, statement, workspace};

/// The attributes that an action takes, a line each.
fn input(sql: &str, action: &str) -> String {
    let made = statement(sql, &format!("CREATE TYPE app.type_{action}_input"));
    let lines = made.lines().map(|line| line.trim().trim_end_matches(','));
    let attributes = lines.filter(|line| !line.starts_with("CREATE") && *line != ");");
    attributes.collect::<Vec<_>>().join("; ")
}

/// The statements of an action's function, without those that look its row up and answer.
fn steps(sql: &str, action: &str) -> String {
    let beginning = format!("CREATE FUNCTION crm.{action}(");
    let (_, function) = sql.split_once(&beginning).expect(sql);
    let (body, _) = function.split_once("\n$$;").expect(sql);
    let (_, body) = body.split_once("\n    END IF;\n").expect(sql);
    let (steps, _) = body.rsplit_once("\n    RETURN").unwrap_or(("", ""));
    let lines = steps
        .lines()
        .map(|line| line.strip_prefix("    ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn only_the_entitys_own_names_make_change_and_delete_rows() {
    let sql = sql(&["\
entity: OrderItem
schema: crm
fields: {label: text!, owner: ref(OrderItem)}
actions:
  - name: create_order_item
  - name: update_orderitem
  - name: deleteOrderItem
  - name: create_order_item_draft
"]);
    assert_eq!(
        input(&sql, "create_order_item"),
        "label text; owner_id uuid"
    );
    assert_eq!(
        input(&sql, "update_orderitem"),
        "label text; owner_id uuid; id uuid"
    );
    assert!(sql.contains("CREATE FUNCTION crm.\"deleteOrderItem\"(auth_tenant_id uuid, input_entity_id uuid, auth_user_id uuid)"));
    assert_eq!(input(&sql, "create_order_item_draft"), "id uuid");
}

#[test]
fn actions_take_what_their_steps_ask_for() {
    let spec = |steps: &str| {
        format!(
            "entity: Item\nschema: crm\nfields: {{qty: integer, price: money, owner: ref(Item)}}\n\
             actions:\n  - name: act\n    params: {{why: 'text!', when: date}}\n    steps:\n{steps}"
        )
    };
    let cases = [
        ("", "why text; \"when\" date"),
        (
            "      - validate: input.other > 1\n",
            "other numeric; why text; \"when\" date",
        ),
        (
            "      - update: Item SET qty = ?, owner = input.owner_id, price = $more\n",
            "qty integer; owner_id uuid; more numeric; why text; \"when\" date",
        ),
        (
            "      - update: Item\n",
            "qty integer; price numeric(19,4); owner_id uuid; why text; \"when\" date",
        ),
        (
            "      - insert: Item\n",
            "qty integer; price numeric(19,4); owner_id uuid; why text; \"when\" date",
        ),
    ];
    for (steps, expected) in cases {
        let sql = sql_of_next(&[&spec(steps)]);
        assert_eq!(
            input(&sql, "act"),
            format!("id uuid; {expected}"),
            "{steps}"
        );
    }
}

#[test]
fn steps_stand_in_their_order_and_undo_what_was_done() {
    let sql = sql(&["\
entity: Item
schema: crm
fields: {state: 'enum(a, b)', qty: integer}
actions:
  - name: act
    steps:
      - validate: qty > 0
        error: no_qty
      - update: Item SET state = 'b'
      - if: qty > 5
        then:
          - reject: too_many
"]);
    assert_eq!(
        steps(&sql, "act"),
        "\
IF v_row.qty > 0 IS NOT TRUE THEN
    RETURN app.log_and_return_mutation(
        auth_tenant_id,
        auth_user_id,
        'item',
        input_data.id,
        'NOOP',
        'failed:validation_error',
        ARRAY[]::text[],
        'no_qty',
        NULL,
        NULL,
        jsonb_build_object('error', 'no_qty', 'condition', 'qty > 0')
    );
END IF;
UPDATE crm.tb_item AS t
SET state = 'b',
    updated_at = now(),
    updated_by = auth_user_id
WHERE t.pk_item = v_row.pk_item AND t.tenant_id = auth_tenant_id AND t.deleted_at IS NULL
RETURNING * INTO v_row;
IF v_row.qty > 5 THEN
    RAISE EXCEPTION USING ERRCODE = 'SP001', MESSAGE = 'too_many', DETAIL = 'failed:validation_error', COLUMN = '';
END IF;"
    );
    assert!(sql.contains("\n    WHEN SQLSTATE 'SP001' THEN\n"), "{sql}");
}

#[test]
fn what_cannot_be_compiled_is_told_where_it_would_stand() {
    let spec = "\
entity: Item
schema: crm
fields: {label: text}
actions:
  - name: act
    requires: caller.may
    steps:
      - validate: nowhere > 1
      - insert: Nothing
      - update_scd: Item SET label = 'x'
      - unheard: of
";
    let host = workspace(&[("a.yaml", spec)]);
    let file = host.file("a.yaml").unwrap();
    let left_out = crate::left_out(host.db(), file);
    let told: Vec<_> = left_out
        .iter()
        .map(|left_out| {
            let of = " of the action `act`: ";
            let (_, why) = left_out.reason.split_once(of).unwrap();
            (&spec[left_out.span.range()], why)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("nowhere", "nothing is called `nowhere` here"),
            ("Nothing", "there is no one entity `Nothing`"),
            (
                "update_scd",
                "rows have no versions without the pattern `temporal_scd_type2_helper`",
            ),
            ("unheard", "there is no step `unheard`"),
            ("caller.may", "who may call it is not checked"),
        ]
    );
    let sql = sql(&[spec]);
    for line in [
        "    -- Left out: `validate`, because nothing is called `nowhere` here\n",
        "    -- Left out: `unheard`, because there is no step `unheard`\n",
        "CREATE FUNCTION app.act(",
    ] {
        assert!(sql.contains(line), "{sql}");
    }
}

#[test]
fn names_of_actions_belong_to_the_whole_database() {
    let spec = |entity: &str| {
        format!(
            "entity: {entity}\nschema: crm\nfields: {{label: text}}\nactions:\n  - name: close\n    \
             steps:\n      - call: create_b(label = label)\n  - name: create_b\n"
        )
    };
    let sql = sql(&[&spec("A"), &spec("B")]);
    assert!(sql.contains("CREATE FUNCTION app.close_a("), "{sql}");
    assert!(sql.contains("CREATE FUNCTION crm.create_b_a("), "{sql}");
    // Its own action is the one that it calls.
    assert!(sql.contains("v_result := crm.create_b_a(\n"), "{sql}");
}

#[test]
fn an_action_may_be_called_by_its_entity_or_its_schema() {
    let order = "\
entity: Order
schema: crm
fields: {buyer: ref(people.Buyer), seller: ref(people.Seller)}
actions:
  - name: act
    steps:
      - call: Buyer.greet(name = 'a')
      - call: crm.pack(name = 'b')
  - name: pack
    steps: []
";
    let greeting = |entity: &str| {
        format!(
            "entity: {entity}\nschema: people\nfields: {{name: text}}\nactions:\n  - name: greet\n    \
             steps: []\n"
        )
    };
    let sql = sql_of_next(&[order, &greeting("Buyer"), &greeting("Seller")]);
    let steps = steps(&sql, "act");
    assert!(
        steps.contains("v_result := people.greet_buyer(\n"),
        "{steps}"
    );
    assert!(steps.contains(":= crm.pack(\n"), "{steps}");
}

#[test]
fn what_is_typed_in_one_spec_makes_no_other_anew() {
    let ran: Arc<Mutex<Vec<String>>> = Arc::default();
    let notes = Arc::clone(&ran);
    let mut host = Host::observed(move |event| {
        if let salsa::EventKind::WillExecute { database_key } = event.kind {
            notes.lock().unwrap().push(format!("{database_key:?}"));
        }
    });
    let order = "\
entity: Order
fields: {buyer: ref(Buyer)}
actions:
  - name: act
    steps:
      - validate: buyer.name = 'x'
      - call: greet(id = buyer)
";
    let buyer = "entity: Buyer\nfields: {name: text}\nactions:\n  - name: greet\n    steps: []\n";
    host.set_files([("order.yaml", order), ("buyer.yaml", buyer)]);
    let make = |host: &Host| {
        let file = host.file("order.yaml").unwrap();
        crate::catalogue(host.db(), file).clone()
    };
    let before = make(&host);
    ran.lock().unwrap().clear();
    let longer = buyer.replace(
        "steps: []",
        "steps:\n      - reject: no\n    description: Hello",
    );
    host.set_files([("order.yaml", order), ("buyer.yaml", longer.as_str())]);
    assert_eq!(make(&host), before);
    let ran = ran.lock().unwrap();
    let made = ran.iter().filter(|query| query.starts_with("actions("));
    assert_eq!(made.count(), 0, "{ran:?}");
}

#[test]
fn a_field_is_set_in_one_line_or_in_a_mapping() {
    let spec = |step: &str| {
        format!(
            "entity: Item\nschema: crm\nfields: {{label: text, state: 'enum(open, done)'}}\n\
             actions:\n  - name: act\n    steps:\n      - {step}\n"
        )
    };
    let made = |step: &str| steps(&sql_of_next(&[&spec(step)]), "act");
    let line = made("set: state = 'done'");
    assert_eq!(line, made("set: {state: \"'done'\"}"));
    assert!(line.contains("SET state = 'done',\n"), "{line}");
}
