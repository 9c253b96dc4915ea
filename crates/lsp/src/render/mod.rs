//! Reports as texts, one format a file.

mod concise;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod sarif;
mod summary;

use std::borrow::Cow;

use crate::options::CheckFormat;
use crate::parallel;
use crate::report::{Found, Report};

/// So many diagnostics are put into words at once, and printed then.
const PART: usize = 1024;

/// Prints a report in a format, and says whether all of it could be printed.
pub fn render(
    report: &Report,
    format: CheckFormat,
    is_colored: bool,
    print: &mut dyn FnMut(&str) -> bool,
) -> bool {
    let text = match format {
        CheckFormat::Json => json::render(report),
        CheckFormat::Sarif => sarif::render(report),
        CheckFormat::Gitlab => gitlab::render(report),
        CheckFormat::Junit => junit::render(report),
        _ => return one_by_one(report, format, is_colored, print),
    };
    print(&text)
}

/// Whether each diagnostic is put into words alone, so that it can be printed as soon as it is
/// known.
pub fn is_one_by_one(format: CheckFormat) -> bool {
    use CheckFormat::{Concise, Github, Human, Jsonl};
    matches!(format, Human | Concise | Jsonl | Github)
}

/// Some diagnostics in a format that puts each into words alone.
pub fn in_words(report: &Report, found: &[Found], format: CheckFormat, is_colored: bool) -> String {
    let mut text = String::new();
    match format {
        CheckFormat::Human => human::add(report, found, is_colored, &mut text),
        CheckFormat::Concise => concise::add(report, found, &mut text),
        CheckFormat::Jsonl => jsonl::add(report, found, &mut text),
        CheckFormat::Github => github::add(report, found, &mut text),
        _ => {}
    }
    text
}

/// What such a format says behind them all.
pub fn end(report: &Report, format: CheckFormat) -> String {
    match format {
        CheckFormat::Human | CheckFormat::Concise => summary::end(report),
        _ => String::new(),
    }
}

fn one_by_one(
    report: &Report,
    format: CheckFormat,
    is_colored: bool,
    print: &mut dyn FnMut(&str) -> bool,
) -> bool {
    let width = parallel::width();
    for found in report.found.chunks(PART * width) {
        let parts: Vec<_> = found
            .chunks(PART.min(found.len().div_ceil(width)))
            .collect();
        let states = vec![(); width.min(parts.len())];
        for text in parallel::map(states, parts, |(), part| {
            in_words(report, part, format, is_colored)
        }) {
            if !text.is_some_and(|text| print(&text)) {
                return false;
            }
        }
    }
    print(&end(report, format))
}

/// What has no place in the format, for standard error.
pub fn aside(report: &Report, format: CheckFormat) -> String {
    match format {
        CheckFormat::Human | CheckFormat::Concise | CheckFormat::Json => String::new(),
        _ => summary::fixed(report),
    }
}

/// JSON on what every reader takes for one line: some also break lines at characters that JSON
/// lets stand in its texts.
pub fn one_line(json: &str) -> String {
    json.replace('\u{85}', "\\u0085")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// Values of JSON over several lines.
fn pretty(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// A text on one line, with nothing in it that moves a terminal's cursor.
fn plain(text: &str) -> Cow<'_, str> {
    // Nearly all texts are shown as they are.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => plain.push_str("\\n"),
            '\r' => plain.push_str("\\r"),
            '\t' => plain.push_str("\\t"),
            // These change the order in which a line is shown.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => plain.push('\u{fffd}'),
            c if c.is_control() => plain.push('\u{fffd}'),
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// A path as the path of a URI.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// A number that stays the same while a diagnostic does, also when lines are put in above it.
/// Diagnostics that are alike are told apart by how many there were before.
#[derive(Default)]
struct Fingerprints {
    seen: std::collections::HashMap<u64, u64>,
}

impl Fingerprints {
    fn next(&mut self, parts: &[&str]) -> String {
        let mut hash = 0xcbf2_9ce4_8422_2325;
        for part in parts {
            hash = mixed(hash, part.as_bytes());
            hash = mixed(hash, &[0]);
        }
        let count = self.seen.entry(hash).or_insert(0);
        *count += 1;
        format!("{:016x}", mixed(hash, &count.to_le_bytes()))
    }
}

fn mixed(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;
