//! Services: a role for each, which may do what it likes with the schemas of its entities and with
//! no other.
//!
//! Where entities live is said by each of them, so no service moves one into a schema of its own.

use std::collections::BTreeSet;

use specql_analysis::db::{Db, File};
use specql_analysis::index;
use specql_analysis::inherited::described;
use specql_language::key;
use specql_sql::catalogue::{Catalogue, Grant, Granted, Role, can_be_role};
use specql_sql::{Name, Origin};

use crate::block::Block;
use crate::entity::Entity;
use crate::foundation::{EVENTS, event_log, mutation_log, outbox_table, stream_table};
use crate::names::{APP, Names};
use crate::planned::says_something;
use crate::workspace::{find_entity, known_targets};

/// What has to be allowed with the log of events, so that events can be written.
const EMIT: &str = "INSERT, SELECT (pk_event, occurred_at, id)";

/// A service with its entities.
struct Service<'db> {
    name: &'db str,
    members: Vec<Member>,
    origin: Option<Origin>,
}

/// An entity of a service.
struct Member {
    file: File,
    names: Names,
    origin: Option<Origin>,
}

/// Adds the services that a spec lists. They are of the SpecQL to come.
pub(crate) fn add(entity: &Entity<'_>, catalogue: &mut Catalogue) {
    let block = entity.get("services").filter(|_| entity.is_next());
    let Some(block) = block.filter(|block| says_something(*block)) else {
        return;
    };
    let mut services: Vec<Service<'_>> = Vec::new();
    for item in block.items_or_self() {
        match Service::of(entity, item, catalogue) {
            Ok(service) if services.iter().any(|known| known.name == service.name) => {
                let reason = format!("a second service `{}`", service.name);
                catalogue.leave_out(reason, service.origin);
            }
            Ok(service) => services.push(service),
            Err(reason) => catalogue.leave_out(reason, item.origin()),
        }
    }
    for service in &services {
        service.add(entity, &services, catalogue);
    }
}

/// The files of the entities that the services of an entity have.
pub(crate) fn files(db: &dyn Db, file: File) -> Vec<File> {
    let Some(entity) = Entity::of(db, file) else {
        return Vec::new();
    };
    let services = entity.get("services").filter(|_| entity.is_next());
    let services = services.map(Block::items_or_self).unwrap_or_default();
    let listed = services.into_iter().filter_map(|item| item.get("entities"));
    let listed = listed.flat_map(Block::items_or_self);
    let members = listed.filter_map(|item| Member::of(&entity, item).ok());
    members.map(|member| member.file).collect()
}

impl<'db> Service<'db> {
    fn of(
        entity: &Entity<'db>,
        item: Block<'db>,
        catalogue: &mut Catalogue,
    ) -> Result<Self, String> {
        let name = item.text_of("name").unwrap_or_default();
        if name.is_empty() {
            return Err("a service without a name".to_owned());
        }
        if !can_be_role(name) {
            return Err(format!(
                "the service `{name}`: PostgreSQL takes no role of this name"
            ));
        }
        let mut members = Vec::new();
        let listed = item.get("entities").map(Block::items_or_self);
        for listed in listed.unwrap_or_default() {
            match Member::of(entity, listed) {
                Ok(member) => members.push(member),
                Err(why) => {
                    let reason = format!("in the service `{name}`: {why}");
                    catalogue.leave_out(reason, listed.origin());
                }
            }
        }
        match members.is_empty() {
            true => Err(format!("the service `{name}`: it has no entities")),
            false => Ok(Self {
                name,
                members,
                origin: item.origin(),
            }),
        }
    }

    fn add(&self, entity: &Entity<'_>, all: &[Self], catalogue: &mut Catalogue) {
        catalogue.add(Role {
            name: Name::new(self.name),
            origin: self.origin,
        });
        let mut grants = vec![
            ("USAGE", Granted::Schema(Name::new(APP))),
            ("INSERT", Granted::Table(mutation_log())),
        ];
        if self.has_events(entity) {
            catalogue.need(EVENTS);
            grants.extend([
                (EMIT, Granted::Table(event_log())),
                ("SELECT, INSERT, UPDATE", Granted::Table(stream_table())),
                ("INSERT", Granted::Table(outbox_table())),
            ]);
        }
        for schema in self.schemas() {
            let mut others = all.iter().filter(|other| other.name != self.name);
            if let Some(other) = others.find(|other| other.schemas().contains(&schema)) {
                let reason = format!(
                    "what the service `{}` may do in the schema `{schema}`: `{}` has entities there as well",
                    self.name, other.name
                );
                catalogue.leave_out(reason, self.origin);
                continue;
            }
            grants.extend([
                ("USAGE", Granted::Schema(schema.clone())),
                ("SELECT, INSERT, UPDATE, DELETE", Granted::Tables(schema)),
            ]);
        }
        for (right, object) in grants {
            catalogue.add(Grant {
                right,
                object,
                role: Name::new(self.name),
                is_revoked: false,
                origin: self.origin,
            });
        }
        self.tell_what_leads_out(entity, catalogue);
    }

