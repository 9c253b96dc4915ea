use super::{assert_reads, call, expression, print, statement, type_expression};

#[test]
fn expressions() {
    assert_reads(
        |text| print::expression(&expression(text)),
        &[
            ("\"\"", "_"),
            (">-\n", "_"),
            ("status =", "(= status _)"),
            ("a AND", "(AND a _)"),
            ("NOT", "(Not _)"),
            ("a IS", "(is a \"\")"),
            ("a IS NOT", "(not-is a \"\")"),
            ("a NOT", "<a, _>"),
            ("a IN (", "(in a [])"),
            ("a IN ('x',", "(in a ['x', _])"),
            ("a BETWEEN", "(between a _ _)"),
            ("a BETWEEN 1 AND", "(between a 1 _)"),
            ("customer. = 1", "(= customer. 1)"),
            ("a = $", "(= a Dollar:)"),
            ("a = $x.", "(= a Dollar:x.)"),
            ("(a = 1 AND (", "{(AND (= a 1) {_})}"),
            ("length(", "length()"),
            ("f(a,", "f(a, _)"),
            ("a = 'x", "(= a 'x)"),
            ("a = -", "(= a (Negate _))"),
            ("CASE WHEN a THEN", "(case [a => _])"),
            ("CASE WHEN a", "(case [a => _])"),
            ("CASE a WHEN 1 THEN 2 ELSE", "(case a [1 => 2] else _)"),
            ("a::", "(cast a \"\")"),
            ("EXISTS", "(exists _)"),
            ("EXISTS Order WHERE", "(exists Order where _)"),
            ("EXISTS crm.", "(exists crm._)"),
            ("a b c", "<a, b, c>"),
            ("a, b", "<a, b>"),
            ("a == 1", "(= (= a _) 1)"),
            ("a AND AND b", "(AND (AND a _) b)"),
        ],
    );
}

#[test]
fn types() {
    assert_reads(
        |text| print::type_expression(&type_expression(text)),
        &[
            ("enum", "(enum unbracketed: )"),
            ("enum(x, ", "(enum open: x)"),
            ("ref", "(ref unbracketed: )"),
            ("ref(", "(ref open: )"),
            ("ref(crm.", "(ref open: crm._)"),
            ("ref(crm.)", "(ref: crm._)"),
            ("list(ref(", "(list open: (ref open: ))"),
            ("text =", "text = _"),
            ("text[", "(array text)"),
            ("text = 'x", "text = 'x'"),
            ("decimal(10", "(decimal open: 10)"),
        ],
    );
}

#[test]
fn statements() {
    assert_reads(
        |text| print::statement(&statement(text)),
        &[
            ("update: Order SET", "Order"),
            ("update: Order SET a", "Order; a ? _"),
            ("update: Order SET a =", "Order; a = _"),
            ("update: Order SET a = 1,", "Order; a = 1"),
            (
                "update: Order SET b.c = , d WHERE",
                "Order; b.c = _; d ? _; where _",
            ),
            ("insert: sales.", "sales._"),
            ("delete: Order WHERE", "Order; where _"),
            ("foreach: item IN", "item; in _"),
            ("find: Order AS", "Order; as \"\""),
            ("update: \"\"", ""),
            ("find: WHERE a", "where a"),
        ],
    );
}

#[test]
fn calls() {
    assert_reads(
        |text| print::call(&call(text)),
        &[
            ("f(", "f("),
            ("f(a =", "f(a = _"),
            ("f(a = 1,", "f(a = 1, _"),
            ("crm.", "crm."),
            ("\"\"", "_"),
        ],
    );
}
