use super::*;

/// The SQL of what is made when these sets are asked for, without what all entities need.
fn sets(asked: &[&'static str]) -> Vec<String> {
    let mut catalogue = Catalogue::default();
    for name in asked {
        catalogue.need(name);
    }
    let made = foundation(&catalogue.needs);
    made.iter().skip(1).map(|set| set.text().sql).collect()
}

#[test]
fn what_all_entities_need() {
    let made = foundation([]);
    assert_eq!(made.len(), 1);
    insta::assert_snapshot!(made[0].text().sql);
}

#[test]
fn months_are_made_and_dropped() {
    let made = sets(&[PARTITIONS]);
    assert_eq!(made.len(), 1);
    insta::assert_snapshot!(made[0]);
}

#[test]
fn events_are_written_down_and_offered() {
    let made = sets(&[EVENTS]);
    assert_eq!(made.len(), 2);
    insta::assert_snapshot!(made[1]);
}

#[test]
fn kept_read_models_are_marked_and_refreshed() {
    let made = sets(&[READ_MODELS]);
    assert_eq!(made.len(), 1);
    insta::assert_snapshot!(made[0]);
}

#[test]
fn texts_are_encrypted_with_keys_of_the_session() {
    let made = sets(&[ENCRYPTION]);
    assert_eq!(made.len(), 1);
    insta::assert_snapshot!(made[0]);
}

#[test]
fn values_can_be_shown_in_part() {
    let made = sets(&[MASKING]);
    assert_eq!(made.len(), 1);
    insta::assert_snapshot!(made[0]);
}

#[test]
fn changes_of_rows_are_recorded() {
    let made = sets(&[AUDIT]);
    assert_eq!(made.len(), 2);
    insta::assert_snapshot!(made[1]);
}
