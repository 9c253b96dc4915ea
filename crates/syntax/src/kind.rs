//! The kinds of nodes.

use std::sync::OnceLock;

use tree_sitter::{Language, Node};

/// What a node is. The names are those of the grammar (`tree-sitter-specql/grammar.js`), which
/// says of each what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the grammar documents its nodes")]
pub enum Kind {
    Alias,
    Anchor,
    Arguments,
    Array,
    AsClause,
    Assignment,
    BadIndentation,
    BareWord,
    BetweenExpression,
    BinaryExpression,
    BlockHeader,
    BlockMapping,
    BlockScalar,
    BlockSequence,
    BlockSequenceItem,
    BlockText,
    BooleanScalar,
    CallStatement,
    CaseExpression,
    CastExpression,
    Comment,
    ConflictMarker,
    ControlCharacter,
    DecoratedNode,
    Default,
    DefaultValue,
    Directive,
    Document,
    DoubleQuotedScalar,
    EntityReference,
    EnumType,
    EnumValue,
    EscapeSequence,
    Expression,
    False,
    FloatScalar,
    FlowMapping,
    FlowPair,
    FlowSequence,
    FromClause,
    FunctionCall,
    FunctionName,
    Identifier,
    InClause,
    IncompletePair,
    IntegerScalar,
    InvalidColon,
    InvalidEscape,
    IsOperator,
    Key,
    ListType,
    MisplacedColon,
    MisplacedDash,
    MissingClose,
    MissingComma,
    MissingDocumentStart,
    MissingSpace,
    NamedArgument,
    NegatedOperator,
    Null,
    NullScalar,
    Number,
    OptionName,
    Optional,
    Pair,
    Parameter,
    ParenthesizedExpression,
    Path,
    PlainScalar,
    Quote,
    QuotedKey,
    QuotedScalar,
    ReferenceOption,
    ReferenceType,
    Required,
    SetClause,
    SingleQuotedScalar,
    Statement,
    Stray,
    StrayComma,
    Stream,
    String,
    Tab,
    Tag,
    TimestampScalar,
    TooDeep,
    True,
    Type,
    TypeName,
    TypeParameters,
    UnaryExpression,
    UnclosedKey,
    UnclosedQuote,
    UnclosedScalar,
    UnclosedString,
    UnexpectedText,
    UnreadableScalar,
    ValuesClause,
    WhenClause,
    WhereClause,
    /// A bracket, an operator, a keyword, or a node that the grammar does not name.
    Anonymous,
}

