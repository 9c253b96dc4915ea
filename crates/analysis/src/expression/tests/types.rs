use super::{assert_reads, print, type_expression};

fn reads(table: &[(&str, &str)]) {
    assert_reads(|text| print::type_expression(&type_expression(text)), table);
}

#[test]
fn a_name_a_mark_and_a_default() {
    reads(&[
        ("text", "text"),
        ("text!", "text required"),
        ("text = x", "text = x"),
        ("text = x!", "text = x required"),
        ("text! = x", "text required-before = x"),
        ("text = 'two words'", "text = 'two words'"),
        ("integer = -1", "integer = -1"),
        ("datetime = now()!", "datetime = now() required"),
        ("text?", "text optional"),
        ("text[]", "(array text)"),
        ("decimal(10, 2) = 0", "(decimal: 10, 2) = 0"),
        ("crm.Customer!", "crm.Customer required"),
    ]);
}

#[test]
fn where_the_mark_stands_is_known() {
    let before = type_expression("text! = x");
    let behind = type_expression("text = x!");
    let is_before = |read: &crate::expression::ast::TypeExpression| {
        read.required.unwrap().start < read.default.as_ref().unwrap().equals.start
    };
    assert!(is_before(&before) && !is_before(&behind));
}

#[test]
fn enums() {
    reads(&[
        (
            "enum(open, closed) = open!",
            "(enum: open, closed) = open required",
        ),
        (
            "enum(in progress, two-fold, 3d)",
            "(enum: in progress, two-fold, 3d)",
        ),
        ("enum('x', y,)", "(enum: 'x', y)"),
        ("enum()", "(enum: )"),
        (r#""enum(\"a\", 'b') = \"a\"""#, "(enum: 'a', 'b') = 'a'"),
        ("'enum(''a'', b)'", "(enum: 'a', b)"),
    ]);
}

#[test]
fn references() {
    reads(&[
        ("ref(Customer)", "(ref: Customer)"),
        ("ref(crm.Customer)!", "(ref: crm.Customer) required"),
        ("ref(Customer|crm.Company)", "(ref: Customer | crm.Company)"),
        ("ref(a.b.X)", "(ref: a.b.X)"),
        (
            "\"ref(crm.Person|Company, on_delete: set null, many: true)!\"",
            "(ref: crm.Person | Company, on_delete = set null, many = true) required",
        ),
        ("ref()", "(ref: )"),
    ]);
}

#[test]
fn lists() {
    reads(&[
        ("list(text)", "(list: text)"),
        ("list(enum(x, y)!)", "(list: (enum: x, y) required)"),
        ("list(list(ref(Order)))", "(list: (list: (ref: Order)))"),
        ("list()", "(list: _)"),
    ]);
}

#[test]
fn what_is_no_type_is_kept_apart() {
    reads(&[
        ("array<text>", "array stray:3"),
        ("text!!", "text required stray:1"),
        ("3", "_ stray:1"),
        ("\"\"", "_"),
    ]);
}
