//! Parsing.

use tree_sitter::{InputEdit, Language, Node};

/// The tree of a text.
#[derive(Clone, Debug)]
pub struct Tree(tree_sitter::Tree);

impl Tree {
    /// The node that holds all others.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        self.0.root_node()
    }

    /// Notes that the text was changed, so that the next parse can take over what was not.
    pub fn edit(&mut self, edit: &InputEdit) {
        self.0.edit(edit);
    }
}

/// Makes trees. Keeps some memory from one parse to the next.
pub struct Parser(tree_sitter::Parser);

impl Parser {
    /// A new parser.
    ///
    /// # Panics
    /// When the grammar was generated for another version of tree-sitter, which no build of this
    /// crate can be.
    #[must_use]
    pub fn new() -> Self {
        let mut parser = tree_sitter::Parser::new();
        let language = Language::from(tree_sitter_specql::LANGUAGE);
        #[expect(clippy::expect_used, reason = "grammar and runtime are built together")]
        parser
            .set_language(&language)
            .expect("the grammar fits the tree-sitter it is built with");
        Self(parser)
    }

    /// The tree of a text. With the tree of an earlier text, in which the changes since then have
    /// been noted, only what changed is read anew.
    pub fn parse(&mut self, text: &str, earlier: Option<&Tree>) -> Tree {
        self.parse_chunks(
            |offset| text.as_bytes().get(offset..).unwrap_or_default(),
            earlier,
        )
    }

    /// The same for a text in chunks: `chunk` gives what stands at an offset, as far as it goes,
    /// and nothing at the end.
    pub fn parse_chunks<'t>(
        &mut self,
        mut chunk: impl FnMut(usize) -> &'t [u8],
        earlier: Option<&Tree>,
    ) -> Tree {
        loop {
            let mut read = |offset, _| chunk(offset);
            let earlier = earlier.map(|tree| &tree.0);
            if let Some(tree) = self.0.parse_with_options(&mut read, earlier, None) {
                return Tree(tree);
            }
            // A parse that was cancelled leaves the parser in its midst; ours never are.
            self.0.reset();
        }
    }
}

impl Default for Parser {
    fn default() -> Self {
        Self::new()
    }
}
