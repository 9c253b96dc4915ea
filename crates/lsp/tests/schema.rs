//! `specql-lsp schema`.

mod support;

use support::Folder;

#[test]
fn the_schema_follows_the_target() {
    let folder = Folder::with(&[]);
    let released = folder.run(&["schema"]).json();
    let next = folder.run(&["schema", "--target", "next"]).json();
    let events = |schema: &serde_json::Value| schema["properties"]["events"].clone();
    assert_eq!(events(&released)["doNotSuggest"], true);
    assert_eq!(events(&next)["doNotSuggest"], serde_json::Value::Null);
    assert_eq!(next["required"], serde_json::json!(["entity"]));
}
