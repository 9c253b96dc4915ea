//! Trees: the way from the root to each row, kept by the database.
//!
//! The path of a row is made of keys, so it changes only when the row or one above it moves.

use specql_sql::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Event, Index, IndexColumn, Method, Timing,
    Trigger,
};
use specql_sql::expression::BinaryOperator;
use specql_sql::function::{Argument, Block, Body, Function, Statement, Variable, target};
use specql_sql::query::{Select, Source, Update};
use specql_sql::{DataType, Expression, Name, Origin};

use crate::entity::Entity;
use crate::field::Field;

/// So many levels are worked out at most.
const DEEPEST: i64 = 100;

/// A tree of rows.
pub(crate) struct Hierarchy<'e, 'db> {
    entity: &'e Entity<'db>,
    /// The reference to the row above.
    pub(crate) parent: &'e Field<'db>,
    origin: Option<Origin>,
}

impl<'e, 'db> Hierarchy<'e, 'db> {
    /// The tree that the rows of an entity form, if it says that they do.
    pub(crate) fn of(entity: &'e Entity<'db>) -> Option<Self> {
        let asked = entity.get("hierarchical").filter(|block| block.is_true())?;
        Some(Self {
            entity,
            parent: parent(entity)?,
            origin: asked.origin(),
        })
    }

