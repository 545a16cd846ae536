//! Limits on tries. They protect the machine and the mail; secrecy and rights never hang on them.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::{Error, Result};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Asking for sign-in mails: 60 at once, then 20 a minute for one network.
    SignInMail,
    /// Wrong stemcodes that look right: 30 at once, then 6 a minute for one network. A right code
    /// always works, also from a network that is over its limit.
    WrongStemcode,
    /// Staff sign-in: 20 at once, then 10 a minute for one network.
    StaffSignIn,
    /// Asking for a stemcode by e-mail: as sign-in mails.
    StemcodeMail,
    /// Uploads: 30 at once, then 10 a minute for one network.
    Upload,
    /// Sending in ideas and reactions: 60 at once, then 20 a minute for one network.
    Write,
}

/// Keeps count.
pub struct Limits {
    rules: [(Rule, DefaultKeyedRateLimiter<IpAddr>); 6],
}

impl Default for Limits {
    fn default() -> Self {
        let limiter = |burst, minute| RateLimiter::keyed(Quota::per_minute(at_least_one(minute)).allow_burst(at_least_one(burst)));
        Self {
            rules: [
                (Rule::SignInMail, limiter(60, 20)),
                (Rule::WrongStemcode, limiter(30, 6)),
                (Rule::StaffSignIn, limiter(20, 10)),
                (Rule::StemcodeMail, limiter(60, 20)),
                (Rule::Upload, limiter(30, 10)),
                (Rule::Write, limiter(60, 20)),
            ],
        }
    }
}

fn at_least_one(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

impl Limits {
    /// Counts one try from this address.
    ///
    /// # Errors
    /// How many seconds to wait.
    pub fn count(&self, rule: Rule, address: IpAddr) -> Result<()> {
        let Some((_, limiter)) = self.rules.iter().find(|(r, _)| *r == rule) else { return Ok(()) };
        limiter.check_key(&network(address)).map_err(|until| Error::TooManyTries(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1))
    }

    /// Forgets networks that have been quiet, so that memory does not grow.
    pub fn forget_quiet(&self) {
        for (_, limiter) in &self.rules {
            limiter.retain_recent();
        }
    }
}

/// An IPv4 address, or the /64 an IPv6 household has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_is_slowed_down_and_its_neighbour_is_not() {
        let limits = Limits::default();
        let here: IpAddr = "2001:db8::1".parse().unwrap();
        let same_house: IpAddr = "2001:db8::2".parse().unwrap();
        let neighbour: IpAddr = "2001:db8:0:1::1".parse().unwrap();
        for _ in 0..30 {
            limits.count(Rule::WrongStemcode, here).unwrap();
        }
        assert!(matches!(limits.count(Rule::WrongStemcode, same_house), Err(Error::TooManyTries(1..))));
        assert!(limits.count(Rule::WrongStemcode, neighbour).is_ok());
    }
}
