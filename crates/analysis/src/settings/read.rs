//! Reading `specql.toml`.

use std::ops::Range;

use specql_language::Target;
use specql_yaml::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Files, Level, SETTINGS, Settings, Sql};
use crate::diagnostic::Diagnostic;
use crate::rules::settings::{INVALID_SETTING, INVALID_TOML, UNKNOWN_RULE, UNKNOWN_SETTING};
use crate::rules::{Rule, nearest, rule, suggestion};

/// Reads the text of `specql.toml`. What is sound counts; what is not is told.
#[must_use]
pub fn read(text: &str) -> (Settings, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        settings: Settings::default(),
        found: Vec::new(),
    };
    reader.root(table.get_ref());
    let mut found = reader.found;
    if !errors.is_empty() {
        // Whatever else seems wrong may follow from these.
        found = errors.iter().map(|error| invalid(error, text)).collect();
    }
    found.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
    let settings = reader.settings;
    let found = found.into_iter().filter_map(|d| settings.apply(d));
    let found = found.collect();
    (settings, found)
}

fn invalid(error: &toml::de::Error, text: &str) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let is_in_text = text.get(range.clone()).is_some();
    let range = if is_in_text { range } else { 0..0 };
    let message = error.message().trim().replace('\n', "; ");
    Diagnostic::new(
        &INVALID_TOML,
        span(range),
        format!("this is not TOML: {message}"),
    )
}

struct Reader {
    settings: Settings,
    found: Vec<Diagnostic>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl Reader {
    fn root(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "target" => self.target(value),
                "files" => self.in_table("files", value, Self::files),
                "rules" => self.in_table("rules", value, Self::rules),
                "sql" => self.in_table("sql", value, Self::sql),
                name => self.unknown(key.span(), "", name),
            }
        }
    }

    fn in_table(&mut self, name: &str, value: &Value<'_>, read: fn(&mut Self, &DeTable<'_>)) {
        match value.get_ref() {
            DeValue::Table(table) => read(self, table),
            _ => self.wrong(value, format!("`{name}` is a table; write `[{name}]`")),
        }
    }

    fn target(&mut self, value: &Value<'_>) {
        let wanted = match value.get_ref() {
            DeValue::String(text) => text.as_ref(),
            // 0.8 without quotes is a number.
            DeValue::Float(number) if number.as_str() == "0.8" => {
                self.wrong(value, "the target is a text; write `target = \"0.8\"`");
                return;
            }
            _ => "",
        };
        match target_of(wanted) {
            Some(target) => self.settings.target = target,
            None => self.wrong(
                value,
                "there is no such target; write `\"0.8\"` or `\"next\"`",
            ),
        }
    }

    fn files(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "include" => self.patterns("include", value, Files::set_include),
                "exclude" => self.patterns("exclude", value, Files::set_exclude),
                name => self.unknown(key.span(), "files", name),
            }
        }
    }

    fn patterns(
        &mut self,
        name: &str,
        value: &Value<'_>,
        set: fn(&mut Files, &[&str]) -> Vec<super::BadPattern>,
    ) {
        let DeValue::Array(items) = value.get_ref() else {
            let message =
                format!("`files.{name}` is a list of patterns; write `{name} = [\"db/**\"]`");
            self.wrong(value, message);
            return;
        };
        let mut patterns = Vec::new();
        let mut places = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(pattern) => {
                    patterns.push(pattern.as_ref());
                    places.push(item);
                }
                _ => self.wrong(item, "a pattern is a text in quotes"),
            }
        }
        for bad in set(&mut self.settings.files, &patterns) {
            if let Some(place) = places.get(bad.index) {
                self.wrong(
                    place,
                    format!("this pattern cannot be used: {}", bad.message),
                );
            }
        }
    }

    fn rules(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let code = key.get_ref().as_ref();
            let level = match value.get_ref() {
                DeValue::String(name) => Level::of(name),
                _ => None,
            };
            match (rule(code), level) {
                (None, _) => self.report(&UNKNOWN_RULE, key.span(), unknown_rule(code)),
                (Some(rule), Some(level)) => {
                    self.settings.rules.insert(rule.code, level);
                }
                (Some(_), None) => {
                    let levels = Level::NAMES.map(|name| format!("`\"{name}\"`")).join(", ");
                    let message = format!("there is no such level; write one of {levels}");
                    self.wrong(value, message);
                }
            }
        }
    }

    fn sql(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "postgres" => self.postgres(value),
                name => self.unknown(key.span(), "sql", name),
            }
        }
    }

    fn postgres(&mut self, value: &Value<'_>) {
        let version = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match version.filter(|version| Sql::POSTGRES.contains(version)) {
            Some(version) => self.settings.sql.postgres = version,
            None => self.wrong(
                value,
                "the SQL needs PostgreSQL 15 or later; write its major version, such as `15`",
            ),
        }
    }

    fn unknown(&mut self, place: Range<usize>, table: &str, name: &str) {
        let known = names_in(table);
        let table = match table {
            "" => String::new(),
            table => format!("{table}."),
        };
        let message = match nearest(name, known.iter().copied()) {
            Some(near) => format!("there is no setting `{table}{name}`; did you mean `{near}`?"),
            None => {
                let known: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
                let known = known.join(", ");
                format!("there is no setting `{table}{name}`; here may stand {known}")
            }
        };
        self.report(&UNKNOWN_SETTING, place, message);
    }

    fn wrong(&mut self, value: &Value<'_>, message: impl Into<String>) {
        self.report(&INVALID_SETTING, value.span(), message);
    }

    fn report(&mut self, rule: &'static Rule, place: Range<usize>, message: impl Into<String>) {
        self.found
            .push(Diagnostic::new(rule, span(place), message.into()));
    }
}

/// What may stand in a table: settings, and at the top also the other tables.
fn names_in(table: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for setting in SETTINGS {
        let name = match setting.table == table {
            true => setting.key,
            false if table.is_empty() => setting.table,
            false => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The target of this name.
fn target_of(name: &str) -> Option<Target> {
    match name {
        "0.8" => Some(Target::V0_8),
        "next" => Some(Target::Next),
        _ => None,
    }
}

/// Says that there is no rule of this code.
pub(crate) fn unknown_rule(code: &str) -> String {
    match suggestion(code) {
        Some(near) => format!("there is no rule `{code}`; did you mean `{near}`?"),
        None => {
            format!("there is no rule `{code}`; `specql-lsp explain --all` lists all of them")
        }
    }
}

fn span(range: Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
