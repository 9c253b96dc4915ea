//! `types`: prints every type of the language.

use std::process::ExitCode;

use serde_json::json;
use specql_language::types::{BASIC, COMPOSITES, MISLEADING, SCALARS};

use super::answer;
use crate::options::{TextFormat, TypesOptions};

/// Prints all types.
pub fn run(options: &TypesOptions) -> ExitCode {
    answer(match options.format {
        TextFormat::Human => Ok(table()),
        TextFormat::Json => serde_json::to_string_pretty(&all_types()),
    })
}

fn table() -> String {
    let mut table = String::new();
    let mut row = |name: &str, postgres: &str, doc: &str| {
        table.push_str(&format!("{name:<22} {postgres:<18} {doc}\n"));
    };
    for basic in BASIC {
        row(basic.name, basic.postgres, basic.doc);
    }
    for scalar in SCALARS {
        match scalar.precision {
            Some((digits, scale)) => {
                let postgres = format!("{}({digits},{scale})", scalar.postgres);
                row(scalar.name, &postgres, scalar.doc);
            }
            None => row(scalar.name, scalar.postgres, scalar.doc),
        }
    }
    for composite in COMPOSITES {
        row(composite.name, "JSONB", composite.doc);
    }
    table
}

fn all_types() -> serde_json::Value {
    let basic = BASIC.iter().map(|basic| {
        json!({
            "name": basic.name,
            "tier": "basic",
            "postgres_type": basic.postgres,
            "graphql_type": basic.graphql,
            "action_input_type": basic.action_input,
            "crud_works": basic.works_in_crud,
            "description": basic.doc,
            "example": basic.example,
        })
    });
    let scalars = SCALARS.iter().map(|scalar| {
        json!({
            "name": scalar.name,
            "tier": "scalar",
            "aliases": scalar.alias.into_iter().collect::<Vec<_>>(),
            "category": format!("{:?}", scalar.category).to_lowercase(),
            "postgres_type": scalar.postgres,
            "postgres_precision": scalar.precision,
            "graphql_type": scalar.graphql,
            "pattern": scalar.pattern,
            "min": scalar.min,
            "max": scalar.max,
            "check": scalar.check,
            "input_type": scalar.input,
            "action_input_type": scalar.action_input,
            "crud_works": scalar.works_in_crud,
            "description": scalar.doc,
            "example": scalar.example,
        })
    });
    let composites = COMPOSITES.iter().map(|composite| {
        let members = composite.members.iter().map(|member| {
            json!({
                "name": member.name,
                "type": member.type_name,
                "nullable": member.nullable,
                "description": member.doc,
            })
        });
        json!({
            "name": composite.name,
            "tier": "composite",
            "postgres_type": "JSONB",
            "graphql_type": composite.name,
            "input_type": composite.input,
            "members": members.collect::<Vec<_>>(),
            "description": composite.doc,
            "example": composite.example,
        })
    });
    let misleading = MISLEADING.iter().map(|misleading| {
        json!({
            "name": format!("{}{}", misleading.name, misleading.tail),
            "expected": misleading.expected,
            "instead": misleading.instead,
            "hint": misleading.hint,
        })
    });
    json!({
        "types": basic.chain(scalars).chain(composites).collect::<Vec<_>>(),
        "parametric": ["enum(a, b)", "list(type)", "ref(Entity)", "ref(schema.Entity)"],
        "misleading": misleading.collect::<Vec<_>>(),
    })
}
