use specql_language::Target;

use super::*;
use crate::rules::rule;

/// What is told of settings: code, what it points at, and how the message begins.
fn told(text: &str) -> Vec<(&'static str, &str, String)> {
    let (_, found) = read(text);
    let told = found.into_iter().map(|diagnostic| {
        let at = text.get(diagnostic.span.range()).unwrap();
        (diagnostic.rule.code, at, diagnostic.message)
    });
    told.collect()
}

#[test]
fn all_settings_are_read() {
    let (settings, found) = read(
        "target = \"next\"\n\
         [files]\ninclude = [\"entities/**\"]\nexclude = [\"db\"]\n\
         [rules]\ninvalid-yaml = \"warning\"\nunknown-setting = \"off\"\n\
         [sql]\npostgres = 17\n",
    );
    assert_eq!(found, []);
    assert_eq!(settings.target, Target::Next);
    assert_eq!(settings.sql.postgres, 17);
    assert_eq!(
        settings.rules.get("invalid-yaml"),
        Some(&Level::On(Severity::Warning))
    );
    assert_eq!(settings.rules.get("unknown-setting"), Some(&Level::Off));
    assert!(settings.files.has("entities/a.yaml"));
    assert!(!settings.files.has("entities/db/a.yaml"));
    assert!(!settings.files.has("a.yaml"));
}

#[test]
fn no_settings_are_the_usual_ones() {
    let (settings, found) = read("# nothing\n");
    assert_eq!(found, []);
    assert_eq!(settings.target, Target::V0_8);
    assert_eq!(settings.sql.postgres, 15);
    assert!(settings.files.has("any/where.yaml"));
}

#[test]
fn unknown_settings_are_told_with_what_was_meant() {
    let found = told("tarket = \"next\"\n[files]\nexcludes = []\n[colour]\n");
    let codes: Vec<_> = found.iter().map(|(code, at, _)| (*code, *at)).collect();
    assert_eq!(
        codes,
        [
            ("unknown-setting", "tarket"),
            ("unknown-setting", "excludes"),
            ("unknown-setting", "colour"),
        ]
    );
    assert!(found[0].2.ends_with("did you mean `target`?"));
    assert!(found[1].2.ends_with("did you mean `exclude`?"));
    assert!(found[2].2.contains("`sql`"));
}

#[test]
fn the_sql_is_for_later_versions_only() {
    let found = told("[sql]\npostgres = 14\n");
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .2
            .starts_with("the SQL needs PostgreSQL 15 or later")
    );
    assert_eq!(told("[sql]\npostgres = 18\n").len(), 0);
}

#[test]
fn values_are_told_where_they_are_wrong() {
    let text = "target = 0.8\n[files]\ninclude = \"db\"\nexclude = [1, \"a[\"]\n\
                [rules]\ninvalid-yaml = \"loud\"\ninvalid-yml = \"off\"\n\
                [sql]\npostgres = \"15\"\n";
    let places: Vec<_> = told(text)
        .iter()
        .map(|(code, at, _)| (*code, *at))
        .collect();
    assert_eq!(
        places,
        [
            ("invalid-setting", "0.8"),
            ("invalid-setting", "\"db\""),
            ("invalid-setting", "1"),
            ("invalid-setting", "\"a[\""),
            ("invalid-setting", "\"loud\""),
            ("unknown-rule", "invalid-yml"),
            ("invalid-setting", "\"15\""),
        ]
    );
}

#[test]
fn what_is_not_toml_is_told_once_and_the_rest_counts() {
    let (settings, found) = read("target = \"next\"\nfiles = \n");
    assert_eq!(settings.target, Target::Next);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule.code, "invalid-toml");
    let (_, found) = read("target = \"0.8\"\ntarget = \"next\"\n");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn odd_texts_are_no_trouble() {
    let deep = format!("a = {}", "[".repeat(100_000));
    for text in ["", "\u{feff}", "\u{0}", "=", "[", "[rules", "é = é", &deep] {
        let (_, found) = read(text);
        for diagnostic in found {
            assert!(text.get(diagnostic.span.range()).is_some());
        }
    }
}

#[test]
fn rules_can_be_silenced_and_weighted() {
    let diagnostic = || {
        let rule = rule("invalid-yaml").unwrap();
        Diagnostic::new(rule, crate::Span::at(0), "no")
    };
    let mut settings = Settings::default();
    assert_eq!(settings.apply(diagnostic()), Some(diagnostic()));
    settings
        .rules
        .insert("invalid-yaml", Level::On(Severity::Info));
    let shown = settings.apply(diagnostic()).unwrap();
    assert_eq!(shown.severity, Severity::Info);
    settings.least = Severity::Warning;
    assert_eq!(settings.apply(diagnostic()), None);
    settings.least = Severity::Hint;
    settings.ignore("invalid-yaml");
    assert_eq!(settings.apply(diagnostic()), None);
    settings.select(["invalid-yaml"]);
    assert_eq!(settings.apply(diagnostic()), Some(diagnostic()));
    settings.select(["unknown-setting"]);
    assert_eq!(settings.apply(diagnostic()), None);
}

#[test]
fn patterns_are_those_of_gitignore() {
    let mut files = Files::default();
    assert_eq!(
        files.set_exclude(&["db/**", "*.gen.yaml", "./old/", "/top.yaml"]),
        []
    );
    let left = [
        "db/a.yaml",
        "x/db/a.yaml",
        "x/b.gen.yaml",
        "old/x/y.yaml",
        "top.yaml",
        "x/top.yaml",
        "c.yaml",
    ];
    let left: Vec<_> = left.into_iter().filter(|path| files.has(path)).collect();
    assert_eq!(left, ["x/db/a.yaml", "x/top.yaml", "c.yaml"]);
}
