//! Writes the reference in `docs/` from the tables of the language and of the rules.

use std::fmt::Write as _;
use std::path::PathBuf;

use specql_analysis::rules::{Group, rules};
use specql_language::expression::{Group as FunctionGroup, functions};
use specql_language::key::{Key, Name, Place, Shape};
use specql_language::pattern::{ACTION_PATTERNS, PATTERNS, ParameterKind, Pattern};
use specql_language::step::STEP_KINDS;
use specql_language::types::{BASIC, COMPOSITES, FORMS, SCALARS};
use specql_language::{Effect, Target};

use crate::root;
use crate::settings_docs::settings;

const NOTE: &str = "<!-- Written by `cargo xtask generate` from the tables of the program. -->\n";

/// The files with what they hold.
pub(crate) fn files() -> Vec<(PathBuf, String)> {
    let folder = root().join("docs");
    vec![
        (folder.join("rules.md"), rule_index()),
        (folder.join("language.md"), language()),
        (folder.join("settings.md"), settings(NOTE)),
    ]
}

// --- rules ---------------------------------------------------------------------------------------

const GROUPS: [(Group, &str); 8] = [
    (Group::Rejected, "SpecQL 0.8.7 refuses the file."),
    (
        Group::Ignored,
        "SpecQL 0.8.7 takes the file, and silently does not do what is written.",
    ),
    (
        Group::Sql,
        "The generated SQL would not load in PostgreSQL, or would not run.",
    ),
    (Group::Workspace, "Shows only across files."),
    (Group::Project, "In the other YAML files of a project."),
    (
        Group::Planned,
        "Described by SpecQL's documents or its roadmap, and not done yet; silent under the \
         target `next`.",
    ),
    (Group::Style, "Names, conventions, clearer or safer ways."),
    (Group::Settings, "In the settings themselves."),
];

fn rule_index() -> String {
    let mut text = format!(
        "{NOTE}\n# Rules\n\nEach has a code, which settings and `specql-lsp explain` take, and a \
         severity, which settings can change. The code leads to the full documentation.\n"
    );
    for (group, about) in GROUPS {
        let mut rules: Vec<_> = rules().filter(|rule| rule.group == group).collect();
        if rules.is_empty() {
            continue;
        }
        rules.sort_by_key(|rule| rule.code);
        let _ = writeln!(text, "\n## {}\n\n{about}\n", group.name());
        text.push_str("| code | severity | about |\n| --- | --- | --- |\n");
        for rule in rules {
            let _ = writeln!(
                text,
                "| [`{0}`](../crates/analysis/rules/{0}.md) | {1} | {2} |",
                rule.code,
                rule.severity.name(),
                cell(rule.summary())
            );
        }
    }
    text
}

// --- language ------------------------------------------------------------------------------------

fn language() -> String {
    let mut text = format!(
        "{NOTE}\n# The language\n\nWhat may be written, and what SpecQL 0.8.7 does with it. \
         *Used* shapes what is generated; *read* is checked, and nothing on the command line is \
         generated from it; *passed over* does nothing, without a word; *refused* makes the file \
         fail. What is marked *next* is described by SpecQL's documents or its roadmap.\n\n\
         - [Keys](#keys)\n- [Types](#types)\n- [Steps](#steps)\n- [Functions](#functions)\n\
         - [Patterns](#patterns)\n"
    );
    keys(&mut text);
    types(&mut text);
    steps(&mut text);
    functions_of(&mut text);
    patterns(&mut text);
    text
}

fn keys(text: &mut String) {
    text.push_str("\n## Keys\n");
    for place in Place::ALL {
        let _ = writeln!(text, "\n### {}\n", words(&format!("{place:?}")));
        text.push_str("| key | value | 0.8.7 | about |\n| --- | --- | --- | --- |\n");
        for key in place.keys() {
            let _ = writeln!(
                text,
                "| `{}`{} | {} | {} | {}{} |",
                key.name,
                if key.required { " (required)" } else { "" },
                shape(key.shape),
                effect(key.effect, key.target),
                cell(key.doc),
                default(key)
            );
        }
    }
}

