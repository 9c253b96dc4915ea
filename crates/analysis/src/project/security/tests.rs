use specql_yaml::load;

use super::*;

fn security(text: &str) -> Read<Security, Problem> {
    read(&load(text).unwrap())
}

fn problems(text: &str) -> Vec<Problem> {
    let findings = security(text).findings.into_iter();
    findings.map(|finding| finding.problem).collect()
}

/// The rules and problems of a tier with one rule.
fn rule(rule: &str) -> (Vec<Rule>, Vec<Problem>) {
    let text = format!("security: {{network_tiers: [{{name: a, firewall_rules: [{rule}]}}]}}");
    let Read { value, findings } = security(&text);
    let problems = findings.into_iter().map(|finding| finding.problem);
    let mut tiers = value.tiers;
    (tiers.remove(0).rules, problems.collect())
}

#[test]
fn a_sound_spec() {
    let Read { value, findings } = security(
        "security:
  compliance_preset: hipaa
  waf: enabled
  vpn: disabled
  network_tiers:
  - name: web
    firewall_rules:
    - {allow: 'https, 8080', from: internet}
    - {allow: 8000-9000, from: office}
  - name: store
",
    );
    assert_eq!(findings, []);
    assert_eq!(value.preset.unwrap().value, Preset::Hipaa);
    assert!(value.waf && !value.vpn);
    assert_eq!(value.tiers.len(), 2);
    assert_eq!(value.tiers[0].rules[0].ports, [443, 8080]);
    assert_eq!(value.tiers[0].rules[1].ranges, [(8000, 9000)]);
}

#[test]
fn rules_in_other_forms_are_dropped() {
    for (text, problem) in [
        (
            "{protocol: tcp, ports: [80], source: web}",
            Problem::RuleWithoutAllow,
        ),
        ("{allow: [http, https], from: web}", Problem::AllowNotText),
        ("{allow: , from: web}", Problem::AllowNotText),
        ("web", Problem::RuleNotAMapping),
    ] {
        assert_eq!(rule(text), (vec![], vec![problem]), "{text}");
    }
}

#[test]
fn ports_and_services_have_to_exist() {
    for (allow, problem) in [
        ("gopher", Problem::UnknownService("gopher".to_owned())),
        ("HTTP", Problem::UnknownService("HTTP".to_owned())),
        ("yes", Problem::UnknownService("True".to_owned())),
        ("9000-8000", Problem::UnknownService("9000-8000".to_owned())),
        ("0", Problem::PortOutOfRange),
        ("65536", Problem::PortOutOfRange),
        ("'80, 90-99'", Problem::PortsAndRanges),
        ("12:30", Problem::PortNotAsWritten(750)),
    ] {
        assert_eq!(
            rule(&format!("{{allow: {allow}, from: web}}")).1,
            [problem],
            "{allow}"
        );
    }
    assert_eq!(rule("{allow: ssh}").1, [Problem::RuleWithoutFrom]);
}

#[test]
fn tiers_without_a_name_are_passed_over() {
    for tier in ["{firewall_rules: []}", "{name: ''}", "web"] {
        let text = format!("security: {{network_tiers: [{tier}]}}");
        assert_eq!(problems(&text), [Problem::TierWithoutName], "{tier}");
    }
    assert_eq!(
        problems("security: {network_tiers: {web: {}}}"),
        [Problem::NotAList("network_tiers")]
    );
}

#[test]
fn the_old_form_counts_only_without_the_new_one() {
    let Read { value, findings } =
        security("security: {firewall: {web: [{allow: http, from: x}]}}");
    assert_eq!((value.tiers[0].rules.len(), findings.len()), (1, 0));
    assert_eq!(
        problems("security: {firewall: {web: []}, network_tiers: [{name: a}]}"),
        [Problem::FirewallIgnored]
    );
}

#[test]
fn switches_are_words() {
    assert_eq!(
        problems("security: {waf: {enabled: true}}"),
        [Problem::SwitchNotText("waf")]
    );
    assert_eq!(
        problems("security: {vpn: on}"),
        [Problem::SwitchNotText("vpn")]
    );
}

#[test]
fn what_nothing_reads() {
    assert_eq!(
        problems("security: {audit_logging: true}"),
        [Problem::Ignored("audit_logging")]
    );
    assert_eq!(
        problems("security: {network_tiers: [{name: a, cidr_blocks: []}]}"),
        [Problem::Ignored("cidr_blocks")]
    );
    assert_eq!(problems("security: {tier: gold}"), [Problem::UnknownPreset]);
}

#[test]
fn files_that_are_no_security_spec() {
    assert_eq!(problems(""), []);
    assert_eq!(problems("a: 1"), [Problem::NoSecurity]);
    assert_eq!(problems("security: []"), [Problem::NotAMapping("security")]);
    assert_eq!(problems("[a]"), [Problem::NotAMapping("file")]);
}
