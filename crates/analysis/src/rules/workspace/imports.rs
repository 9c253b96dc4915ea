//! What `extends` and `import` name.

use specql_language::pattern::action_pattern;
use specql_language::stdlib::{LIBRARY, library_path};
use specql_yaml::{NodeId, Value};

use super::{Context, UNKNOWN_IMPORT, span_within};
use crate::diagnostic::{Diagnostic, Fix};
use crate::graph;
use crate::rules::nearest;

pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let root = document.root();
    if let Some(extends) = document.get(root, "extends") {
        path(context, document.get(extends, "from").unwrap_or(extends));
    }
    let Some(import) = document.get(root, "import") else {
        return;
    };
    match document.value(import) {
        Value::Sequence(items) => {
            for item in items {
                path(context, *item);
            }
        }
        _ => path(context, import),
    }
}

fn path(context: &mut Context<'_>, node: NodeId) {
    let Some(text) = context.document.value(node).as_str() else {
        return;
    };
    // Documents give what is imported another name: `stdlib/crm/contact as Person`.
    let path = text.split_whitespace().next().unwrap_or_default();
    if is_there(context, path) {
        return;
    }
    let paths = LIBRARY.iter().map(|entity| entity.path);
    let meant = nearest(path, paths);
    let message = match meant {
        Some(meant) => format!("there is no `{path}`; did you mean `{meant}`?"),
        None => format!("there is no `{path}`, neither in the project nor in the standard library"),
    };
    let span = context.span(node);
    let mut diagnostic = Diagnostic::new(&UNKNOWN_IMPORT, span, message);
    if let Some((meant, place)) = meant.zip(span_within(context, span, path)) {
        let edit = context.edit(place, meant);
        let title = format!("Change to `{meant}`");
        diagnostic = diagnostic.with_fix(Fix::suggestion(title, vec![edit]));
    }
    context.report(diagnostic);
}

/// What is no path of the library or of a file may be anything.
fn is_there(context: &Context<'_>, path: &str) -> bool {
    let file = path.trim_start_matches("./").trim_start_matches("../");
    let has_extension = [".yaml", ".yml"].iter().any(|end| file.ends_with(end));
    let pattern = file.strip_prefix("stdlib/actions/");
    if pattern.is_some_and(|pattern| action_pattern(pattern).is_some()) {
        return true;
    }
    let is_of_library = file.starts_with("stdlib/") && !file.starts_with("stdlib/schema/");
    if !is_of_library && !has_extension {
        return true;
    }
    library_path(file).is_some() || graph::file_at(context.db, file).is_some()
}