fn default(key: &Key) -> String {
    let of = |value| format!(" Default: `{}`.", cell(value));
    key.default.map(of).unwrap_or_default()
}

fn types(text: &mut String) {
    text.push_str("\n## Types\n\n### Basic\n\n");
    text.push_str("| type | column | about | example |\n| --- | --- | --- | --- |\n");
    for basic in BASIC {
        let _ = writeln!(
            text,
            "| `{}` | `{}` | {} | `{}` |",
            basic.name,
            basic.postgres,
            cell(basic.doc),
            cell(basic.example)
        );
    }
    text.push_str("\n### With brackets\n\n");
    text.push_str("| type | column | about | in the brackets | example |\n");
    text.push_str("| --- | --- | --- | --- | --- |\n");
    for form in FORMS {
        let _ = writeln!(
            text,
            "| `{}({})` | `{}` | {} | {} | `{}` |",
            form.name,
            form.parameter,
            form.postgres,
            cell(form.doc),
            cell(form.parameter_doc),
            cell(form.example)
        );
    }
    text.push_str("\n### Rich\n\n");
    text.push_str("| type | column | about | example |\n| --- | --- | --- | --- |\n");
    for scalar in SCALARS {
        let alias = scalar.alias.map(|alias| format!(", `{alias}`"));
        let digits = scalar
            .precision
            .map(|(all, behind)| format!("({all}, {behind})"));
        let _ = writeln!(
            text,
            "| `{}`{} | `{}{}` | {} | `{}` |",
            scalar.name,
            alias.unwrap_or_default(),
            scalar.postgres,
            digits.unwrap_or_default(),
            cell(scalar.doc),
            cell(scalar.example)
        );
    }
    text.push_str("\n### Composite\n\nEach is a JSONB column.\n\n");
    text.push_str("| type | about | members |\n| --- | --- | --- |\n");
    for composite in COMPOSITES {
        let members = composite.members.iter().map(|member| {
            let mark = if member.nullable { "" } else { "!" };
            format!("`{}: {}{mark}`", member.name, member.type_name)
        });
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            composite.name,
            cell(composite.doc),
            members.collect::<Vec<_>>().join(", ")
        );
    }
}

fn steps(text: &mut String) {
    text.push_str("\n## Steps\n");
    for kind in STEP_KINDS {
        let _ = writeln!(
            text,
            "\n### `{}`\n\nWith 0.8.7: {}\n\n{}\n",
            kind.key,
            effect(kind.effect, kind.target),
            kind.doc
        );
        for form in kind.forms {
            let _ = writeln!(text, "- `{}: {}`: {}", kind.key, form.syntax, form.doc);
        }
        if !kind.reads.is_empty() {
            let _ = writeln!(text, "\nAlso reads {}.", list(kind.reads));
        }
    }
}

fn functions_of(text: &mut String) {
    text.push_str("\n## Functions\n");
    let groups = [
        (FunctionGroup::Text, "Texts"),
        (FunctionGroup::Time, "Dates and times"),
        (FunctionGroup::Number, "Numbers"),
        (FunctionGroup::Aggregate, "The values of many rows"),
        (FunctionGroup::Choice, "Choosing a value"),
        (FunctionGroup::Json, "JSON and lists"),
    ];
    for (group, title) in groups {
        let _ = writeln!(text, "\n### {title}\n");
        text.push_str("| function | about |\n| --- | --- |\n");
        for function in functions().filter(|function| function.group == group) {
            let parameters = function.parameters.iter().map(|parameter| {
                let dots = if parameter.variadic { "..." } else { "" };
                let mark = if parameter.optional { "?" } else { "" };
                format!("{}{mark}{dots}", parameter.name)
            });
            let _ = writeln!(
                text,
                "| `{}({})` | {} |",
                function.name,
                parameters.collect::<Vec<_>>().join(", "),
                cell(function.doc)
            );
        }
    }
}

fn patterns(text: &mut String) {
    text.push_str("\n## Patterns\n");
    for pattern in PATTERNS.iter().chain(ACTION_PATTERNS) {
        pattern_of(text, pattern);
    }
}

