//! The steps that SpecQL's documents, library and tools know and 0.8.7 refuses.

use super::{Form, StepKind};

pub(crate) const FOREACH: StepKind = StepKind::new(
    "foreach",
    &[
        Form::new(
            "<Entity> WHERE <condition> as <item>",
            "Runs `do` once for every row that the condition picks.",
        ),
        Form::new(
            "<item> in <collection>",
            "Runs `do` once for every member of the collection.",
        ),
        Form::new(
            "<item> IN $<parameter>",
            "Runs `steps` once for every member of a parameter that is a list.",
        ),
    ],
    "foreach: ${1:Line} WHERE ${2:invoice = id} as ${3:line}\
        \ndo:\
        \n  - ${4:update: Line SET status = 'sent'}",
    "Runs steps once for each of several rows.",
)
.reads(&["do", "steps"])
.refused();

pub(crate) const WHILE: StepKind = StepKind::new(
    "while",
    &[Form::new(
        "<condition>",
        "Runs `loop` as long as the condition holds.",
    )],
    "while: ${1:attempts < 3}\nloop:\n  - ${2:assign: attempts = attempts + 1}",
    "Runs steps again and again, as long as a condition holds.",
)
.reads(&["loop"])
.refused();

pub(crate) const SWITCH: StepKind = StepKind::new(
    "switch",
    &[
        Form::new(
            "{expression: <value>, cases: [{when: <value>, then: [...]}], default: [...]}",
            "Takes the first case whose value is the same.",
        ),
        Form::new("<value>", "The same, with `cases` and `default` beside it."),
    ],
    "switch:\
        \n  expression: ${1:status}\
        \n  cases:\
        \n    - when: ${2:\"'draft'\"}\
        \n      then:\
        \n        - ${3:reject: still_a_draft}\
        \n  default:\
        \n    - ${4:return: \"Fine\"}",
    "Takes one of several ways, by the value of an expression.",
)
.reads(&["cases", "default"])
.refused();

pub(crate) const RETURN: StepKind = StepKind::new(
    "return",
    &[
        Form::new("<value>", "Ends the action with this value."),
        Form::new("\"<message>\"", "Ends the action with a message."),
    ],
    "return: ${1:total}",
    "Ends the action with success, and says with what.",
)
.refused();

pub(crate) const RETURN_EARLY: StepKind = StepKind::new(
    "return_early",
    &[Form::new(
        "<value>",
        "Ends the action here with this value.",
    )],
    "return_early: ${1:\"Nothing to do\"}",
    "Ends the action with success before its last step.",
)
.refused();

pub(crate) const RETURN_TABLE: StepKind = StepKind::new(
    "return_table",
    &[Form::new(
        "<SELECT ...>",
        "The rows of the question are the answer.",
    )],
    "return_table: ${1:SELECT id, number FROM billing.tb_invoice}",
    "Ends the action with the rows of a question. The reverse-engineering tools \
        write it.",
)
.refused();

pub(crate) const DECLARE: StepKind = StepKind::new(
    "declare",
    &[
        Form::new(
            "{name: <name>, type: <type>, default: <value>}",
            "One variable.",
        ),
        Form::new("[{name: <name>, type: <type>}, ...]", "Several variables."),
    ],
    "declare:\
        \n  name: ${1:attempts}\
        \n  type: ${2:integer}\
        \n  default: ${3:0}",
    "Makes a variable for the steps that follow.",
)
.refused();

pub(crate) const ASSIGN: StepKind = StepKind::new(
    "assign",
    &[Form::new(
        "<variable> = <value>",
        "The variable has this value from here on.",
    )],
    "assign: ${1:attempts} = ${2:attempts + 1}",
    "Gives a variable another value.",
)
.refused();

pub(crate) const QUERY: StepKind = StepKind::new(
    "query",
    &[
        Form::new(
            "<SELECT ...>",
            "Asks the database, and keeps the answer under the name in `into`.",
        ),
        Form::new(
            "<Entity> WHERE <condition>",
            "Reads the rows that the condition picks.",
        ),
        Form::new(
            "{query: <SELECT ...>, as: <name>}",
            "Asks the database, with the name inside.",
        ),
    ],
    "query: ${1:SELECT count(*) FROM billing.tb_invoice}\
        \ninto: ${2:invoice_count}",
    "Asks the database something, in SQL or by entity and condition, and keeps \
        the answer in a variable.",
)
.reads(&["into", "result"])
.refused();

