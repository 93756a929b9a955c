//! Waiting to be served: first come, first served, by so many at once.

use std::collections::VecDeque;

/// A line of those who wait to be served, first come first served, and how many are served at once.
#[derive(Debug)]
pub(super) struct Line {
    /// How many can be served at once; none: everybody.
    servers: Option<usize>,
    served: usize,
    waiting: VecDeque<usize>,
}

impl Line {
    pub(super) fn new(servers: Option<usize>) -> Self {
        Self {
            servers,
            served: 0,
            waiting: VecDeque::new(),
        }
    }

    /// Somebody joins the line. Says whether they are served at once.
    pub(super) fn join(&mut self, who: usize) -> bool {
        let free = self.servers.is_none_or(|servers| self.served < servers);
        if free {
            self.served += 1;
        } else {
            self.waiting.push_back(who);
        }
        free
    }

    /// Somebody has been served. Says who is served next.
    pub(super) fn leave(&mut self) -> Option<usize> {
        let next = self.waiting.pop_front();
        if next.is_none() {
            self.served -= 1;
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_come_first_served_by_so_many() {
        let mut line = Line::new(Some(2));
        assert_eq!([7, 3, 9, 1].map(|who| line.join(who)), [true, true, false, false]);
        assert_eq!(
            [line.leave(), line.leave(), line.leave()],
            [Some(9), Some(1), None]
        );
        assert_eq!(line.leave(), None);
        assert!(line.join(5), "both are free again");
        assert!(Line::new(None).join(0));
    }

    /// Ten come at once and each is served for 30 s by two: five turns, and the last is through after 150 s.
    #[test]
    fn verify_two_servers_need_half_the_time() {
        let (mut line, mut ends_s) = (Line::new(Some(2)), Vec::new());
        let mut serving: Vec<(u32, usize)> = (0..10)
            .filter(|who| line.join(*who))
            .map(|who| (30, who))
            .collect();
        while let Some((at_s, _)) = serving.first().copied() {
            serving.remove(0);
            ends_s.push(at_s);
            serving.extend(line.leave().map(|next| (at_s + 30, next)));
        }
        assert_eq!(ends_s, [30, 30, 60, 60, 90, 90, 120, 120, 150, 150]);
    }
}
