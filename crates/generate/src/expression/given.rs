//! What the caller of an action hands over.

use std::collections::HashMap;

use specql_analysis::expression::infer::Type;
use specql_analysis::spec::Parameter;
use specql_language::expression::ValueType;
use specql_sql::catalogue::Attribute;
use specql_sql::expression::BinaryOperator;
use specql_sql::{DataType, Expression as Sql, Name};
use specql_yaml::Span;

use super::table::shape;
use super::{Found, Problem, Shape, Table, Value};
use crate::annotation;
use crate::entity::Entity;
use crate::field::{Kind, of_type};
use crate::names::reference_attribute;

/// The argument that holds what the caller hands over.
const INPUT: &str = "input_data";

/// What the caller of an action hands over: what the action declares, and what its steps ask for.
#[derive(Default)]
pub(crate) struct Given {
    /// The values, in the order in which they are asked for.
    pub(crate) values: Vec<GivenValue>,
    /// Where among them each is, by its name.
    places: HashMap<String, usize>,
}

/// A value that the caller hands over.
#[derive(Clone)]
pub(crate) struct GivenValue {
    /// As specs call it.
    pub(crate) name: String,
    /// What it is called in the input type.
    pub(crate) attribute: Attribute,
    /// What it is, once a reference has been looked up.
    pub(crate) shape: Shape,
    /// The variable with the key, for the id of a row.
    pub(crate) key: Option<Name>,
    /// Whether it has to be there.
    pub(crate) is_required: bool,
    /// What it is where it is not there.
    pub(crate) default: Option<Sql>,
    /// What holds for it where it is there.
    pub(crate) holds: Option<Sql>,
}

impl Given {
    /// The value of this name; what it may be follows from where it stands.
    pub(crate) fn value(
        &mut self,
        entity: &Entity<'_>,
        parameters: &[Parameter],
        name: &str,
        span: Span,
        hint: Option<&Shape>,
    ) -> Found<Value> {
        if name == "id" {
            return Ok(Value::of(Sql::of(INPUT, "id"), ValueType::Uuid));
        }
        let known = self.places.get(name);
        if let Some(known) = known.and_then(|place| self.values.get(*place)) {
            return known.value(span);
        }
        let value = new_value(entity, parameters, name, hint);
        let found = value.value(span);
        self.add(value);
        found
    }

    fn add(&mut self, value: GivenValue) {
        self.places.insert(value.name.clone(), self.values.len());
        self.values.push(value);
    }

    /// Notes what the action declares, whether it asks for it or not.
    pub(crate) fn declare(&mut self, entity: &Entity<'_>, parameters: &[Parameter]) {
        for parameter in parameters {
            let name = &parameter.name.text;
            if name != "id" && !self.places.contains_key(name) {
                self.add(of_parameter(entity, parameter));
            }
        }
    }
}

impl GivenValue {
    /// The attribute itself, as it is handed over.
    pub(crate) fn raw(&self) -> Sql {
        Sql::of(INPUT, self.attribute.name.clone())
    }

    fn value(&self, span: Span) -> Found<Value> {
        match (&self.key, &self.shape) {
            (Some(key), shape) => Ok(Value::new(Sql::name(key.clone()), shape.clone())),
            (None, Shape::Key(_)) => Err(Problem::new(
                span,
                format!("what `{}` refers to is not known", self.name),
            )),
            (None, shape) => Ok(Value::new(self.raw(), shape.clone())),
        }
    }
}

fn new_value(
    entity: &Entity<'_>,
    parameters: &[Parameter],
    name: &str,
    hint: Option<&Shape>,
) -> GivenValue {
    let parameter = parameters.iter().find(|known| known.name.text == name);
    if let Some(parameter) = parameter {
        return of_parameter(entity, parameter);
    }
    let field = entity.field(name).or_else(|| {
        // `input.owner_id` is the `owner`.
        let reference = entity.field(name.strip_suffix("_id")?)?;
        Some(reference).filter(|reference| reference.is_reference())
    });
    if let Some(field) = field {
        let attribute = Attribute::new(field.attribute_name(), field.attribute_type())
            .with_comment(annotation::attribute(field))
            .with_origin(field.origin());
        // What a field refers to that was taken over is known where it was written.
        let table = Table::of(entity.db, entity.file);
        let known = table.and_then(|table| Some(table.field(field.name())?.1));
        let written = || shape(entity.db, entity.file, &Type::of(&field.spec.field_type));
        return of_shape(name, attribute, known.unwrap_or_else(written));
    }
    let shape = match hint {
        Some(Shape::Plain(ty)) if ty.value().postgres().is_some() => Shape::Plain(ty.clone()),
        Some(Shape::Key(files)) if files.len() == 1 => Shape::Key(files.clone()),
        _ => Shape::of(ValueType::Text),
    };
    let (attribute, data_type) = match &shape {
        Shape::Key(_) => (key_attribute(name), DataType::UUID),
        Shape::Plain(ty) => (Name::new(name), data_type(ty.value())),
    };
    let graphql = graphql(&data_type);
    let comment = annotation::field(name, attribute.as_str(), graphql, false, &[]);
    let attribute = Attribute::new(attribute, data_type).with_comment(comment);
    of_shape(name, attribute, shape)
}