fn pattern_of(text: &mut String, pattern: &Pattern) {
    let _ = writeln!(
        text,
        "\n### `{}`\n\nWith 0.8.7: {}\n\n{}",
        pattern.name,
        effect(pattern.effect, pattern.target),
        pattern.doc
    );
    if !pattern.aliases.is_empty() {
        let _ = writeln!(text, "\nAlso called {}.", list(pattern.aliases));
    }
    if pattern.parameters.is_empty() {
        return;
    }
    text.push_str("\n| parameter | value | about |\n| --- | --- | --- |\n");
    for parameter in pattern.parameters {
        let default = parameter
            .default
            .map(|value| format!(" Default: `{}`.", cell(value)));
        let _ = writeln!(
            text,
            "| `{}`{} | {} | {}{} |",
            parameter.name,
            if parameter.required {
                " (required)"
            } else {
                ""
            },
            parameter_kind(parameter.kind),
            cell(parameter.doc),
            default.unwrap_or_default()
        );
    }
}

// --- words ---------------------------------------------------------------------------------------

fn parameter_kind(kind: ParameterKind) -> String {
    match kind {
        ParameterKind::Choice(choices) => list(
            &choices
                .iter()
                .map(|choice| choice.value)
                .collect::<Vec<_>>(),
        ),
        other => {
            let name = format!("{other:?}");
            words(name.split(['(', ' ']).next().unwrap_or_default())
        }
    }
}

fn shape(shape: Shape) -> String {
    match shape {
        Shape::Any => "anything".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Boolean => "`true`, `false`".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Choice(choices) => list(
            &choices
                .iter()
                .map(|choice| choice.value)
                .collect::<Vec<_>>(),
        ),
        Shape::Name(name) => format!("a name for {}", of_name(name)),
        Shape::Reference(name) => format!("the name of {}", of_name(name)),
        Shape::Type => "a type".to_owned(),
        Shape::Expression => "an expression".to_owned(),
        Shape::Statement => "a statement".to_owned(),
        Shape::Call => "a call".to_owned(),
        Shape::Sql => "SQL".to_owned(),
        Shape::Path => "a path".to_owned(),
        Shape::List(item) => format!("list of: {}", self::shape(*item)),
        Shape::Mapping(place) => {
            let title = words(&format!("{place:?}"));
            let link = title.to_lowercase().replace(' ', "-");
            format!("[{}](#{link})", title.to_lowercase())
        }
        Shape::Named(name, value) => {
            format!(
                "names of {}, each with: {}",
                plural(name),
                self::shape(*value)
            )
        }
        Shape::OneOf(shapes) => {
            let shapes: Vec<_> = shapes.iter().map(|shape| self::shape(*shape)).collect();
            shapes.join("; or ")
        }
    }
}

fn of_name(name: Name) -> &'static str {
    match name {
        Name::Entity => "an entity",
        Name::Schema => "a schema",
        Name::Field => "a field",
        Name::FieldPath => "a field, or a path",
        Name::ReferenceField => "a reference",
        Name::TargetField => "a field of another entity",
        Name::Action => "an action",
        Name::Parameter => "a parameter",
        Name::Event => "an event",
        Name::SchemaPattern => "a pattern",
        Name::PatternParameter => "a parameter of the pattern",
        Name::Other => "it",
    }
}

fn plural(name: Name) -> &'static str {
    match name {
        Name::Entity => "entities",
        Name::Schema => "schemas",
        Name::Field | Name::FieldPath | Name::TargetField => "fields",
        Name::ReferenceField => "references",
        Name::Action => "actions",
        Name::Parameter | Name::PatternParameter => "parameters",
        Name::Event => "events",
        Name::SchemaPattern => "patterns",
        Name::Other => "your own",
    }
}

fn effect(effect: Effect, target: Target) -> String {
    let effect = match effect {
        Effect::Used => "used",
        Effect::Carried => "read",
        Effect::Ignored => "passed over",
        Effect::Refused => "refused",
    };
    match target {
        Target::V0_8 => effect.to_owned(),
        Target::Next => format!("{effect}, *next*"),
    }
}

fn list(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// `TableViews` as "Table views".
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    let text = text.replace("\n\n", " ").replace('\n', " ");
    text.replace('|', "\\|")
}
