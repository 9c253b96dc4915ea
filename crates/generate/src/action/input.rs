//! What actions take.

use std::collections::HashSet;

use specql_sql::DataType;
use specql_sql::catalogue::{Attribute, Composite};

use super::core::Core;
use super::naming::{Action, ActionKind};
use crate::annotation;
use crate::entity::Entity;
use crate::field::{Field, Reference};
use crate::many::Many;
use crate::reference::type_column;

/// The type of what an action takes.
pub(super) fn input_type(entity: &Entity<'_>, action: &Action<'_>, core: &Core) -> Composite {
    let mut attributes = Vec::new();
    if core.takes_fields {
        attributes.extend(entity.fields.iter().flat_map(of_field));
        attributes.extend(entity.many.iter().map(Many::attribute));
    }
    attributes.extend(core.attributes.iter().cloned());
    let id = (action.kind != ActionKind::Create).then(id);
    match action.kind {
        ActionKind::Custom => attributes.splice(0..0, id).for_each(drop),
        _ => attributes.extend(id),
    }
    let mut taken = HashSet::new();
    attributes.retain(|attribute| taken.insert(attribute.name.clone()));
    Composite {
        name: action.input_type(),
        attributes,
        comment: Some(comment(action)),
        origin: action.origin(),
    }
}

/// The attributes of a field. A reference to one of several entities also takes which.
pub(super) fn of_field(field: &Field<'_>) -> Vec<Attribute> {
    let attribute = Attribute::new(field.attribute_name(), field.attribute_type())
        .with_comment(annotation::attribute(field))
        .with_origin(field.origin());
    let mut attributes = vec![attribute];
    if field.reference().is_some_and(Reference::is_polymorphic) {
        let name = type_column(field);
        let sentence = "Which entity the reference beside it leads to.";
        let required = field.is_required();
        attributes.push(
            Attribute::new(name.clone(), DataType::TEXT)
                .with_comment(annotation::field(
                    sentence,
                    name.as_str(),
                    "String",
                    required,
                    &[],
                ))
                .with_origin(field.origin()),
        );
    }
    attributes
}

fn id() -> Attribute {
    let sentence = "The row that it is about.";
    Attribute::new("id", DataType::UUID).with_comment(annotation::field(
        sentence,
        "id",
        "UUID",
        true,
        &[],
    ))
}

fn comment(action: &Action<'_>) -> String {
    let sentence = format!("What the action {} takes.", action.name);
    let name = format!("{}Input", pascal(&action.unique));
    annotation::block(&sentence, "composite", &[("name", &name), ("tier", "2")])
}

/// `create_item` as `CreateItem`: the first letter of each part large, the others small.
pub(crate) fn pascal(name: &str) -> String {
    let mut pascal = String::with_capacity(name.len());
    for part in name.split('_') {
        let mut letters = part.chars();
        pascal.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        pascal.push_str(&letters.as_str().to_lowercase());
    }
    pascal
}
