//! Names that are made of an entity's name, once that is another.

use super::generated::{Forms, Verb};

/// The name in small letters as it has to be then, in the same form: with or without underscores
/// at its humps. None if it is no form of the entity's name.
#[must_use]
pub fn form(entity: &str, written: &str, new: &str) -> Option<String> {
    let (old, new) = (Forms::of(entity), Forms::of(new));
    if written == old.split {
        return Some(new.split);
    }
    (written == old.joined).then_some(new.joined)
}

/// The name of an action that is made for an entity itself, as it has to be then:
/// `create_contact`. None if the action is another one.
#[must_use]
pub fn action(entity: &str, action: &str, new: &str) -> Option<String> {
    let verb = Verb::of(action)?.word();
    let object = action.strip_prefix(verb)?.strip_prefix('_')?;
    Some(format!("{verb}_{}", form(entity, object, new)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_that_are_made_for_an_entity() {
        let renamed = |name: &str| action("OrderItem", name, "LinePart");
        assert_eq!(renamed("create_order_item").unwrap(), "create_line_part");
        assert_eq!(renamed("delete_orderitem").unwrap(), "delete_linepart");
        assert_eq!(renamed("create_order"), None);
        assert_eq!(renamed("send_order_item"), None);
    }
}