    /// The column with the path.
    pub(crate) fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("path", DataType::LTREE)
                .with_comment("The keys from the root of the tree to the row.")
                .with_origin(self.origin),
        ]
    }

    /// No row is its own parent.
    pub(crate) fn checks(&self) -> Vec<Constraint> {
        let is_other = Expression::name(self.parent.column_name())
            .binary(BinaryOperator::NotEqual, Expression::name(self.key()));
        let name = self.entity.names.check(self.parent.name(), "not_self");
        vec![Constraint::new(name, ConstraintKind::Check(is_other)).with_origin(self.origin)]
    }

    /// Adds what keeps the paths.
    pub(crate) fn add(&self, catalogue: &mut Catalogue) {
        let names = &self.entity.names;
        let index = Index::new(
            names.index("path"),
            &names.table(),
            [IndexColumn::of("path")],
        );
        catalogue.add(index.using(Method::Gist).with_origin(self.origin));
        catalogue.add(self.path_function());
        catalogue.add(self.subtree_function());
        catalogue.add(self.recalculation());
        catalogue.add(self.trigger("path", Timing::Before));
        catalogue.add(self.trigger("subtree", Timing::After));
    }

    fn key(&self) -> Name {
        self.entity.names.key()
    }

    fn function_name(&self, part: &str) -> specql_sql::ObjectName {
        let names = &self.entity.names;
        names.object(&format!("trg_{}_{part}", names.base))
    }

    fn trigger(&self, part: &str, timing: Timing) -> Trigger {
        let names = &self.entity.names;
        let moved = Event::Update(vec![self.parent.column_name()]);
        let changed = Expression::of("old", "path").is_distinct_from(Expression::of("new", "path"));
        let is_before = timing == Timing::Before;
        Trigger {
            name: Name::new(&format!("trg_tb_{}_{part}", names.base)),
            table: names.table(),
            timing,
            events: if is_before {
                vec![Event::Insert, moved]
            } else {
                vec![moved]
            },
            for_each_row: true,
            is_deferrable: false,
            condition: (!is_before).then_some(changed),
            function: self.function_name(part),
            arguments: Vec::new(),
            origin: self.origin,
        }
    }

    /// Puts the path of a row together, and refuses circles.
    fn path_function(&self) -> Function {
        let names = &self.entity.names;
        let parent = self.parent.column_name();
        let own = || text_of_key(Expression::of("new", self.key()));
        let set = |path| Statement::Assign(vec!["new".into(), "path".into()], path);
        let find_parent = Select::one(
            Expression::of("t", "path"),
            Source::aliased(names.table(), "t"),
        )
        .filtered(Expression::of("t", self.key()).equals(Expression::of("new", parent.clone())));
        let is_below_itself = Expression::Word("TG_OP")
            .equals(Expression::text("UPDATE"))
            .and(
                Expression::name("v_parent")
                    .binary(BinaryOperator::ContainedBy, Expression::of("old", "path")),
            );
        let below = [
            Statement::SelectInto {
                query: Box::new(find_parent),
                targets: vec![target("v_parent")],
                is_strict: false,
            },
            Statement::If {
                branches: vec![
                    (
                        Expression::name("v_parent").is_null(),
                        vec![Statement::raise(
                            "foreign_key_violation",
                            Expression::text("The row above is not there"),
                        )],
                    ),
                    (
                        is_below_itself,
                        vec![Statement::raise(
                            "check_violation",
                            Expression::text("A row cannot be moved below itself"),
                        )],
                    ),
                ],
                otherwise: Vec::new(),
            },
            set(Expression::name("v_parent").binary(BinaryOperator::Concatenate, own())),
        ];
        let root = vec![set(Expression::call("text2ltree", [own()]))];
        let block = Block {
            variables: vec![Variable::new("v_parent", DataType::LTREE)],
            statements: vec![
                Statement::If {
                    branches: vec![(Expression::of("new", parent).is_null(), root)],
                    otherwise: below.into(),
                },
                Statement::Return(Some(Expression::name("new"))),
            ],
            handlers: Vec::new(),
        };
        Function::of_trigger(self.function_name("path"), block)
            .with_comment("Keeps the path of a row, and refuses circles.")
            .with_origin(self.origin)
    }

    /// Moves everything below a row that was moved.
    fn subtree_function(&self) -> Function {
        let path = || Expression::of("t", "path");
        let old = || Expression::of("old", "path");
        let rest = Expression::call("subpath", [path(), Expression::call("nlevel", [old()])]);
        let is_below = path()
            .binary(BinaryOperator::ContainedBy, old())
            .and(
                Expression::call("nlevel", [path()])
                    .binary(BinaryOperator::Greater, Expression::call("nlevel", [old()])),
            )
            .and(
                Expression::of("t", self.key())
                    .binary(BinaryOperator::NotEqual, Expression::of("new", self.key())),
            );
        let update = Update {
            table: self.entity.names.table(),
            alias: Some("t".into()),
            set: vec![(
                "path".into(),
                Expression::of("new", "path").binary(BinaryOperator::Concatenate, rest),
            )],
            from: None,
            condition: Some(is_below),
            returning: Vec::new(),
        };
        let block = Block::of([
            Statement::Update(Box::new(update), Vec::new()),
            Statement::Return(Some(Expression::Null)),
        ]);
        Function::of_trigger(self.function_name("subtree"), block)
            .with_comment("Moves the paths below a row along with it.")
            .with_origin(self.origin)
    }

    /// Works out all paths anew, level by level: for rows that came in past the triggers.
    fn recalculation(&self) -> Function {
        let names = &self.entity.names;
        let table = || names.table();
        let parent = self.parent.column_name();
        let root = Update {
            table: table(),
            alias: Some("t".into()),
            set: vec![(
                "path".into(),
                Expression::call("text2ltree", [text_of_key(Expression::of("t", self.key()))]),
            )],
            from: None,
            condition: Some(Expression::of("t", parent.clone()).is_null()),
            returning: Vec::new(),
        };
        let path = || {
            Expression::of("p", "path").binary(
                BinaryOperator::Concatenate,
                text_of_key(Expression::of("t", self.key())),
            )
        };
        let below = Update {
            table: table(),
            alias: Some("t".into()),
            set: vec![("path".into(), path())],
            from: Some(Source::aliased(table(), "p")),
            condition: Some(
                Expression::of("p", self.key())
                    .equals(Expression::of("t", parent))
                    .and(Expression::of("t", "path").is_distinct_from(path())),
            ),
            returning: Vec::new(),
        };
        let is_done = Expression::Word("FOUND").inverted();
        let block = Block::of([
            Statement::Update(Box::new(root), Vec::new()),
            Statement::ForRange {
                variable: "v_level".into(),
                low: Expression::integer(1),
                high: Expression::integer(DEEPEST),
                statements: vec![
                    Statement::Update(Box::new(below), Vec::new()),
                    Statement::when(is_done, [Statement::Exit]),
                ],
            },
        ]);
        Function::new(
            names.object(&format!("recalculate_{}_paths", names.base)),
            Vec::<Argument>::new(),
            DataType::VOID,
            Body::Block(block),
        )
        .with_comment("Works out the paths of all rows anew.")
        .with_origin(self.origin)
    }
}

/// The reference of an entity to itself; of several, the one that is called after a parent.
pub(crate) fn parent<'e, 'db>(entity: &'e Entity<'db>) -> Option<&'e Field<'db>> {
    let to_itself = |field: &&&Field<'_>| {
        let reference = field.reference();
        reference
            .and_then(|reference| reference.only())
            .is_some_and(|names| names.table() == entity.names.table())
    };
    let fields: Vec<_> = entity.references().collect();
    let mut own = fields.iter().filter(to_itself);
    let named = own.clone().find(|field| field.name().starts_with("parent"));
    named.or_else(|| own.next()).copied()
}

fn text_of_key(key: Expression) -> Expression {
    key.cast(DataType::TEXT)
}
