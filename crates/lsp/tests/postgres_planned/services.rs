//! Services: each may do what it likes in its own schemas, and nothing in those of others.

use serde_json::json;

use crate::support::database::{COMPANY, COUNTRY, OURS, USER, loaded, server};

const INVOICE: &str = "\
entity: Invoice
schema: billing
fields: {number: text!, company: ref(crm.Company), reminds: ref(Invoice)}
events: [{name: invoice_created, payload: [id, number]}]
actions:
  - name: create_invoice
services:
  - {name: billing_service, entities: [Invoice, Nothing], api: rest}
  - {name: crm_service, entities: [Company]}
  - {name: catalog_service, entities: [catalog.Country], api: events}
";

#[test]
fn each_service_has_its_own_schemas() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "services", &[INVOICE, COMPANY, COUNTRY]);
    let as_service = |question: &str| format!("SET ROLE billing_service; {question}");
    let create = |payload: &str| {
        as_service(&format!(
            "SELECT status FROM app.create_invoice('{OURS}', '{USER}', '{payload}')"
        ))
    };
    assert_eq!(db.ask(&create("{\"number\": \"A1\"}")), "success");
    let id = db.ask("SELECT id FROM billing.tb_invoice");
    let more = format!("{{\"number\": \"A2\", \"reminds_id\": \"{id}\"}}");
    assert_eq!(db.ask(&create(&more)), "success");
    assert_eq!(db.ask("SELECT count(*) FROM app.tb_event"), "2");
    let list = as_service("SELECT number FROM billing.tb_invoice");
    assert_eq!(db.ask(&list), "A1\nA2");
    for (table, schema) in [("crm.tb_company", "crm"), ("catalog.tb_country", "catalog")] {
        let told = db.refuse(&as_service(&format!("SELECT * FROM {table}")));
        assert_eq!(
            told,
            format!("ERROR:  permission denied for schema {schema}")
        );
    }
    let log = db.refuse(&as_service("SELECT * FROM app.tb_mutation_audit_log"));
    assert_eq!(
        log,
        "ERROR:  permission denied for table tb_mutation_audit_log"
    );
    let events = db.refuse(&as_service("SELECT payload FROM app.tb_event"));
    assert_eq!(events, "ERROR:  permission denied for table tb_event");
    let company = db.call("create_company", &json!({"name": "Wheels"}));
    let company = format!(
        "UPDATE crm.tb_company SET name = 'x' WHERE id = '{}'",
        company.id()
    );
    assert!(
        db.refuse(&as_service(&company))
            .contains("permission denied")
    );
    db.ask(&format!("SET ROLE crm_service; {company}"));
}