fn of_parameter(entity: &Entity<'_>, parameter: &Parameter) -> GivenValue {
    let name = &parameter.name.text;
    let written = parameter.parameter_type.as_ref();
    let is_required = written.is_some_and(|written| written.required.is_some());
    let kind = written.map(|written| Kind::of(entity.db, entity.file, &written.kind, None));
    let ty = written.map_or(Type::Value(ValueType::Text), Type::of);
    let shape = match shape(entity.db, entity.file, &ty) {
        Shape::Plain(ty) if ty == Type::UNKNOWN => Shape::of(ValueType::Text),
        shape => shape,
    };
    let (attribute, data_type) = match (&shape, &kind) {
        (Shape::Key(_), _) => (key_attribute(name), DataType::UUID),
        (Shape::Plain(_), Some(kind)) => (Name::new(name), kind.data_type()),
        (Shape::Plain(_), None) => (Name::new(name), DataType::TEXT),
    };
    let default = written.and_then(|written| written.default.as_ref());
    let default = default.and_then(|default| of_type(&data_type, &default.text));
    let raw = Sql::of(INPUT, attribute.clone());
    let holds = kind.as_ref().and_then(|kind| holds(kind, raw));
    let graphql = kind.as_ref().map_or("String", Kind::graphql);
    let comment = annotation::field(name, attribute.as_str(), graphql, is_required, &[]);
    let attribute = Attribute::new(attribute, data_type)
        .with_comment(comment)
        .with_origin(Some(crate::block::origin(parameter.name.span)));
    GivenValue {
        is_required,
        default,
        holds,
        ..of_shape(name, attribute, shape)
    }
}

/// What the type of a parameter asks of its values.
fn holds(kind: &Kind<'_>, value: Sql) -> Option<Sql> {
    let at = |operator, bound: Option<f64>| {
        let bound = Sql::number(&bound?.to_string())?;
        Some(value.clone().binary(operator, bound))
    };
    match kind {
        Kind::Enum(words) if !words.is_empty() => {
            let words = words.iter().map(|word| Sql::text(*word));
            Some(value.is_among(words))
        }
        Kind::Scalar(scalar) if scalar.postgres != "POINT" => {
            let fits = scalar.pattern.map(|pattern| {
                let text = value.clone();
                text.binary(BinaryOperator::Matches, Sql::text(pattern))
            });
            let least = at(BinaryOperator::GreaterOrEqual, scalar.min);
            let most = at(BinaryOperator::LessOrEqual, scalar.max);
            Sql::all(fits.into_iter().chain(least).chain(most))
        }
        _ => None,
    }
}

fn of_shape(name: &str, attribute: Attribute, shape: Shape) -> GivenValue {
    let key = shape.target().map(|_| {
        Name::new(&format!(
            "v_key_{}",
            name.strip_suffix("_id").unwrap_or(name)
        ))
    });
    GivenValue {
        name: name.to_owned(),
        attribute,
        shape,
        key,
        is_required: false,
        default: None,
        holds: None,
    }
}

fn key_attribute(name: &str) -> Name {
    reference_attribute(name.strip_suffix("_id").unwrap_or(name))
}

/// The type of a column that holds such values.
pub(crate) fn data_type(value: ValueType) -> DataType {
    let name = value.postgres().unwrap_or("text");
    DataType::built_in(name).unwrap_or(DataType::TEXT)
}

fn graphql(data_type: &DataType) -> &'static str {
    match data_type.built_in_name().unwrap_or_default() {
        "integer" => "Int",
        "numeric" => "Float",
        "boolean" => "Boolean",
        "jsonb" => "JSON",
        "uuid" => "UUID",
        "date" => "Date",
        "timestamptz" => "DateTime",
        _ => "String",
    }
}