pub(crate) const SELECT: StepKind = StepKind::new(
    "select",
    &[Form::new(
        "<Entity> WHERE <condition>",
        "Reads the rows that the condition picks.",
    )],
    "select: ${1:Invoice} WHERE ${2:status = 'sent'}",
    "Reads rows of an entity. The step that 0.8.7 knows for it is `find`.",
)
.refused();

pub(crate) const CTE: StepKind = StepKind::new(
    "cte",
    &[Form::new(
        "{name: <name>, query: <SELECT ...>, materialized: <true|false>}",
        "Later questions can read from `name`.",
    )],
    "cte:\
        \n  name: ${1:open_invoices}\
        \n  query: ${2:SELECT * FROM billing.tb_invoice}",
    "Names a question, so that later ones can build on it.",
)
.refused();

pub(crate) const SUBQUERY: StepKind = StepKind::new(
    "subquery",
    &[Form::new(
        "{query: <SELECT ...>, as: <name>}",
        "The answer is known as `as` from here on.",
    )],
    "subquery:\
        \n  query: ${1:SELECT max(total) FROM billing.tb_invoice}\
        \n  as: ${2:highest_total}",
    "Uses the answer to one question inside another.",
)
.refused();

pub(crate) const AGGREGATE: StepKind = StepKind::new(
    "aggregate",
    &[Form::new(
        "{operation: <function>, field: <field>, from: <table>, where: <condition>, \
            as: <name>}",
        "One figure, kept under the name in `as`.",
    )],
    "aggregate:\
        \n  operation: ${1|count,sum,avg,min,max|}\
        \n  field: ${2:total}\
        \n  from: ${3:tb_invoice}\
        \n  as: ${4:result}",
    "Counts, sums or averages over many rows.",
)
.refused();

pub(crate) const CALL_FUNCTION: StepKind = StepKind::new(
    "call_function",
    &[Form::new(
        "{function: <function>, arguments: {<name>: <value>}, returns: <name>}",
        "The result is known as `returns` from here on.",
    )],
    "call_function:\
        \n  function: ${1:billing.next_number}\
        \n  arguments:\
        \n    ${2:year}: ${3:2026}\
        \n  returns: ${4:number}",
    "Calls a function of the database and keeps its result. The step that 0.8.7 \
        knows for it is `call`.",
)
.refused();

pub(crate) const CALL_SERVICE: StepKind = StepKind::new(
    "call_service",
    &[Form::new(
        "{service: <service>, operation: <name>, input: {<name>: <value>}}",
        "Asks the service to do the operation.",
    )],
    "call_service:\
        \n  service: ${1:mailer}\
        \n  operation: ${2:send}\
        \n  input:\
        \n    ${3:to}: ${4:email}",
    "Asks another service to do something.",
)
.refused();

pub(crate) const EXCEPTION_HANDLING: StepKind = StepKind::new(
    "exception_handling",
    &[Form::new(
        "{try: [...], catch: [{when: <error>, then: [...]}], finally: [...]}",
        "Tries the steps of `try`; on an error, takes the matching case.",
    )],
    "exception_handling:\
        \n  try:\
        \n    - ${1:call: charge_card()}\
        \n  catch:\
        \n    - when: ${2:others}\
        \n      then:\
        \n        - ${3:reject: payment_failed}",
    "Tries some steps, and says what to do when they fail.",
)
.refused();

pub(crate) const FOR_QUERY: StepKind = StepKind::new(
    "for_query",
    &[Form::new(
        "<SELECT ...>",
        "Runs `loop` once for every row, which is known as `as`.",
    )],
    "for_query: ${1:SELECT id, total FROM billing.tb_invoice}\
        \nas: ${2:invoice}\
        \nloop:\
        \n  - ${3:assign: sum = sum + invoice.total}",
    "Runs steps once for each row that a question finds.",
)
.reads(&["as", "loop"])
.refused();

pub(crate) const REFRESH: StepKind = StepKind::new(
    "refresh",
    &[Form::new("<view>", "Works the view out anew.")],
    "refresh: ${1:mv_open_invoices}",
    "Works out a materialised view anew. For table views write \
        `refresh_table_view`.",
)
.reads(&["concurrently"])
.refused();

