//! The language server, without a pipe.
//!
//! One thread owns everything: it takes events in the order in which they came ([`serve`]), and
//! lets the threads of a [`pool`] answer from a [`snapshot`]. What is computed from a state that is
//! no more is never sent.

mod check;
mod checking;
mod client;
mod convert;
mod event;
mod failure;
mod files;
mod lifecycle;
mod loading;
mod methods;
mod notifications;
mod pool;
mod preview;
mod progress;
mod project;
mod publish;
mod reading;
mod refresh;
mod requests;
mod serve;
mod session;
mod settings;
mod snapshot;
mod status;
#[cfg(test)]
mod tests;
mod uri;
mod watch;

pub use event::{Event, Outgoing, Room, Ticket};
pub use failure::Failure;
pub use serve::Server;
