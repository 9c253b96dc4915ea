//! How often completion has the wanted item among its first three.
//!
//! Each file in `tests/completion` begins with a workspace (`//- path` before each file) and goes on
//! with cases: `//> wanted item`, perhaps with `@ path`, and a text with `$0` where the cursor
//! stands.
#![allow(clippy::expect_used, reason = "a test fails where it stands")]

use std::path::Path;

use specql_analysis::Host;
use specql_ide::completion;

/// The least share of cases, in percent, that must have the wanted item among the first three.
const LEAST: usize = 95;

struct Case<'t> {
    wanted: &'t str,
    path: &'t str,
    text: &'t str,
}

fn workspace(text: &str) -> Host {
    let mut host = Host::new();
    for file in text.split("//- ").skip(1) {
        let (path, text) = file
            .split_once('\n')
            .expect("a path stands on a line of its own");
        host.open(path.trim(), text);
    }
    host
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let cases = text.split("//> ").skip(1).map(|case| {
        let (head, text) = case
            .split_once('\n')
            .expect("what is wanted stands on its own line");
        let (wanted, path) = head.split_once(" @ ").unwrap_or((head, "spec.yaml"));
        Case { wanted, path, text }
    });
    cases.collect()
}

/// Why a case fails; nothing when it does not.
fn miss(host: &mut Host, case: &Case<'_>) -> Option<String> {
    let offset = case.text.find("$0").expect("every case has a cursor");
    let text = case.text.replacen("$0", "", 1);
    let file = host.open(case.path, &text);
    let offset = u32::try_from(offset).expect("cases are small");
    let found = completion(host.db(), file, offset);
    let labels: Vec<&str> = found.items.iter().map(|item| item.label.as_str()).collect();
    let place = labels.iter().position(|label| *label == case.wanted);
    if place.is_some_and(|place| place < 3) {
        return None;
    }
    let place = place.map_or("not there".to_owned(), |place| format!("at {}", place + 1));
    let first = labels.get(..5).unwrap_or(&labels).join(", ");
    let line = case.text.lines().find(|line| line.contains("$0"));
    let (line, wanted) = (line.unwrap_or_default().trim(), case.wanted);
    Some(format!("{line}: {wanted} is {place}; first are: {first}"))
}

#[test]
fn the_wanted_item_is_among_the_first_three() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/completion");
    let files = std::fs::read_dir(folder).expect("the cases are there");
    let mut files: Vec<_> = files
        .map(|file| file.expect("it can be read").path())
        .collect();
    files.sort();
    let (mut count, mut misses) = (0, Vec::new());
    for path in files {
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let (head, _) = text.split_once("//> ").expect("there are cases");
        for case in cases(&text) {
            count += 1;
            let name = path.file_name().unwrap_or_default().display();
            let miss = miss(&mut workspace(head), &case);
            misses.extend(miss.map(|miss| format!("{name}: {miss}")));
        }
    }
    let hits = count - misses.len();
    println!("{hits} of {count}");
    println!("{}", misses.join("\n"));
    assert!(count >= 150, "there are {count} cases");
    assert!(
        hits * 100 >= count * LEAST,
        "{hits} of {count}:\n{}",
        misses.join("\n")
    );
}
