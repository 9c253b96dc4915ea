//! What has to stand in the brackets that are being typed.

use std::ops::Range;

use specql_analysis::db::{Db, File};
use specql_analysis::index;
use specql_analysis::resolve::called_action;
use specql_analysis::source;
use specql_analysis::spec::{self, Action};
use specql_language::expression::function;
use specql_language::types;
use specql_syntax::Kind;

use crate::told::{block, call_of, code, in_short, prose};
use crate::word::around;

/// What can be given, and what of it is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureHelp {
    /// All of it, in a line: `round(number: number, digits?: integer)`.
    pub label: String,
    /// What it is for: Markdown.
    pub documentation: String,
    /// The parameters, in their order.
    pub parameters: Vec<SignatureParameter>,
    /// Which of them is being typed; none when it is one too many.
    pub active: Option<usize>,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureParameter {
    /// Where it stands in the label, in bytes.
    pub range: Range<usize>,
    /// What it is for: Markdown, or nothing.
    pub documentation: String,
}

/// What has to stand in the brackets around a place; nothing where there are none.
#[must_use]
pub fn signature_help(db: &dyn Db, file: File, offset: u32) -> Option<SignatureHelp> {
    let text: &str = source::text(db, file);
    let before = text.get(..offset as usize)?;
    let typed = before.trim_end();
    let last = typed.len().checked_sub(1)?;
    let inside = around(source::tree(db, file), last, SPOKEN)?;
    let is_next_line = before.get(typed.len()..)?.contains('\n');
    if is_next_line && inside.end_byte() < before.len() {
        return None;
    }
    let open = open_brackets(before.get(inside.start_byte()..)?);
    let bracket = open.last()?;
    match (Kind::of(&inside), open.len()) {
        (Kind::Type, _) => of_type(bracket),
        (Kind::CallStatement, 1) => of_action(db, file, bracket).or_else(|| of_function(bracket)),
        _ => of_function(bracket),
    }
}

/// Where brackets stand that something is known of.
const SPOKEN: &[Kind] = &[
    Kind::Type,
    Kind::Expression,
    Kind::Statement,
    Kind::CallStatement,
];

/// A bracket that is still open.
struct Bracket<'t> {
    /// The name before it.
    name: &'t str,
    /// How many commas, or bars, stand behind it.
    passed: usize,
    /// What is being typed: behind the last of them.
    argument: &'t str,
}

/// The brackets that are open at the end of a text, the innermost last.
fn open_brackets(text: &str) -> Vec<Bracket<'_>> {
    let mut open: Vec<(&str, usize, usize)> = Vec::new();
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(mark), _) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => open.push((name_before(text.get(..at).unwrap_or_default()), 0, at + 1)),
            (None, ')') => drop(open.pop()),
            (None, ',' | '|') => {
                if let Some((_, passed, start)) = open.last_mut() {
                    *passed += 1;
                    *start = at + 1;
                }
            }
            _ => {}
        }
    }
    let open = open.into_iter().map(|(name, passed, start)| Bracket {
        name,
        passed,
        argument: text.get(start..).unwrap_or_default(),
    });
    open.collect()
}

fn name_before(text: &str) -> &str {
    let text = text.trim_end();
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let start = text.trim_end_matches(is_of_name).len();
    text.get(start..).unwrap_or_default()
}

fn of_type(bracket: &Bracket<'_>) -> Option<SignatureHelp> {
    let Some(form) = types::form(bracket.name) else {
        return of_other_type(bracket.name);
    };
    let more = form.repeated.map(|sign| format!("{sign}…"));
    let label = format!(
        "{}({}{})",
        form.name,
        form.parameter,
        more.as_deref().unwrap_or_default()
    );
    let start = form.name.len() + 1;
    let is_one_of_many = form.repeated.is_some() || bracket.passed == 0;
    Some(SignatureHelp {
        label,
        documentation: format!("{}\n\nExample: {}", form.doc, code(form.example)),
        parameters: vec![SignatureParameter {
            range: start..start + form.parameter.len(),
            documentation: form.parameter_doc.to_owned(),
        }],
        active: is_one_of_many.then_some(0),
    })
}

/// A type of PostgreSQL with numbers in brackets, which SpecQL does not have.
fn of_other_type(name: &str) -> Option<SignatureHelp> {
    let other = types::misleading(&format!("{name}("))?;
    let instead: Vec<_> = other.instead.iter().map(|name| code(name)).collect();
    let tail = if other.tail.is_empty() {
        "()"
    } else {
        other.tail
    };
    let mut documentation = "No type of SpecQL, which makes a text column of it.".to_owned();
    if !instead.is_empty() {
        documentation.push_str(&format!(" Instead: {}.", instead.join(", ")));
    }
    if !other.hint.is_empty() {
        documentation.push_str(&format!("\n\n{}", other.hint));
    }
    Some(SignatureHelp {
        label: format!("{name}{tail}"),
        documentation,
        parameters: Vec::new(),
        active: None,
    })
}

