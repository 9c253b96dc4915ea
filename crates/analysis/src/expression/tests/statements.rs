use super::{assert_reads, call, print, statement};

fn reads(table: &[(&str, &str)]) {
    assert_reads(|text| print::statement(&statement(text)), table);
}

#[test]
fn updates() {
    reads(&[
        (
            "update: Order SET status = 'paid'",
            "Order; status = 'paid'",
        ),
        (
            "update: crm.Order set a = b + 1, c.d = now() where id = $id",
            "crm.Order; a = (+ b 1); c.d = now(); where (= id Dollar:id)",
        ),
        (
            "update: Order SET a = ?, b = ?",
            "Order; a = Question:; b = Question:",
        ),
        (
            "update: Order SET due = now() + interval '1 day', b = 2",
            "Order; due = (+ now() (cast '1 day' \"interval\")); b = 2",
        ),
        (
            "update: Order SET a = 1 WHERE b RETURNING id, c",
            "Order; a = 1; where b; returning id, c",
        ),
        (
            "update: Order SET a = b = 1 OR c",
            "Order; a = (OR (= b 1) c)",
        ),
        (
            "update: |\n          Order\n          SET a = 1\n          WHERE b = 2",
            "Order; a = 1; where (= b 2)",
        ),
        ("update: 'Order SET a = ''x'''", "Order; a = 'x'"),
    ]);
}

#[test]
fn inserts() {
    reads(&[
        ("insert: Order", "Order"),
        (
            "insert: Order(a = 1, b = $b)",
            "Order; (a = 1, b = Dollar:b)",
        ),
        (
            "insert: Order (a, b) VALUES (1, $b), (2, 3)",
            "Order; (a, b); values [1, Dollar:b]; values [2, 3]",
        ),
        ("insert: Order SET a = 1", "Order; a = 1"),
        ("insert: Order FROM input", "Order; from input"),
    ]);
}

#[test]
fn finds_deletes_and_loops() {
    reads(&[
        (
            "delete: Order WHERE status = 'draft'",
            "Order; where (= status 'draft')",
        ),
        (
            "find: Order WHERE a IN (1, 2) AS first",
            "Order; where (in a [1, 2]); as \"first\"",
        ),
        ("find: Order WHERE a LIMIT 1", "Order; where a; stray:1"),
        (
            "find: Order WHERE EXISTS Item WHERE x = 1",
            "Order; where (exists Item where (= x 1))",
        ),
        ("foreach: item IN $items", "item; in Dollar:items"),
        ("foreach: items as item", "items; as \"item\""),
        (
            "foreach: item in (SELECT a FROM Order)",
            "item; in (query from Order: SELECT, a, Order)",
        ),
    ]);
}

#[test]
fn calls() {
    assert_reads(
        |text| print::call(&call(text)),
        &[
            (
                "send_mail(to = email, subject = 'Hi')",
                "send_mail(to = email, subject = 'Hi')",
            ),
            ("crm.f(1, 'x', a.b, $c)", "crm.f(1, 'x', a.b, Dollar:c)"),
            (
                "f(a = b + 1, due = now() - interval '1 day')",
                "f(a = (+ b 1), due = (- now() (cast '1 day' \"interval\")))",
            ),
            ("recalculate", "recalculate"),
            ("f()", "f()"),
            ("f(a = 1) AS x", "f(a = 1) stray:2"),
        ],
    );
}
