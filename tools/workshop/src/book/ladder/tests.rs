use super::*;

const LADDER: &str = r#"
[machine]
cores = 2
system = "Linux"
load = "others worked"
[scenarios]
burst-100 = "100 clients talk"
idle = "nobody talks"
[[rung]]
name = "journal"
what = "One <journal>"
note = "Said twice"
commit = "tuned: a journal"
kept = true
lines = 808
[[rung.measured]]
scenario = "burst-100"
unit = "million deliveries"
rounds = 3
before = 49.7
before_range = [47.9, 51.2]
after = 81.4
after_range = [79.5, 90.7]
ratio = 1.64
ratio_range = [1.56, 1.8]
[[rung.measured]]
scenario = "idle"
unit = "KiB"
rounds = 3
before = 5.92
before_range = [5.76, 6.02]
after = 3.5
after_range = [3.48, 3.52]
ratio = 0.59
[[rung]]
name = "lto"
what = "Link-time optimisation"
kept = false
lines = -2
[[rung.measured]]
scenario = "burst-100"
unit = "million deliveries"
rounds = 3
before = 1.0
before_range = [1.0, 1.0]
after = 1.0
after_range = [1.0, 1.0]
ratio = 1.0
[[profile]]
what = "sendmsg"
stage6 = 0.7
tuned = 0.554
[[result]]
scenario = "idle"
unit = "KiB"
rounds = 5
tuned = 3.22
tuned_range = [3.15, 3.24]
stage6 = 5.88
stage6_range = [5.87, 6.0]
target = "3 KiB"
reached = false
why = "The task is large."
"#;

#[test]
fn the_plot_is_of_one_scenario() {
    let plot = Ladder::parse(LADDER).unwrap().plot();
    assert!(plot.contains("journal: 1.64 ×") && plot.contains("taken out again"), "{plot}");
    assert!(!plot.contains("0.59"), "{plot}");
}

#[test]
fn every_scenario_is_explained() {
    let why = Ladder::parse(&LADDER.replace("idle = ", "busy = ")).unwrap_err();
    assert!(why.contains("does not say what idle is"), "{why}");
}

#[test]
fn figures_of_rungs_stand_in_sentences() {
    let ladder = Ladder::parse(LADDER).unwrap();
    assert_eq!(ladder.figure("lto lines").unwrap(), "−2");
    assert_eq!(ladder.figure("journal idle").unwrap(), "0.59");
    assert!(ladder.figure("journal storm").unwrap_err().contains("storm"));
    assert!(ladder.figure("rope lines").unwrap_err().contains("rope"));
    assert!(ladder.figure("lto").is_err());
}

#[test]
fn a_share_is_one_of_one() {
    let why = Ladder::parse(&LADDER.replace("stage6 = 0.7", "stage6 = 70")).unwrap_err();
    assert!(why.contains("70 is no share"), "{why}");
}

#[test]
fn the_table_says_what_each_try_brought() {
    let table = Ladder::parse(LADDER).unwrap().table();
    for part in [
        "<strong>journal</strong> · +808 lines · kept<br>One &lt;journal&gt;. Said twice.",
        "<td>burst-100<br>million deliveries, 3 rounds</td><td>49.7<br><small>47.9 – 51.2",
        "<td>1.64<br><small>1.56 – 1.8</small></td>",
        "<td>0.59</td>",
        "<strong>lto</strong> · −2 lines · taken out again",
        "while others worked: ratios hold.",
    ] {
        assert!(table.contains(part), "no {part} in {table}");
    }
}

#[test]
fn a_profile_has_shares_of_both() {
    let profile = Ladder::parse(LADDER).unwrap().profile().unwrap();
    assert!(profile.contains("<td>sendmsg</td><td>70 %<span"), "{profile}");
    assert!(profile.contains("width:55%"), "{profile}");
    let without = Ladder { shares: Vec::new(), ..Ladder::parse(LADDER).unwrap() };
    assert!(without.profile().unwrap_err().contains("no profile"));
}

#[test]
fn what_was_missed_is_said_and_why() {
    let outcomes = Ladder::parse(LADDER).unwrap().outcomes().unwrap();
    let missed = "Target 3 KiB: <strong>missed</strong>. The task is large.";
    assert!(outcomes.contains(missed), "{outcomes}");
    assert!(outcomes.contains("<td>–</td><td>–</td>"), "{outcomes}");
    let without = Ladder { results: Vec::new(), ..Ladder::parse(LADDER).unwrap() };
    assert!(without.outcomes().is_err());
}
