use super::*;
use crate::expression::Expression as E;
use crate::expression::{Call, FunctionName};
use crate::map::Origin;
use crate::query::{Delete, Source};
use crate::text::{Text, Writer};

fn written(function: &Function) -> Text {
    let mut out = Writer::default();
    function.write(&mut out);
    out.finish()
}

#[test]
fn a_question_is_a_function_of_sql() {
    let items = Source::table(ObjectName::new("crm", "tb_item"));
    let function = Function::new(
        ObjectName::new("crm", "item_id"),
        vec![Argument::new("p_pk", DataType::INTEGER).with_default(E::Null)],
        DataType::UUID,
        Body::Select(Box::new(
            Select::one(E::name("id"), items).filtered(E::name("pk_item").equals(E::name("p_pk"))),
        )),
    )
    .with_volatility(Volatility::Stable)
    .with_comment("The item's id");
    assert_eq!(
        written(&function).sql,
        "\
CREATE FUNCTION crm.item_id(p_pk integer DEFAULT NULL)
RETURNS uuid
LANGUAGE sql STABLE
AS $$
    SELECT id
    FROM crm.tb_item
    WHERE pk_item = p_pk
$$;
COMMENT ON FUNCTION crm.item_id(integer) IS 'The item''s id';
"
    );
}

#[test]
fn steps_are_a_function_of_plpgsql() {
    let table = ObjectName::new("crm", "tb_item");
    let delete = Delete {
        table: table.clone(),
        alias: None,
        condition: Some(E::name("id").equals(E::of("v_row", "id"))),
        returning: vec![E::name("id")],
    };
    let block = Block {
        variables: vec![
            Variable::new("v_row", DataType::object(table.clone())),
            Variable::new("v_count", DataType::INTEGER).with_value(E::integer(0)),
        ],
        statements: vec![
            Statement::SelectInto {
                query: Box::new(Select::one(E::Star, Source::table(table))),
                targets: vec![target("v_row")],
                is_strict: true,
            },
            Statement::If {
                branches: vec![
                    (
                        E::of("v_row", "label").is_null(),
                        vec![Statement::raise("check_violation", E::text("it's empty"))],
                    ),
                    (
                        E::name("v_count").equals(E::integer(1)),
                        vec![Statement::assign("v_count", E::integer(2))],
                    ),
                ],
                otherwise: vec![Statement::Delete(
                    Box::new(delete),
                    vec![vec!["v_row".into(), "id".into()]],
                )],
            },
            Statement::Perform(Call {
                function: FunctionName::Object(ObjectName::new("crm", "tell")),
                distinct: false,
                arguments: vec![E::name("v_row")],
                filter: None,
            }),
            Statement::Return(None),
        ],
        handlers: vec![Handler {
            conditions: vec!["unique_violation", "check_violation"],
            statements: vec![
                Statement::GetError(vec![("v_name".into(), "CONSTRAINT_NAME")]),
                Statement::RaiseAgain,
            ],
        }],
    };
    let function = Function::new(
        ObjectName::new("crm", "work"),
        Vec::new(),
        DataType::VOID,
        Body::Block(block),
    );
    assert_eq!(
        written(&function).sql,
        "\
CREATE FUNCTION crm.work()
RETURNS void
LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
DECLARE
    v_row crm.tb_item;
    v_count integer := 0;
BEGIN
    SELECT * INTO STRICT v_row
    FROM crm.tb_item;
    IF v_row.label IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'it''s empty';
    ELSIF v_count = 1 THEN
        v_count := 2;
    ELSE
        DELETE FROM crm.tb_item
        WHERE id = v_row.id
        RETURNING id INTO v_row.id;
    END IF;
    PERFORM crm.tell(v_row);
    RETURN;
EXCEPTION
    WHEN unique_violation OR check_violation THEN
        GET STACKED DIAGNOSTICS v_name = CONSTRAINT_NAME;
        RAISE;
END
$$;
"
    );
}

