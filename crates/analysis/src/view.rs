//! What a file says and means, whether it is open or not.
//!
//! Of an open file this is kept anyway; of a closed one it is made for one use. Those who look for
//! something in many files ask for it here, so that nothing of them stays in memory.

use std::borrow::Cow;
use std::sync::Arc;

use crate::db::{Db, File};
use crate::resolve::{self, Names};
use crate::source::{self, Once};
use crate::spec::{self, Spec};

/// What a file says and means.
pub struct View<'db> {
    /// Its text.
    pub text: Arc<str>,
    /// What its author means.
    pub spec: Cow<'db, Spec>,
    /// What its names stand for.
    pub names: Cow<'db, Names>,
}

/// What a file says and means.
#[must_use]
pub fn view(db: &dyn Db, file: File) -> View<'_> {
    if file.is_open(db) {
        return View {
            text: source::text(db, file).clone(),
            spec: Cow::Borrowed(spec::spec(db, file)),
            names: Cow::Borrowed(resolve::names(db, file)),
        };
    }
    view_of(db, file, source::text_once(db, file).into())
}

/// What a file would say and mean with another text, for all that others know of it now.
#[must_use]
pub fn view_of(db: &dyn Db, file: File, text: Arc<str>) -> View<'_> {
    let once = Once::of(&text);
    let spec = spec::spec_of(&once);
    let names = resolve::names_of(db, file, &spec, &once);
    View {
        spec: Cow::Owned(spec),
        names: Cow::Owned(names),
        text,
    }
}
