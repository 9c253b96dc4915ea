//! `textDocument/prepareTypeHierarchy`, `typeHierarchy/supertypes` and `typeHierarchy/subtypes`:
//! which entities extend which.

use lsp_types::{
    SymbolKind, TypeHierarchyItem, TypeHierarchyPrepareParams, TypeHierarchySubtypesParams,
    TypeHierarchySupertypesParams, Uri,
};
use specql_analysis::Database;
use specql_analysis::db::File;
use specql_ide::TypeItem;

use super::Response;
use super::spec::Spec;
use crate::server::snapshot::Snapshot;

pub fn prepare(
    snapshot: &Snapshot,
    params: TypeHierarchyPrepareParams,
) -> Response<Option<Vec<TypeHierarchyItem>>> {
    let Some((spec, at)) = Spec::at(snapshot, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let found = specql_ide::prepare_types(spec.db(), spec.file, at);
    let found = found.and_then(|found| item(&spec, found));
    Ok(found.map(|item| vec![item]))
}

pub fn supertypes(
    snapshot: &Snapshot,
    params: TypeHierarchySupertypesParams,
) -> Response<Option<Vec<TypeHierarchyItem>>> {
    related(snapshot, &params.item.uri, |db, file| {
        specql_ide::supertypes(db, file)
    })
}

pub fn subtypes(
    snapshot: &Snapshot,
    params: TypeHierarchySubtypesParams,
) -> Response<Option<Vec<TypeHierarchyItem>>> {
    related(snapshot, &params.item.uri, |db, file| {
        specql_ide::subtypes(db, file)
    })
}

fn related(
    snapshot: &Snapshot,
    uri: &Uri,
    find: impl Fn(&Database, File) -> Vec<TypeItem>,
) -> Response<Option<Vec<TypeHierarchyItem>>> {
    let Some(spec) = Spec::of(snapshot, uri)? else {
        return Ok(None);
    };
    let found = find(spec.db(), spec.file).into_iter();
    let found = found.filter_map(|found| item(&spec, found));
    Ok(Some(found.collect()))
}

fn item(spec: &Spec<'_>, found: TypeItem) -> Option<TypeHierarchyItem> {
    let place = found.place;
    Some(TypeHierarchyItem {
        name: found.name,
        kind: SymbolKind::CLASS,
        tags: None,
        detail: Some(found.schema),
        uri: spec.view.uri(place.file)?,
        range: spec.range_in(place.file, place.whole),
        selection_range: spec.range_in(place.file, place.name),
        data: None,
    })
}