pub(crate) const EMIT: StepKind = StepKind::new(
    "emit",
    &[Form::new("<event>", "Sends this event of the entity.")],
    "emit: ${1:invoice_sent}",
    "Sends one of the entity's `events`, in the same transaction as the change it \
        tells of.",
)
.refused();

pub(crate) const RAW_SQL: StepKind = StepKind::new(
    "raw_sql",
    &[Form::new("<SQL>", "Goes into the function as it is.")],
    "raw_sql: ${1:PERFORM billing.renumber();}",
    "Puts a piece of PL/pgSQL into the function, unread. The patterns of the \
        standard library use it.",
)
.refused();

pub(crate) const DUPLICATE_CHECK: StepKind = StepKind::new(
    "duplicate_check",
    &[Form::new(
        "{fields: [<field>, ...], error_message: <message>}",
        "No other row may have the same values in these fields.",
    )],
    "duplicate_check:\
        \n  fields: [${1:number}]\
        \n  error_message: ${2:Number is taken}",
    "Refuses a row that is already there under the same values. The patterns of \
        the standard library use it.",
)
.refused();

pub(crate) const FETCH: StepKind = StepKind::new(
    "fetch",
    &[Form::new(
        "<what> AS <name>",
        "The row is known as `name` from here on.",
    )],
    "fetch: ${1:customer} AS ${2:buyer}",
    "Reads the row behind a reference and gives it a name. The step that 0.8.7 \
        knows for looking up is `find`.",
)
.refused();

pub(crate) const COMPUTE: StepKind = StepKind::new(
    "compute",
    &[Form::new(
        "<name> = <value>",
        "The value is known by this name from here on.",
    )],
    "compute: ${1:due_on} = ${2:issued_on + 30}",
    "Works a value out for the steps that follow.",
)
.refused();

pub(crate) const SET: StepKind = StepKind::new(
    "set",
    &[Form::new("<field> = <value>", "The field gets this value.")],
    "set: ${1:status} = ${2:'sent'}",
    "Gives a field of the row another value. The step that 0.8.7 knows for it is \
        `update`.",
)
.refused();

pub(crate) const INCREMENT: StepKind = StepKind::new(
    "increment",
    &[Form::new("<field>", "The number grows by one.")],
    "increment: ${1:attempts}",
    "Counts a number of the row up. In 0.8.7, write `update: Invoice SET attempts \
        = attempts + 1`.",
)
.refused();

pub(crate) const DECREMENT: StepKind = StepKind::new(
    "decrement",
    &[Form::new("<field>", "The number shrinks by one.")],
    "decrement: ${1:stock}",
    "Counts a number of the row down. In 0.8.7, write `update: Part SET stock = \
        stock - 1`.",
)
.refused();

pub(crate) const TRANSITION: StepKind = StepKind::new(
    "transition",
    &[Form::new("<state>", "The row is in this state afterwards.")],
    "transition: ${1:sent}",
    "Moves the row to another state of its state machine. In 0.8.7, write a \
        `validate` of the old state and an `update` to the new one.",
)
.refused();

pub(crate) const PERFORM: StepKind = StepKind::new(
    "perform",
    &[Form::new(
        "<function>(<arguments>)",
        "Calls a function and drops its result.",
    )],
    "perform: ${1:renumber_lines()}",
    "Calls a function for what it does, not for what it returns. The step that \
        0.8.7 knows for it is `call`.",
)
.refused();

pub(crate) const UPDATE_SCD: StepKind = StepKind::new(
    "update_scd",
    &[Form::new(
        "<Entity> SET <field> = <value>, ...",
        "Closes the current version of the row and opens the next.",
    )],
    "update_scd: ${1:Price} SET ${2:amount} = ${3:10}",
    "Changes a row and keeps its old version as history. It goes with the pattern \
        `temporal_scd_type2_helper`.",
)
.refused();

pub(crate) const DEFAULT: StepKind = StepKind::new(
    "default",
    &[
        Form::new(
            "<field> = <value>",
            "The field gets this value where it has none yet.",
        ),
        Form::new(
            "[<step>, ...]",
            "The steps of a `switch` beside it, when no case fits.",
        ),
    ],
    "default: ${1:currency} = ${2:'EUR'}",
    "Fills a field that is still empty; beside a `switch`, what to do when no \
        case fits.",
)
.refused();
