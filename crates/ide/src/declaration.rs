//! From a name to where it is declared.

use specql_analysis::db::{Db, File};

use crate::definition::definition;
use crate::destination::Destinations;

/// Where the name at a place is declared. SpecQL declares things where it defines them, so this is
/// the same place, for those who are used to ask so.
#[must_use]
pub fn declaration(db: &dyn Db, file: File, offset: u32) -> Option<Destinations> {
    definition(db, file, offset)
}
