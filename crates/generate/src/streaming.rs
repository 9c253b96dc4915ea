//! Streams: events that leave the database while they are written, for those who subscribe.

use std::collections::BTreeMap;

use specql_analysis::index;
use specql_language::key;
use specql_sql::catalogue::{Catalogue, Publication};
use specql_sql::{Expression, Name};

use crate::entity::Entity;
use crate::foundation::{EVENTS, event_log};
use crate::names::Names;
use crate::planned::says_something;
use crate::workspace::givers;

/// Adds the publication of an entity's events. It is of the SpecQL to come.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let block = entity.get("streaming").filter(|_| entity.is_next());
    let Some(block) = block.filter(|block| says_something(*block)) else {
        return;
    };
    if block.entries().next().is_none() {
        catalogue.leave_out("the stream: it does not say which events", block.origin());
        return;
    }
    if let Some(figures) = block.get("analytics") {
        let reason = "`analytics` of the stream: they are worked out by who reads it";
        catalogue.leave_out(reason, figures.origin());
    }
    let mut published: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let own = &entity.names.base;
    match block.get("events") {
        Some(listed) => {
            for item in listed.items_or_self() {
                let name = item.text().unwrap_or_default();
                let entities = entities_with(entity, name);
                if entities.is_empty() {
                    let reason = format!("`{name}` in the stream: there is no such event");
                    catalogue.leave_out(reason, item.origin());
                }
                for base in entities {
                    published.entry(base).or_default().push(name);
                }
            }
        }
        None if entity.events.is_empty() => {}
        None => drop(published.insert(own.clone(), Vec::new())),
    }
    let Some(condition) = published
        .into_iter()
        .map(is_published)
        .reduce(Expression::or)
    else {
        catalogue.leave_out("the stream: it has no events", block.origin());
        return;
    };
    catalogue.need(EVENTS);
    let name = format!("specql_events_{}_{own}", entity.names.schema);
    catalogue.add(Publication {
        name: Name::new(&name),
        table: event_log(),
        condition: Some(condition),
        origin: block.origin(),
    });
}

/// The entities with an event of this name, by their names in the log: the own one, or all others.
fn entities_with(entity: &Entity<'_>, name: &str) -> Vec<String> {
    if entity.events.contains_key(name) {
        return vec![entity.names.base.clone()];
    }
    let given = (key::Name::Event, name.to_owned());
    let files = givers(entity.db, key::Name::Event, name).into_iter();
    let others = files.filter(|file| *file != entity.file).filter(|file| {
        let other = index::entity(entity.db, *file);
        other.is_some_and(|other| other.others.contains(&given))
    });
    let names = others.filter_map(|file| Names::of(entity.db, file));
    names.map(|names| names.base).collect()
}

/// Whether an event is one of these of an entity; of none, it is any of them.
fn is_published((base, events): (String, Vec<&str>)) -> Expression {
    let is_of_it = Expression::name("aggregate_type").equals(Expression::text(base));
    match events.is_empty() {
        true => is_of_it,
        false => {
            let events = events.into_iter().map(Expression::text);
            is_of_it.and(Expression::name("event_type").is_among(events))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{sql_of_next, statement};

    fn spec(streaming: &str) -> String {
        format!(
            "entity: Order\nschema: crm\nfields: {{a: text}}\nevents: [order_paid, order_lost]\nstreaming: {streaming}\n"
        )
    }

    #[test]
    fn listed_events_leave_the_database() {
        let sql = sql_of_next(&[&spec("{events: [order_paid]}")]);
        assert_eq!(
            statement(&sql, "CREATE PUBLICATION"),
            "\
CREATE PUBLICATION specql_events_crm_order FOR TABLE app.tb_event
    WHERE (aggregate_type = 'order' AND event_type IN ('order_paid'))
    WITH (publish = 'insert', publish_via_partition_root = true);
"
        );
    }

    #[test]
    fn without_a_list_all_do() {
        let sql = sql_of_next(&[&spec("{infrastructure: {kafka: true}}")]);
        let publication = statement(&sql, "CREATE PUBLICATION");
        assert!(publication.contains("    WHERE (aggregate_type = 'order')\n"));
        assert!(!sql.contains("Left out"), "{sql}");
    }

    #[test]
    fn events_of_other_entities_may_leave_with_them() {
        let other = "entity: Trip\nschema: crm\nfields: {a: text}\nevents: [{name: trip_ended}]\n";
        let sql = sql_of_next(&[&spec("{events: [order_paid, trip_ended]}"), other]);
        let publication = statement(&sql, "CREATE PUBLICATION");
        let which = "\
WHERE (aggregate_type = 'order' AND event_type IN ('order_paid') OR aggregate_type = 'trip' AND event_type IN ('trip_ended'))";
        assert!(publication.contains(which), "{publication}");
    }

    #[test]
    fn what_is_no_event_is_told() {
        let sql = sql_of_next(&[&spec("{events: [order_sent], analytics: [revenue]}")]);
        let told = sql.lines().filter(|line| line.starts_with("--"));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "-- Left out of Order: `analytics` of the stream: they are worked out by who reads it",
                "-- Left out of Order: `order_sent` in the stream: there is no such event",
                "-- Left out of Order: the stream: it has no events",
            ]
        );
    }
}