    fn schemas(&self) -> BTreeSet<Name> {
        let members = self.members.iter();
        members.map(|member| member.names.schema.clone()).collect()
    }

    fn has_events(&self, entity: &Entity<'_>) -> bool {
        self.members.iter().any(|member| {
            let others = index::entity(entity.db, member.file).map(|known| &known.others);
            let mut others = others.into_iter().flatten();
            others.any(|(what, _)| *what == key::Name::Event)
        })
    }

    /// Tells which references lead to entities that are not of the service: their keys stay, but the
    /// service cannot look up what they lead to.
    fn tell_what_leads_out(&self, entity: &Entity<'_>, catalogue: &mut Catalogue) {
        for member in &self.members {
            let known = described(entity.db, member.file);
            for field in known.into_iter().flat_map(|known| &known.fields) {
                let targets = known_targets(entity.db, member.file, &field.field_type);
                let is_foreign = |file: &File| self.members.iter().all(|own| own.file != *file);
                if targets.iter().any(is_foreign) {
                    let (name, of) = (&field.name, &member.names.entity);
                    let reason = format!(
                        "the parting of `{name}` of `{of}`: it leads out of the service `{}` and keeps its key, \
                         and the service may not look up what it leads to",
                        self.name
                    );
                    catalogue.leave_out(reason, member.origin);
                }
            }
        }
    }
}

impl Member {
    fn of(entity: &Entity<'_>, listed: Block<'_>) -> Result<Self, String> {
        let written = listed.text().unwrap_or_default();
        let (schema, name) = match written.split_once('.') {
            Some((schema, name)) => (Some(schema), name),
            None => (None, written),
        };
        let file = find_entity(entity.db, entity.file, schema, name);
        let file = file.map_err(|missing| missing.reason(name))?;
        let names = Names::of(entity.db, file).ok_or("it is no entity")?;
        Ok(Self {
            file,
            names,
            origin: listed.origin(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::sql_of_next;

    fn told(sql: &str) -> Vec<&str> {
        sql.lines().filter(|line| line.starts_with("-- ")).collect()
    }

    #[test]
    fn each_service_has_a_role_with_rights_in_its_schemas() {
        let order = "\
entity: Order
schema: shop
fields: {number: text, buyer: ref(crm.Person), parent: ref(Order)}
events: [{name: order_paid, payload: [id]}]
services:
  - {name: sales, entities: [Order], api: rest}
  - {name: people, entities: [Person, crm.Firm]}
";
        let person = "entity: Person\nschema: crm\nfields: {name: text, firm: ref(Firm)}\n";
        let firm = "entity: Firm\nschema: crm\nfields: {name: text}\n";
        let sql = sql_of_next(&[order, person, firm]);
        assert_eq!(
            told(&sql),
            [
                "-- Left out of Order: the parting of `buyer` of `Order`: it leads out of the service `sales` \
                 and keeps its key, and the service may not look up what it leads to"
            ]
        );
        let rights: Vec<_> = sql
            .lines()
            .filter(|line| line.starts_with("GRANT"))
            .collect();
        insta::assert_snapshot!(rights.join("\n"), @r"
        GRANT USAGE ON SCHEMA app TO sales;
        GRANT INSERT ON TABLE app.tb_mutation_audit_log TO sales;
        GRANT INSERT, SELECT (pk_event, occurred_at, id) ON TABLE app.tb_event TO sales;
        GRANT SELECT, INSERT, UPDATE ON TABLE app.tb_event_stream TO sales;
        GRANT INSERT ON TABLE app.tb_event_outbox TO sales;
        GRANT USAGE ON SCHEMA shop TO sales;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop TO sales;
        GRANT USAGE ON SCHEMA app TO people;
        GRANT INSERT ON TABLE app.tb_mutation_audit_log TO people;
        GRANT USAGE ON SCHEMA crm TO people;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA crm TO people;
        ");
    }

    #[test]
    fn what_a_service_cannot_be_is_told() {
        let order = "\
entity: Order
schema: shop
fields: {number: text}
services:
  - {entities: [Order]}
  - {name: pg_service, entities: [Order]}
  - {name: empty}
  - {name: lost, entities: [Nobody]}
  - {name: one, entities: [Order]}
  - {name: one, entities: [Order]}
  - {name: two, entities: [Part]}
";
        let part = "entity: Part\nschema: shop\nfields: {name: text}\n";
        insta::assert_snapshot!(told(&sql_of_next(&[order, part])).join("\n"), @r"
        -- Left out of Order: a service without a name
        -- Left out of Order: the service `pg_service`: PostgreSQL takes no role of this name
        -- Left out of Order: the service `empty`: it has no entities
        -- Left out of Order: in the service `lost`: there is no entity `Nobody`
        -- Left out of Order: the service `lost`: it has no entities
        -- Left out of Order: a second service `one`
        -- Left out of Order: what the service `one` may do in the schema `shop`: `two` has entities there as well
        -- Left out of Order: what the service `two` may do in the schema `shop`: `one` has entities there as well
        ");
    }
}
