//! Security specs.

use super::{
    Context, FIREWALL_RULE_DROPPED, Rule, SECURITY_IGNORED, SECURITY_VALUE, first_line, found,
    has_to_be, with_nearest,
};
use crate::diagnostic::Severity;
use crate::project::security::{Problem, SERVICES, read};

/// Names of presets, as they are written.
const PRESETS: &[&str] = &[
    "standard",
    "hardened",
    "pci-compliant",
    "pci-dss",
    "hipaa",
    "soc2",
    "iso27001",
];

pub(super) fn check(context: &mut Context<'_>) {
    for finding in read(context.document).findings {
        let (rule, severity, message) = words(&finding.problem);
        let span = first_line(context, finding.span);
        let diagnostic = found(rule, severity, span, message);
        let diagnostic = match &finding.problem {
            Problem::UnknownService(name) if context.source(finding.span) == name => {
                let services: Vec<&str> = SERVICES.iter().map(|(name, _)| *name).collect();
                with_nearest(context, diagnostic, name, &services)
            }
            Problem::UnknownPreset => {
                let name = context
                    .source(finding.span)
                    .trim_matches(['\'', '"'])
                    .to_owned();
                with_nearest(context, diagnostic, &name, PRESETS)
            }
            _ => diagnostic,
        };
        context.report(diagnostic);
    }
}

fn words(problem: &Problem) -> (&'static Rule, Severity, String) {
    let refused = |message: String| (&SECURITY_VALUE, Severity::Error, message);
    let doubtful = |message: String| (&SECURITY_VALUE, Severity::Warning, message);
    let dropped = |message: &str| {
        (
            &FIREWALL_RULE_DROPPED,
            Severity::Warning,
            message.to_owned(),
        )
    };
    let ignored = |message: String| (&SECURITY_IGNORED, Severity::Warning, message);
    match problem {
        Problem::NotAMapping(what) => refused(has_to_be(what, "a mapping")),
        Problem::NoSecurity => refused("the key `security` is missing".to_owned()),
        Problem::NotAList(key) => refused(has_to_be(key, "a list")),
        Problem::UnknownService(name) => refused(format!(
            "there is no service `{name}`; name another one, or give its port"
        )),
        Problem::PortOutOfRange => refused("ports go from 1 to 65535".to_owned()),
        Problem::PortsAndRanges => {
            refused("one rule cannot have single ports and ranges; make two rules of it".to_owned())
        }
        Problem::PortNotAsWritten(number) => doubtful(format!(
            "YAML reads this as the number {number}; put it in quotes, or write the port as it is"
        )),
        Problem::RuleWithoutFrom => {
            doubtful("the rule does not say from where; add `from`".to_owned())
        }
        Problem::RuleNotAMapping => dropped("a rule has to be a mapping with `allow` and `from`"),
        Problem::RuleWithoutAllow => dropped(
            "SpecQL drops a rule without `allow`; write `allow: <port or service>` and `from`",
        ),
        Problem::AllowNotText => {
            dropped("SpecQL drops a rule whose `allow` is no text; write `allow: http, https`")
        }
        Problem::UnknownPreset => {
            ignored("there is no preset of this name, so it is passed over".to_owned())
        }
        Problem::TierWithoutName => {
            ignored("SpecQL passes over a tier without a name; add `name`".to_owned())
        }
        Problem::FirewallIgnored => ignored(
            "SpecQL passes over `firewall` beside `network_tiers`; move its rules there".to_owned(),
        ),
        Problem::SwitchNotText(key) => ignored(format!(
            "`{key}` is on only if it is the word `enabled`; write `{key}: enabled`"
        )),
        Problem::Ignored(key) => {
            ignored(format!("SpecQL does not read `{key}`; nothing comes of it"))
        }
    }
}
