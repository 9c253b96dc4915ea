//! Where names lead.

use lsp_types::{GotoDefinitionResponse, LocationLink};
use specql_ide::Destinations;

use crate::server::client::Way;
use crate::server::methods::Spec;

/// Where a name leads; with the name itself, for clients that want it.
pub fn destinations(spec: &Spec<'_>, found: Destinations, way: Way) -> GotoDefinitionResponse {
    let origin = spec.range(found.origin);
    let places = found.destinations.into_iter();
    if !spec.client.links_to(way) {
        let locations = places.filter_map(|place| spec.location(place.file, place.name));
        return GotoDefinitionResponse::Array(locations.collect());
    }
    let links = places.filter_map(|place| {
        Some(LocationLink {
            origin_selection_range: Some(origin),
            target_uri: spec.view.uri(place.file)?,
            target_range: spec.range_in(place.file, place.whole),
            target_selection_range: spec.range_in(place.file, place.name),
        })
    });
    GotoDefinitionResponse::Link(links.collect())
}
