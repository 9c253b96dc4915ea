//! What may be typed where the cursor stands, the likeliest first.
//!
//! [`crate::context`] tells where that is; each kind of place has a file here that tells what may
//! stand there, and [`offer`] puts it in order.

mod anchors;
mod call;
mod entities;
mod expression;
mod keys;
mod kinds;
mod names;
mod offer;
mod resolve;
mod settings;
mod statement;
mod steps;
mod suppressions;
mod tokens;
mod types;
mod values;

#[cfg(test)]
mod tests;

use specql_analysis::db::{Db, File};
use specql_analysis::settings::FILE_NAME;
use specql_analysis::source;
use specql_language::key::Shape;
use specql_yaml::Span;

use crate::context::{Context, ValueSpot};

pub use kinds::ItemKind;
use offer::Offers;
pub use resolve::{Subject, resolve_completion};

/// What may be typed at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// What is offered, the likeliest first.
    pub items: Vec<Item>,
    /// Whether there is more than this, which shows when more is typed.
    pub is_incomplete: bool,
}

/// Something that may be typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// As a list shows it.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// What it does to the text.
    pub edit: Edit,
    /// The same with stops for the Tab key (`${1:hole}`, `$0`), where there are any. Its further
    /// lines lack the blanks that the line of the edit begins with: editors put them there.
    pub snippet: Option<String>,
    /// Further changes, none of which touches the first.
    pub extra_edits: Vec<Edit>,
    /// A few words on it, such as its type.
    pub detail: Option<String>,
    /// What the typed word is compared with.
    pub filter: String,
    /// Sorts as text.
    pub sort: String,
    /// Whether it is what is surely meant.
    pub is_preselected: bool,
    /// Whether something is to be completed right behind it.
    pub asks_again: bool,
    /// What its documentation is about.
    pub subject: Subject,
}

/// A change of a text. New lines have all of their indentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, in bytes.
    pub span: Span,
    /// With what.
    pub text: String,
}

/// What may be typed at a place of a file.
#[must_use]
pub fn completion(db: &dyn Db, file: File, offset: u32) -> Completion {
    if is_settings(file.path(db)) {
        return settings::completion(db, source::text(db, file), offset);
    }
    let context = Context::new(db, file, offset);
    let mut offers = Offers::of(&context);
    if let Some(comment) = context.comment() {
        suppressions::offer(&context, comment, &mut offers);
        return offers.finish();
    }
    if context.before_word().ends_with('*') && anchors::is_alias(&context) {
        anchors::offer(&context, &mut offers);
        return offers.finish();
    }
    let spot = &context.spot;
    if let Some(keys) = &spot.keys {
        keys::offer(&context, keys, &mut offers);
    }
    if let Some(value) = &spot.value {
        for shape in &value.shapes {
            offer_value(&context, value, *shape, &mut offers);
        }
        values::offer_default(&context, value, &mut offers);
    }
    offers.finish()
}

fn offer_value(context: &Context<'_>, value: &ValueSpot, shape: Shape, offers: &mut Offers<'_>) {
    match shape {
        Shape::Type => types::offer(context, value, offers),
        Shape::Expression => expression::offer(context, value, offers),
        Shape::Statement => statement::offer(context, value, offers),
        Shape::Call => call::offer(context, value, offers),
        _ => values::offer(context, value, shape, offers),
    }
}

fn is_settings(path: &str) -> bool {
    path.rsplit('/').next() == Some(FILE_NAME)
}
