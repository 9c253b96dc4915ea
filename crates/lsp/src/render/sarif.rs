//! SARIF 2.1.0, the common format of analysers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use specql_analysis::diagnostic::Severity;
use specql_analysis::rules::Rule;

use super::{Fingerprints, pretty, uri};
use crate::report::{Edit, Fix, Found, Place, Range, Report};

/// The report as a log with one run.
pub fn render(report: &Report) -> String {
    let mut rules: BTreeMap<&str, &Rule> = BTreeMap::new();
    for found in &report.found {
        rules.insert(found.rule.code, found.rule);
    }
    let index: BTreeMap<_, _> = rules.keys().zip(0_usize..).map(|(c, i)| (*c, i)).collect();
    let mut fingerprints = Fingerprints::default();
    let results: Vec<_> = report
        .found
        .iter()
        .map(|found| {
            let index = index.get(found.rule.code).copied();
            result(report, found, index, &mut fingerprints)
        })
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "specql-lsp",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": rules.values().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
                },
            },
            "invocations": [{ "executionSuccessful": report.is_complete }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn descriptor(rule: &Rule) -> Value {
    let summary: Vec<_> = rule.summary().split_whitespace().collect();
    let summary = summary.join(" ");
    json!({
        "id": rule.code,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": rule.doc, "markdown": rule.doc },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group.name()] },
    })
}

fn result(
    report: &Report,
    found: &Found,
    index: Option<usize>,
    fingerprints: &mut Fingerprints,
) -> Value {
    let mut text = found.message.clone();
    if let Some(help) = &found.help {
        text.push_str(&format!("\n{help}"));
    }
    let fingerprint =
        fingerprints.next(&[report.path(found.place), found.rule.code, &found.message]);
    let mut result = json!({
        "ruleId": found.rule.code,
        "ruleIndex": index,
        "level": level(found.severity),
        "message": { "text": text },
        "locations": [location(report, found.place)],
        "partialFingerprints": { "specqlDiagnostic/v1": fingerprint },
        "properties": { "severity": found.severity.name() },
    });
    if let Some(object) = result.as_object_mut() {
        parts(report, found, object);
    }
    result
}

/// Lists are left out where there is nothing in them.
fn parts(report: &Report, found: &Found, result: &mut Map<String, Value>) {
    if !found.related.is_empty() {
        let related = found.related.iter().enumerate().map(|(id, related)| {
            let mut place = location(report, related.place);
            if let Some(object) = place.as_object_mut() {
                object.insert("id".to_owned(), json!(id));
                object.insert("message".to_owned(), json!({ "text": related.message }));
            }
            place
        });
        result.insert("relatedLocations".to_owned(), related.collect());
    }
    if !found.fixes.is_empty() {
        let fixes = found.fixes.iter().map(|fix| fix_of(report, fix));
        result.insert("fixes".to_owned(), fixes.collect());
    }
}

fn fix_of(report: &Report, fix: &Fix) -> Value {
    let mut changes: BTreeMap<usize, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        changes.entry(edit.place.source).or_default().push(edit);
    }
    let changes = changes.values().filter_map(|edits| {
        let path = report.path(edits.first()?.place);
        let replacements = edits.iter().map(|edit| {
            json!({
                "deletedRegion": region(edit.place.range),
                "insertedContent": { "text": edit.text },
            })
        });
        Some(json!({
            "artifactLocation": { "uri": uri(path) },
            "replacements": replacements.collect::<Vec<_>>(),
        }))
    });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": changes.collect::<Vec<_>>(),
    })
}

fn location(report: &Report, place: Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(report.path(place)) },
            "region": region(place.range),
        },
    })
}

fn region(range: Range) -> Value {
    let (start, end) = (range.start, range.end);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": start.offset,
        "byteLength": end.offset.saturating_sub(start.offset),
    })
}
