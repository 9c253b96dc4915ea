//! What SpecQL 0.8.7 makes of each file of a corpus, and what we make of it.
//!
//! The corpus lies beside the project, not in it. Without it the comparison is skipped, loudly;
//! where `CI` is set, it fails.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it misses, and fails where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use specql_analysis::reading::{self, Entity};

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the corpus is missing");
    eprintln!("SKIPPED: the corpus is not there");
    None
}

fn verdicts(corpus: &Path) -> Vec<Value> {
    let text = fs::read_to_string(corpus.join("verdicts.jsonl")).unwrap();
    let lines = text.split('\n').filter(|line| !line.is_empty());
    lines.map(parse).collect()
}

/// Some files nest more deeply than a JSON parser takes by itself.
fn parse(json: &str) -> Value {
    let mut parser = serde_json::Deserializer::from_str(json);
    parser.disable_recursion_limit();
    Value::deserialize(&mut parser).unwrap()
}

fn entity_of(path: &Path) -> Option<Entity> {
    reading::entity_of(&String::from_utf8(fs::read(path).unwrap()).ok()?)
}

#[test]
fn what_specql_takes_has_an_entity_and_nothing_else_has() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for verdict in verdicts(&corpus) {
        let path = verdict["path"].as_str().unwrap();
        // Where only the printing of a message fails, the parser has taken the file.
        let accepted = verdict["parse_verdict"] == "accept";
        if accepted != entity_of(&corpus.join(path)).is_some() {
            wrong.push(format!("{path}: SpecQL says {}", verdict["parse_verdict"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_entity_is_the_one_that_specql_makes() {
    let Some(corpus) = corpus() else { return };
    let tables = fs::read_to_string(corpus.join("reference-tables.json")).unwrap();
    let tables: Value = serde_json::from_str(&tables).unwrap();
    let compare = Compare {
        defaults: &tables["attribute_defaults"],
    };
    let mut compared = 0;
    let mut wrong = Vec::new();
    for verdict in verdicts(&corpus) {
        if verdict["entity"].is_null() {
            continue;
        }
        let path = verdict["path"].as_str().unwrap();
        let ours = entity_of(&corpus.join(path));
        let ours = parse(&serde_json::to_string(&ours).unwrap());
        compared += 1;
        if let Err(difference) = compare.value(&verdict["entity"], &ours, None) {
            wrong.push(format!("{path}: {difference}"));
        }
    }
    assert!(compared > 1000, "{compared} entities in the corpus");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Texts of SpecQL's own about its types; ours are other ones.
const PROSE: [&str; 3] = ["description", "example", "placeholder"];

/// Compares what SpecQL makes with what we make. We may leave out what is a default.
struct Compare<'a> {
    defaults: &'a Value,
}

impl Compare<'_> {
    fn value(&self, theirs: &Value, ours: &Value, class: Option<&str>) -> Result<(), String> {
        match (theirs, ours) {
            (Value::Object(_), Value::Object(_)) => self.object(theirs, ours, class),
            (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
                let mut pairs = theirs.iter().zip(ours).enumerate();
                pairs.try_for_each(|(index, (theirs, ours))| {
                    self.value(theirs, ours, class)
                        .map_err(|difference| format!("[{index}]{difference}"))
                })
            }
            _ if theirs == ours => Ok(()),
            _ if theirs.is_number() && theirs.as_f64() == ours.as_f64() => Ok(()),
            _ => Err(format!(": SpecQL {theirs}, ours {ours}")),
        }
    }

    fn object(&self, theirs: &Value, ours: &Value, class: Option<&str>) -> Result<(), String> {
        let tier = theirs["tier"].as_str().unwrap_or_default();
        let is_prose = |key: &str| matches!(tier, "scalar" | "composite") && PROSE.contains(&key);
        for (key, value) in theirs.as_object().unwrap() {
            if !is_prose(key) {
                self.value(value, &ours[key], class_below(key, class))
                    .map_err(|difference| format!(".{key}{difference}"))?;
            }
        }
        let Some(class) = class else { return Ok(()) };
        for (key, value) in ours.as_object().unwrap() {
            let is_default = value.is_null() || *value == self.defaults[class][key];
            if theirs.get(key).is_none() && !is_default && !is_prose(key) {
                return Err(format!(".{key}: SpecQL has the default, ours {value}"));
            }
        }
        Ok(())
    }
}

/// The class of what stands behind a key of an entity, as SpecQL names it.
fn class_below(key: &str, around: Option<&str>) -> Option<&'static str> {
    Some(match key {
        "fields" if around.is_none() => "FieldDefinition",
        "actions" => "ActionDefinition",
        "steps" | "then_steps" | "else_steps" => "ActionStep",
        "patterns" => "Pattern",
        "agents" => "Agent",
        "organization" => "Organization",
        "identifier" => "IdentifierConfig",
        "components" => "IdentifierComponent",
        "table_views" => "TableViewConfig",
        "include_relations" => "IncludeRelation",
        "extra_filter_columns" => "ExtraFilterColumn",
        "translations" => "TranslationConfig",
        _ => return None,
    })
}
