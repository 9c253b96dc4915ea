//! Texts that exist once per language, in a table beside the entity's.

use specql_analysis::expression::infer::Type;
use specql_analysis::inherited::described;
use specql_language::expression::ValueType;
use specql_language::reserved::reserved_field;
use specql_sql::catalogue::{
    Catalogue, Change, Column, Constraint, ConstraintKind, Filled, ForeignKey, Index, IndexColumn,
    Object, Table,
};
use specql_sql::function::{Argument, Body, Function, Volatility};
use specql_sql::query::{Join, Select, Source};
use specql_sql::{DataType, Expression, Name, ObjectName, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::field::{Field, is_system_column};
use crate::names::{Names, part, reference_column};
use crate::table::audit;
use crate::workspace::{Missing, find_entity};

/// The entity whose rows are languages.
const LOCALE: &str = "Locale";

/// The field that marks the language that is used where a text has none.
const DEFAULT_LOCALE: &str = "is_default";

/// The column with the key of the language.
const LANGUAGE_KEY: &str = "fk_locale";

/// Adds the table with translations and the functions that look up texts.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let Some(translation) = Translation::of(entity) else {
        return;
    };
    for (reason, origin) in &translation.left_out {
        catalogue.leave_out(reason.clone(), *origin);
    }
    catalogue.add(translation.table());
    for key in translation.keys() {
        let key = Object::Constraint(translation.table.clone(), Box::new(key));
        catalogue.add(key);
    }
    if let Err(missing) = &translation.locale {
        let reason = format!("the key to languages: {}", missing.reason(LOCALE));
        catalogue.leave_out(reason, translation.origin);
    }
    let index = format!("idx_{}_locale", translation.table.name);
    catalogue.add(Index::new(
        index.as_str(),
        &translation.table,
        [IndexColumn::of(LANGUAGE_KEY)],
    ));
    for text in &translation.texts {
        catalogue.add(translation.function(text));
    }
}

/// The texts of an entity that exist once per language.
pub(crate) struct Translation<'e, 'db> {
    entity: &'e Entity<'db>,
    /// The table with them: a row for each row of the entity and language.
    pub(crate) table: ObjectName,
    pub(crate) texts: Vec<Text<'db>>,
    locale: Result<Locale, Missing>,
    origin: Option<Origin>,
    /// What is asked for and is not there, and where.
    left_out: Vec<(String, Option<Origin>)>,
}

/// A text that exists once per language.
pub(crate) struct Text<'db> {
    pub(crate) name: &'db str,
    origin: Option<Origin>,
    /// Whether the entity has it, too.
    is_field: bool,
}

struct Locale {
    names: Names,
    /// Whether one of them is marked as the usual one.
    has_default: bool,
}

