//! Settings: `specql.toml`, and over it what the editor says.

use std::path::{Path, PathBuf};

use serde_json::Value;
use specql_analysis::diagnostic::Diagnostic;
use specql_analysis::rules;
use specql_analysis::settings::{FILE_NAME, Files, Level, Settings, Sql, read as read_settings};
use specql_language::Target;

use crate::files::{Content, read_found};

/// A `specql.toml`.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// Its whole path.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// The settings of a folder: the nearest `specql.toml` upwards, and over it what the editor says.
/// Where an editor has such a file open, its text there counts. What is in no folder has only the
/// latter.
pub fn settings_of(
    folder: Option<&Path>,
    open: impl Fn(&Path) -> Option<String>,
    client: &Value,
) -> (Settings, Option<SettingsFile>) {
    for folder in folder.into_iter().flat_map(Path::ancestors) {
        let path = folder.join(FILE_NAME);
        let open = open(&path).map(|text| Content::Text(text.into()));
        let content = open.or_else(|| read_found(&path).ok());
        let Some(content) = content else { continue };
        let (text, mut settings, found) = match content {
            Content::Text(text) => {
                let (settings, found) = read_settings(&text);
                (text.to_string(), settings, found)
            }
            Content::Bad(diagnostic, text) => (text, Settings::default(), vec![*diagnostic]),
        };
        overlay(&mut settings, client);
        let diagnostics = found.into_iter().filter_map(|d| settings.apply(d));
        let file = SettingsFile {
            path,
            text,
            diagnostics: diagnostics.collect(),
        };
        return (settings, Some(file));
    }
    let mut settings = Settings::default();
    overlay(&mut settings, client);
    (settings, None)
}

/// Puts what the editor says over the settings. Gives what of it makes no sense.
pub fn overlay(settings: &mut Settings, client: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let mut target = |value: &Value| match value.as_str() {
        Some("0.8") => settings.target = Target::V0_8,
        Some("next") => settings.target = Target::Next,
        _ => problems.push("`target` is \"0.8\" or \"next\"".to_owned()),
    };
    if let Some(value) = said(client, "target") {
        target(value);
    }
    if let Some(files) = said(client, "files") {
        for (name, set) in [
            (
                "include",
                Files::set_include as fn(&mut Files, &[&str]) -> _,
            ),
            ("exclude", Files::set_exclude),
        ] {
            let Some(patterns) = said(files, name) else {
                continue;
            };
            match texts(patterns) {
                Some(patterns) => {
                    let bad = set(&mut settings.files, &patterns);
                    problems.extend(bad.into_iter().map(|bad| bad.message));
                }
                None => problems.push(format!("`files.{name}` is a list of patterns")),
            }
        }
    }
    let rules = said(client, "rules").and_then(Value::as_object);
    for (code, level) in rules.into_iter().flatten() {
        match (rules::rule(code), level.as_str().and_then(Level::of)) {
            (Some(rule), Some(level)) => {
                settings.rules.insert(rule.code, level);
            }
            (None, _) => problems.push(format!("there is no rule `{code}`")),
            (_, None) => problems.push(format!("`{code}` has no level {level}")),
        }
    }
    if let Some(postgres) = said(client, "sql").and_then(|sql| said(sql, "postgres")) {
        let version = postgres.as_u64().and_then(|v| u32::try_from(v).ok());
        match version.filter(|version| Sql::POSTGRES.contains(version)) {
            Some(version) => settings.sql.postgres = version,
            None => problems.push("`sql.postgres` is a major version, 15 or later".to_owned()),
        }
    }
    problems
}

/// What is set; editors send null for what is not.
fn said<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.get(name).filter(|value| !value.is_null())
}

fn texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specql_analysis::diagnostic::Severity;

    use super::*;

    #[test]
    fn what_the_editor_says_comes_over_the_file() {
        let mut settings = Settings::default();
        let client = json!({
            "target": "next",
            "files": {"exclude": ["old/**"], "include": null},
            "rules": {"invalid-yaml": "warning"},
            "sql": {"postgres": 17},
        });
        assert_eq!(overlay(&mut settings, &client), [""; 0]);
        assert_eq!(settings.target, Target::Next);
        assert!(!settings.files.has("old/a.yaml"));
        assert!(settings.files.has("a.yaml"));
        let level = settings.rules.get("invalid-yaml");
        assert_eq!(level, Some(&Level::On(Severity::Warning)));
        assert_eq!(settings.sql.postgres, 17);
    }

    #[test]
    fn what_makes_no_sense_is_told_and_the_rest_counts() {
        let mut settings = Settings::default();
        let client = json!({
            "target": 0.8,
            "files": {"exclude": "old"},
            "rules": {"no-such-rule": "off", "invalid-yaml": 5},
            "sql": {"postgres": 3},
        });
        assert_eq!(overlay(&mut settings, &client).len(), 5);
        for odd in [json!(null), json!(5), json!([1]), json!({"rules": []})] {
            assert_eq!(overlay(&mut settings, &odd), [""; 0]);
        }
    }

    #[test]
    fn an_open_settings_file_counts_as_it_is_typed() {
        let open = |path: &Path| {
            let is_it = path == Path::new("/shop/specql.toml");
            is_it.then(|| "target = \"next\"\ncolour = 1\n".to_owned())
        };
        let (settings, file) = settings_of(Some(Path::new("/shop/x/y")), open, &Value::Null);
        assert_eq!(settings.target, Target::Next);
        assert_eq!(file.unwrap().diagnostics.len(), 1);
    }
}
