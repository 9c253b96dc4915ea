//! The examples in the documentation of rules.

use specql_analysis::rules::Rule;

/// A workspace: paths and texts.
pub type Files = Vec<(String, String)>;

/// The workspaces that the documentation of a rule shows as wrong.
pub fn wrong_workspaces(rule: &Rule) -> Vec<Files> {
    let (_, wrong) = rule.doc.split_once("## Wrong\n").unwrap_or_default();
    let wrong = wrong.split("\n## ").next().unwrap_or_default();
    let wrong = wrong.replace("\n```toml", "\n```yaml");
    let mut found: Vec<Files> = Vec::new();
    for block in wrong.split("\n```yaml").skip(1) {
        let (path, rest) = block.split_once('\n').unwrap();
        let text = rest.split("\n```").next().unwrap_or_default();
        let path = path.trim();
        let is_own = path.is_empty() || found.is_empty();
        let path = if path.is_empty() { "spec.yaml" } else { path };
        let file = (path.to_owned(), format!("{text}\n"));
        match found.last_mut() {
            Some(last) if !is_own => last.push(file),
            _ => found.push(vec![file]),
        }
    }
    found
}