/// Why there are no translations of a name, if there are none.
fn untranslated(name: &str, field: Option<&Field<'_>>) -> Option<&'static str> {
    if reserved_field(name).is_some() {
        return Some("a name that SpecQL keeps to itself");
    }
    if is_system_column(name) {
        return Some("a name that PostgreSQL keeps to itself");
    }
    let field = field?;
    if field.data_type() != DataType::TEXT {
        return Some("which is no text");
    }
    field.encrypted.as_ref().map(|_| "which is encrypted")
}

impl<'e, 'db> Translation<'e, 'db> {
    /// Those that an entity has, if it has any.
    pub(crate) fn of(entity: &'e Entity<'db>) -> Option<Self> {
        let block = entity.nearest("translations")?;
        if !block.flag("enabled", false) {
            return None;
        }
        let names = &entity.names;
        let mut left_out = Vec::new();
        let usual = format!("tl_{}", names.base);
        let asked = block.text_of("table_name").filter(|name| !name.is_empty());
        // Whoever takes translations over has a table of its own.
        let asked = asked.filter(|_| !block.is_inherited());
        let is_taken = asked.is_some_and(|name| ["tb_", "tv_"].iter().any(|s| name.starts_with(s)));
        if is_taken {
            let reason =
                "the name of the table with translations: it is one of another kind of table";
            left_out.push((reason.to_owned(), block.origin()));
        }
        let table = names.object(asked.filter(|_| !is_taken).unwrap_or(&usual));
        let mut texts: Vec<Text<'_>> = Vec::new();
        for item in block
            .get("fields")
            .into_iter()
            .flat_map(Block::items_or_self)
        {
            let Some(name) = item.text().filter(|name| !name.is_empty()) else {
                continue;
            };
            let field = entity.field(name);
            if let Some(why) = untranslated(name, field) {
                let reason = format!("translations of `{name}`, {why}");
                left_out.push((reason, item.origin()));
            } else if texts.iter().all(|text| text.name != name) {
                texts.push(Text {
                    name,
                    origin: item.origin(),
                    is_field: field.is_some(),
                });
            }
        }
        Some(Self {
            entity,
            table,
            texts,
            locale: Locale::of(entity),
            origin: block.origin(),
            left_out,
        })
    }

    /// The column with the key of the entity's row.
    pub(crate) fn own_key(&self) -> Name {
        let own = reference_column(&self.entity.names.base);
        // Names of languages may be translated, too.
        match own.as_str() {
            LANGUAGE_KEY => Name::new(&format!("fk_own_{}", self.entity.names.base)),
            _ => own,
        }
    }

    fn table(&self) -> Table {
        let key = Name::new(&format!("pk_{}_translation", self.entity.names.base));
        let named = |ending: &str| Name::new(&format!("{}_{ending}", self.table.name));
        let id = Filled::Default(Expression::call("gen_random_uuid", []));
        let mut columns = vec![
            Column::new(key.clone(), DataType::INTEGER)
                .required()
                .filled(Filled::AlwaysCounted),
            Column::new("id", DataType::UUID).required().filled(id),
            Column::new(self.own_key(), DataType::INTEGER).required(),
            Column::new(LANGUAGE_KEY, DataType::INTEGER).required(),
        ];
        let mut texts: Vec<_> = self
            .texts
            .iter()
            .map(|text| Column::new(text.name, DataType::TEXT).with_origin(text.origin))
            .collect();
        columns.append(&mut texts);
        columns.extend(audit());
        let together = vec![self.own_key(), LANGUAGE_KEY.into()];
        Table {
            name: self.table.clone(),
            columns,
            constraints: vec![
                Constraint::new(
                    Name::of_table(&self.table.name, "pkey"),
                    ConstraintKind::PrimaryKey(vec![key]),
                ),
                Constraint::new(named("id_key"), ConstraintKind::Unique(vec!["id".into()])),
                Constraint::new(named("uniq"), ConstraintKind::Unique(together)),
            ],
            partitioned_by: None,
            comment: Some(format!(
                "Texts of {} in several languages.",
                crate::annotation::on_one_line(&self.entity.names.entity)
            )),
            origin: self.origin,
        }
    }

    fn keys(&self) -> Vec<Constraint> {
        let key = |column: Name, target: &Names| {
            let name = Name::new(&format!("{}_{column}_fkey", self.table.name));
            let key = ForeignKey {
                columns: vec![column],
                table: target.table(),
                targets: vec![target.key()],
                on_delete: Some(Change::Cascade),
                on_update: None,
            };
            Constraint::new(name, ConstraintKind::ForeignKey(key)).with_origin(self.origin)
        };
        let mut keys = vec![key(self.own_key(), &self.entity.names)];
        let locale = self.locale.iter();
        keys.extend(locale.map(|locale| key(LANGUAGE_KEY.into(), &locale.names)));
        keys
    }

    /// The text in a language; else in the usual one; else as the entity has it.
    fn function(&self, text: &Text<'_>) -> Function {
        let names = &self.entity.names;
        let own = match names.base.as_str() {
            "locale" => Name::new("p_own_locale_pk"),
            base => Name::new(&format!("p_{base}_pk")),
        };
        let name = names.object(&format!("get_{}_{}", names.base, part(text.name)));
        let given = |argument: &Name| Function::argument(&name, argument.clone());
        let of = |select: Select| Expression::Query(Box::new(select));
        let translated = || {
            let rows = Source::aliased(self.table.clone(), "t");
            Select::one(Expression::of("t", text.name), rows)
                .filtered(Expression::of("t", self.own_key()).equals(given(&own)))
                .filtered(Expression::of("t", "deleted_at").is_null())
        };
        let asked = translated()
            .filtered(Expression::of("t", LANGUAGE_KEY).equals(given(&"p_locale_pk".into())));
        let mut found = vec![of(asked)];
        let locale = self.locale.iter().next();
        if let Some(locale) = locale.filter(|locale| locale.has_default) {
            let names = &locale.names;
            let mut usual = translated().filtered(Expression::of("l", DEFAULT_LOCALE));
            usual.joins.push(Join {
                is_left: false,
                source: Source::aliased(names.table(), "l"),
                on: Expression::of("l", names.key()).equals(Expression::of("t", LANGUAGE_KEY)),
            });
            usual.limit = Some(Expression::integer(1));
            found.push(of(usual));
        }
        if text.is_field {
            let rows = Source::aliased(names.table(), "b");
            let row = Expression::of("b", names.key()).equals(given(&own));
            found.push(of(
                Select::one(Expression::of("b", text.name), rows).filtered(row)
            ));
        }
        Function::new(
            name.clone(),
            vec![
                Argument::new(own.clone(), DataType::INTEGER),
                Argument::new("p_locale_pk", DataType::INTEGER).with_default(Expression::Null),
            ],
            DataType::TEXT,
            Body::Value(Expression::call("coalesce", found)),
        )
        .with_volatility(Volatility::Stable)
        .with_comment("The text in a language, or else in the usual one, or else as it was given.")
        .with_origin(text.origin)
    }
}

impl Locale {
    fn of(entity: &Entity<'_>) -> Result<Self, Missing> {
        let file = find_entity(entity.db, entity.file, None, LOCALE)?;
        let summary = described(entity.db, file).ok_or(Missing::LeftOut)?;
        let marks = summary.field(DEFAULT_LOCALE);
        let is_mark = |ty: &Type| ty.value() == ValueType::Boolean;
        Ok(Self {
            names: Names::of(entity.db, file).ok_or(Missing::LeftOut)?,
            has_default: marks.is_some_and(|field| is_mark(&field.field_type)),
        })
    }
}