/// Every kind with its name in the grammar.
const NAMES: [(Kind, &str); 100] = [
    (Kind::Alias, "alias"),
    (Kind::Anchor, "anchor"),
    (Kind::Arguments, "arguments"),
    (Kind::Array, "array"),
    (Kind::AsClause, "as_clause"),
    (Kind::Assignment, "assignment"),
    (Kind::BadIndentation, "bad_indentation"),
    (Kind::BareWord, "bare_word"),
    (Kind::BetweenExpression, "between_expression"),
    (Kind::BinaryExpression, "binary_expression"),
    (Kind::BlockHeader, "block_header"),
    (Kind::BlockMapping, "block_mapping"),
    (Kind::BlockScalar, "block_scalar"),
    (Kind::BlockSequence, "block_sequence"),
    (Kind::BlockSequenceItem, "block_sequence_item"),
    (Kind::BlockText, "block_text"),
    (Kind::BooleanScalar, "boolean_scalar"),
    (Kind::CallStatement, "call_statement"),
    (Kind::CaseExpression, "case_expression"),
    (Kind::CastExpression, "cast_expression"),
    (Kind::Comment, "comment"),
    (Kind::ConflictMarker, "conflict_marker"),
    (Kind::ControlCharacter, "control_character"),
    (Kind::DecoratedNode, "decorated_node"),
    (Kind::Default, "default"),
    (Kind::DefaultValue, "default_value"),
    (Kind::Directive, "directive"),
    (Kind::Document, "document"),
    (Kind::DoubleQuotedScalar, "double_quoted_scalar"),
    (Kind::EntityReference, "entity_reference"),
    (Kind::EnumType, "enum_type"),
    (Kind::EnumValue, "enum_value"),
    (Kind::EscapeSequence, "escape_sequence"),
    (Kind::Expression, "expression"),
    (Kind::False, "false"),
    (Kind::FloatScalar, "float_scalar"),
    (Kind::FlowMapping, "flow_mapping"),
    (Kind::FlowPair, "flow_pair"),
    (Kind::FlowSequence, "flow_sequence"),
    (Kind::FromClause, "from_clause"),
    (Kind::FunctionCall, "function_call"),
    (Kind::FunctionName, "function_name"),
    (Kind::Identifier, "identifier"),
    (Kind::InClause, "in_clause"),
    (Kind::IncompletePair, "incomplete_pair"),
    (Kind::IntegerScalar, "integer_scalar"),
    (Kind::InvalidColon, "invalid_colon"),
    (Kind::InvalidEscape, "invalid_escape"),
    (Kind::IsOperator, "is_operator"),
    (Kind::Key, "key"),
    (Kind::ListType, "list_type"),
    (Kind::MisplacedColon, "misplaced_colon"),
    (Kind::MisplacedDash, "misplaced_dash"),
    (Kind::MissingClose, "missing_close"),
    (Kind::MissingComma, "missing_comma"),
    (Kind::MissingDocumentStart, "missing_document_start"),
    (Kind::MissingSpace, "missing_space"),
    (Kind::NamedArgument, "named_argument"),
    (Kind::NegatedOperator, "negated_operator"),
    (Kind::Null, "null"),
    (Kind::NullScalar, "null_scalar"),
    (Kind::Number, "number"),
    (Kind::OptionName, "option_name"),
    (Kind::Optional, "optional"),
    (Kind::Pair, "pair"),
    (Kind::Parameter, "parameter"),
    (Kind::ParenthesizedExpression, "parenthesized_expression"),
    (Kind::Path, "path"),
    (Kind::PlainScalar, "plain_scalar"),
    (Kind::Quote, "quote"),
    (Kind::QuotedKey, "quoted_key"),
    (Kind::QuotedScalar, "quoted_scalar"),
    (Kind::ReferenceOption, "reference_option"),
    (Kind::ReferenceType, "reference_type"),
    (Kind::Required, "required"),
    (Kind::SetClause, "set_clause"),
    (Kind::SingleQuotedScalar, "single_quoted_scalar"),
    (Kind::Statement, "statement"),
    (Kind::Stray, "stray"),
    (Kind::StrayComma, "stray_comma"),
    (Kind::Stream, "stream"),
    (Kind::String, "string"),
    (Kind::Tab, "tab"),
    (Kind::Tag, "tag"),
    (Kind::TimestampScalar, "timestamp_scalar"),
    (Kind::TooDeep, "too_deep"),
    (Kind::True, "true"),
    (Kind::Type, "type"),
    (Kind::TypeName, "type_name"),
    (Kind::TypeParameters, "type_parameters"),
    (Kind::UnaryExpression, "unary_expression"),
    (Kind::UnclosedKey, "unclosed_key"),
    (Kind::UnclosedQuote, "unclosed_quote"),
    (Kind::UnclosedScalar, "unclosed_scalar"),
    (Kind::UnclosedString, "unclosed_string"),
    (Kind::UnexpectedText, "unexpected_text"),
    (Kind::UnreadableScalar, "unreadable_scalar"),
    (Kind::ValuesClause, "values_clause"),
    (Kind::WhenClause, "when_clause"),
    (Kind::WhereClause, "where_clause"),
];

impl Kind {
    /// The kind of a node.
    #[must_use]
    pub fn of(node: &Node<'_>) -> Self {
        static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
        let kinds = KINDS.get_or_init(|| {
            let language = Language::from(tree_sitter_specql::LANGUAGE);
            let count = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
            (0..count).map(|id| kind_of_id(&language, id)).collect()
        });
        kinds
            .get(usize::from(node.kind_id()))
            .copied()
            .unwrap_or(Self::Anonymous)
    }

    /// Whether it is a part of the YAML that has parts of its own.
    #[must_use]
    pub fn is_structure(self) -> bool {
        matches!(
            self,
            Self::Stream
                | Self::Document
                | Self::DecoratedNode
                | Self::BlockMapping
                | Self::BlockSequence
                | Self::BlockSequenceItem
                | Self::Pair
                | Self::IncompletePair
                | Self::FlowMapping
                | Self::FlowSequence
                | Self::FlowPair
        )
    }

    /// Whether it is a text that may go over several lines, or what one of SpecQL's own languages
    /// says in it.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::BlockScalar
                | Self::PlainScalar
                | Self::QuotedScalar
                | Self::SingleQuotedScalar
                | Self::DoubleQuotedScalar
                | Self::Expression
                | Self::Statement
                | Self::CallStatement
        )
    }
}

fn kind_of_id(language: &Language, id: u16) -> Kind {
    if !language.node_kind_is_named(id) {
        return Kind::Anonymous;
    }
    let name = language.node_kind_for_id(id);
    NAMES
        .iter()
        .find(|(_, known)| Some(*known) == name)
        .map_or(Kind::Anonymous, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_named_node_of_the_grammar_has_a_kind() {
        let language = Language::from(tree_sitter_specql::LANGUAGE);
        let count = u16::try_from(language.node_kind_count()).unwrap();
        let in_grammar: BTreeSet<_> = (0..count)
            .filter(|id| language.node_kind_is_named(*id) && language.node_kind_is_visible(*id))
            .filter_map(|id| language.node_kind_for_id(id))
            .filter(|name| tree_sitter_specql::NODE_TYPES.contains(&format!("\"{name}\"")))
            .collect();
        let here: BTreeSet<_> = NAMES.iter().map(|(_, name)| *name).collect();
        assert_eq!(here, in_grammar);
    }
}
