//! What words are by their form, where their meaning is not known.

use specql_language::expression::function;
use specql_language::types;
use specql_syntax::{Kind, Node};

use super::legend::{Modifier, Modifiers, TokenType};
use super::meaning::Meaning;

/// The scalars that are one token, whatever parts the tree gives them.
pub(super) fn is_whole(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PlainScalar
            | Kind::SingleQuotedScalar
            | Kind::DoubleQuotedScalar
            | Kind::Key
            | Kind::QuotedKey
            | Kind::Parameter
    )
}

/// What a node without parts is, inside of these; none for what needs no colour.
pub(super) fn of_node(node: &Node<'_>, around: &[Node<'_>], source: &str) -> Option<Meaning> {
    let plain = |kind| Some((kind, Modifiers::NONE));
    let parent = around.last();
    let outer = parent.map(Kind::of);
    match Kind::of(node) {
        Kind::Comment => plain(TokenType::Comment),
        Kind::Key | Kind::QuotedKey | Kind::UnclosedKey | Kind::BareWord => {
            plain(TokenType::Property)
        }
        Kind::PlainScalar | Kind::SingleQuotedScalar | Kind::DoubleQuotedScalar
            if outer == Some(Kind::FlowPair) && is_key(node, parent) =>
        {
            plain(TokenType::Property)
        }
        Kind::PlainScalar
        | Kind::SingleQuotedScalar
        | Kind::DoubleQuotedScalar
        | Kind::UnclosedScalar
        | Kind::BlockText
        | Kind::Quote
        | Kind::String
        | Kind::UnclosedString
        | Kind::TimestampScalar => plain(TokenType::String),
        Kind::IntegerScalar | Kind::FloatScalar | Kind::Number => plain(TokenType::Number),
        Kind::BooleanScalar | Kind::NullScalar | Kind::True | Kind::False | Kind::Null => {
            plain(TokenType::Keyword)
        }
        Kind::Anchor | Kind::Alias => plain(TokenType::Label),
        Kind::Tag => plain(TokenType::Type),
        Kind::TypeName => Some((TokenType::Type, of_type(source))),
        Kind::EnumValue => plain(TokenType::EnumMember),
        Kind::DefaultValue => plain(default_value(around, source)),
        Kind::OptionName => plain(TokenType::Property),
        Kind::Required | Kind::Optional => plain(TokenType::Operator),
        Kind::Parameter => plain(TokenType::Parameter),
        Kind::FunctionName => Some((TokenType::Function, of_function(source))),
        Kind::Identifier => identifier(node, parent, source),
        Kind::Anonymous => anonymous(node, outer),
        _ => None,
    }
}

fn is_key(node: &Node<'_>, pair: Option<&Node<'_>>) -> bool {
    pair.and_then(|pair| pair.child_by_field_name("key")) == Some(*node)
}

fn of_type(source: &str) -> Modifiers {
    if types::is_type(source) {
        Modifiers::NONE.with(Modifier::DefaultLibrary)
    } else if types::misleading(source).is_some() {
        Modifiers::NONE.with(Modifier::Deprecated)
    } else {
        Modifiers::NONE
    }
}

fn of_function(source: &str) -> Modifiers {
    match function(source) {
        Some(_) => Modifiers::NONE.with(Modifier::DefaultLibrary),
        None => Modifiers::NONE,
    }
}

fn default_value(around: &[Node<'_>], source: &str) -> TokenType {
    let mut types = around.iter().rev();
    let whole = types.find(|node| Kind::of(node) == Kind::Type);
    let first = whole.and_then(|whole| whole.named_child(0));
    let is_of_enum = first.is_some_and(|first| Kind::of(&first) == Kind::EnumType);
    let unsigned = source.trim_start_matches(['-', '+']);
    if is_of_enum {
        TokenType::EnumMember
    } else if unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        TokenType::Number
    } else if source.contains('(') {
        TokenType::Function
    } else if matches!(source, "true" | "false" | "null") {
        TokenType::Keyword
    } else {
        TokenType::String
    }
}

/// A name by its place in what is around it. Nodes know their neighbours only after a search, so
/// the first and the last one are told by their ends.
fn identifier(node: &Node<'_>, parent: Option<&Node<'_>>, source: &str) -> Option<Meaning> {
    let is_first = parent.is_some_and(|parent| parent.start_byte() == node.start_byte());
    let is_last = parent.is_some_and(|parent| parent.end_byte() == node.end_byte());
    let kind = match parent.map(Kind::of) {
        Some(Kind::EntityReference) if is_last => TokenType::Class,
        Some(Kind::FunctionName) if is_last => {
            return Some((TokenType::Function, of_function(source)));
        }
        Some(Kind::EntityReference | Kind::FunctionName) => TokenType::Namespace,
        Some(Kind::NamedArgument) if is_first => TokenType::Parameter,
        Some(Kind::Assignment) if is_first => TokenType::Property,
        Some(Kind::Path) if !is_first => TokenType::Property,
        Some(Kind::TypeParameters) => TokenType::EnumMember,
        _ => TokenType::Variable,
    };
    Some((kind, Modifiers::NONE))
}

/// Words and operators; brackets and the punctuation of YAML stay as they are.
fn anonymous(node: &Node<'_>, outer: Option<Kind>) -> Option<Meaning> {
    let text = node.kind();
    let first = text.chars().next()?;
    let is_of_expression = matches!(outer, Some(Kind::IsOperator | Kind::NegatedOperator));
    let kind = if outer == Some(Kind::BlockSequenceItem) {
        return None;
    } else if matches!(text, "enum" | "ref" | "list") {
        let known = Modifiers::NONE.with(Modifier::DefaultLibrary);
        return Some((TokenType::Type, known));
    } else if is_of_expression || specql_language::expression::operator(text).is_some() {
        TokenType::Operator
    } else if first.is_ascii_alphabetic() {
        TokenType::Keyword
    } else {
        return None;
    };
    Some((kind, Modifiers::NONE))
}
