//! What is read, in brackets: the shape at a glance.

use crate::expression::ast::*;

pub(super) fn expression(expression: &Expression) -> String {
    use ExpressionKind as Kind;
    let not = |negated: &bool| if *negated { "not-" } else { "" };
    let boxed = |inner: &Expression| self::expression(inner);
    match &expression.kind {
        Kind::Literal(Literal::Text {
            value,
            double_quoted,
            closed,
        }) => {
            let quote = if *double_quoted { '"' } else { '\'' };
            format!(
                "{quote}{value}{}",
                if *closed {
                    quote.to_string()
                } else {
                    String::new()
                }
            )
        }
        Kind::Literal(Literal::Number(number)) => number.clone(),
        Kind::Literal(Literal::Boolean(value)) => value.to_string(),
        Kind::Literal(Literal::Null) => "null".to_owned(),
        Kind::Name(name) => name.clone(),
        Kind::Path(path) => path.text(),
        Kind::Parameter(Parameter { mark, parts }) => {
            let parts: Vec<_> = parts.iter().map(|part| part.text.as_str()).collect();
            format!("{mark:?}:{}", parts.join("."))
        }
        Kind::Unary { operator, operand } => format!("({operator:?} {})", boxed(operand)),
        Kind::Binary {
            operator,
            left,
            right,
            ..
        } => {
            format!("({} {} {})", operator.symbol(), boxed(left), boxed(right))
        }
        Kind::Is {
            value,
            negated,
            test,
        } => {
            let test = match test {
                Test::Word(word) => format!("{:?}", word.text),
                Test::DistinctFrom(other) => format!("distinct-from {}", boxed(other)),
                Test::Existing => "existing".to_owned(),
            };
            format!("({}is {} {test})", not(negated), boxed(value))
        }
        Kind::In {
            value,
            negated,
            list,
        } => {
            format!("({}in {} {})", not(negated), boxed(value), boxed(list))
        }
        Kind::Between {
            value,
            negated,
            low,
            high,
        } => {
            format!(
                "({}between {} {} {})",
                not(negated),
                boxed(value),
                boxed(low),
                boxed(high)
            )
        }
        Kind::Like {
            value,
            negated,
            ignores_case,
            template,
        } => {
            let like = if *ignores_case { "ilike" } else { "like" };
            format!(
                "({}{like} {} {})",
                not(negated),
                boxed(value),
                boxed(template)
            )
        }
        Kind::Matches {
            value,
            negated,
            pattern,
        } => {
            format!(
                "({}matches {} {})",
                not(negated),
                boxed(value),
                boxed(pattern)
            )
        }
        Kind::Exists(Exists::Entity {
            entity: of,
            condition,
        }) => {
            let condition = condition
                .as_ref()
                .map(|one| format!(" where {}", boxed(one)));
            format!("(exists {}{})", entity(of), condition.unwrap_or_default())
        }
        Kind::Exists(Exists::Other(of)) => format!("(exists {})", boxed(of)),
        Kind::Call(Call {
            function,
            distinct,
            arguments,
            closed: _,
        }) => {
            let distinct = if *distinct { "distinct " } else { "" };
            format!("{}({distinct}{})", function.text(), list(arguments))
        }
        Kind::Case {
            subject,
            branches,
            otherwise,
        } => {
            let mut text = String::from("(case");
            if let Some(subject) = subject {
                text += &format!(" {}", boxed(subject));
            }
            for branch in branches {
                text += &format!(
                    " [{} => {}]",
                    boxed(&branch.condition),
                    boxed(&branch.result)
                );
            }
            if let Some(otherwise) = otherwise {
                text += &format!(" else {}", boxed(otherwise));
            }
            text + ")"
        }
        Kind::Cast { value, type_name } => format!("(cast {} {:?})", boxed(value), type_name.text),
        Kind::List(items) => format!("[{}]", list(items)),
        Kind::Group(inner) => format!("{{{}}}", boxed(inner)),
        Kind::Subquery(Subquery { from, parts }) => {
            let from = from.as_ref().map(entity).unwrap_or_default();
            format!("(query from {from}: {})", list(parts))
        }
        Kind::Star => "*".to_owned(),
        Kind::Missing => "_".to_owned(),
        Kind::Unreadable(parts) => format!("<{}>", list(parts)),
    }
}

fn list(items: &[Expression]) -> String {
    let items: Vec<_> = items.iter().map(expression).collect();
    items.join(", ")
}

pub(super) fn entity(entity: &EntityName) -> String {
    let schema = entity
        .schema
        .as_ref()
        .map(|schema| format!("{}.", schema.text));
    let name = if entity.name.text.is_empty() {
        "_"
    } else {
        &entity.name.text
    };
    format!("{}{name}", schema.unwrap_or_default())
}

