//! Making safe fixes, until nothing changes.

use std::collections::BTreeSet;

use specql_analysis::fixing::{Batch, Made};

use crate::files::{Content, write};
use crate::report::Fixed;
use crate::workspace::{Checked, Role, Workspace, errors};

/// A fix may make room for another one; so many times that is tried.
const ROUNDS: usize = 10;

/// Makes the safe fixes of a workspace and writes the files that they change. What could not be
/// done is named. Gives what was done, and what is wrong then.
pub fn fix(workspace: &mut Workspace, problems: &mut Vec<String>) -> (Vec<Fixed>, Vec<Checked>) {
    let before = workspace.check(problems);
    let mut now = before.clone();
    let mut made = Vec::new();
    for _ in 0..ROUNDS {
        let batch = batch_of(workspace, &now);
        if batch.made.is_empty() {
            break;
        }
        let changed = numbers(workspace, &batch.made);
        for number in &changed {
            let (Some(file), Some(text)) = (workspace.file(*number), workspace.text(*number))
            else {
                continue;
            };
            let text = batch.apply(file, &text);
            workspace.set_text(*number, &text);
        }
        made.extend(batch.made);
        now = workspace.check(problems);
    }
    if made.is_empty() {
        return (Vec::new(), now);
    }
    let mut refused = refused(workspace, &made, &before, &now);
    for number in &refused {
        let shown = workspace.members.get(*number).map(|m| m.shown.as_str());
        problems.push(format!(
            "{}: not written, because its fixes would lead to more errors",
            shown.unwrap_or_default()
        ));
    }
    for number in numbers(workspace, &made) {
        if !refused.contains(&number)
            && let Err(problem) = write_member(workspace, number)
        {
            problems.push(problem);
            refused.insert(number);
        }
    }
    for number in &refused {
        if let Some(original) = original(workspace, *number) {
            workspace.set_text(*number, &original);
        }
    }
    if !refused.is_empty() {
        now = workspace.check(problems);
    }
    (fixed(workspace, &made, &refused), now)
}

/// The fixes that can be made at once. Only files that were asked for are changed.
fn batch_of(workspace: &Workspace, checked: &[Checked]) -> Batch {
    let mut batch = Batch::default();
    let may_change = |file| {
        let member = workspace.number(file);
        let member = member.and_then(|number| workspace.members.get(number));
        member.is_some_and(|member| member.role != Role::Context)
    };
    for diagnostic in checked.iter().flatten().flatten() {
        batch.add(diagnostic, may_change);
    }
    batch
}

/// The members that fixes change.
fn numbers(workspace: &Workspace, made: &[Made]) -> BTreeSet<usize> {
    let files = made.iter().flat_map(|made| &made.files);
    files.filter_map(|file| workspace.number(*file)).collect()
}

/// The members that are not to be written: those with more errors than before, and all that were
/// changed together with them. Where a file suffers that was not changed, nothing is written.
fn refused(
    workspace: &Workspace,
    made: &[Made],
    before: &[Checked],
    after: &[Checked],
) -> BTreeSet<usize> {
    let changed = numbers(workspace, made);
    let counts = errors(before).into_iter().zip(errors(after)).enumerate();
    let worse = counts.filter(|(_, (before, after))| after > before);
    let mut refused: BTreeSet<usize> = worse.map(|(number, _)| number).collect();
    if !refused.is_subset(&changed) {
        return changed;
    }
    loop {
        let known = refused.len();
        for made in made {
            let together = numbers(workspace, std::slice::from_ref(made));
            if !together.is_disjoint(&refused) {
                refused.extend(together);
            }
        }
        if refused.len() == known {
            return refused;
        }
    }
}

fn write_member(workspace: &Workspace, number: usize) -> Result<(), String> {
    let (Some(member), Some(after), Some(before)) = (
        workspace.members.get(number),
        workspace.text(number),
        original(workspace, number),
    ) else {
        return Ok(());
    };
    if *before == *after {
        return Ok(());
    }
    write(&member.path, &before, &after).map_err(|error| format!("{}: {error}", member.shown))
}

/// The text of a member as it was read.
fn original(workspace: &Workspace, number: usize) -> Option<String> {
    match &workspace.members.get(number)?.content {
        Content::Text(text) => Some(text.to_string()),
        Content::Bad(..) => None,
    }
}

fn fixed(workspace: &Workspace, made: &[Made], refused: &BTreeSet<usize>) -> Vec<Fixed> {
    let mut fixed = Vec::new();
    for made in made {
        let numbers = numbers(workspace, std::slice::from_ref(made));
        for number in numbers.difference(refused) {
            if let Some(member) = workspace.members.get(*number) {
                fixed.push(Fixed {
                    path: member.shown.clone(),
                    code: made.code,
                    title: made.title.clone(),
                });
            }
        }
    }
    fixed
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use specql_analysis::Span;
    use specql_analysis::diagnostic::Diagnostic;
    use specql_analysis::rules::rule;
    use specql_analysis::settings::Settings;

    use super::*;
    use crate::workspace::Member;

    fn workspace() -> Workspace {
        let members = ["a", "b", "c", "d"].map(|name| Member {
            path: PathBuf::from(format!("/x/{name}.yaml")),
            shown: name.to_owned(),
            role: Role::Found,
            content: Content::Text("entity: A\n".into()),
        });
        Workspace::new(
            Path::new("/x"),
            Arc::new(Settings::default()),
            members.into(),
        )
    }

    fn made(workspace: &Workspace, numbers: &[usize]) -> Made {
        let files = numbers.iter().filter_map(|number| workspace.file(*number));
        Made {
            code: "invalid-yaml",
            title: "Mend it".to_owned(),
            files: files.collect(),
        }
    }

    /// What was found, with so many errors in each file.
    fn checked(errors: [usize; 4]) -> Vec<Checked> {
        let error = || Diagnostic::new(rule("invalid-yaml").unwrap(), Span::at(0), "no");
        errors.map(|count| Some(vec![error(); count])).into()
    }

    fn refused_after(after: [usize; 4]) -> Vec<usize> {
        let workspace = workspace();
        let made = [made(&workspace, &[0, 1]), made(&workspace, &[2])];
        let refused = refused(&workspace, &made, &checked([1; 4]), &checked(after));
        refused.into_iter().collect()
    }

    #[test]
    fn what_gets_worse_is_not_written() {
        assert!(refused_after([1, 0, 1, 1]).is_empty());
        assert_eq!(refused_after([0, 0, 2, 1]), [2]);
    }

    #[test]
    fn what_was_changed_together_stays_together() {
        assert_eq!(refused_after([0, 2, 0, 1]), [0, 1]);
    }

    #[test]
    fn where_another_file_suffers_nothing_is_written() {
        assert_eq!(refused_after([0, 0, 0, 2]), [0, 1, 2]);
    }
}
