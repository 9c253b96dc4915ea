//! How a change of specs changes their SQL: the statements before and after.
//!
//! The change is made in a small workspace of its own, which has only what the changed specs speak
//! of.

use std::collections::{BTreeMap, BTreeSet};

use specql_analysis::db::{Db, File, Workspace};
use specql_analysis::index::{NoEntity, find_entity};
use specql_analysis::{Host, source};
use specql_generate::{catalogue, needed_by};

use crate::code_actions::{Change, FileOperation};

/// Longer differences end with how much more there is.
const MOST_LINES: usize = 120;

/// Statements with more lines are told as a whole.
const MOST_COMPARED: usize = 2_000;

/// What a change does to the SQL of the specs that it changes, a line each: `-` before what goes,
/// `+` before what comes, and the first line of each statement before its changes. None where the
/// SQL stays as it is.
#[must_use]
pub fn sql_change(db: &dyn Db, change: &Change) -> Option<String> {
    let before = before(db, change);
    let after = after(db, change, &before);
    let mut host = Host::new();
    if let Some(workspace) = Workspace::try_get(db) {
        host.set_target(workspace.target(db));
    }
    for file in around(db, change, &before, &after) {
        host.set_file(file.path(db), source::text(db, file));
    }
    host.set_files(texts(&before));
    let earlier = statements(&host, before.keys());
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        host.remove_file(path);
    }
    host.set_files(texts(&after));
    let later = statements(&host, after.keys());
    let lines = difference(&earlier, &later);
    (!lines.is_empty()).then(|| shown(lines))
}

/// Files by their paths.
type Texts = BTreeMap<String, String>;

fn texts(texts: &Texts) -> impl Iterator<Item = (&str, &str)> {
    let texts = texts.iter();
    texts.map(|(path, text)| (path.as_str(), text.as_str()))
}

/// The files that a change is about, as they are.
fn before(db: &dyn Db, change: &Change) -> Texts {
    let edited = change.edits.iter().map(|edit| edit.file);
    let moved = change.operations.iter().filter_map(|operation| {
        let FileOperation::Rename { file, .. } = operation else {
            return None;
        };
        Some(*file)
    });
    let files = edited.chain(moved);
    let texts = files.map(|file| (file.path(db).to_owned(), source::text(db, file).to_string()));
    texts.collect()
}

/// The same files, and new ones, once the change is made.
fn after(db: &dyn Db, change: &Change, before: &Texts) -> Texts {
    let mut after = before.clone();
    let mut edits: Vec<_> = change.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    for edit in edits {
        let text = after.get_mut(edit.file.path(db));
        if let Some(text) = text.filter(|text| text.get(edit.span.range()).is_some()) {
            text.replace_range(edit.span.range(), &edit.text);
        }
    }
    for operation in &change.operations {
        match operation {
            FileOperation::Create { path, text } => {
                after.insert(path.clone(), text.clone());
            }
            FileOperation::Rename { file, path } => {
                if let Some(text) = after.remove(file.path(db)) {
                    after.insert(path.clone(), text);
                }
            }
        }
    }
    after
}

/// The files that the SQL of these texts may depend on: the registry, all entities whose names stand
/// in the texts, and all that those refer to.
fn around(db: &dyn Db, change: &Change, before: &Texts, after: &Texts) -> Vec<File> {
    let own = change.edits.first().map(|edit| edit.file);
    let own = own.or_else(|| Workspace::try_get(db)?.files(db).next());
    let Some(own) = own else {
        return Vec::new();
    };
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let texts = before.values().chain(after.values());
    let words = texts.flat_map(|text| text.split(|c| !is_part(c)));
    let words: BTreeSet<&str> = words.filter(|word| !word.is_empty()).collect();
    let found = |word| match find_entity(db, own, None, word) {
        Ok(file) => vec![file],
        Err(NoEntity::InOtherSchemas(files) | NoEntity::Ambiguous(files)) => files,
        Err(NoEntity::Unknown) => Vec::new(),
    };
    let named = words.into_iter().flat_map(found);
    let mut files = needed_by(db, named);
    files.extend(Workspace::try_get(db).and_then(|workspace| workspace.registry(db)));
    files
}

/// The statements of the entities in these files, by their first lines.
fn statements<'p>(
    host: &Host,
    paths: impl Iterator<Item = &'p String>,
) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in paths.filter_map(|path| host.file(path)) {
        for object in &catalogue(host.db(), file).objects {
            let sql = object.sql();
            let head = sql.lines().next().unwrap_or_default().to_owned();
            found.entry(head).or_default().push(sql);
        }
    }
    found
}

fn difference(
    earlier: &BTreeMap<String, Vec<String>>,
    later: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    let heads: BTreeSet<_> = earlier.keys().chain(later.keys()).collect();
    let mut lines = Vec::new();
    for head in heads {
        let joined = |statements: &BTreeMap<String, Vec<String>>| {
            statements.get(head).map(|statements| statements.concat())
        };
        match (joined(earlier), joined(later)) {
            (Some(before), Some(after)) if before != after => {
                lines.push(format!(" {head}"));
                lines.extend(changed_lines(&before, &after));
            }
            (Some(before), None) => lines.extend(before.lines().map(|line| format!("-{line}"))),
            (None, Some(after)) => lines.extend(after.lines().map(|line| format!("+{line}"))),
            _ => {}
        }
    }
    lines
}

