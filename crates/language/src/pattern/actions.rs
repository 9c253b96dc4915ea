//! The patterns for actions in SpecQL's standard library. Nothing applies them yet.

use super::ParameterKind as Kind;
use super::{Parameter, Pattern};
use crate::key::Choice;

const ISOLATION: Kind = Kind::Choice(&[
    Choice::new("serializable", "As if nobody else were at work."),
    Choice::new("repeatable_read", "Everything is read as of one moment."),
    Choice::new(
        "read_committed",
        "Each question sees what others have finished by then.",
    ),
]);

const FROM_STATES: Parameter = Parameter::new(
    "from_states",
    Kind::Texts,
    "The states in which the row may be before.",
)
.required();
const TO_STATE: Parameter = Parameter::new(
    "to_state",
    Kind::Text,
    "The state in which it is afterwards.",
)
.required();
const SIDE_EFFECTS: Parameter = Parameter::new(
    "side_effects",
    Kind::Mappings,
    "Other changes that go along with it.",
);
const INPUT_FIELDS: Parameter = Parameter::new(
    "input_fields",
    Kind::Mappings,
    "More fields that the caller sets at the same time.",
);
const REFRESH_PROJECTION: Parameter = Parameter::new(
    "refresh_projection",
    Kind::Text,
    "The view that is brought up to date afterwards.",
);
const REFRESH_PROJECTIONS: Parameter = Parameter::new(
    "refresh_projections",
    Kind::Texts,
    "The views that are brought up to date afterwards.",
);
const MONITORING: Parameter =
    Parameter::new("monitoring", Kind::Mapping, "What is logged along the way.");

