//! One test binary: every area is a module, so that linking happens once.

#[cfg(test)]
mod counting;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod house;
#[cfg(test)]
mod ideas;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod outcome;
#[cfg(test)]
mod review;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod support;
#[cfg(test)]
mod voting;
