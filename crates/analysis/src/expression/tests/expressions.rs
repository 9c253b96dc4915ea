use super::{assert_reads, expression, print};

fn reads(table: &[(&str, &str)]) {
    assert_reads(|text| print::expression(&expression(text)), table);
}

#[test]
fn conditions_are_grouped_by_how_strongly_their_operators_bind() {
    reads(&[
        ("status = 'open'", "(= status 'open')"),
        ("a OR b AND NOT c", "(OR a (AND b (Not c)))"),
        ("(a or b) and c", "(AND {(OR a b)} c)"),
        ("a + b * c - -d > 2", "(> (- (+ a (* b c)) (Negate d)) 2)"),
        ("a <> 1", "(!= a 1)"),
        ("first || ' ' || last", "(|| (|| first ' ') last)"),
    ]);
}

#[test]
fn values_and_names() {
    reads(&[
        ("a = 1.5e3", "(= a 1.5e3)"),
        ("a = TRUE OR b = null", "(OR (= a true) (= b null))"),
        ("customer.address.city", "customer.address.city"),
        ("input.email", "input.email"),
        ("a = $price", "(= a Dollar:price)"),
        ("a = $order.total", "(= a Dollar:order.total)"),
        ("a = :id", "(= a Colon:id)"),
        ("a = ? AND b > 1", "(AND (= a Question:) (> b 1))"),
        ("a = ?", "(= a Question:)"),
    ]);
}

#[test]
fn tests_and_ranges() {
    reads(&[
        ("a IS NULL", "(is a \"NULL\")"),
        ("a is not null", "(not-is a \"null\")"),
        ("email IS VALID", "(is email \"VALID\")"),
        ("customer EXISTS AND a", "(AND (is customer existing) a)"),
        ("customer EXISTS", "(is customer existing)"),
        ("a IS NOT DISTINCT FROM b", "(not-is a distinct-from b)"),
        ("a IN ('x', 2)", "(in a ['x', 2])"),
        ("a NOT IN ('x')", "(not-in a ['x'])"),
        ("a IN $list", "(in a Dollar:list)"),
        (
            "a IN (SELECT b FROM crm.C WHERE d = 1)",
            "(in a (query from crm.C: SELECT, b, crm.C, (= d 1)))",
        ),
        ("a BETWEEN 1 AND 10 AND b", "(AND (between a 1 10) b)"),
        ("a NOT BETWEEN low AND high", "(not-between a low high)"),
        (
            "a LIKE 'x%' OR b NOT ILIKE 'y_'",
            "(OR (like a 'x%') (not-ilike b 'y_'))",
        ),
        (
            "email MATCHES email_pattern",
            "(matches email email_pattern)",
        ),
        ("email NOT MATCHES '^x'", "(not-matches email '^x')"),
    ]);
}

#[test]
fn exists_takes_its_condition_along() {
    reads(&[
        ("EXISTS Order", "(exists Order)"),
        (
            "a AND NOT EXISTS crm.Order WHERE customer = id AND b = 2",
            "(AND a (Not (exists crm.Order where (AND (= customer id) (= b 2)))))",
        ),
        (
            "EXISTS (Order WHERE a = b) AND c",
            "(AND (exists Order where (= a b)) c)",
        ),
        (
            "(EXISTS Order WHERE a) AND b",
            "(AND {(exists Order where a)} b)",
        ),
        (
            "NOT EXISTS (SELECT 1 FROM crm.Order o WHERE o.a = id)",
            "(Not (exists (query from crm.Order: SELECT, 1, crm.Order, o, (= o.a id))))",
        ),
        (
            "EXISTS Order WHERE EXISTS Item WHERE a",
            "(exists Order where (exists Item where a))",
        ),
    ]);
}

#[test]
fn calls() {
    reads(&[
        ("length(trim(name)) > 3", "(> length(trim(name)) 3)"),
        ("at < now()", "(< at now())"),
        ("app.is_open(id, 2)", "app.is_open(id, 2)"),
        ("count(*) > 0", "(> count(*) 0)"),
        ("count(DISTINCT a, b)", "count(distinct a, b)"),
        ("extract(year FROM at)", "extract(year, at)"),
        ("substring(a FROM 1 FOR 2)", "substring(a, 1, 2)"),
        ("position('@' IN email) > 1", "(> position('@', email) 1)"),
        (
            "cast(a AS numeric(10, 2)) > b",
            "(> (cast a \"numeric(10, 2)\") b)",
        ),
        (
            "a::double precision > 1",
            "(> (cast a \"double precision\") 1)",
        ),
        ("a::text = 'x'", "(= (cast a \"text\") 'x')"),
        ("a::numeric(10, 2) > b", "(> (cast a \"numeric(10, 2)\") b)"),
    ]);
}

#[test]
fn a_word_before_a_text_says_its_type() {
    reads(&[
        ("interval '1 day'", "(cast '1 day' \"interval\")"),
        (
            "at >= now() - interval '30 days'",
            "(>= at (- now() (cast '30 days' \"interval\")))",
        ),
        (
            "at < now() - interval '1 day' * 2 AND b",
            "(AND (< at (- now() (* (cast '1 day' \"interval\") 2))) b)",
        ),
        (
            "a OR date '2025-01-31' < b",
            "(OR a (< (cast '2025-01-31' \"date\") b))",
        ),
    ]);
}

#[test]
fn case() {
    reads(&[
        (
            "CASE WHEN a > 1 THEN 'x' WHEN b THEN 'y' ELSE 'z' END = c",
            "(= (case [(> a 1) => 'x'] [b => 'y'] else 'z') c)",
        ),
        (
            "CASE status WHEN 'open' THEN 1 END",
            "(case status ['open' => 1])",
        ),
    ]);
}

#[test]
fn quotes_of_yaml_and_of_sql_are_taken_off() {
    reads(&[
        ("a = 'it''s'", "(= a 'it's')"),
        ("a = \"q\"", "(= a \"q\")"),
        (
            r#""a = 'it''s' AND b = \"x\"""#,
            "(AND (= a 'it's') (= b \"x\"))",
        ),
        (r#""a = 'y\tz\u00e9'""#, "(= a 'y\tzé')"),
        ("'a = ''x'' AND b'", "(AND (= a 'x') b)"),
        ("'a = ''it''''s'' OR b'", "(OR (= a 'it's') b)"),
    ]);
}

#[test]
fn lines_do_not_matter() {
    reads(&[
        ("a = 1\n          AND b = 2", "(AND (= a 1) (= b 2))"),
        (
            ">-\n          a = 1\n          AND b = 2",
            "(AND (= a 1) (= b 2))",
        ),
    ]);
}

#[test]
fn spans_count_from_the_beginning_of_the_file() {
    let text = "actions:\n  - steps:\n      - validate: \"é = 'it''s' AND open\"\n";
    let read = super::first(text, crate::expression::lower::expression);
    let mut shown = Vec::new();
    let mut work = vec![&read];
    while let Some(one) = work.pop() {
        shown.push(&text[one.span.range()]);
        if let crate::expression::ast::ExpressionKind::Binary { left, right, .. } = &one.kind {
            work.extend([right.as_ref(), left.as_ref()]);
        }
    }
    assert_eq!(
        shown,
        [
            "é = 'it''s' AND open",
            "é = 'it''s'",
            "é",
            "'it''s'",
            "open"
        ]
    );
}