/// The lines that go and come, in their order.
fn changed_lines(before: &str, after: &str) -> Vec<String> {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let kept = kept(&before, &after);
    let mut lines = Vec::new();
    let (mut old, mut new) = (before.iter().enumerate(), after.iter().enumerate());
    for (kept_old, kept_new) in kept.into_iter().chain([(before.len(), after.len())]) {
        let gone = old.by_ref().take_while(|(at, _)| *at != kept_old);
        lines.extend(gone.map(|(_, line)| format!("-{line}")));
        let come = new.by_ref().take_while(|(at, _)| *at != kept_new);
        lines.extend(come.map(|(_, line)| format!("+{line}")));
    }
    lines
}

/// The numbers of lines that stay, in both texts: a longest common sequence.
fn kept(before: &[&str], after: &[&str]) -> Vec<(usize, usize)> {
    if before.len().max(after.len()) > MOST_COMPARED {
        return Vec::new();
    }
    let width = after.len() + 1;
    // How many lines can stay from here on.
    let mut most = vec![0_usize; (before.len() + 1) * width];
    let at = |most: &[usize], old: usize, new: usize| {
        most.get(old * width + new).copied().unwrap_or_default()
    };
    for (old, old_line) in before.iter().enumerate().rev() {
        for (new, new_line) in after.iter().enumerate().rev() {
            let count = if old_line == new_line {
                at(&most, old + 1, new + 1) + 1
            } else {
                at(&most, old + 1, new).max(at(&most, old, new + 1))
            };
            if let Some(place) = most.get_mut(old * width + new) {
                *place = count;
            }
        }
    }
    let (mut old, mut new) = (0, 0);
    let mut kept = Vec::new();
    while let (Some(old_line), Some(new_line)) = (before.get(old), after.get(new)) {
        if old_line == new_line {
            kept.push((old, new));
            old += 1;
            new += 1;
        } else if at(&most, old + 1, new) >= at(&most, old, new + 1) {
            old += 1;
        } else {
            new += 1;
        }
    }
    kept
}

fn shown(mut lines: Vec<String>) -> String {
    let more = lines.len().saturating_sub(MOST_LINES);
    if more > 0 {
        lines.truncate(MOST_LINES);
        lines.push(format!(" … {more} more lines"));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use specql_analysis::settings::Settings;

    use super::*;
    use crate::fixture::Fixture;
    use crate::{code_actions, resolve_code_action};

    /// What an action that is offered at the cursor does to the SQL.
    fn told(text: &str, title: &str) -> Option<String> {
        let fixture = Fixture::new(text);
        let (file, selected) = fixture.selection();
        let settings = Settings::default();
        let actions = code_actions(fixture.db(), file, selected, &settings);
        let titles: Vec<_> = actions.iter().map(|action| &action.title).collect();
        let action = actions.iter().find(|action| action.title == title);
        let action = action.unwrap_or_else(|| panic!("{titles:#?}"));
        let change = resolve_code_action(fixture.db(), file, selected, &settings, &action.id);
        sql_change(fixture.db(), &change.unwrap())
    }

    const CUSTOMER: &str = "\
//- crm/customer.yaml
entity: Customer
schema: crm
fields:
  name: text!
  land: ref(Contry$0)
table_views: {mode: disable}
//- common/country.yaml
entity: Country
schema: common
fields: {name: text}
";

    #[test]
    fn a_fix_says_which_statements_it_changes() {
        assert_snapshot!(told(CUSTOMER, "Refer to `Country`").unwrap(), @r"
        --- Left out of Customer: the key of `land`: there is no entity `Contry`
        +ALTER TABLE crm.tb_customer
        +    ADD CONSTRAINT tb_customer_fk_land_fkey FOREIGN KEY (fk_land) REFERENCES common.tb_country (pk_country);
         CREATE TABLE crm.tb_customer (
        -COMMENT ON COLUMN crm.tb_customer.fk_land IS 'Refers to Contry.
        +COMMENT ON COLUMN crm.tb_customer.fk_land IS 'Refers to Country.
        -references: Contry';
        +references: Country';
        ");
    }

    #[test]
    fn what_changes_no_sql_says_nothing() {
        let text = CUSTOMER.replace("Contry$0", "Coun$0try");
        assert_eq!(told(&text, "Write the field as a mapping"), None);
    }

    #[test]
    fn lines_that_stay_are_not_told() {
        let before = "a\nb\nc\nd\n";
        let after = "a\nx\nc\nd\ne\n";
        assert_eq!(changed_lines(before, after), ["-b", "+x", "+e"]);
        assert_eq!(changed_lines("", "a"), ["+a"]);
        assert_eq!(changed_lines("a", ""), ["-a"]);
    }

    #[test]
    fn what_is_long_ends_with_how_much_more_there_is() {
        let lines = (0..MOST_LINES + 3).map(|number| number.to_string());
        assert!(shown(lines.collect()).ends_with("\n119\n … 3 more lines"));
    }
}