fn of_function(bracket: &Bracket<'_>) -> Option<SignatureHelp> {
    let function = function(bracket.name)?;
    let (label, places) = call_of(function);
    let parameters = places.into_iter().map(|range| SignatureParameter {
        range,
        documentation: String::new(),
    });
    let is_open = function.parameters.last().is_some_and(|last| last.variadic);
    let last = function.parameters.len().checked_sub(1);
    let active = match last {
        Some(last) if bracket.passed <= last => Some(bracket.passed),
        Some(last) if is_open => Some(last),
        _ => None,
    };
    Some(SignatureHelp {
        label,
        documentation: format!("{}\n\nExample: {}", function.doc, code(function.example)),
        parameters: parameters.collect(),
        active,
    })
}

/// The action that is meant by the name before the bracket.
fn of_action(db: &dyn Db, file: File, bracket: &Bracket<'_>) -> Option<SignatureHelp> {
    let (of, name) = match bracket.name.split_once('.') {
        Some((of, name)) => (Some(of), name),
        None => (None, bracket.name),
    };
    let called = called_action(db, file, of, name)?;
    let is_it = |action: &&Action| action.name.as_ref().is_some_and(|own| own.text == name);
    let action = spec::spec(db, called).actions.iter().find(is_it)?;
    let mut help = with_parameters(source::text(db, called), action, bracket);
    if let Some(entity) = index::entity(db, called).filter(|_| called != file) {
        let of = format!("Action of {}.", code(&entity.name));
        help.documentation = format!("{of}\n\n{}", help.documentation);
        help.documentation
            .truncate(help.documentation.trim_end().len());
    }
    Some(help)
}

