//! What it costs to have the SQL beside the spec while someone types, against what the diagnostics
//! of the same keystroke cost.
//!
//! `cargo bench -p specql-generate --bench preview` prints figures and ratios; every ratio is
//! between figures of one run. Without `--bench`, as under `cargo test --benches`, the workspaces
//! are small.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program for a terminal"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use specql_analysis::db::{Db, File};
use specql_analysis::rules::diagnostics;
use specql_analysis::summary::summary;
use specql_analysis::{Change, Host, Span};
use specql_generate::{host, text_of_entity};

fn main() {
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let (sizes, strokes) = if is_measured {
        (&[10, 1_000, 10_000][..], 101)
    } else {
        (&[10, 50][..], 3)
    };
    println!(
        "one character typed into one of so many specs, and what follows, in microseconds (the \
         fastest of {strokes})"
    );
    println!(
        "{:>8} {:>14} {:>9} {:>12} {:>10} {:>7} {:>8}",
        "files", "typed in", "rules", "diagnostics", "preview", "ratio", "both"
    );
    for &size in sizes {
        // Without what is left out of the SQL, which is no matter of the rules alone.
        let mut plain = Typist::new(Host::new(), size, strokes);
        let mut typist = Typist::new(host(), size, strokes);
        for place in &PLACES {
            let rules = plain.times(place, |db, file| {
                black_box(diagnostics(db, file));
            });
            let told = typist.times(place, |db, file| {
                black_box(diagnostics(db, file));
            });
            let shown = typist.times(place, |db, file| {
                black_box(text_of_entity(db, file));
            });
            let both = typist.times(place, |db, file| {
                black_box(diagnostics(db, file));
                black_box(text_of_entity(db, file));
            });
            let ratio = shown / told;
            println!(
                "{size:>8} {:>14} {rules:>9.0} {told:>12.0} {shown:>10.0} {ratio:>7.2} {both:>8.0}",
                place.name
            );
        }
    }
}

/// Where something is typed.
struct Place {
    name: &'static str,
    /// Behind the first letter of this.
    text: &'static str,
}

const PLACES: [Place; 4] = [
    Place {
        name: "a comment",
        text: "of the benchmark",
    },
    Place {
        name: "a description",
        text: "that is kept",
    },
    Place {
        name: "a field's name",
        text: "name_0: text!",
    },
    Place {
        name: "a condition",
        text: "'not ready'",
    },
];

/// Someone who types into one of many files.
struct Typist {
    host: Host,
    path: String,
    strokes: usize,
}

impl Typist {
    fn new(mut host: Host, size: usize, strokes: usize) -> Self {
        let files: Vec<_> = (0..size)
            .map(|number| (format!("area/item_{number}.yaml"), spec(number, size)))
            .collect();
        let texts = files.iter();
        host.set_files(texts.map(|(path, text)| (path.as_str(), text.as_str())));
        for (_, file) in host.files().collect::<Vec<_>>() {
            summary(host.db(), file);
        }
        let (path, text) = files.into_iter().nth(size / 2).expect("a file");
        host.open(&path, &text);
        Self {
            host,
            path,
            strokes,
        }
    }

    /// How long it takes from a keystroke until this is done, in microseconds.
    fn times(&mut self, place: &Place, follow: impl Fn(&dyn Db, File)) -> f64 {
        let file = self.host.file(&self.path).expect("the file is open");
        follow(self.host.db(), file);
        let text = file.text(self.host.db()).to_string();
        let at = text.find(place.text).expect("the place is there") + 1;
        let mut times = Vec::new();
        for _ in 0..self.strokes {
            let start = Instant::now();
            self.replace(Span::at(at), "x");
            follow(self.host.db(), file);
            times.push(start.elapsed().as_secs_f64() * 1e6);
            self.replace(Span::new(at, at + 1), "");
            follow(self.host.db(), file);
        }
        // Whatever else the machine does only adds to it.
        times.into_iter().min_by(f64::total_cmp).unwrap_or_default()
    }

    fn replace(&mut self, span: Span, text: &str) {
        let text = text.to_owned();
        self.host.change(&self.path, &[Change { span, text }]);
    }
}

/// The spec of an entity that refers to two others: some 40 lines.
fn spec(number: usize, of: usize) -> String {
    let mut text = format!(
        "# Entity {number} of the benchmark.\nentity: Item{number}\nschema: area{}\ndescription: \
         Something that is kept\n\nfields:\n",
        number % 20
    );
    for field in 0..8 {
        let _ = match field % 4 {
            0 => writeln!(text, "  name_{field}: text!"),
            1 => writeln!(text, "  state_{field}: enum(open, paid, closed) = open"),
            2 => writeln!(text, "  amount_{field}: money"),
            _ => writeln!(text, "  since_{field}: date  # from here on"),
        };
    }
    for other in [(number * 7 + 1) % of, (number * 13 + 5) % of] {
        let _ = writeln!(text, "  item_{other}: ref(area{}.Item{other})", other % 20);
    }
    let _ = write!(
        text,
        "\nactions:\n  - name: create_item{number}\n  - name: update_item{number}\n  - name: \
         delete_item{number}\n  - name: close_{number}\n    steps:\n      - validate: state_1 = \
         'open' AND amount_2 > 0\n        error: not_open\n      - if: name_0 = 'not ready'\n        \
         then:\n          - update: Item{number} SET state_1 = 'paid'\n        else:\n          \
         - update: Item{number} SET state_1 = 'closed', name_4 = 'done'\n"
    );
    text
}
