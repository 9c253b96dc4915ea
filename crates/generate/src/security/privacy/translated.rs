//! What is told of a person in several languages.

use specql_sql::function::Statement;
use specql_sql::query::{Select, Source, Update};
use specql_sql::{DataType, Expression, Name};

use crate::translation::Translation;

/// What a row with translations is called.
const ROW: &str = "l";

/// The rows with the translations of a person's row.
pub(super) struct Translated<'e, 'db> {
    translation: Translation<'e, 'db>,
    /// The texts that tell of the person.
    pub(super) personal: Vec<Name>,
}

impl<'e, 'db> Translated<'e, 'db> {
    /// Those of some translations, of which these texts tell of the person.
    pub(super) fn of(
        translation: Translation<'e, 'db>,
        is_personal: impl Fn(&str) -> bool,
    ) -> Self {
        let texts = translation.texts.iter().map(|text| text.name);
        let personal = texts.filter(|text| is_personal(text)).map(Name::new);
        Self {
            personal: personal.collect(),
            translation,
        }
    }

    /// What the rows are called among those of the person: `tl_contact`.
    pub(super) fn label(&self) -> String {
        self.translation.table.name.to_string()
    }

    fn is_of(&self, key: Expression) -> Expression {
        Expression::of(ROW, self.translation.own_key()).equals(key)
    }

    /// The rows as JSON.
    pub(super) fn rows(&self, key: Expression) -> Expression {
        let row = Expression::call("to_jsonb", [Expression::Whole(ROW.into())]);
        let all = Expression::call("jsonb_agg", [row]);
        let empty = Expression::text("[]").cast(DataType::JSONB);
        let query = Select::one(
            Expression::call("coalesce", [all, empty]),
            Source::aliased(self.translation.table.clone(), ROW),
        );
        Expression::Query(Box::new(query.filtered(self.is_of(key))))
    }

    /// Forgets the texts that tell of the person. What was a translation is then the text of the row
    /// itself, which tells nothing any more.
    pub(super) fn forget(&self, key: Expression) -> Option<Statement> {
        if self.personal.is_empty() {
            return None;
        }
        let forgotten = self
            .personal
            .iter()
            .map(|text| (text.clone(), Expression::Null));
        let changed = [
            ("updated_at".into(), Expression::call("now", [])),
            ("updated_by".into(), Expression::name("p_user_id")),
        ];
        let update = Update {
            table: self.translation.table.clone(),
            alias: Some(ROW.into()),
            set: forgotten.chain(changed).collect(),
            from: None,
            condition: Some(self.is_of(key)),
            returning: Vec::new(),
        };
        Some(Statement::Update(Box::new(update), Vec::new()))
    }
}
