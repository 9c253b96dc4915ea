//! Small workspaces for tests.

use specql_analysis::Host;
use specql_language::Target;
use specql_sql::Text;

/// A registry with one schema whose rows belong to a tenant each: `crm`.
const REGISTRY: &str = "\
domains:
  '2':
    name: crm
    multi_tenant: true
    subdomains: {}
";

/// A workspace of specs, each with its path.
pub(crate) fn workspace(specs: &[(&str, &str)]) -> Host {
    let mut host = Host::new();
    host.set_files([("registry/domain_registry.yaml", REGISTRY)]);
    host.set_files(specs.iter().copied());
    host
}

/// What the first of some specs becomes.
pub(crate) fn text_of(specs: &[&str], target: Target) -> Text {
    let paths: Vec<_> = (0..specs.len()).map(|n| format!("{n}.yaml")).collect();
    let specs: Vec<_> = paths
        .iter()
        .map(String::as_str)
        .zip(specs.iter().copied())
        .collect();
    let mut host = workspace(&specs);
    host.set_target(target);
    let file = host.file("0.yaml").unwrap();
    crate::text_of_entity(host.db(), file).clone()
}

/// The SQL that the first of some specs becomes, without what is told of the objects.
pub(crate) fn sql(specs: &[&str]) -> String {
    without_comments(&text_of(specs, Target::V0_8).sql)
}

/// The same for the SpecQL to come.
pub(crate) fn sql_of_next(specs: &[&str]) -> String {
    without_comments(&text_of(specs, Target::Next).sql)
}

fn without_comments(sql: &str) -> String {
    let mut kept = String::new();
    let mut is_comment = false;
    for line in sql.lines() {
        is_comment |= line.starts_with("COMMENT ON ");
        if !is_comment {
            kept.push_str(line);
            kept.push('\n');
        }
        is_comment &= !line.ends_with("';");
    }
    kept
}

/// The piece of SQL from a line that begins so to the next line with a semicolon at its end.
pub(crate) fn statement<'s>(sql: &'s str, beginning: &str) -> &'s str {
    let start = sql
        .match_indices(beginning)
        .map(|(at, _)| at)
        .find(|at| *at == 0 || sql[..*at].ends_with('\n'))
        .unwrap_or_else(|| panic!("no `{beginning}` in\n{sql}"));
    let rest = &sql[start..];
    let end = rest.find(";\n").map_or(rest.len(), |end| end + 2);
    &rest[..end]
}
