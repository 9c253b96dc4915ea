//! How fast texts are read: `cargo test --release -p specql-yaml --test speed -- --ignored --nocapture`

#![allow(clippy::print_stdout, reason = "the figures are for reading")]

use std::time::Instant;

use specql_yaml::{Composer, events, load};

const SPEC: &str = "\
entity: Contact
schema: crm
description: >
  A person or company that may buy something,
  with everything that is known about it.
fields:
  email: email!            # unique
  name: text!
  status: enum(lead, qualified, customer) = 'lead'
  company: ref(Company)
  score: integer(0, 100) = 0
  tags: list(text)
  notes:
    type: markdown
    nullable: true
    description: \"Anything else; \\\"free\\\" text\"
actions:
  - name: qualify_lead
    requires: caller.can_edit_contact
    steps:
      - validate: status = 'lead'
        error: \"not_a_lead\"
      - update: Contact SET status = 'qualified', score = 50
      - notify: owner(email, 'Contact qualified')
indexes:
  - {fields: [email, status], unique: true}
";

#[test]
#[ignore = "measures time"]
fn megabytes_per_second() {
    let plain = SPEC.to_owned();
    let wide = SPEC.replace("Anything", "Beliebiges über Größe 日本語");
    for (name, spec) in [("ASCII", plain), ("not only ASCII", wide)] {
        // As a list of specs, so that it is one document.
        let item = spec.replace('\n', "\n  ");
        let text = format!("- {}\n", item.trim_end()).repeat(10_000_000 / item.len());
        let time = |what: &str, read: &dyn Fn()| {
            let best = (0..5).map(|_| {
                let start = Instant::now();
                read();
                start.elapsed().as_secs_f64()
            });
            let seconds = best.fold(f64::INFINITY, f64::min);
            println!(
                "{name}, {what}: {:.0} MB/s",
                text.len() as f64 / 1e6 / seconds
            );
        };
        time("events", &|| {
            assert!(events(&text).all(|event| event.is_ok()));
        });
        time("graph", &|| {
            assert!(Composer::new(events(&text)).single_document().is_ok());
        });
        time("document", &|| assert!(load(&text).is_ok()));
    }
}
