//! What changes in other files when a file moves.

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::diagnostic::Edit;
use specql_analysis::index::entity;
use specql_analysis::resolve::Target;

use crate::symbol::{Occurrence, occurrences};

/// A file or a folder that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its path before.
    pub from: String,
    /// Its path afterwards.
    pub to: String,
}

impl Moved {
    fn path(&self, path: &str) -> Option<String> {
        let below = path.strip_prefix(&self.from)?;
        let is_it = below.is_empty() || below.starts_with('/');
        is_it.then(|| format!("{}{below}", self.to))
    }
}

/// The changes to paths in `extends` and `import` so that they lead where they led before.
///
/// SpecQL looks for a path wherever it may be, so only what is written is changed: with or without
/// an extension, from the top of some folder or from the file that says it.
#[must_use]
pub fn rename_files(db: &dyn Db, moved: &[Moved]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut files: Vec<File> = Workspace::try_get(db)
        .into_iter()
        .flat_map(|workspace| workspace.files(db))
        .filter(|file| entity(db, *file).is_some_and(|it| !it.paths.is_empty()))
        .collect();
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    for file in files {
        let text = file.text(db);
        for name in occurrences(db, file) {
            let written = text.get_byte_slice(name.span.range()).map(String::from);
            let new = written
                .and_then(|written| Some((path(db, moved, file, &name, &written)?, written)));
            if let Some((new, _)) = new.filter(|(new, written)| new != written) {
                edits.push(Edit {
                    file,
                    span: name.span,
                    text: new,
                });
            }
        }
    }
    edits
}

/// A path as it has to be written once files have moved.
fn path(
    db: &dyn Db,
    moved: &[Moved],
    file: File,
    name: &Occurrence,
    written: &str,
) -> Option<String> {
    let Target::File(target) = &name.symbol.target else {
        return None;
    };
    let after = |path: &str| moved.iter().find_map(|moved| moved.path(path));
    let (before, own) = (target.path(db), file.path(db));
    let new = after(before);
    let is_relative = written.starts_with("./") || written.starts_with("../");
    let bare = written.trim_start_matches("./").trim_start_matches("../");
    let new = if is_relative {
        let new_own = after(own);
        if new.is_none() && new_own.is_none() {
            return None;
        }
        relative(
            new_own.as_deref().unwrap_or(own),
            new.as_deref().unwrap_or(before),
        )
    } else {
        from_folder(before, &new?, bare)
    };
    let (stem, _) = without_extension(bare);
    if stem == bare {
        let (stem, _) = without_extension(&new);
        return Some(stem.to_owned());
    }
    Some(new)
}

/// From the same folder as before, if the file is still in it; else with as many folders.
fn from_folder(before: &str, new: &str, written: &str) -> String {
    let (before, _) = without_extension(before);
    let (written, _) = without_extension(written);
    let folder = before.strip_suffix(written).unwrap_or_default();
    if let Some(below) = new.strip_prefix(folder) {
        return below.to_owned();
    }
    let count = written.split('/').count();
    let mut parts: Vec<&str> = new.rsplit('/').take(count).collect();
    parts.reverse();
    parts.join("/")
}

fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let folders = folders.split_last().map_or(&[][..], |(_, folders)| folders);
    let parts: Vec<&str> = to.split('/').collect();
    let most = folders.len().min(parts.len().saturating_sub(1));
    let same = (0..most)
        .take_while(|at| folders.get(*at) == parts.get(*at))
        .count();
    let up = folders.len() - same;
    let start = if up == 0 {
        "./".to_owned()
    } else {
        "../".repeat(up)
    };
    format!("{start}{}", parts.get(same..).unwrap_or_default().join("/"))
}

fn without_extension(path: &str) -> (&str, &str) {
    [".yaml", ".yml"]
        .into_iter()
        .find_map(|end| Some((path.strip_suffix(end)?, end)))
        .unwrap_or((path, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    const WORKSPACE: &str = "\
//- shop/crm/contact.yaml
entity: Contact
schema: crm
//- shop/crm/customer.yaml
entity: Customer
schema: crm
extends: ./contact.yaml
//- shop/sales/buyer.yaml
entity: Buyer
extends: {from: 'crm/contact'}
import:
  - ../crm/customer
  - patterns/opening_times.yaml # as it was
//- shop/patterns/opening_times.yaml
pattern: opening_times
";

    /// The lines that change.
    fn after(from: &str, to: &str) -> Vec<String> {
        let fixture = Fixture::new(WORKSPACE);
        let moved = Moved {
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let edits = rename_files(fixture.db(), &[moved]).into_iter();
        let shown = edits.map(|edit| {
            let text = fixture.text(edit.file);
            let before = &text[edit.span.range()];
            format!("{}: {before} -> {}", fixture.path(edit.file), edit.text)
        });
        shown.collect()
    }

    #[test]
    fn a_file_gets_another_name() {
        assert_eq!(
            after("shop/crm/contact.yaml", "shop/crm/person.yaml"),
            [
                "shop/crm/customer.yaml: ./contact.yaml -> ./person.yaml",
                "shop/sales/buyer.yaml: crm/contact -> crm/person",
            ]
        );
    }

    #[test]
    fn a_file_goes_elsewhere() {
        assert_eq!(
            after("shop/crm/contact.yaml", "shop/people/contact.yml"),
            [
                "shop/crm/customer.yaml: ./contact.yaml -> ../people/contact.yml",
                "shop/sales/buyer.yaml: crm/contact -> people/contact",
            ]
        );
        assert_eq!(
            after("shop/patterns/opening_times.yaml", "other/times.yaml"),
            ["shop/sales/buyer.yaml: patterns/opening_times.yaml -> other/times.yaml"]
        );
    }

    #[test]
    fn a_file_that_says_where_others_are_goes_elsewhere() {
        assert_eq!(
            after("shop/crm/customer.yaml", "shop/sales/customer.yaml"),
            [
                "shop/crm/customer.yaml: ./contact.yaml -> ../crm/contact.yaml",
                "shop/sales/buyer.yaml: ../crm/customer -> ./customer",
            ]
        );
    }

    #[test]
    fn a_folder_gets_another_name() {
        assert_eq!(
            after("shop/crm", "shop/people"),
            [
                "shop/sales/buyer.yaml: crm/contact -> people/contact",
                "shop/sales/buyer.yaml: ../crm/customer -> ../people/customer",
            ]
        );
    }
}
