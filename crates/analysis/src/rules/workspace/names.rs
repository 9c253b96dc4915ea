//! The entity as a whole among the others: its name, its file, whether anyone needs it.

use specql_language::Target;
use specql_yaml::Span;

use super::{
    Context, DUPLICATE_ENTITY, FILE_NAME, UNUSED_ENTITY, name_of, schema_of, with_entities,
};
use crate::db::{File, Workspace};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::infer::Type;
use crate::graph::{self, NameKind};
use crate::index;
use crate::naming::snake_case;

pub(super) fn check(context: &mut Context<'_>) {
    let Some(name) = &context.spec.entity else {
        return;
    };
    let (name, span) = (name.text.as_str(), name.span);
    duplicate(context, name, span);
    file_name(context, name, span);
    unused(context, name, span);
}

fn duplicate(context: &mut Context<'_>, name: &str, span: Span) {
    let files = graph::files_with(context.db, NameKind::Entity, name).iter();
    let others: Vec<File> = files
        .copied()
        .filter(|file| *file != context.file)
        .collect();
    let own = schema_of(context, context.file);
    let of_schema = others
        .iter()
        .filter(|file| schema_of(context, **file) == own);
    let same: Vec<File> = of_schema.copied().collect();
    let described = |file: File| {
        let (name, schema) = (name_of(context, file), schema_of(context, file));
        format!("`{name}` in schema `{schema}`")
    };
    let diagnostic = if let Some(first) = same.first() {
        let path = first.path(context.db);
        let message = format!(
            "`{path}` describes `{name}` in schema `{own}`, too; both make the same table, so \
             rename or remove one"
        );
        let diagnostic = Diagnostic::new(&DUPLICATE_ENTITY, span, message);
        with_entities(context, diagnostic, &same, described)
    } else if let Some(first) = others.first().filter(|_| context.target == Target::V0_8) {
        let (path, schema) = (first.path(context.db), schema_of(context, *first));
        let message = format!(
            "`{path}` describes `{name}` in schema `{schema}`; SpecQL 0.8.7 writes both to one \
             file, and only the last is left"
        );
        let mut diagnostic = Diagnostic::new(&DUPLICATE_ENTITY, span, message);
        diagnostic.severity = Severity::Warning;
        with_entities(context, diagnostic, &others, described)
    } else {
        return;
    };
    context.report(diagnostic);
}

fn file_name(context: &mut Context<'_>, name: &str, span: Span) {
    let path = context.file.path(context.db);
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    let (has, wanted) = (letters(stem), letters(name));
    // Names that say nothing of an entity promise nothing either.
    let says_nothing = ["spec", "entity", "index", "schema", "main", "test", "stdin"];
    let fits = has.contains(&wanted) || wanted.contains(&has) || says_nothing.contains(&&*has);
    if fits || wanted.is_empty() || name.contains(char::is_whitespace) {
        return;
    }
    let usual = snake_case(name);
    let message = format!(
        "the file is called `{file}` and describes `{name}`; call it `{usual}.yaml`, where \
         others look for it"
    );
    context.report(Diagnostic::new(&FILE_NAME, span, message));
}

fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

fn unused(context: &mut Context<'_>, name: &str, span: Span) {
    let Some(workspace) = Workspace::try_get(context.db) else {
        return;
    };
    let Some(entity) = index::entity(context.db, context.file) else {
        return;
    };
    let refers = |ty: &Type| matches!(ty, Type::Reference(_) | Type::List(_));
    let is_alone = entity.actions.is_empty()
        && entity.named.is_empty()
        && entity.paths.is_empty()
        && !entity.fields.iter().any(|field| refers(&field.field_type))
        && !entity.fields.is_empty();
    if !is_alone
        || !context.is_yaml
        || graph::entity_names(context.db, workspace).count() < 2
        || graph::is_named_elsewhere(context.db, context.file)
    {
        return;
    }
    let message = format!(
        "nothing refers to `{name}`, it refers to nothing and has no action; connect it, or \
         remove it if it is not needed"
    );
    context.report(Diagnostic::new(&UNUSED_ENTITY, span, message));
}
