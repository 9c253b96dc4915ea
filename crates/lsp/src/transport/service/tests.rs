use std::sync::mpsc::{Receiver, channel};
use std::task::{Context, Waker};

use serde_json::json;
use tower::Service;

use super::*;

/// A service that was initialized, and what the loop hears.
fn ready() -> (LspService<Door>, Receiver<Event>) {
    let (events, heard) = channel();
    let mut service = service(events, Arc::default(), Outbox::default());
    let initialize = Request::build("initialize")
        .id(1)
        .params(json!({"capabilities": {}}));
    let mut answering = service.call(wrapped(initialize.finish()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(answering.as_mut().poll(&mut context).is_pending());
    let Ok(Event::Request { answer, .. }) = heard.try_recv() else {
        panic!("the loop has not heard of it");
    };
    answer(Ok(json!({"capabilities": {}})));
    assert!(answering.as_mut().poll(&mut context).is_ready());
    (service, heard)
}

/// What the loop has heard, in words.
fn said(event: Event) -> String {
    match event {
        Event::Request { ticket, method, .. } => format!("{ticket} {method}"),
        Event::Notification { method, .. } => method,
        Event::Cancel(ticket) => format!("cancel {ticket}"),
        _ => "something else".to_owned(),
    }
}

#[test]
fn the_loop_hears_everything_in_order_before_anything_is_waited_for() {
    let (mut service, heard) = ready();
    let mut waiting = Vec::new();
    for number in 0..10 {
        let notification = Request::build(format!("tell{number}")).finish();
        let request = Request::build(format!("ask{number}"))
            .id(number + 2)
            .finish();
        for message in [notification, request] {
            let mut answering = service.call(wrapped(message));
            let mut context = Context::from_waker(Waker::noop());
            let _ = answering.as_mut().poll(&mut context);
            waiting.push(answering);
        }
    }
    let heard: Vec<_> = heard.try_iter().map(said).collect();
    let expected = (0..10).flat_map(|n| [format!("tell{n}"), format!("{} ask{n}", n + 1)]);
    assert_eq!(heard, expected.collect::<Vec<_>>());
}

#[test]
fn when_nobody_waits_any_more_the_loop_hears_of_it() {
    let (mut service, heard) = ready();
    let mut context = Context::from_waker(Waker::noop());
    let mut answering = service.call(wrapped(Request::build("ask").id(7).finish()));
    assert!(answering.as_mut().poll(&mut context).is_pending());
    let cancel = Request::build("$/cancelRequest").params(json!({"id": 7}));
    let mut cancelling = service.call(wrapped(cancel.finish()));
    assert!(cancelling.as_mut().poll(&mut context).is_ready());
    assert!(answering.as_mut().poll(&mut context).is_ready());
    drop(answering);
    let heard: Vec<_> = heard.try_iter().map(said).collect();
    assert_eq!(heard, ["1 ask", "cancel 1"]);
}
