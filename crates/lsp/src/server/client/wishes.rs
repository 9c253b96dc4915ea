//! What the user of a client wants to see, as far as only editors have it.

use serde_json::Value;
use specql_ide::{HintKinds, LensKinds};

/// What is shown between and above the lines of a spec.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The hints between words.
    pub hints: HintKinds,
    /// The lenses above names.
    pub lenses: LensKinds,
}

impl Wishes {
    /// By the settings: `inlayHints` and `codeLens` are each true, false, or true or false by kind.
    /// What is not said stays as it usually is.
    pub fn of(settings: &Value) -> Self {
        let mut wishes = Self::default();
        let (hints, lenses) = (&mut wishes.hints, &mut wishes.lenses);
        take(
            settings.get("inlayHints"),
            [
                ("columns", &mut hints.columns),
                ("foreignKeys", &mut hints.foreign_keys),
                ("generated", &mut hints.generated),
                ("types", &mut hints.types),
            ],
        );
        take(
            settings.get("codeLens"),
            [
                ("entities", &mut lenses.entities),
                ("actions", &mut lenses.actions),
                ("fields", &mut lenses.fields),
                ("sql", &mut lenses.sql),
            ],
        );
        wishes
    }
}

fn take<const COUNT: usize>(said: Option<&Value>, kinds: [(&str, &mut bool); COUNT]) {
    let Some(said) = said else { return };
    for (kind, is_wanted) in kinds {
        let is_said = match said {
            // All on is what there usually is, not more.
            Value::Bool(is_said) => Some(*is_said && *is_wanted),
            _ => said.get(kind).and_then(Value::as_bool),
        };
        *is_wanted = is_said.unwrap_or(*is_wanted);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_said_is_as_usual() {
        for settings in [json!(null), json!({}), json!({"inlayHints": 5}), json!([])] {
            assert_eq!(Wishes::of(&settings), Wishes::default(), "{settings}");
        }
        let all = json!({"inlayHints": true, "codeLens": true});
        assert_eq!(Wishes::of(&all), Wishes::default());
    }

    #[test]
    fn kinds_are_switched_one_by_one_or_all_at_once() {
        let settings = json!({"inlayHints": {"types": false}, "codeLens": {"fields": true}});
        let wishes = Wishes::of(&settings);
        assert!(wishes.hints.columns && !wishes.hints.types);
        assert!(wishes.lenses.entities && wishes.lenses.fields);
        let none = Wishes::of(&json!({"inlayHints": false, "codeLens": false}));
        assert!(!none.hints.columns && !none.hints.generated && !none.lenses.actions);
    }

    #[test]
    fn every_wish_is_documented_with_what_is_usual() {
        let docs = include_str!("../../../../../docs/settings.md");
        let usual = Wishes::default();
        let (hints, lenses) = (usual.hints, usual.lenses);
        for (name, default) in [
            ("inlayHints.columns", hints.columns),
            ("inlayHints.foreignKeys", hints.foreign_keys),
            ("inlayHints.generated", hints.generated),
            ("inlayHints.types", hints.types),
            ("codeLens.entities", lenses.entities),
            ("codeLens.actions", lenses.actions),
            ("codeLens.fields", lenses.fields),
            ("codeLens.sql", lenses.sql),
        ] {
            let line = format!("| `specql.{name}` | `{default}` |");
            assert!(docs.contains(&line), "{line}");
        }
    }
}
