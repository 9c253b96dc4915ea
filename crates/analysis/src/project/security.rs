//! Security specs, as SpecQL's Python interface reads them: less than the shipped examples write.

use serde::Deserialize;
use serde::de::IgnoredAny;
use specql_yaml::de::{Entries, Located, Slot};
use specql_yaml::{Document, Span, Value};

use super::read::{self, Read, Written};

/// What a security spec says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Security {
    /// The rules to comply with.
    pub preset: Option<Written<Preset>>,
    /// The tiers of the network.
    pub tiers: Vec<Tier>,
    /// Whether there is a firewall for the web.
    pub waf: bool,
    /// Whether there is a private network.
    pub vpn: bool,
}

/// Rules to comply with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// `standard`
    Standard,
    /// `hardened`
    Hardened,
    /// `pci-compliant` or `pci-dss`
    PciDss,
    /// `hipaa`
    Hipaa,
    /// `soc2`
    Soc2,
    /// `iso27001`
    Iso27001,
}

impl Preset {
    /// The preset of this name. Case matters.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "standard" => Self::Standard,
            "hardened" => Self::Hardened,
            "pci-compliant" | "pci-dss" => Self::PciDss,
            "hipaa" => Self::Hipaa,
            "soc2" => Self::Soc2,
            "iso27001" => Self::Iso27001,
            _ => return None,
        })
    }
}

/// A tier of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// Its name.
    pub name: Written<String>,
    /// What may reach it; rules that are dropped are not among these.
    pub rules: Vec<Rule>,
}

/// What may reach a tier.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Single ports, those of services among them.
    pub ports: Vec<u16>,
    /// Ports from one to another.
    pub ranges: Vec<(u16, u16)>,
    /// From where.
    pub from: Option<Written<String>>,
    /// The whole rule.
    pub span: Span,
}

/// Services that stand for their port.
pub const SERVICES: &[(&str, u16)] = &[
    ("http", 80),
    ("https", 443),
    ("ssh", 22),
    ("postgresql", 5432),
    ("postgres", 5432),
    ("mysql", 3306),
    ("redis", 6379),
    ("mongodb", 27017),
    ("mongo", 27017),
    ("ftp", 21),
    ("ftps", 990),
    ("smtp", 25),
    ("smtps", 465),
    ("imap", 143),
    ("imaps", 993),
    ("pop3", 110),
    ("pop3s", 995),
    ("dns", 53),
    ("dhcp", 67),
    ("ntp", 123),
];

