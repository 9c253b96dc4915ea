//! `specql/graph`: the entities of all projects and how they refer to each other, to draw them.

use lsp_types::request::Request;
use lsp_types::{Range, Uri};
use serde::{Deserialize, Serialize};
use specql_ide::{DrawnEntity, DrawnField, DrawnReference, entity_graph};

use super::Response;
use crate::server::convert;
use crate::server::snapshot::{Snapshot, View};

/// The request.
pub enum Graph {}

impl Request for Graph {
    type Params = Option<GraphParams>;
    type Result = GraphAnswer;
    const METHOD: &'static str = "specql/graph";
}

/// Nothing is asked beside.
#[derive(Debug, Deserialize, Serialize)]
pub struct GraphParams {}

/// What there is to draw.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct GraphAnswer {
    entities: Vec<Entity>,
    references: Vec<Reference>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Entity {
    name: String,
    schema: String,
    uri: Uri,
    /// Where it is named.
    range: Range,
    fields: Vec<Field>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    type_text: String,
    required: bool,
}

/// From a field of an entity to an entity, both by their places in the list.
#[derive(Debug, Deserialize, Serialize)]
struct Reference {
    from: usize,
    field: String,
    to: usize,
    required: bool,
    /// Whether it leads to several rows.
    list: bool,
}

/// The entities of all projects. One whose file has no name for the client is drawn nowhere.
pub fn graph(snapshot: &Snapshot, _: Option<GraphParams>) -> Response<GraphAnswer> {
    let mut answer = GraphAnswer::default();
    for view in &snapshot.views {
        let found = entity_graph(&view.db);
        // Where each one stands in the answer.
        let places = found.entities.into_iter().map(|drawn| {
            let entity = entity(snapshot, view, drawn)?;
            answer.entities.push(entity);
            Some(answer.entities.len() - 1)
        });
        let places: Vec<Option<usize>> = places.collect();
        let references = found.references.into_iter();
        let references = references.filter_map(|drawn| reference(&places, drawn));
        answer.references.extend(references);
    }
    Ok(answer)
}

fn entity(snapshot: &Snapshot, view: &View, drawn: DrawnEntity) -> Option<Entity> {
    let DrawnEntity { place, fields, .. } = drawn;
    let encoding = snapshot.client.encoding;
    let fields = fields.into_iter().map(|field: DrawnField| Field {
        name: field.name,
        type_text: field.type_text,
        required: field.is_required,
    });
    Some(Entity {
        name: drawn.name,
        schema: drawn.schema,
        uri: view.uri(place.file)?,
        range: convert::range(view.text(place.file), place.span, encoding),
        fields: fields.collect(),
    })
}

fn reference(places: &[Option<usize>], drawn: DrawnReference) -> Option<Reference> {
    let place = |at: usize| places.get(at).copied().flatten();
    Some(Reference {
        from: place(drawn.from)?,
        field: drawn.field,
        to: place(drawn.to)?,
        required: drawn.is_required,
        list: drawn.is_list,
    })
}
