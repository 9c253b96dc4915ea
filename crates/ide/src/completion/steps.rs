//! Keys of a step: the kinds of steps where none is chosen yet, and else what this kind reads.

use specql_analysis::index;
use specql_language::Target;
use specql_language::key::Place;
use specql_language::step::{StepKind, step_kind};

use super::keys::{is_missing, offer_of, told};
use super::offer::{Fit, Offer, Offers};
use super::{ItemKind, Subject};
use crate::context::{Context, Keys};

pub(super) fn offer(context: &Context<'_>, keys: &Keys, offers: &mut Offers<'_>) {
    let present = keys.present.iter();
    let chosen: Vec<&StepKind> = present.filter_map(|name| step_kind(name)).collect();
    for key in Place::Step.keys() {
        if !is_missing(keys, key.name) {
            continue;
        }
        match step_kind(key.name) {
            _ if chosen.iter().any(|kind| kind.reads.contains(&key.name)) => {
                offers.add(offer_of(context, keys, Place::Step, key).fit(Fit::Near));
            }
            Some(kind) if chosen.is_empty() => {
                let offer = offer_of_kind(context, keys, kind).detail(told(key.shape));
                offers.add(offer.fit(usual(kind.key, context.spot.is_first)));
            }
            _ => {}
        }
    }
}

/// How often a kind of step is the next one: actions check first, and change then.
fn usual(kind: &str, is_first: bool) -> Fit {
    match kind {
        "validate" if is_first => Fit::Wanted,
        "update" if !is_first => Fit::Wanted,
        "validate" | "update" | "if" => Fit::Near,
        _ => Fit::Usual,
    }
}

/// A whole step.
fn offer_of_kind(context: &Context<'_>, keys: &Keys, kind: &'static StepKind) -> Offer {
    let offer = Offer::new(ItemKind::Step, kind.key)
        .about(Subject::Key(Place::Step, kind.key))
        .planned(kind.target == Target::Next);
    if keys.has_colon {
        return offer;
    }
    let text = format!("{}: ", kind.key);
    if context.spot.is_flow {
        return offer.text(text).asks_again();
    }
    let line = format!("\n{}", " ".repeat(keys.column));
    let mut snippet = kind.snippet.replace('\n', &line);
    if let Some(entity) = index::entity(context.db, context.file) {
        // The examples are about invoices.
        snippet = snippet.replace("{1:Invoice}", &format!("{{1:{}}}", entity.name));
    }
    offer.text(text).snippet(snippet)
}
