use serde_json::json;

use super::{Loop, pulling};

const URI: &str = "untitled:a";

const INVOICE: &str = "\
entity: Invoice
schema: shop
fields:
  total: money
  due: date
actions:
  - name: pay
    params:
      sum: money
      rest: money
    steps:
      - validate: $sum > $rest
        error: empty
";

/// Why what stands on a line cannot have a name.
fn refusal(line: u32, name: &str) -> String {
    let mut server = Loop::ready(pulling());
    server.open(URI, INVOICE);
    let params = json!({
        "textDocument": {"uri": URI},
        "position": {"line": line, "character": 6},
        "newName": name,
    });
    let refused = server.ask("textDocument/rename", params);
    refused.unwrap_err().message
}

#[test]
fn a_refusal_says_why() {
    let taken = "`due` is already the name of another field";
    assert_eq!(refusal(3, "due"), taken);
    let odd = refusal(3, "to tal");
    assert!(odd.starts_with("`to tal` is no name: "), "{odd}");
}

#[test]
fn a_refusal_says_where() {
    let taken = refusal(8, "rest");
    assert!(
        taken.starts_with("`rest` is already the name of "),
        "{taken}"
    );
    assert!(taken.ends_with(" (untitled:a:10)"), "{taken}");
}
