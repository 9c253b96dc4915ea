//! Table codes: six hexadecimal digits, one of them the domain's, and no two alike.

use specql_yaml::Span;

use super::{Context, INVALID_TABLE_CODE, TABLE_CODE_TAKEN, name_of, schema_of, with_entities};
use crate::db::File;
use crate::diagnostic::Diagnostic;
use crate::graph::{self, NameKind, SchemaEntry};

pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let organization = document.get(document.root(), "organization");
    let Some(node) = organization.and_then(|node| document.get(node, "table_code")) else {
        return;
    };
    // Of a number, others say that it has to be put in quotes.
    let Some(code) = document.value(node).as_str() else {
        return;
    };
    let span = context.span(node);
    let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_code {
        taken(context, span, code);
        domain(context, span, code);
    } else if context.is_yaml {
        let message = format!(
            "`{code}` is no table code; write six hexadecimal digits in quotes: two for the \
             layer, one for the domain, two for the subdomain, one for the table"
        );
        context.report(Diagnostic::new(&INVALID_TABLE_CODE, span, message));
    }
}

fn taken(context: &mut Context<'_>, span: Span, code: &str) {
    let own = name_of(context, context.file).to_lowercase();
    let files = graph::files_with(context.db, NameKind::TableCode, code).iter();
    // Where the entity itself is there twice, that is the mistake.
    let is_other = |file: &File| name_of(context, *file).to_lowercase() != own;
    let others: Vec<File> = files.copied().filter(is_other).collect();
    let Some(first) = others.first() else {
        return;
    };
    let message = format!(
        "`{}` has the table code `{code}`, too; give each table one of its own",
        name_of(context, *first)
    );
    let diagnostic = Diagnostic::new(&TABLE_CODE_TAKEN, span, message);
    let diagnostic = with_entities(context, diagnostic, &others, |file| {
        format!("`{}` has the same code", name_of(context, file))
    });
    context.report(diagnostic);
}

fn domain(context: &mut Context<'_>, span: Span, code: &str) {
    let Some(registration) = graph::registration(context.db, context.file) else {
        return;
    };
    let SchemaEntry::Domain { code: Some(digit) } = &registration.schema else {
        return;
    };
    if digit.len() == 1 && code.get(2..3) != Some(digit.as_str()) {
        let message = format!(
            "the third digit says the domain, and that of schema `{}` is `{digit}` in the registry",
            schema_of(context, context.file)
        );
        context.report(Diagnostic::new(&INVALID_TABLE_CODE, span, message));
    }
}