pub(super) fn type_expression(read: &TypeExpression) -> String {
    let mut text = kind(&read.kind);
    let default = read.default.as_ref();
    let required_first = match (read.required, default) {
        (Some(required), Some(default)) => required.start < default.equals.start,
        _ => false,
    };
    if required_first {
        text += " required-before";
    }
    if let Some(default) = default {
        let quote = if default.quoted { "'" } else { "" };
        let value = if default.span.is_empty() {
            "_"
        } else {
            &default.text
        };
        text += &format!(" = {quote}{value}{quote}");
    }
    if read.required.is_some() && !required_first {
        text += " required";
    }
    if read.optional.is_some() {
        text += " optional";
    }
    if !read.stray.is_empty() {
        text += &format!(" stray:{}", read.stray.len());
    }
    text
}

fn kind(kind: &TypeKind) -> String {
    let open = |brackets: &Option<Brackets>| match brackets {
        None => " unbracketed",
        Some(Brackets { closed: false, .. }) => " open",
        Some(_) => "",
    };
    match kind {
        TypeKind::Named {
            name,
            arguments: None,
        } => name.text.clone(),
        TypeKind::Named {
            name,
            arguments: Some(arguments),
        } => {
            let items: Vec<_> = arguments
                .items
                .iter()
                .map(|item| item.text.as_str())
                .collect();
            let open = open(&Some(arguments.brackets));
            format!("({}{open}: {})", name.text, items.join(", "))
        }
        TypeKind::Enum { values, brackets } => {
            let quoted = |value: &EnumValue| if value.quoted { "'" } else { "" };
            let show = |value: &EnumValue| format!("{0}{1}{0}", quoted(value), value.text);
            let values: Vec<_> = values.iter().map(show).collect();
            format!("(enum{}: {})", open(brackets), values.join(", "))
        }
        TypeKind::List { item, brackets } => {
            let item = item
                .as_ref()
                .map_or("_".to_owned(), |item| type_expression(item));
            format!("(list{}: {item})", open(brackets))
        }
        TypeKind::Reference {
            targets,
            options,
            brackets,
        } => {
            let targets: Vec<_> = targets.iter().map(entity).collect();
            let show = |option: &ReferenceOption| {
                format!(", {} = {}", option.name.text, option.value.text)
            };
            let options: String = options.iter().map(show).collect();
            format!("(ref{}: {}{options})", open(brackets), targets.join(" | "))
        }
        TypeKind::Array { item, .. } => format!("(array {})", self::kind(item)),
        TypeKind::Missing => "_".to_owned(),
    }
}

pub(super) fn statement(read: &Statement) -> String {
    let mut parts = Vec::new();
    parts.extend(read.target.as_ref().map(entity));
    if !read.arguments.is_empty() {
        parts.push(format!("({})", arguments(&read.arguments)));
    }
    for assignment in &read.set {
        let equals = if assignment.equals.is_some() {
            "="
        } else {
            "?"
        };
        let value = expression(&assignment.value);
        parts.push(format!("{} {equals} {value}", assignment.field.text()));
    }
    parts.extend(
        read.values
            .iter()
            .map(|row| format!("values {}", expression(row))),
    );
    let clauses = [
        ("from", &read.from),
        ("in", &read.collection),
        ("where", &read.condition),
    ];
    for (word, clause) in clauses {
        parts.extend(
            clause
                .as_ref()
                .map(|clause| format!("{word} {}", expression(clause))),
        );
    }
    parts.extend(
        read.alias
            .as_ref()
            .map(|alias| format!("as {:?}", alias.text)),
    );
    if !read.returning.is_empty() {
        parts.push(format!("returning {}", list(&read.returning)));
    }
    if !read.stray.is_empty() {
        parts.push(format!("stray:{}", read.stray.len()));
    }
    parts.join("; ")
}

fn arguments(arguments: &[Argument]) -> String {
    let show = |argument: &Argument| {
        let name = argument
            .name
            .as_ref()
            .map(|name| format!("{} = ", name.text()));
        format!(
            "{}{}",
            name.unwrap_or_default(),
            expression(&argument.value)
        )
    };
    let arguments: Vec<_> = arguments.iter().map(show).collect();
    arguments.join(", ")
}

pub(super) fn call(read: &CallExpression) -> String {
    let function = read.function.as_ref().map_or("_".to_owned(), Path::text);
    let brackets = match read.brackets {
        None => String::new(),
        Some(brackets) => {
            let close = if brackets.closed { ")" } else { "" };
            format!("({}{close}", arguments(&read.arguments))
        }
    };
    let stray = match read.stray.len() {
        0 => String::new(),
        count => format!(" stray:{count}"),
    };
    format!("{function}{brackets}{stray}")
}