fn with_parameters(text: &str, action: &Action, bracket: &Bracket<'_>) -> SignatureHelp {
    let mut label = format!("{}(", bracket.name);
    let mut parameters = Vec::new();
    for (number, parameter) in action.parameters.iter().enumerate() {
        if number > 0 {
            label.push_str(", ");
        }
        let start = label.len();
        label.push_str(&parameter.name.text);
        let ty = parameter.parameter_type.as_ref();
        if let Some(ty) = ty.and_then(|ty| text.get(ty.span.range())) {
            label.push_str(&format!(": {}", in_short(ty, 60)));
        }
        parameters.push(SignatureParameter {
            range: start..label.len(),
            documentation: String::new(),
        });
    }
    label.push(')');
    // Arguments with names may stand in any order.
    let named = bracket
        .argument
        .split_once('=')
        .map(|(name, _)| name.trim());
    let active = match named {
        Some(name) => {
            let mut known = action.parameters.iter();
            known.position(|parameter| parameter.name.text == name)
        }
        None => (bracket.passed < parameters.len()).then_some(bracket.passed),
    };
    let description = action.description.as_ref();
    let requires = action.requires.as_ref();
    let requires = requires.and_then(|requires| text.get(requires.span.range()));
    let mut documentation = description.map_or(String::new(), |text| prose(&text.text));
    if let Some(requires) = requires {
        documentation.push_str(&format!(
            "\n\nRequires:\n\n{}",
            block("text", &in_short(requires, 120))
        ));
    }
    SignatureHelp {
        label,
        documentation: documentation.trim().to_owned(),
        parameters,
        active,
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::fixture::Fixture;

    fn help(text: &str) -> String {
        let fixture = Fixture::new(text);
        let (file, offset) = fixture.cursor();
        let Some(help) = signature_help(fixture.db(), file, offset) else {
            return "nothing".to_owned();
        };
        let mut told = help.label.clone();
        if let Some(active) = help.active {
            let range = &help.parameters[active].range;
            let blank = " ".repeat(range.start);
            told.push_str(&format!("\n{blank}{}", "^".repeat(range.len())));
        }
        format!("{told}\n{}", help.documentation)
    }

    fn field(written: &str) -> String {
        help(&format!("entity: A\nfields:\n  a: {written}\n  b: text\n"))
    }

    fn condition(written: &str) -> String {
        help(&format!(
            "entity: A\nfields:\n  b: text\nactions:\n  - name: a\n    steps:\n      - validate: {written}\n      - update: A SET b = 1\n"
        ))
    }

    #[test]
    fn types_with_brackets_say_what_stands_in_them() {
        assert_snapshot!(field("enum($0"), @r"
        enum(value, …)
             ^^^^^
        One of the values that stand in the brackets.

        Example: `enum(draft, sent, paid) = draft`
        ");
        assert_snapshot!(field("ref(crm.Customer|$0"), @r"
        ref(entity|…)
            ^^^^^^
        A row of another entity: a column with its key, and a foreign key.

        Example: `ref(crm.Contact)!`
        ");
        assert_snapshot!(field("list($0)"), @r"
        list(type)
             ^^^^
        Any number of values of one type, in a JSON column.

        Example: `list(email)`
        ");
        assert_snapshot!(field("varchar($0"), @r"
        varchar(n)
        No type of SpecQL, which makes a text column of it. Instead: `text`.

        A field cannot limit the length of its text.
        ");
    }

    #[test]
    fn functions_say_what_they_take() {
        assert_snapshot!(condition("round(b, $0"), @r"
        round(number: number, digits?: integer|bigint)
                              ^^^^^^^^^^^^^^^^^^^^^^^
        The nearest number with so many digits behind the point, or the nearest whole one.

        Example: `round(price * 1.19, 2)`
        ");
        assert_snapshot!(condition("b = coalesce(b, lower(b), 'x', $0)"), @r"
        coalesce(value…: any)
                 ^^^^^^^^^^^^^
        The first value that is not NULL.

        Example: `coalesce(nickname, first_name)`
        ");
        assert_snapshot!(condition("lower(trim($0"), @r"
        trim(text: text, characters?: text)
             ^^^^^^^^^^
        The text without blanks, or other characters, at both ends.

        Example: `trim(name)`
        ");
    }

    #[test]
    fn what_is_in_quotes_counts_not() {
        assert_snapshot!(condition("replace('a,(', $0"), @r"
        replace(text: text, old: text, new: text)
                            ^^^^^^^^^
        The text with one part replaced wherever it is.

        Example: `replace(phone, ' ', '')`
        ");
    }

    #[test]
    fn outside_of_brackets_there_is_nothing() {
        assert_snapshot!(condition("lower(b) = $0"), @"nothing");
        assert_snapshot!(field("te$0xt"), @"nothing");
        assert_snapshot!(condition("unheard_of($0"), @"nothing");
        assert_snapshot!(condition("lower(b\n        $0"), @"nothing");
        assert_snapshot!(help("$0"), @"nothing");
    }

    #[test]
    fn actions_say_their_parameters() {
        let text = "\
entity: A
actions:
  - name: remind
    description: Asks for money.
    params:
      tone: text!
      copies: integer
  - name: close
    steps:
      - call: CALL
";
        let call = |written: &str| help(&text.replace("CALL", written));
        assert_snapshot!(call("remind($0"), @r"
        remind(tone: text!, copies: integer)
               ^^^^^^^^^^^
        Asks for money.
        ");
        assert_snapshot!(call("remind(copies = $0"), @r"
        remind(tone: text!, copies: integer)
                            ^^^^^^^^^^^^^^^
        Asks for money.
        ");
        assert_snapshot!(call("remind('a', $0)"), @r"
        remind(tone: text!, copies: integer)
                            ^^^^^^^^^^^^^^^
        Asks for money.
        ");
        assert_snapshot!(call("remind(upper($0))"), @r"
        upper(text: text)
              ^^^^^^^^^^
        The text in capitals.

        Example: `upper(code)`
        ");
    }

    #[test]
    fn actions_of_other_entities_say_whose_they_are() {
        let text = "\
//- crm/customer.yaml
entity: Customer
schema: crm
actions:
  - name: close
    description: Ends it.
    params: {reason: text}
  - name: remind
    params: {days: integer}
//- crm/lead.yaml
entity: Lead
schema: crm
actions:
  - name: close
    params: {lost_to: text}
//- sales/invoice.yaml
entity: Invoice
schema: sales
actions:
  - name: send
    steps:
      - call: CALL
";
        let call = |written: &str| help(&text.replace("CALL", written));
        assert_snapshot!(call("remind($0"), @r"
        remind(days: integer)
               ^^^^^^^^^^^^^
        Action of `Customer`.
        ");
        assert_snapshot!(call("Lead.close($0"), @r"
        Lead.close(lost_to: text)
                   ^^^^^^^^^^^^^
        Action of `Lead`.
        ");
        assert_snapshot!(call("Customer.close($0"), @r"
        Customer.close(reason: text)
                       ^^^^^^^^^^^^
        Action of `Customer`.

        Ends it.
        ");
        // It may be either.
        assert_snapshot!(call("close($0"), @"nothing");
    }
}
