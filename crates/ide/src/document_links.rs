//! What in a file leads to another place: files that it extends and imports, and documentation.

use std::collections::HashSet;

use specql_analysis::db::{Db, File};
use specql_analysis::index::find_entity;
use specql_analysis::resolve::{Target, references};
use specql_analysis::rules::rule;
use specql_analysis::{spec, suppression};
use specql_language::stdlib::library_path;
use specql_yaml::Span;

/// Something that leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What can be followed.
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
    /// What is there.
    pub tooltip: String,
}

/// Where something leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To a file of the workspace.
    File(File),
    /// To a page of the documentation.
    Page(String),
}

/// All links of a file, in the order of the text.
#[must_use]
pub fn document_links(db: &dyn Db, file: File) -> Vec<Link> {
    let mut links = paths(db, file);
    for (code, span) in suppression::codes(db, file) {
        if let Some(rule) = rule(&code) {
            links.push(Link {
                span,
                target: LinkTarget::Page(rule.url()),
                tooltip: rule.summary().to_owned(),
            });
        }
    }
    links.sort_by_key(|link| link.span);
    links
}

/// The files that an entity extends and imports. One of the standard library is that file of the
/// workspace which a project has copied, if it has.
fn paths(db: &dyn Db, file: File) -> Vec<Link> {
    let paths = spec::spec(db, file).paths.iter();
    let paths: HashSet<Span> = paths.map(|path| path.span).collect();
    let found = references(db, file).iter();
    let found = found.filter(|reference| paths.contains(&reference.span));
    found
        .filter_map(|reference| {
            let to = match reference.target.as_ref().ok()? {
                Target::File(to) | Target::Entity(to) => *to,
                Target::Library(path) => {
                    let library = library_path(path)?;
                    find_entity(db, file, Some(library.schema), library.name).ok()?
                }
                _ => return None,
            };
            Some(Link {
                span: reference.span,
                target: LinkTarget::File(to),
                tooltip: to.path(db).to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn links(text: &str) -> String {
        let fixture = Fixture::new(text);
        let file = fixture.file();
        let links = document_links(fixture.db(), file).into_iter().map(|link| {
            let target = match link.target {
                LinkTarget::File(file) => fixture.path(file),
                LinkTarget::Page(page) => page,
            };
            format!("{}\n▶ {target}", fixture.frame(file, link.span))
        });
        links.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn paths_lead_to_files() {
        let text = "\
//- shop.yaml
entity: Shop
extends: stdlib/i18n/country
import:
  - patterns/opening_times.yaml
  - nowhere/at_all.yaml
//- patterns/opening_times.yaml
pattern: opening_times
//- common/country.yaml
entity: Country
schema: common
";
        assert_snapshot!(links(text), @r"
        shop.yaml:2:10
        extends: stdlib/i18n/country
                 ^^^^^^^^^^^^^^^^^^^
        ▶ common/country.yaml
        shop.yaml:4:5
          - patterns/opening_times.yaml
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ▶ patterns/opening_times.yaml
        ");
    }

    #[test]
    fn codes_of_rules_lead_to_their_pages() {
        let text = "entity: A # specql: ignore[unknown-key, no-such-rule]\n";
        assert_snapshot!(links(text), @r"
        spec.yaml:1:28
        entity: A # specql: ignore[unknown-key, no-such-rule]
                                   ^^^^^^^^^^^
        ▶ https://specql.dev/lsp/rules/unknown-key
        ");
    }
}
