//! Actions.

use specql_yaml::NodeId;

use super::{Action, Item, Raw, Reader, Rule};

impl Reader<'_> {
    pub(super) fn actions(&mut self, root: NodeId, fields: &[String]) -> Vec<Action> {
        let Some(actions) = self.get(root, "actions") else {
            return Vec::new();
        };
        let Some(items) = self.items(actions) else {
            self.refuse(Rule::ActionsAreNoList, actions);
            return Vec::new();
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            if !self.may_go_on(actions, 0) {
                break;
            }
            match item {
                Item::Node(node) if self.entries(node).is_some() => {
                    read.push(self.action(node, fields));
                }
                _ => {
                    self.refuse(Rule::ActionIsNoMapping, item.node_or(actions));
                    if matches!(item, Item::Letter(_)) {
                        // The other letters are no better.
                        break;
                    }
                }
            }
        }
        read
    }

    fn action(&mut self, action: NodeId, fields: &[String]) -> Action {
        let name = self.raw_of(action, "name");
        if name.is_none() {
            self.refuse(Rule::ActionNameMissing, action);
        }
        let steps = match self.get(action, "steps") {
            None => Vec::new(),
            Some(steps) => match self.items(steps) {
                Some(items) => self.steps(steps, items, fields, 0),
                None => {
                    self.refuse(Rule::StepsAreNoList, steps);
                    Vec::new()
                }
            },
        };
        Action {
            name: name.unwrap_or_else(Raw::null),
            description: self.raw_of(action, "description"),
            steps,
        }
    }
}
