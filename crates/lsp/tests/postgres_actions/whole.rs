//! Specs in which many parts of the language work together.

use serde_json::json;

use crate::support::database::{OURS, loaded, server};

const WORKER: &str = "\
entity: Worker
schema: crm
fields: {name: text!, mail: {type: email, unique: true}, boss: ref(Worker), born: date}
identifier: {components: [name]}
security: {compliance: {gdpr: true}, audit: {level: detailed}, row_security: true}
actions: [{name: create_worker}]
";

const JOB: &str = "\
entity: Job
schema: crm
fields:
  title: text!
  state: enum(new, running, failed, done) = new
  tries: integer = 0
  cost: money = 0
  owner: ref(Worker)!
  helpers: 'ref(Worker, many: true)'
  depends: ref(Job)
computed_fields: [is_open: \"state IN ('new', 'running')\", owner_name: owner.name]
unique_together: [[title, owner]]
validations:
  - {name: no_lost, condition: \"depends IS NULL OR depends.state != 'failed'\", error: bad_dependency}
events: [{name: job_failed, payload: [id, title, tries, owner_id]}]
read_models:
  - {name: job_list, source: Job JOIN Worker, sync: table, fields: [title, state, worker_name, is_open]}
  - name: worker_load
    source: Job JOIN Worker
    aggregation: true
    fields: [worker_name, count_jobs, {name: failures, expr: \"count(CASE WHEN state = 'failed' THEN 1 END)\"}]
actions:
  - name: create_job
  - name: run
    params: {times: integer = 3, fail: boolean = false}
    steps:
      - validate: state = 'new'
        error: not_new
      - declare: {name: n, type: integer, default: 0}
      - while: n < $times
        loop:
          - assign: n = n + 1
          - update: Job SET tries = tries + 1
      - if: $fail
        then:
          - update: Job SET state = 'failed'
          - emit: job_failed
          - return: failed
        else:
          - update: Job SET state = 'done', cost = cost + $times * 10
      - return: n
  - name: safe
    steps:
      - exception_handling:
          try:
            - update: Job SET cost = cost / tries
          catch:
            - when: division_by_zero
              then:
                - update: Job SET cost = 0
          finally:
            - update: Job SET title = upper(title)
  - name: choose
    params: {way: text!}
    steps:
      - switch:
          expression: $way
          cases:
            - when: \"'a'\"
              then: [{return: first}]
            - when: \"'b'\"
              then: [{insert: \"Job SET title = concat(title, '2'), owner = owner\"}]
          default: [{reject: no_way}]
";

#[test]
fn jobs_are_run_told_of_and_listed() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "jobs", &[JOB, WORKER]);
    let worker = db.call("create_worker", &json!({"name": "Ada"}));
    let job = |title: &str, depends: Option<&str>| {
        let job =
            json!({"title": title, "owner_id": worker.id(), "depends_id": depends, "cost": 7});
        db.call("create_job", &job)
    };
    let first = job("a", None);
    let run = db.call("run", &json!({"id": first.id(), "times": 2}));
    assert_eq!(run.more("result"), 2);
    let row = "SELECT state, tries, cost FROM crm.tb_job WHERE title = 'a'";
    assert_eq!(db.ask(row), "done|2|27.0000");
    assert_eq!(db.told("run", &json!({"id": first.id()})).1, "not_new");
    let second = job("b", Some(first.id()));
    assert_eq!(
        db.call("run", &json!({"id": second.id(), "fail": true}))
            .message(),
        "failed"
    );
    assert_eq!(
        db.ask("SELECT payload ->> 'title', payload ->> 'tries' FROM app.tb_event WHERE event_type = 'job_failed'"),
        "b|3"
    );
    let third = job("c", Some(second.id()));
    assert_eq!(third.more("constraint"), "chk_tb_job_no_lost");
    let fourth = job("d", None);
    let id = json!({"id": fourth.id()});
    db.call("safe", &id).id();
    assert_eq!(
        db.ask("SELECT cost FROM crm.tb_job WHERE title = 'D'"),
        "0.0000"
    );
    let choose = |way: &str| db.told("choose", &json!({"id": fourth.id(), "way": way})).1;
    assert_eq!(choose("a"), "first");
    assert_eq!(choose("c"), "no_way");
    db.call("choose", &json!({"id": fourth.id(), "way": "b"}))
        .id();
    let list = format!(
        "SET app.tenant_id = '{OURS}'; SELECT title, state, worker_name, is_open FROM read.list_job_list()"
    );
    assert_eq!(
        db.ask(&list),
        "a|done|Ada|f\nb|failed|Ada|f\nD|new|Ada|t\nD2|new|Ada|t"
    );
    assert_eq!(
        db.ask("SELECT read.refresh_dirty(); SELECT worker_name, count_jobs, failures FROM read.mv_worker_load"),
        "1\nAda|4|1"
    );
}

const CART: &str = "\
entity: CartItem
schema: crm
fields:
  article: text!
  count: integer(1, 10) = 1
  price: money!
  buyer: ref(Buyer)!
computed_fields: [total: count * price]
constraints:
  - {type: unique, name: once, fields: [article, buyer]}
events: [{name: cart_item_created, payload: [id, article, total]}]
security: {row_security: true}
read_models:
  - {name: carts, source: CartItem JOIN Buyer, sync: table, fields: [article, count, total, buyer_name, {name: line, expr: \"concat(count, ' x ', article)\"}]}
  - {name: spent, source: Buyer JOIN CartItem, aggregation: true, fields: [name, sum_price, max_count, count_cart_items]}
actions:
  - {name: create_cart_item}
  - name: double
    steps:
      - validate: count <= 5
        error: too_many
      - update: CartItem SET count = count * 2
      - return: count
";

const BUYER: &str = "\
entity: Buyer
schema: crm
fields: {name: text!, card: text}
security: {row_security: true, encryption: {fields: [card]}, compliance: {ccpa: true}}
actions: [{name: create_buyer}]
";

#[test]
fn carts_add_up() {
    let Some(server) = server() else { return };
    let db = loaded(&server, "carts", &[CART, BUYER]);
    let buyer = db.call("create_buyer", &json!({"name": "Ada"}));
    let item = json!({"article": "pen", "price": 60, "count": 3, "buyer_id": buyer.id()});
    let item = db.call("create_cart_item", &item);
    let told = "SELECT payload ->> 'total' FROM app.tb_event";
    assert_eq!(db.ask(told), "180.0000");
    assert_eq!(
        db.call("double", &json!({"id": item.id()})).more("result"),
        6
    );
    assert_eq!(db.told("double", &json!({"id": item.id()})).1, "too_many");
    let again = json!({"article": "pen", "price": 1, "buyer_id": buyer.id()});
    assert_eq!(
        db.call("create_cart_item", &again).more("constraint"),
        "once"
    );
    let carts = format!(
        "SET app.tenant_id = '{OURS}'; SELECT article, count, total, buyer_name, line FROM read.v_carts"
    );
    assert_eq!(db.ask(&carts), "pen|6|360.0000|Ada|6 x pen");
    assert_eq!(
        db.ask("SELECT read.refresh_dirty(); SELECT name, sum_price, max_count, count_cart_items FROM read.mv_spent"),
        "1\nAda|60.0000|6|1"
    );
}