#[test]
fn loops_go_through_rows_items_and_numbers() {
    let body = Block::of([
        Statement::ForEachRow {
            variable: "r".into(),
            query: Box::new(Select::one(
                E::Star,
                Source::table(ObjectName::new("crm", "tb_item")),
            )),
            statements: vec![Statement::Continue],
        },
        Statement::ForEachItem {
            variable: "i".into(),
            array: E::name("p_items"),
            statements: vec![Statement::Exit],
        },
        Statement::ForRange {
            variable: "n".into(),
            low: E::integer(1),
            high: E::name("p_depth"),
            statements: vec![Statement::Remark("one\ntwo".to_owned())],
        },
    ]);
    let function = Function::of_trigger(ObjectName::new("crm", "f"), body);
    assert_eq!(
        written(&function).sql,
        "\
CREATE FUNCTION crm.f()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    FOR r IN
        SELECT *
        FROM crm.tb_item
    LOOP
        CONTINUE;
    END LOOP;
    FOREACH i IN ARRAY p_items LOOP
        EXIT;
    END LOOP;
    FOR n IN 1 .. p_depth LOOP
        -- one
        -- two
    END LOOP;
END
$$;
"
    );
}

#[test]
fn a_body_may_hold_anything() {
    let text = "$$ ' \\ \" -- */ $body1$ \n END; $$;";
    let body = Block::of([
        Statement::Remark(text.to_owned()),
        Statement::Return(Some(E::text(text))),
    ]);
    let function = Function::new(
        ObjectName::new("crm", "f"),
        Vec::new(),
        DataType::TEXT,
        Body::Block(body),
    );
    let sql = written(&function).sql;
    assert!(sql.contains("AS $body2$\n"), "{sql}");
    assert!(sql.ends_with("END\n$body2$;\n"), "{sql}");
}

#[test]
fn the_map_leads_into_bodies() {
    let body = Block::of([
        Statement::assign("a", E::integer(1)),
        Statement::From(
            Origin::new(40, 50),
            vec![Statement::assign("b", E::integer(2))],
        ),
    ]);
    let function = Function::new(
        ObjectName::new("crm", "f"),
        Vec::new(),
        DataType::VOID,
        Body::Block(body),
    );
    let text = written(&function);
    let at = text.sql.find("b := 2").unwrap() as u32;
    assert_eq!(text.map.to_spec(at), Some(Origin::new(40, 50)));
    let pieces = text.map.to_sql(45);
    let piece = &text.sql[pieces[0].start as usize..pieces[0].end as usize];
    assert_eq!(piece, "b := 2;\n");
}

#[test]
fn questions_may_be_put_together_while_running() {
    let question = || E::text("SELECT 1");
    let body = Block::of([
        Statement::ExecuteInto(question(), vec![vec!["v_one".into()]]),
        Statement::ForEachAnswer {
            variable: "r".into(),
            sql: question(),
            statements: vec![Statement::Continue],
        },
    ]);
    let function = Function::of_trigger(ObjectName::new("crm", "f"), body);
    let sql = written(&function).sql;
    assert!(
        sql.contains("    EXECUTE 'SELECT 1' INTO v_one;\n"),
        "{sql}"
    );
    assert!(
        sql.contains("    FOR r IN EXECUTE 'SELECT 1' LOOP\n        CONTINUE;\n"),
        "{sql}"
    );
}

#[test]
fn the_then_of_a_choice_is_not_that_of_a_condition() {
    let choice = E::when(E::name("a"), E::name("b"), Some(E::name("c")));
    let function = Function::new(
        ObjectName::new("s", "f"),
        Vec::new(),
        DataType::VOID,
        Body::Block(Block::of([Statement::when(
            choice.inverted(),
            [Statement::Return(None)],
        )])),
    );
    let sql = written(&function).sql;
    assert!(
        sql.contains("    IF (NOT CASE WHEN a THEN b ELSE c END) THEN\n"),
        "{sql}"
    );
}
