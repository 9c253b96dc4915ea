//! Steps: the kinds there are, how each is written, and which other keys it reads.

pub(crate) mod planned;
pub(crate) mod released;

use crate::{Effect, Target};

/// A kind of step. The key that a step is told by decides which one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepKind {
    /// The key that makes a step one of this kind.
    pub key: &'static str,
    /// How its value may be written, the usual way first.
    pub forms: &'static [Form],
    /// The other keys of the step that it reads.
    pub reads: &'static [&'static str],
    /// What SpecQL 0.8.7 does with it.
    pub effect: Effect,
    /// The first target that has it.
    pub target: Target,
    /// What it is for: Markdown, its first sentence stands alone.
    pub doc: &'static str,
    /// The whole step as a snippet: YAML with `${1:holes}`.
    pub snippet: &'static str,
}

/// A way to write a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The way, with words in capitals and angles for what varies.
    pub syntax: &'static str,
    /// What it means: one sentence.
    pub doc: &'static str,
}

impl Form {
    const fn new(syntax: &'static str, doc: &'static str) -> Self {
        Self { syntax, doc }
    }
}

impl StepKind {
    const fn new(
        key: &'static str,
        forms: &'static [Form],
        snippet: &'static str,
        doc: &'static str,
    ) -> Self {
        Self {
            key,
            forms,
            reads: &[],
            effect: Effect::Used,
            target: Target::V0_8,
            doc,
            snippet,
        }
    }

    const fn reads(mut self, reads: &'static [&'static str]) -> Self {
        self.reads = reads;
        self
    }

    const fn carried(mut self) -> Self {
        self.effect = Effect::Carried;
        self
    }

    const fn refused(mut self) -> Self {
        self.effect = Effect::Refused;
        self.target = Target::Next;
        self
    }
}

/// The kind of step that a key stands for.
#[must_use]
pub fn step_kind(key: &str) -> Option<&'static StepKind> {
    STEP_KINDS.iter().find(|kind| kind.key == key)
}

/// Every kind of step. The first ten are those of SpecQL 0.8.7 in the order in which it looks for
/// them: of two that stand in one step, the first counts.
pub const STEP_KINDS: &[StepKind] = &[
    released::VALIDATE,
    released::IF,
    released::INSERT,
    released::UPDATE,
    released::DELETE,
    released::FIND,
    released::CALL,
    released::NOTIFY,
    released::REJECT,
    released::REFRESH_TABLE_VIEW,
    planned::FOREACH,
    planned::WHILE,
    planned::SWITCH,
    planned::RETURN,
    planned::RETURN_EARLY,
    planned::RETURN_TABLE,
    planned::DECLARE,
    planned::ASSIGN,
    planned::QUERY,
    planned::SELECT,
    planned::CTE,
    planned::SUBQUERY,
    planned::AGGREGATE,
    planned::CALL_FUNCTION,
    planned::CALL_SERVICE,
    planned::EXCEPTION_HANDLING,
    planned::FOR_QUERY,
    planned::REFRESH,
    planned::EMIT,
    planned::RAW_SQL,
    planned::DUPLICATE_CHECK,
    planned::FETCH,
    planned::COMPUTE,
    planned::SET,
    planned::INCREMENT,
    planned::DECREMENT,
    planned::TRANSITION,
    planned::PERFORM,
    planned::UPDATE_SCD,
    planned::DEFAULT,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_released_ones_come_first_and_in_its_order() {
        let released: Vec<_> = STEP_KINDS
            .iter()
            .take_while(|kind| kind.target == Target::V0_8)
            .map(|kind| kind.key)
            .collect();
        assert_eq!(
            released,
            [
                "validate",
                "if",
                "insert",
                "update",
                "delete",
                "find",
                "call",
                "notify",
                "reject",
                "refresh_table_view"
            ]
        );
        for kind in &STEP_KINDS[released.len()..] {
            assert_eq!(
                (kind.effect, kind.target),
                (Effect::Refused, Target::Next),
                "{}",
                kind.key
            );
        }
    }

    #[test]
    fn each_can_be_found_by_its_key() {
        for kind in STEP_KINDS {
            assert_eq!(step_kind(kind.key), Some(kind));
        }
        assert_eq!(step_kind("Validate"), None);
    }

    #[test]
    fn each_says_how_it_is_written() {
        for kind in STEP_KINDS {
            assert!(!kind.forms.is_empty(), "{}", kind.key);
            for form in kind.forms {
                assert!(!form.syntax.is_empty(), "{}", kind.key);
                assert!(form.doc.ends_with('.'), "{}: {}", kind.key, form.doc);
            }
        }
    }

    #[test]
    fn snippets_begin_with_the_key_and_number_their_holes() {
        for kind in STEP_KINDS {
            let body = kind.snippet.strip_prefix(kind.key).expect(kind.key);
            assert!(
                body.starts_with(": ") || body.starts_with(":\n"),
                "{}",
                kind.key
            );
            assert!(body.contains("${1"), "{}", kind.key);
            assert!(!body.contains('\t'), "{}", kind.key);
            let holes = body.matches("${").count();
            for hole in 1..=holes {
                let found =
                    body.contains(&format!("${{{hole}:")) || body.contains(&format!("${{{hole}|"));
                assert!(found, "{} hole {hole}", kind.key);
            }
        }
    }
}
