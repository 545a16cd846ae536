//! Any bytes as a `.pb` file: reading and checking never panic, and what can be
//! read can be counted or is refused with a reason.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wijkdeal_fuzz::counting::{Rule, count};
use wijkdeal_fuzz::pabulib::{self, About, Labels, Mode};

fuzz_target!(|bytes: &[u8]| {
    let _ = pabulib::check(bytes);
    let Ok(read) = pabulib::read(bytes, Mode::Lenient, Labels::Keep) else { return };
    let mut election = read.election;
    for rule in ["top-3", "greedy-votes", "mes-cost", "mes-card-greedy"] {
        election.rule = Rule::named(rule, election.currency.unit()).expect("a known rule");
        let Ok(outcome) = count(&election) else { return };
        assert!(rule == "top-3" || outcome.spent <= outcome.budget);
        let mut text = Vec::new();
        if pabulib::write(&election, Some(&outcome), &About::default(), &mut text).is_ok() {
            let again = pabulib::read(text.as_slice(), Mode::Lenient, Labels::Drop);
            assert!(again.is_ok(), "what is written can be read");
        }
    }
});