/// What can be wrong with a security spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file, or its `security`, is no mapping: an error.
    NotAMapping(&'static str),
    /// There is no `security`: an error.
    NoSecurity,
    /// The value of this key has to be a list: an error, or for rules of a tier, passed over.
    NotAList(&'static str),
    /// No preset of this name; passed over.
    UnknownPreset,
    /// A tier that is no mapping or has no name; passed over.
    TierWithoutName,
    /// `firewall` beside `network_tiers`; passed over.
    FirewallIgnored,
    /// A rule that is no mapping; passed over, in `firewall` an error.
    RuleNotAMapping,
    /// A rule without `allow`; dropped.
    RuleWithoutAllow,
    /// `allow` that is neither text nor a whole number, a list for instance; the rule is dropped.
    AllowNotText,
    /// A rule that does not say from where.
    RuleWithoutFrom,
    /// No service of this name: an error.
    UnknownService(String),
    /// No port has this number: an error.
    PortOutOfRange,
    /// Ports and ranges in one rule: an error.
    PortsAndRanges,
    /// A number that YAML reads as another than is written, as in `12:30`.
    PortNotAsWritten(i64),
    /// `waf` and `vpn` are on only if they are the text `enabled`.
    SwitchNotText(&'static str),
    /// A key that nothing reads.
    Ignored(&'static str),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawRoot {
    security: Slot<RawSecurity>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawSecurity {
    compliance_preset: Slot<String>,
    tier: Slot<String>,
    network_tiers: Slot<Vec<Located<RawTier>>>,
    firewall: Slot<Entries<Vec<Located<RawRule>>>>,
    waf: Slot<String>,
    vpn: Slot<String>,
    encryption_at_rest: Slot<IgnoredAny>,
    encryption_in_transit: Slot<IgnoredAny>,
    audit_logging: Slot<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawTier {
    name: Slot<String>,
    firewall_rules: Slot<Vec<Located<RawRule>>>,
    cidr_blocks: Slot<IgnoredAny>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawRule {
    allow: Slot<IgnoredAny>,
    from: Slot<String>,
}

type Reader<'d> = read::Reader<'d, Problem>;

/// Reads a security spec.
#[must_use]
pub fn read(document: &Document<'_>) -> Read<Security, Problem> {
    let mut reader = Reader::new(document);
    let security = reader.file();
    reader.finish(security)
}

impl Reader<'_> {
    fn file(&mut self) -> Security {
        let root = self.document.root();
        // An empty file is fine and says nothing.
        if !self.is_true(root) {
            return Security::default();
        }
        if !self.root_is_mapping() {
            self.report(Problem::NotAMapping("file"), root);
            return Security::default();
        }
        let raw: RawRoot = self.root();
        let Some(security) = raw.security.written() else {
            self.report_at(Problem::NoSecurity, Span::at(0));
            return Security::default();
        };
        let Some(raw) = security.get() else {
            self.report_part(Problem::NotAMapping("security"), security);
            return Security::default();
        };
        for (key, slot) in [
            ("encryption_at_rest", &raw.encryption_at_rest),
            ("encryption_in_transit", &raw.encryption_in_transit),
            ("audit_logging", &raw.audit_logging),
        ] {
            self.ignored(key, slot);
        }
        Security {
            preset: self.preset(raw),
            tiers: self.tiers(raw),
            waf: self.switch("waf", &raw.waf),
            vpn: self.switch("vpn", &raw.vpn),
        }
    }

    fn ignored(&mut self, key: &'static str, slot: &Slot<IgnoredAny>) {
        if let Some(part) = slot.written() {
            self.report_missing(Problem::Ignored(key), part);
        }
    }

    fn preset(&mut self, raw: &RawSecurity) -> Option<Written<Preset>> {
        let mut preset = None;
        // The first that is known counts.
        for slot in [&raw.compliance_preset, &raw.tier] {
            let Some(name) = self.take_or_null(slot, Problem::UnknownPreset) else {
                continue;
            };
            match Preset::parse(&name.value) {
                Some(value) => {
                    preset.get_or_insert(Written {
                        value,
                        span: name.span,
                    });
                }
                None => self.report_at(Problem::UnknownPreset, name.span),
            }
        }
        preset
    }

    fn tiers(&mut self, raw: &RawSecurity) -> Vec<Tier> {
        let list = raw.network_tiers.written();
        let Some(list) = list.filter(|list| self.is_true(list.node)) else {
            return self.old_firewall(&raw.firewall);
        };
        if let Some(firewall) = raw.firewall.written() {
            self.report_missing(Problem::FirewallIgnored, firewall);
        }
        let Some(items) = list.get() else {
            self.report_part(Problem::NotAList("network_tiers"), list);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.tier(item)).collect()
    }

    fn tier(&mut self, item: &Located<RawTier>) -> Option<Tier> {
        let name = item.get().and_then(|raw| raw.name.written());
        let (Some(raw), Some(name)) = (item.get(), name.filter(|name| self.is_true(name.node)))
        else {
            self.report(Problem::TierWithoutName, item.node);
            return None;
        };
        self.ignored("cidr_blocks", &raw.cidr_blocks);
        let rules = match raw.firewall_rules.written() {
            None => Vec::new(),
            Some(list) => match list.get() {
                Some(items) => items.iter().filter_map(|item| self.rule(item)).collect(),
                None => {
                    self.report_part(Problem::NotAList("firewall_rules"), list);
                    Vec::new()
                }
            },
        };
        Some(Tier {
            name: self.written(self.scalar(name.node)?, name.node),
            rules,
        })
    }

    fn old_firewall(&mut self, slot: &Slot<Entries<Vec<Located<RawRule>>>>) -> Vec<Tier> {
        let Some(firewall) = slot.written() else {
            return Vec::new();
        };
        let Some(Entries(parts)) = firewall.get() else {
            self.report_part(Problem::NotAMapping("firewall"), firewall);
            return Vec::new();
        };
        let mut tiers = Vec::new();
        for part in parts {
            let Some(items) = part.get() else {
                self.report_part(Problem::NotAList("firewall"), part);
                continue;
            };
            let rules = items.iter().filter_map(|item| self.rule(item)).collect();
            if let (Some(key), Some(name)) = (part.key(), self.key(part)) {
                let name = self.written(name, key);
                tiers.push(Tier { name, rules });
            }
        }
        tiers
    }

    fn rule(&mut self, item: &Located<RawRule>) -> Option<Rule> {
        let Some(raw) = item.get() else {
            self.report(Problem::RuleNotAMapping, item.node);
            return None;
        };
        let Some(allow) = raw.allow.written() else {
            self.report(Problem::RuleWithoutAllow, item.node);
            return None;
        };
        let text = match self.value(allow.node) {
            Value::Int(number) => {
                let text = number.to_string();
                let span = self.document.span(allow.node);
                if let Some(number) = number.to_i64()
                    && span.range().len() != text.len()
                {
                    self.report(Problem::PortNotAsWritten(number), allow.node);
                }
                text
            }
            // Python counts truth values among the whole numbers.
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::Str(text) => text.as_str().to_owned(),
            _ => {
                self.report_part(Problem::AllowNotText, allow);
                return None;
            }
        };
        let mut rule = Rule {
            ports: Vec::new(),
            ranges: Vec::new(),
            from: None,
            span: self.document.span(item.node),
        };
        for part in text.split(',').map(str::trim) {
            match Allowed::parse(part) {
                Ok(Allowed::Port(port)) => rule.ports.push(port),
                Ok(Allowed::Range(first, last)) => rule.ranges.push((first, last)),
                Err(problem) => self.report_part(problem, allow),
            }
        }
        if !rule.ports.is_empty() && !rule.ranges.is_empty() {
            self.report_part(Problem::PortsAndRanges, allow);
        }
        match raw.from.written() {
            Some(from) => {
                let source = self.scalar(from.node);
                rule.from = source.map(|source| self.written(source, from.node));
            }
            None => self.report(Problem::RuleWithoutFrom, item.node),
        }
        Some(rule)
    }

    fn switch(&mut self, key: &'static str, slot: &Slot<String>) -> bool {
        let Some(written) = slot.written() else {
            return false;
        };
        match written.get().map(String::as_str) {
            Some("enabled") => return true,
            Some("disabled") => {}
            _ => self.report_part(Problem::SwitchNotText(key), written),
        }
        false
    }
}

enum Allowed {
    Port(u16),
    Range(u16, u16),
}

impl Allowed {
    fn parse(text: &str) -> Result<Self, Problem> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return port(text).map(Self::Port).ok_or(Problem::PortOutOfRange);
        }
        if let Some((first, last)) = text.split_once('-')
            && let (Some(first), Some(last)) = (port(first.trim()), port(last.trim()))
            && first < last
        {
            return Ok(Self::Range(first, last));
        }
        let service = SERVICES.iter().find(|(name, _)| *name == text);
        match service {
            Some((_, port)) => Ok(Self::Port(*port)),
            None => Err(Problem::UnknownService(text.to_owned())),
        }
    }
}

fn port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port| *port > 0)
}

#[cfg(test)]
mod tests;
