//! `workspace/textDocumentContent`: the text of a virtual document, which is the SQL of a spec.
//!
//! The protocol has it since 3.18, the types of tower-lsp do not.

use lsp_types::Uri;
use lsp_types::request::Request;
use serde::{Deserialize, Serialize};

use super::Response;
use super::sql::{SCHEME, answer};
use crate::server::failure::Failure;
use crate::server::snapshot::Snapshot;

/// The request.
pub enum TextDocumentContent {}

impl Request for TextDocumentContent {
    type Params = ContentParams;
    type Result = Content;
    const METHOD: &'static str = "workspace/textDocumentContent";
}

/// Which document.
#[derive(Debug, Deserialize, Serialize)]
pub struct ContentParams {
    uri: String,
}

/// What it says.
#[derive(Debug, Deserialize, Serialize)]
pub struct Content {
    text: String,
}

pub fn text_document_content(snapshot: &Snapshot, params: ContentParams) -> Response<Content> {
    let unknown = || {
        Failure::params(format!(
            "{SCHEME}: and the path of a spec and .sql is wanted"
        ))
    };
    let (spec, name) = spec_of(&params.uri).ok_or_else(unknown)?;
    let found = answer(snapshot, &spec, name.as_deref())?;
    let text = found.map_or_else(
        || "-- There is no SQL for this.\n".to_owned(),
        |answer| answer.sql,
    );
    Ok(Content { text })
}

/// The spec that a virtual document is about, and the name of what is wanted of it.
pub fn spec_of(uri: &str) -> Option<(Uri, Option<String>)> {
    let rest = uri.strip_prefix(SCHEME)?.strip_prefix(':')?;
    let (path, name) = match rest.split_once('#') {
        Some((path, name)) => (path, Some(name.to_owned())),
        None => (rest, None),
    };
    // Some clients write an authority, which is empty.
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.strip_suffix(".sql")?;
    let spec = format!("file://{path}").parse().ok()?;
    Some((spec, name.filter(|name| !name.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_document_names_its_spec() {
        let told = |uri: &str| {
            let (spec, name) = spec_of(uri)?;
            Some((spec.to_string(), name))
        };
        let spec = "file:///a/b%20c.yaml".to_owned();
        assert_eq!(
            told("specql-sql:/a/b%20c.yaml.sql"),
            Some((spec.clone(), None))
        );
        let send = Some("send".to_owned());
        assert_eq!(
            told("specql-sql:///a/b%20c.yaml.sql#send"),
            Some((spec, send))
        );
        assert_eq!(told("file:///a/b.yaml"), None);
        assert_eq!(told("specql-sql:/a/b.yaml"), None);
    }
}
