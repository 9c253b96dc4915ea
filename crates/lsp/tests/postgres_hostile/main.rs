//! Specs with hostile names and texts in every position that reaches SQL: in a real database, they
//! mean what they say, and nothing else is made.
//!
//! `SPECQL_LONG=1` makes many more of them, `SPECQL_SEED` one folder of this number alone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

mod happening;
mod made;
mod meaning;
mod planned;
mod spec;
#[path = "../support/mod.rs"]
mod support;
mod words;

use specql_analysis::Host;
use specql_generate::{foundation, needed_by, whole};
use specql_language::Target;
use specql_sql::Catalogue;

use meaning::Loaded;
use spec::{Spec, quoted};
use support::postgres::Server;
use words::Random;

const SPECS: usize = 8;

#[test]
fn hostile_specs_mean_what_they_say() {
    let Some(server) = Server::start() else {
        return;
    };
    let seeds = match std::env::var("SPECQL_SEED") {
        Ok(seed) => {
            let seed = seed.parse().unwrap();
            seed..seed + 1
        }
        Err(_) if std::env::var_os("SPECQL_LONG").is_some() => 1..101,
        Err(_) => 1..7,
    };
    for seed in seeds {
        let workspace = Workspace::new(seed);
        let catalogues = workspace.catalogues();
        let files = specql_sql::script::files(&catalogues);
        let texts: Vec<_> = files.iter().map(|file| file.sql.as_str()).collect();
        let script = texts.join("\n");
        let database = server
            .try_load(&format!("hostile_{seed}"), &script)
            .unwrap_or_else(|told| panic!("SPECQL_SEED={seed}: {told}"));
        let loaded = Loaded {
            seed,
            session: database.session().into(),
            database,
            catalogues: &catalogues,
        };
        loaded.is_sound();
        loaded.holds_nothing_else();
        for spec in &workspace.specs {
            loaded.says(spec);
        }
    }
}

/// A folder of specs that refer to each other.
struct Workspace {
    registry: String,
    specs: Vec<Spec>,
}

impl Workspace {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let schemas: Vec<_> = (0..3).map(|n| format!("{} s{n}", random.text())).collect();
        let registry = format!(
            "domains:\n  {}:\n    name: {}\n    aliases: [{}]\n    description: {}\n    \
             multi_tenant: true\n    subdomains: {{}}\n",
            quoted(&random.text()),
            quoted(&schemas[0]),
            quoted(&random.text()),
            quoted(&random.text()),
        );
        let mut specs: Vec<Spec> = Vec::new();
        for number in 0..SPECS {
            let spec = Spec::new(&mut random, number, &schemas, &specs);
            specs.push(spec);
        }
        Self { registry, specs }
    }

    fn catalogues(&self) -> Vec<Catalogue> {
        let mut host = Host::new();
        host.set_target(Target::Next);
        let mut files = vec![(
            "registry/domain_registry.yaml".to_owned(),
            self.registry.as_str(),
        )];
        for spec in &self.specs {
            files.push((format!("entities/{}.yaml", spec.number), &spec.yaml));
        }
        host.set_files(files.iter().map(|(path, text)| (path.as_str(), *text)));
        let paths = files.iter().skip(1).map(|(path, _)| path);
        let files = paths.map(|path| host.file(path).unwrap());
        let own = whole(host.db(), &needed_by(host.db(), files));
        let mut catalogues = foundation(own.iter().flat_map(|of| &of.needs));
        catalogues.extend(own);
        catalogues
    }
}
