use super::*;
use crate::expression::Expression as E;
use crate::text::Writer;

#[test]
fn a_question_is_written_part_by_part() {
    let items = ObjectName::new("crm", "tb_item");
    let select = Select {
        columns: vec![
            (E::of("i", "label"), None),
            (E::call("count", [E::Star]), Some("n".into())),
        ],
        from: Some(Source::aliased(items.clone(), "i")),
        joins: vec![Join {
            is_left: true,
            source: Source::aliased(items, "p"),
            on: E::of("p", "pk_item").equals(E::of("i", "fk_parent")),
        }],
        group_by: vec![E::of("i", "label")],
        order_by: vec![Order {
            by: E::of("i", "label"),
            descending: true,
        }],
        limit: Some(E::integer(1)),
        is_locking: true,
        skips_locked: true,
        ..Select::default()
    }
    .filtered(E::of("i", "deleted_at").is_null())
    .filtered(E::of("i", "a").or(E::of("i", "b")));
    let mut out = Writer::default();
    select.write(&mut out);
    assert_eq!(
        out.finish().sql,
        "\
SELECT i.label, count(*) AS n
FROM crm.tb_item AS i
LEFT JOIN crm.tb_item AS p ON p.pk_item = i.fk_parent
WHERE i.deleted_at IS NULL AND (i.a OR i.b)
GROUP BY i.label
ORDER BY i.label DESC
LIMIT 1
FOR UPDATE SKIP LOCKED"
    );
}

#[test]
fn rows_may_be_grouped_in_several_ways_at_once() {
    let select = Select {
        grouping_sets: vec![
            vec![E::name("day"), E::name("kind")],
            vec![E::name("day")],
            vec![],
        ],
        ..Select::one(
            E::call("sum", [E::name("n")]),
            Source::table(ObjectName::new("a", "fact")),
        )
    };
    let mut out = Writer::default();
    select.write(&mut out);
    assert_eq!(
        out.finish().sql,
        "SELECT sum(n)\nFROM a.fact\nGROUP BY GROUPING SETS ((day, kind), (day), ())"
    );
}

#[test]
fn changes_tell_what_they_did() {
    let table = ObjectName::new("crm", "tb_item");
    let insert = Insert {
        table: table.clone(),
        columns: vec!["order".into(), "b".into()],
        values: Values::Rows(vec![vec![E::text("x"), E::Default]]),
        on_conflict: Some(OnConflict {
            columns: vec!["order".into()],
            set: vec![("b".into(), E::of("excluded", "b"))],
        }),
        returning: vec![E::name("id")],
    };
    let mut out = Writer::default();
    insert.write(None, &mut out);
    assert_eq!(
        out.finish().sql,
        "\
INSERT INTO crm.tb_item (\"order\", b)
VALUES ('x', DEFAULT)
ON CONFLICT (\"order\") DO UPDATE
SET b = excluded.b
RETURNING id"
    );

    let update = Update {
        table: table.clone(),
        alias: Some("t".into()),
        set: vec![("a".into(), E::integer(1)), ("b".into(), E::Null)],
        from: None,
        condition: Some(E::name("id").equals(E::name("p_id"))),
        returning: Vec::new(),
    };
    let mut out = Writer::default();
    update.write(None, &mut out);
    assert_eq!(
        out.finish().sql,
        "UPDATE crm.tb_item AS t\nSET a = 1,\n    b = NULL\nWHERE id = p_id"
    );

    let delete = Delete {
        table,
        alias: None,
        condition: None,
        returning: Vec::new(),
    };
    let mut out = Writer::default();
    delete.write(None, &mut out);
    assert_eq!(out.finish().sql, "DELETE FROM crm.tb_item");
}
