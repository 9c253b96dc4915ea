//! Identifiers that people can read, put together of the values of a row and kept by the database.
//!
//! Rows with the same identifier are told apart by a number. A row of a tree has the identifier of
//! the row above it in front of its own, so a change there goes all the way down.

mod component;

#[cfg(test)]
mod tests;

use specql_sql::catalogue::{
    Catalogue, Column, Event, Filled, Index, IndexColumn, Timing, Trigger,
};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{
    Argument, Block as Steps, Body, Function, Statement, Variable, Volatility, target,
};
use specql_sql::query::{Select, Source, Update};
use specql_sql::{DataType, Expression, Name, ObjectName, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::field::Field;
use crate::hierarchy;
use component::Component;

/// So many values make up an identifier at most.
const MOST_PARTS: usize = 50;

/// The identifiers of an entity's rows.
pub(crate) struct Identifier<'e, 'db> {
    entity: &'e Entity<'db>,
    components: Vec<Component>,
    /// The reference to the row above, whose identifier comes first.
    parent: Option<&'e Field<'db>>,
    /// What stands between that and the row's own.
    separator: &'db str,
    /// What stands between identifiers of other trees.
    composition: &'db str,
    /// What stands between values of the row.
    internal: &'db str,
    origin: Option<Origin>,
}

impl<'e, 'db> Identifier<'e, 'db> {
    /// The identifiers that an entity asks for.
    pub(crate) fn of(entity: &'e Entity<'db>, catalogue: &mut Catalogue) -> Option<Self> {
        let block = entity.nearest("identifier")?;
        let mut components = Vec::new();
        for item in block.get("components").into_iter().flat_map(Block::items) {
            match Component::of(entity, item) {
                Ok(component) => components.push(component),
                Err(reason) => {
                    let reason = format!("a part of the identifier: {reason}");
                    catalogue.leave_out(reason, item.origin());
                }
            }
        }
        if components.is_empty() {
            return None;
        }
        if components.len() > MOST_PARTS {
            let reason = "the identifier, which has too many parts";
            catalogue.leave_out(reason, block.origin());
            return None;
        }
        let strategy = block.text_of("strategy").unwrap_or("simple");
        let is_tree = matches!(strategy, "hierarchical" | "composite_hierarchical");
        Some(Self {
            entity,
            components,
            parent: hierarchy::parent(entity).filter(|_| is_tree),
            separator: block.text_of("separator").unwrap_or("."),
            composition: block.text_of("composition_separator").unwrap_or("∘"),
            internal: block.text_of("internal_separator").unwrap_or("—"),
            origin: block.origin(),
        })
    }

    /// The columns with the identifier, the number behind it, and both together.
    pub(crate) fn columns(&self) -> Vec<Column> {
        let number = || Expression::name("sequence_number");
        let one = || Expression::integer(1);
        let ending = Expression::text("#")
            .binary(BinaryOperator::Concatenate, number().cast(DataType::TEXT));
        let ending = Expression::when(
            number().binary(BinaryOperator::Greater, one()),
            ending,
            Some(Expression::text("")),
        );
        let shown = Expression::name("identifier").binary(BinaryOperator::Concatenate, ending);
        vec![
            Column::new("identifier", DataType::TEXT)
                .with_comment("A name for the row, put together of its values.")
                .with_origin(self.origin),
            Column::new("sequence_number", DataType::INTEGER)
                .required()
                .filled(Filled::Default(one()))
                .with_comment("Tells rows with the same identifier apart.")
                .with_origin(self.origin),
            Column::new("display_identifier", DataType::TEXT)
                .filled(Filled::Computed(shown))
                .with_comment("The identifier as people see it, with its number from two on.")
                .with_origin(self.origin),
        ]
    }

    /// Adds what keeps the identifiers.
    pub(crate) fn add(&self, catalogue: &mut Catalogue) {
        catalogue.add(self.index());
        catalogue.add(self.calculation());
        catalogue.add(self.lookup());
        catalogue.add(self.trigger_function());
        catalogue.add(self.recalculation());
        catalogue.add(self.trigger());
        if let Some(parent) = self.parent {
            catalogue.add(self.below_function(parent));
            catalogue.add(self.below_trigger());
        }
    }

    fn name(&self, prefix: &str, ending: &str) -> ObjectName {
        let names = &self.entity.names;
        names.object(&format!("{prefix}{}{ending}", names.base))
    }

    fn tenant(&self) -> Option<Name> {
        let is_multi_tenant = self.entity.names.is_multi_tenant;
        is_multi_tenant.then(|| Name::new("tenant_id"))
    }

    /// No two rows of a tenant have the same identifier and number.
    fn index(&self) -> Index {
        let names = &self.entity.names;
        let columns = self.tenant().into_iter();
        let columns = columns.chain(["identifier", "sequence_number"].map(Name::new));
        let name = names.of_table("identifier_key");
        Index::new(name, &names.table(), columns.map(IndexColumn::of))
            .unique()
            .with_origin(self.origin)
    }

    /// The identifier of a row, from its values and from the rows that it refers to.
    fn calculation(&self) -> Function {
        let names = &self.entity.names;
        let row = Name::new("p_row");
        let mut own: Option<Expression> = None;
        for component in &self.components {
            let value = component.value(&row);
            own = Some(match own {
                None => value,
                Some(before) => {
                    let usual = if component.is_identifier {
                        self.composition
                    } else {
                        self.internal
                    };
                    let between = component.separator.as_deref().unwrap_or(usual);
                    let value =
                        Expression::text(between).binary(BinaryOperator::Concatenate, value);
                    // What is empty leaves out its separator, too.
                    Expression::call("concat", [before, value])
                }
            });
        }
        let own = own.unwrap_or(Expression::Null);
        let whole = match self.parent {
            None => own,
            Some(parent) => {
                let above = Select::one(
                    Expression::of("a", "identifier"),
                    Source::aliased(names.table(), "a"),
                )
                .filtered(
                    Expression::of("a", names.key())
                        .equals(Expression::of(row.clone(), parent.column_name())),
                );
                let above = Expression::Query(Box::new(above));
                let above = above.binary(
                    BinaryOperator::Concatenate,
                    Expression::text(self.separator),
                );
                Expression::call("concat", [above, own])
            }
        };
        Function::new(
            self.name("calculate_", "_identifier"),
            vec![Argument::new(row, DataType::object(names.table()))],
            DataType::TEXT,
            Body::Value(Expression::call("nullif", [whole, Expression::text("")])),
        )
        .with_volatility(Volatility::Stable)
        .with_comment("The identifier of a row, without the number behind it.")
        .with_origin(self.origin)
    }

    /// From a key to the identifier.
    fn lookup(&self) -> Function {
        let names = &self.entity.names;
        let name = self.name("", "_identifier");
        let query = Select::one(
            Expression::of("t", "display_identifier"),
            Source::aliased(names.table(), "t"),
        )
        .filtered(Expression::of("t", names.key()).equals(Function::argument(&name, "p_pk")));
        Function::new(
            name,
            vec![Argument::new("p_pk", DataType::INTEGER)],
            DataType::TEXT,
            Body::Select(Box::new(query)),
        )
        .with_volatility(Volatility::Stable)
        .with_comment("The identifier of a row, from its key.")
        .with_origin(self.origin)
    }

    /// Sets the identifier of a row, and the next free number where others have the same.
    fn trigger_function(&self) -> Function {
        let names = &self.entity.names;
        let found = Expression::call_object(
            self.name("calculate_", "_identifier"),
            [Expression::name("new")],
        );
        let is_same = Expression::Word("TG_OP")
            .equals(Expression::text("UPDATE"))
            .and(Expression::name("v_identifier").is_same_as(Expression::of("old", "identifier")));
        let mut others = Select::one(
            Expression::call(
                "coalesce",
                [
                    Expression::call("max", [Expression::of("t", "sequence_number")]),
                    Expression::integer(0),
                ],
            )
            .binary(BinaryOperator::Add, Expression::integer(1)),
            Source::aliased(names.table(), "t"),
        )
        .filtered(Expression::of("t", "identifier").equals(Expression::name("v_identifier")));
        if let Some(tenant) = self.tenant() {
            let same = Expression::of("t", tenant.clone());
            others = others.filtered(same.equals(Expression::of("new", tenant)));
        }
        let is_other = Expression::of("t", names.key())
            .binary(BinaryOperator::NotEqual, Expression::of("new", names.key()));
        others = others.filtered(is_other);
        let set = |name: &str, value| Statement::Assign(vec!["new".into(), name.into()], value);
        let block = Steps {
            variables: vec![
                Variable::new("v_identifier", DataType::TEXT).with_value(found),
                Variable::new("v_number", DataType::INTEGER),
            ],
            statements: vec![
                Statement::when(is_same, [Statement::Return(Some(Expression::name("new")))]),
                set("identifier", Expression::name("v_identifier")),
                Statement::SelectInto {
                    query: Box::new(others),
                    targets: vec![target("v_number")],
                    is_strict: false,
                },
                set("sequence_number", Expression::name("v_number")),
                Statement::Return(Some(Expression::name("new"))),
            ],
            handlers: Vec::new(),
        };
        Function::of_trigger(self.name("trg_", "_identifier"), block)
            .with_comment("Keeps the identifier of a row.")
            .with_origin(self.origin)
    }

    fn trigger(&self) -> Trigger {
        let names = &self.entity.names;
        Trigger {
            // Triggers run in the order of their names: the path of a row comes later.
            name: Name::new(&format!("trg_tb_{}_identifier", names.base)),
            table: names.table(),
            timing: Timing::Before,
            events: vec![Event::Insert, Event::Update(Vec::new())],
            for_each_row: true,
            is_deferrable: false,
            condition: None,
            function: self.name("trg_", "_identifier"),
            arguments: Vec::new(),
            origin: self.origin,
        }
    }

    /// Works out the identifiers anew: of all rows, or of those of a tenant. Rows are touched, and
    /// the trigger does the rest.
    fn recalculation(&self) -> Function {
        let names = &self.entity.names;
        let condition = self.tenant().map(|tenant| {
            let asked = || Expression::name("p_tenant_id");
            let is_its = Expression::of("t", tenant).equals(asked());
            asked().is_null().or(is_its)
        });
        let touch = Update {
            table: names.table(),
            alias: Some("t".into()),
            set: vec![("identifier".into(), Expression::of("t", "identifier"))],
            from: None,
            condition,
            returning: Vec::new(),
        };
        let arguments = self
            .tenant()
            .map(|_| Argument::new("p_tenant_id", DataType::UUID).with_default(Expression::Null));
        let body = Steps::of([Statement::Update(Box::new(touch), Vec::new())]);
        Function::new(
            self.name("recalculate_", "_identifiers"),
            arguments.into_iter().collect(),
            DataType::VOID,
            Body::Block(body),
        )
        .with_comment("Works out the identifiers of rows anew.")
        .with_origin(self.origin)
    }

    /// Touches the rows right below one whose identifier has changed.
    fn below_function(&self, parent: &Field<'_>) -> Function {
        let names = &self.entity.names;
        let is_below =
            Expression::of("t", parent.column_name()).equals(Expression::of("new", names.key()));
        let touch = Update {
            table: names.table(),
            alias: Some("t".into()),
            set: vec![("identifier".into(), Expression::of("t", "identifier"))],
            from: None,
            condition: Some(is_below),
            returning: Vec::new(),
        };
        let body = Steps::of([
            Statement::Update(Box::new(touch), Vec::new()),
            Statement::Return(Some(Expression::Null)),
        ]);
        Function::of_trigger(self.name("trg_", "_identifier_below"), body)
            .with_comment("Takes a new identifier down the tree.")
            .with_origin(self.origin)
    }

    fn below_trigger(&self) -> Trigger {
        let names = &self.entity.names;
        let changed = Expression::of("old", "identifier")
            .is_distinct_from(Expression::of("new", "identifier"));
        Trigger {
            name: Name::new(&format!("trg_tb_{}_identifier_below", names.base)),
            table: names.table(),
            timing: Timing::After,
            events: vec![Event::Update(Vec::new())],
            for_each_row: true,
            is_deferrable: false,
            condition: Some(changed),
            function: self.name("trg_", "_identifier_below"),
            arguments: Vec::new(),
            origin: self.origin,
        }
    }
}
