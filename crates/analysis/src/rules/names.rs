//! Rules about names that PostgreSQL cannot take as they are: SpecQL quotes none.

pub(super) mod identifier;

mod columns;
mod length;
mod plain;
mod table;

use super::{Context, Rule};
use crate::rules::sql::generated::is_generated;

pub(super) const RULES: &[Rule] = &[
    plain::NAME_IS_NO_TEXT,
    identifier::INVALID_SQL_NAME,
    identifier::RESERVED_SQL_WORD,
    table::TWO_TABLE_NAMES,
    columns::DUPLICATE_COLUMN,
    columns::DUPLICATE_INPUT,
    length::NAME_TOO_LONG,
];

pub(super) fn check(context: &mut Context<'_>) {
    if !is_generated(context) {
        return;
    }
    plain::check(context);
    identifier::check(context);
    table::check(context);
    columns::check(context);
    length::check(context);
}
