//! Telling the client to ask again.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::serve::{Asked, Server};

/// The client is told at most that often.
const PACE: Duration = Duration::from_millis(100);

/// What the client is to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// What is wrong with documents.
    Diagnostics,
    /// What is shown of and around their texts: more has changed than a text.
    Views,
    /// Virtual documents: a text has changed.
    Contents,
}

/// What the client is still to be told.
#[derive(Default)]
pub struct Refreshes {
    diagnostics: bool,
    views: bool,
    contents: bool,
    last: Option<Instant>,
}

impl Refreshes {
    /// Takes note that the client is to ask again.
    pub fn want(&mut self, what: Refresh) {
        match what {
            Refresh::Diagnostics => self.diagnostics = true,
            Refresh::Views => self.views = true,
            Refresh::Contents => self.contents = true,
        }
    }

    /// When the client is to be told.
    pub fn due(&self) -> Option<Instant> {
        let is_wanted = self.diagnostics || self.views || self.contents;
        is_wanted.then(|| self.last.map_or_else(Instant::now, |last| last + PACE))
    }
}

impl Server {
    /// Tells the client to ask again, if it is time.
    pub(super) fn refresh(&mut self) {
        let refreshes = &mut self.checking.refreshes;
        if refreshes.due().is_none_or(|due| due > Instant::now()) {
            return;
        }
        let wanted = std::mem::take(refreshes);
        refreshes.last = Some(Instant::now());
        let client = self.session.client.clone();
        if wanted.diagnostics && client.pulls() {
            self.ask(Asked::Nothing, "workspace/diagnostic/refresh", &Value::Null);
        }
        if wanted.contents {
            self.refresh_contents();
        }
        if !wanted.views || self.reading.is_busy() {
            return;
        }
        let views = client.can.workspace.as_ref();
        let Some(views) = views else { return };
        let tokens = views.semantic_tokens.as_ref();
        let hints = views.inlay_hint.as_ref();
        let lenses = views.code_lens.as_ref();
        let offered = &self.session.offered;
        for (is_wanted, method) in [
            (
                offered.semantic_tokens_provider.is_some()
                    && tokens.and_then(|t| t.refresh_support) == Some(true),
                "workspace/semanticTokens/refresh",
            ),
            (
                offered.inlay_hint_provider.is_some()
                    && hints.and_then(|h| h.refresh_support) == Some(true),
                "workspace/inlayHint/refresh",
            ),
            (
                offered.code_lens_provider.is_some()
                    && lenses.and_then(|l| l.refresh_support) == Some(true),
                "workspace/codeLens/refresh",
            ),
        ] {
            if is_wanted {
                self.ask(Asked::Nothing, method, &Value::Null);
            }
        }
    }
}
