//! The steps of SpecQL 0.8.7.

use super::{Form, StepKind};

pub(crate) const VALIDATE: StepKind = StepKind::new(
    "validate",
    &[Form::new(
        "<condition>",
        "The condition over the fields of this entity must hold.",
    )],
    "validate: ${1:status = 'draft'}\nerror: ${2:not_a_draft}",
    "Stops the action with an error unless a condition holds. The row is read \
        first; `error` is what the caller is told.\
        \n\nIn 0.8.7 a condition may name the fields of this entity and nothing \
        else: no functions, no `IN`, no paths, no parameters. A condition that comes \
        out as NULL passes.",
)
.reads(&["error"]);

pub(crate) const IF: StepKind = StepKind::new(
    "if",
    &[Form::new(
        "<condition>",
        "Takes the steps of `then` where it holds, those of `else` where not.",
    )],
    "if: ${1:total > 0}\nthen:\n  - ${2:update: Invoice SET status = 'sent'}",
    "Takes one of two ways, by a condition. The generated function of 0.8.7 \
        leaves both ways out.",
)
.reads(&["then", "else"])
.carried();

pub(crate) const INSERT: StepKind = StepKind::new(
    "insert",
    &[Form::new(
        "<Entity>",
        "A new row of that entity, from what the caller handed over.",
    )],
    "insert: ${1:Invoice}",
    "Adds a row to the table of an entity. Only the entity's name may stand here: \
        0.8.7 takes the whole text for the name, and a `create_<entity>` action \
        inserts anyway.",
)
.carried();

pub(crate) const UPDATE: StepKind = StepKind::new(
    "update",
    &[
        Form::new(
            "<Entity> SET <field> = <value>, ...",
            "Changes the row that the action was called for.",
        ),
        Form::new(
            "<Entity> SET <field> = <value>, ... WHERE <condition>",
            "Changes every row that the condition picks; 0.8.7 leaves the condition out.",
        ),
    ],
    "update: ${1:Invoice} SET ${2:status} = ${3:'sent'}",
    "Changes fields of the row. `SET` and `WHERE` are written in capitals, with \
        one blank on either side, so a text of several lines has to be folded with \
        `>-`.\
        \n\n0.8.7 always changes the row with the given id, whatever stands in \
        `WHERE`.",
);

pub(crate) const DELETE: StepKind = StepKind::new(
    "delete",
    &[
        Form::new(
            "<Entity>",
            "Deletes the row that the action was called for.",
        ),
        Form::new(
            "<Entity> WHERE <condition>",
            "Deletes every row that the condition picks.",
        ),
    ],
    "delete: ${1:Invoice} WHERE ${2:status = 'draft'}",
    "Deletes rows of an entity. The generated function of 0.8.7 leaves it out; a \
        `delete_<entity>` action does the work.",
)
.carried();

pub(crate) const FIND: StepKind = StepKind::new(
    "find",
    &[
        Form::new(
            "<Entity> WHERE <condition>",
            "Looks up the row that the condition picks.",
        ),
        Form::new(
            "<Entity>",
            "Looks up the row that the action was called for.",
        ),
    ],
    "find: ${1:Invoice} WHERE ${2:number = 'A-1'}",
    "Looks a row up, so that later steps can use it. The condition may name \
        fields of this entity only, even when the row is of another.",
)
.carried();

pub(crate) const CALL: StepKind = StepKind::new(
    "call",
    &[Form::new(
        "<function>(<name> = <value>, ...)",
        "Calls a function with named arguments.",
    )],
    "call: ${1:send_reminder}(${2:days = 3})",
    "Calls a function of the database. Arguments need names, parentheses are \
        needed even without any, and the function's name takes no schema in front.",
)
.reads(&["store"])
.carried();

pub(crate) const NOTIFY: StepKind = StepKind::new(
    "notify",
    &[Form::new(
        "<recipient>(<channel>, <message>)",
        "Tells the recipient, through the channel.",
    )],
    "notify: ${1:customer}(${2|email,sms,push,webhook|}, \"${3:Your invoice is \
        ready}\")",
    "Sends a message to somebody: who, through which channel, what. The usual \
        channels are `email`, `sms`, `push` and `webhook`.",
)
.carried();

pub(crate) const REJECT: StepKind = StepKind::new(
    "reject",
    &[Form::new("<error>", "Ends the action with this error.")],
    "reject: ${1:invoice_already_paid}",
    "Ends the action with an error, as a `validate` does that cannot hold. It is \
        of use inside an `if`.",
)
.carried();

pub(crate) const REFRESH_TABLE_VIEW: StepKind = StepKind::new(
    "refresh_table_view",
    &[Form::new(
        "{scope: <scope>, propagate: [<Entity>, ...], strategy: <strategy>}",
        "Refreshes what `scope` says, when `strategy` says.",
    )],
    "refresh_table_view:\n  scope: ${1|self,related,propagate,batch|}",
    "Brings the table view up to date after the row has changed. The function \
        that 0.8.7 generates for it fails when it runs.",
);