/// The patterns that may stand in `pattern` of an action.
pub const ACTION_PATTERNS: &[Pattern] = &[
    Pattern::planned(
        "crud/create",
        &[Parameter::new(
            "duplicate_check",
            Kind::Mapping,
            "Which fields must not occur twice together, and what the caller is told if \
                they do.",
        )],
        "Adds a row, unless the same one is there already.",
    )
    .aliases(&["crud_create"]),
    Pattern::planned(
        "crud/update",
        &[
            Parameter::new(
                "partial_updates",
                Kind::Boolean,
                "Whether fields that are not handed over keep their values.",
            )
            .default("true"),
            Parameter::new(
                "track_updated_fields",
                Kind::Boolean,
                "Whether the answer says which fields have changed.",
            )
            .default("false"),
        ],
        "Changes the fields of a row that the caller hands over.",
    )
    .aliases(&["crud_update"]),
    Pattern::planned(
        "crud/delete",
        &[
            Parameter::new(
                "supports_hard_delete",
                Kind::Boolean,
                "Whether a row can be removed for good.",
            )
            .default("false"),
            Parameter::new(
                "check_dependencies",
                Kind::Mappings,
                "Which rows of other entities stand in the way of removing it for good.",
            ),
        ],
        "Deletes a row, unless others depend on it.",
    )
    .aliases(&["crud_delete"]),
    Pattern::planned(
        "state_machine/transition",
        &[
            FROM_STATES,
            TO_STATE,
            Parameter::new(
                "validation_checks",
                Kind::Mappings,
                "What must hold before, each with the error if it does not.",
            ),
            SIDE_EFFECTS,
            INPUT_FIELDS,
            REFRESH_PROJECTION,
        ],
        "Moves a row from one state to another.",
    ),
    Pattern::planned(
        "state_machine/guarded_transition",
        &[
            FROM_STATES,
            TO_STATE,
            Parameter::new(
                "guards",
                Kind::Mappings,
                "What must all hold, each with a `name`, a `condition` and an `error`.",
            )
            .required(),
            SIDE_EFFECTS,
            INPUT_FIELDS,
            REFRESH_PROJECTION,
        ],
        "Moves a row from one state to another, if all guards let it pass.",
    )
    .aliases(&["state_machine_guarded_transition"]),
    Pattern::planned(
        "validation/validation_chain",
        &[
            Parameter::new(
                "validations",
                Kind::Mappings,
                "The rules, each with a `name`, a `condition` and a `message`.",
            )
            .required(),
            Parameter::new(
                "stop_on_first_failure",
                Kind::Boolean,
                "Whether the first broken rule ends the check.",
            )
            .default("true"),
            Parameter::new(
                "collect_all_errors",
                Kind::Boolean,
                "Whether the caller is told of every broken rule at once.",
            )
            .default("false"),
        ],
        "Checks several rules, one after the other.",
    )
    .aliases(&["validation_chain"]),
    Pattern::planned(
        "validation/recursive_dependency_validator",
        &[
            Parameter::new(
                "dependency_table",
                Kind::Text,
                "The table that says what depends on what.",
            )
            .required(),
            Parameter::new(
                "parent_field",
                Kind::Text,
                "Its column for the thing that depends.",
            )
            .required(),
            Parameter::new(
                "child_field",
                Kind::Text,
                "Its column for the thing that is needed.",
            )
            .required(),
            Parameter::new(
                "dependency_type_field",
                Kind::Text,
                "Its column for the kind of dependency.",
            )
            .default("dependency_type"),
            Parameter::new("max_depth", Kind::Integer, "How long a chain may become.").default("8"),
            Parameter::new(
                "validation_rules",
                Kind::Mappings,
                "What is checked along the chain.",
            )
            .required(),
            Parameter::new(
                "return_details",
                Kind::Boolean,
                "Whether the caller is told where the chain broke.",
            )
            .default("true"),
        ],
        "Follows chains of dependencies and refuses what breaks their rules.",
    ),
    Pattern::planned(
        "temporal/non_overlapping_daterange",
        &[
            Parameter::new(
                "scope_fields",
                Kind::Fields,
                "The fields within which periods must not overlap.",
            )
            .required(),
            Parameter::new(
                "start_date_field",
                Kind::Field,
                "The field with the first day of the period.",
            )
            .required(),
            Parameter::new(
                "end_date_field",
                Kind::Field,
                "The field with the last day of the period; empty means without an end.",
            )
            .required(),
            Parameter::new(
                "check_mode",
                Kind::Choice(&[
                    Choice::new("strict", "An overlap is refused."),
                    Choice::new("warning", "An overlap is let through and reported."),
                ]),
                "What happens when two periods overlap.",
            )
            .default("strict"),
            Parameter::new(
                "allow_adjacent",
                Kind::Boolean,
                "Whether one period may begin where another ends.",
            )
            .default("true"),
        ],
        "Refuses a row whose period overlaps another within the same scope. The \
            shipped file is not valid YAML, so no tool can read it.",
    ),
    Pattern::planned(
        "batch/bulk_operation",
        &[
            Parameter::new(
                "batch_input",
                Kind::Text,
                "The name under which the caller hands the items over.",
            )
            .required(),
            Parameter::new("operation", Kind::Mapping, "What is done with each item.").required(),
            Parameter::new(
                "error_handling",
                Kind::Choice(&[
                    Choice::new(
                        "stop_on_error",
                        "The first error ends the run; what is done stays.",
                    ),
                    Choice::new("continue_on_error", "Items that fail are skipped."),
                    Choice::new("rollback_on_any_error", "One error undoes everything."),
                ]),
                "What happens when an item fails.",
            )
            .default("continue_on_error"),
            Parameter::new(
                "batch_size",
                Kind::Integer,
                "How many items there are at most.",
            )
            .default("100"),
            REFRESH_PROJECTIONS,
            Parameter::new(
                "return_summary",
                Kind::Mapping,
                "What the answer says about the run.",
            )
            .required(),
        ],
        "Does the same with many items in one call.",
    )
    .aliases(&["bulk_operation"]),
    Pattern::planned(
        "multi_entity/coordinated_update",
        &[
            Parameter::new(
                "primary_entity",
                Kind::Entity,
                "The entity that the action is about.",
            )
            .required(),
            Parameter::new(
                "operations",
                Kind::Mappings,
                "What is done, in order, and to which entity.",
            )
            .required(),
            Parameter::new(
                "transaction_scope",
                ISOLATION,
                "How far others are kept out meanwhile.",
            )
            .default("serializable"),
            Parameter::new(
                "rollback_on_error",
                Kind::Boolean,
                "Whether one error undoes everything.",
            )
            .default("true"),
            REFRESH_PROJECTIONS,
        ],
        "Changes rows of several entities together.",
    ),
    Pattern::planned(
        "multi_entity/parent_child_cascade",
        &[
            Parameter::new(
                "parent_entity",
                Kind::Entity,
                "The entity at which it starts.",
            )
            .required(),
            Parameter::new(
                "child_entities",
                Kind::Mappings,
                "The entities below it, and what is done with their rows.",
            )
            .required(),
            Parameter::new(
                "cascade_type",
                Kind::Choice(&[
                    Choice::new("soft_delete", "The rows below are marked as deleted."),
                    Choice::new("hard_delete", "The rows below are removed."),
                    Choice::new("update_status", "The rows below get another status."),
                    Choice::new("archive", "The rows below are put away."),
                ]),
                "What happens to the rows below.",
            )
            .default("soft_delete"),
            Parameter::new(
                "cascade_condition",
                Kind::SqlExpression,
                "Which of the rows below are meant.",
            ),
        ],
        "Does something to a row and to all rows below it.",
    ),
    Pattern::planned(
        "multi_entity/saga_orchestrator",
        &[
            Parameter::new(
                "saga_steps",
                Kind::Mappings,
                "The steps, each with what undoes it.",
            )
            .required(),
            Parameter::new(
                "compensation_strategy",
                Kind::Choice(&[
                    Choice::new("rollback_all", "Everything that was done is undone."),
                    Choice::new(
                        "compensate_from_failure",
                        "What came before the failed step is undone, backwards.",
                    ),
                    Choice::new("partial_success", "What was done stays."),
                ]),
                "What happens when a step fails.",
            )
            .default("rollback_all"),
            Parameter::new(
                "timeout_seconds",
                Kind::Number,
                "After how many seconds the whole counts as failed.",
            )
            .default("300"),
            MONITORING,
        ],
        "Runs steps that each know how to undo themselves. Use it where one \
            transaction cannot span them all.",
    ),
    Pattern::planned(
        "multi_entity/event_driven_orchestrator",
        &[
            Parameter::new(
                "event_triggers",
                Kind::Mappings,
                "The events that start something.",
            )
            .required(),
            Parameter::new(
                "event_handlers",
                Kind::Mappings,
                "What is done about which event.",
            )
            .required(),
            Parameter::new(
                "state_machine",
                Kind::Mapping,
                "The states that the whole goes through.",
            ),
            Parameter::new(
                "timeout_handling",
                Kind::Mapping,
                "What happens when nothing happens any more.",
            ),
            Parameter::new(
                "concurrency_control",
                Kind::Mapping,
                "What happens when events come at the same time.",
            ),
        ],
        "Goes from step to step as events come in.",
    ),
    Pattern::planned(
        "composite/workflow_orchestrator",
        &[
            Parameter::new(
                "workflow_steps",
                Kind::Mappings,
                "The steps, each a pattern of its own.",
            )
            .required(),
            Parameter::new(
                "error_handling",
                Kind::Mapping,
                "What happens on an error: `rollback_on_error`, `continue_on_error`, \
                    `error_log_entity`.",
            ),
            Parameter::new(
                "transaction_scope",
                ISOLATION,
                "How far others are kept out meanwhile.",
            )
            .default("serializable"),
            Parameter::new(
                "success_criteria",
                Kind::Mapping,
                "What must hold in the end.",
            ),
        ],
        "Runs several patterns, one after the other.",
    )
    .aliases(&["workflow_orchestrator"]),
    Pattern::planned(
        "composite/conditional_workflow",
        &[
            Parameter::new(
                "conditions",
                Kind::Mappings,
                "The ways, each with its condition and its pattern.",
            )
            .required(),
            Parameter::new(
                "default_branch",
                Kind::Mapping,
                "The pattern for when no condition holds.",
            ),
            Parameter::new(
                "evaluation_order",
                Kind::Choice(&[
                    Choice::new("first_match", "The first way whose condition holds."),
                    Choice::new("priority_score", "The way with the highest score."),
                    Choice::new("random", "Any of the ways whose condition holds."),
                ]),
                "Which way is taken when several could be.",
            )
            .default("first_match"),
            Parameter::new(
                "shared_context",
                Kind::Mapping,
                "Values that all ways know.",
            ),
        ],
        "Runs one of several patterns, by a condition.",
    )
    .aliases(&["conditional_workflow"]),
    Pattern::planned(
        "composite/retry_orchestrator",
        &[
            Parameter::new(
                "primary_action",
                Kind::Mapping,
                "The pattern that is tried.",
            )
            .required(),
            Parameter::new(
                "retry_policy",
                Kind::Mapping,
                "How often and how soon it is tried again: `max_attempts`, \
                    `backoff_strategy`, `base_delay_seconds`, `max_delay_seconds`, \
                    `retry_on_errors`.",
            ),
            Parameter::new(
                "fallback_actions",
                Kind::Mappings,
                "The patterns for when it keeps failing.",
            ),
            Parameter::new(
                "recovery_actions",
                Kind::Mappings,
                "The patterns for when it has worked after all.",
            ),
            MONITORING,
        ],
        "Tries a pattern again when it fails for a while.",
    )
    .aliases(&["retry_orchestrator"]),
];
