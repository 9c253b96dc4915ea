use super::*;
use crate::text::Writer;
use Expression as E;

fn sql(expression: &Expression) -> String {
    let mut out = Writer::default();
    expression.write(&mut out);
    out.finish().sql
}

fn a() -> E {
    E::name("a")
}

fn b() -> E {
    E::name("b")
}

fn c() -> E {
    E::name("c")
}

#[test]
fn brackets_stand_where_they_are_needed() {
    use BinaryOperator::{Add, Multiply, Subtract};
    assert_eq!(sql(&a().and(b().or(c()))), "a AND (b OR c)");
    assert_eq!(sql(&a().and(b()).or(c())), "a AND b OR c");
    assert_eq!(sql(&a().and(b().and(c()))), "a AND b AND c");
    assert_eq!(sql(&a().or(b()).inverted()), "NOT (a OR b)");
    assert_eq!(sql(&a().equals(b()).inverted()), "NOT a = b");
    assert_eq!(
        sql(&a().binary(Subtract, b().binary(Subtract, c()))),
        "a - (b - c)"
    );
    assert_eq!(
        sql(&a().binary(Subtract, b()).binary(Subtract, c())),
        "a - b - c"
    );
    assert_eq!(
        sql(&a().binary(Add, b()).binary(Multiply, c())),
        "(a + b) * c"
    );
    assert_eq!(
        sql(&a().binary(Multiply, b()).binary(Add, c())),
        "a * b + c"
    );
}

#[test]
fn comparisons_do_not_chain() {
    assert_eq!(sql(&a().equals(b()).equals(c())), "(a = b) = c");
    assert_eq!(sql(&a().equals(b().equals(c()))), "a = (b = c)");
    assert_eq!(sql(&a().equals(b()).is_not_true()), "a = b IS NOT TRUE");
    assert_eq!(sql(&a().is_null().equals(b())), "(a IS NULL) = b");
    assert_eq!(sql(&a().and(b()).is_null()), "(a AND b) IS NULL");
}

#[test]
fn signs_do_not_become_comments() {
    assert_eq!(sql(&E::integer(-1).negated()), "-(-1)");
    assert_eq!(
        sql(&a().binary(BinaryOperator::Subtract, E::integer(-1))),
        "a - -1"
    );
    assert_eq!(sql(&E::integer(-1).cast(DataType::TEXT)), "(-1)::text");
    assert_eq!(sql(&E::integer(i64::MIN)), "-9223372036854775808");
}

#[test]
fn names_and_texts_are_quoted() {
    assert_eq!(
        sql(&E::of("Order", "user").equals(E::text("it's\\"))),
        r#""Order"."user" = E'it''s\\'"#
    );
    let function = ObjectName::new("crm", "my function");
    assert_eq!(
        sql(&E::call_object(function, [E::Null])),
        "crm.\"my function\"(NULL)"
    );
}

#[test]
fn only_numbers_are_numbers() {
    let number = |written| E::number(written).as_ref().map(sql);
    assert_eq!(number("-12.50").as_deref(), Some("-12.50"));
    assert_eq!(number("1e5").as_deref(), Some("1e5"));
    for other in [
        "",
        ".",
        "-",
        "1; DROP TABLE x",
        "--1",
        "1e",
        "0x1",
        "nan",
        "1_000",
    ] {
        assert_eq!(number(other), None, "{other}");
    }
}

#[test]
fn ranges_lists_and_casts() {
    let between = E::Between {
        value: Box::new(a()),
        low: Box::new(E::integer(1)),
        high: Box::new(b().and(c())),
        negated: true,
    };
    assert_eq!(sql(&between), "a NOT BETWEEN 1 AND (b AND c)");
    assert_eq!(
        sql(&a().is_among([E::text("x"), E::text("y")]).inverted()),
        "NOT a IN ('x', 'y')"
    );
    assert_eq!(sql(&a().is_among([])), "false");
    assert_eq!(
        sql(&a().or(b()).cast(DataType::BOOLEAN)),
        "(a OR b)::boolean"
    );
    assert_eq!(
        sql(&E::when(a(), b(), Some(c())).equals(c())),
        "CASE WHEN a THEN b ELSE c END = c"
    );
}

#[test]
fn members_and_items() {
    assert_eq!(
        sql(&E::Item(Box::new(a()), Box::new(E::integer(0)))),
        "a[0]"
    );
    let call = E::call("f", []);
    assert_eq!(sql(&E::Member(Box::new(call), "x".into())), "(f()).x");
    assert_eq!(
        sql(&a()
            .binary(BinaryOperator::MemberText, E::text("k"))
            .equals(b())),
        "a ->> 'k' = b"
    );
}
