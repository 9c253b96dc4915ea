//! What completions and symbols are, in words that a client knows.

use lsp_types::{CompletionItemKind, SymbolKind};
use specql_ide::ItemKind;

/// What a completion is.
pub fn item(kind: ItemKind, knows: impl Fn(CompletionItemKind) -> bool) -> CompletionItemKind {
    use CompletionItemKind as K;
    let (best, known) = match kind {
        ItemKind::Key | ItemKind::Setting => (K::PROPERTY, K::PROPERTY),
        ItemKind::Step | ItemKind::Word => (K::KEYWORD, K::KEYWORD),
        ItemKind::Type => (K::TYPE_PARAMETER, K::CLASS),
        ItemKind::Composite => (K::STRUCT, K::CLASS),
        ItemKind::Entity => (K::CLASS, K::CLASS),
        ItemKind::Field | ItemKind::Member => (K::FIELD, K::FIELD),
        ItemKind::Parameter | ItemKind::Variable => (K::VARIABLE, K::VARIABLE),
        ItemKind::Function => (K::FUNCTION, K::FUNCTION),
        ItemKind::Action => (K::METHOD, K::METHOD),
        ItemKind::Value => (K::ENUM_MEMBER, K::VALUE),
        ItemKind::Schema => (K::MODULE, K::MODULE),
        ItemKind::Pattern => (K::INTERFACE, K::INTERFACE),
        ItemKind::Event => (K::EVENT, K::REFERENCE),
        ItemKind::File => (K::FILE, K::FILE),
        ItemKind::Rule => (K::CONSTANT, K::VALUE),
        ItemKind::Name => (K::TEXT, K::TEXT),
    };
    if knows(best) { best } else { known }
}

/// What a symbol is.
pub fn symbol(kind: specql_ide::SymbolKind, knows: impl Fn(SymbolKind) -> bool) -> SymbolKind {
    use SymbolKind as K;
    use specql_ide::SymbolKind as Ours;
    let (best, known) = match kind {
        Ours::Entity => (K::CLASS, K::CLASS),
        Ours::Action => (K::METHOD, K::METHOD),
        Ours::Event => (K::EVENT, K::INTERFACE),
        Ours::Other => (K::INTERFACE, K::INTERFACE),
        Ours::Field => (K::FIELD, K::FIELD),
        Ours::Parameter => (K::VARIABLE, K::VARIABLE),
        Ours::Step => (K::OPERATOR, K::FUNCTION),
        Ours::Block => (K::OBJECT, K::MODULE),
        Ours::Value => (K::KEY, K::PROPERTY),
    };
    if knows(best) { best } else { known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_knows_little_is_told_the_nearest() {
        assert_eq!(
            item(ItemKind::Composite, |_| true),
            CompletionItemKind::STRUCT
        );
        assert_eq!(
            item(ItemKind::Composite, |_| false),
            CompletionItemKind::CLASS
        );
        let event = specql_ide::SymbolKind::Event;
        assert_eq!(symbol(event, |_| true), SymbolKind::EVENT);
        assert_eq!(symbol(event, |_| false), SymbolKind::INTERFACE);
    }
}
