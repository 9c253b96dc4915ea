//! Calls of functions.

use specql_language::expression::{Function, Parameter, Returns, ValueType, function};
use specql_yaml::Span;

use super::walk::{Walk, common};
use super::{ProblemKind, Type, arithmetic};
use crate::expression::ast::{Call, Expression, ExpressionKind, Literal};

impl Walk<'_> {
    pub(super) fn call(&mut self, call: &Call, span: Span) -> Type {
        let name = call.function.single();
        if let Some(known) = name.and_then(|name| function(&name.text)) {
            return self.known_call(known, call, span);
        }
        for argument in &call.arguments {
            self.visit(argument);
        }
        let is_half_typed = call.function.parts.iter().any(|part| part.text.is_empty());
        match self.scope().function(&call.function) {
            Some(ty) => ty,
            None if is_half_typed => {
                self.problem(ProblemKind::Missing, call.function.span);
                Type::UNKNOWN
            }
            None => {
                let name = call.function.text();
                self.problem(ProblemKind::UnknownFunction(name), call.function.span);
                Type::UNKNOWN
            }
        }
    }

    fn known_call(&mut self, function: &'static Function, call: &Call, span: Span) -> Type {
        let mut types = Vec::new();
        for (place, argument) in call.arguments.iter().enumerate() {
            let parameter = function.parameter(place);
            types.push(self.argument(function, parameter, place, argument));
        }
        let given = call.arguments.len();
        let is_short = given < function.least();
        let is_half_typed = call.arguments.iter().any(is_missing);
        if !call.closed && (is_short || is_half_typed) {
            // The arguments are still being typed; so is what the whole is about.
            if !is_half_typed {
                self.problem(ProblemKind::Missing, Span::at(span.end as usize));
            }
            return Type::UNKNOWN;
        }
        let is_long = function.most().is_some_and(|most| given > most);
        if (is_short || is_long) && !is_half_typed {
            let kind = ProblemKind::ArgumentCount { function, given };
            self.problem(kind, call.function.span);
        }
        returned(function, &types)
    }

    fn argument(
        &mut self,
        function: &'static Function,
        parameter: Option<&'static Parameter>,
        place: usize,
        argument: &Expression,
    ) -> Type {
        // `extract(year FROM at)`: no name of anything.
        let is_word = matches!(argument.kind, ExpressionKind::Name(_));
        if is_word && function.name == "extract" && place == 0 {
            return self.typed(argument.span, Type::Value(ValueType::Literal));
        }
        let given = self.visit(argument);
        let reads = |parameter: &Parameter| match &argument.kind {
            ExpressionKind::Literal(Literal::Text { value, .. }) => {
                let mut accepts = parameter.accepts.iter();
                parameter.accepts.is_empty() || accepts.any(|accepted| accepted.reads(value))
            }
            _ => parameter.takes(given.value()),
        };
        if parameter.is_some_and(|parameter| !reads(parameter)) {
            let kind = ProblemKind::ArgumentType {
                function,
                place,
                given,
            };
            self.problem(kind, argument.span);
            return Type::UNKNOWN;
        }
        given
    }
}

fn is_missing(argument: &Expression) -> bool {
    argument.kind == ExpressionKind::Missing
}

fn returned(function: &Function, types: &[Type]) -> Type {
    match function.returns {
        Returns::Type(value) => Type::Value(value),
        Returns::Argument(place) => types.get(place).map_or(Type::UNKNOWN, settled),
        Returns::Average => types.first().map_or(Type::UNKNOWN, |first| {
            Type::Value(arithmetic::mean(first.value()))
        }),
        Returns::Common(from) => {
            let given = types.get(from..).unwrap_or_default();
            common(given).map_or(Type::UNKNOWN, |common| settled(&common))
        }
    }
}

/// A text in quotes is a text when nothing says otherwise.
fn settled(ty: &Type) -> Type {
    match ty.value() {
        ValueType::Literal => Type::Value(ValueType::Text),
        _ => ty.clone(),
    }
}
