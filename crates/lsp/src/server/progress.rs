//! How far the reading of a workspace has come, for the client to show.

use serde_json::json;

use super::serve::{Asked, Server};

const TOKEN: &str = "specql/loading";

/// How far the reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is being read.
    #[default]
    Idle,
    /// The client was asked whether to show it.
    Asked,
    /// The client shows it, with so many percent.
    Shown(usize),
}

impl Server {
    pub(super) fn begin_progress(&mut self) {
        if self.progress == Progress::Idle && self.session.client.shows_progress() {
            self.progress = Progress::Asked;
            let params = json!({"token": TOKEN});
            self.ask(Asked::Progress, "window/workDoneProgress/create", &params);
        }
    }

    pub(super) fn progress_created(&mut self) {
        if self.progress == Progress::Asked {
            self.progress = Progress::Shown(0);
            let value = json!({"kind": "begin", "title": "SpecQL: reading the workspace",
                               "percentage": 0, "cancellable": false});
            self.tell("$/progress", &json!({"token": TOKEN, "value": value}));
        }
    }

    pub(super) fn show_progress(&mut self, (done, total): (usize, usize)) {
        let percent = done * 100 / total.max(1);
        if let Progress::Shown(before) = self.progress
            && percent > before
        {
            self.progress = Progress::Shown(percent);
            let value = json!({"kind": "report", "percentage": percent,
                               "message": format!("{done} of {total} files")});
            self.tell("$/progress", &json!({"token": TOKEN, "value": value}));
        }
    }

    pub(super) fn end_progress(&mut self) {
        if let Progress::Shown(_) = self.progress {
            let value = json!({"kind": "end"});
            self.tell("$/progress", &json!({"token": TOKEN, "value": value}));
        }
        self.progress = Progress::Idle;
    }
}
