//! Which task goes to which lane, where a lane can't help itself to tasks.

use std::collections::VecDeque;

/// How tasks are dealt to lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dealing {
    /// All at once: the first to the first lane, the second to the second, and round again.
    AtOnce,
    /// One at a time, to whoever has nothing to do.
    OnDemand,
}

/// Deals the tasks of a run to its lanes.
#[derive(Debug)]
pub struct Dealer {
    /// What each lane begins with, by its place in the pool.
    hands: Vec<Vec<u32>>,
    /// What was not dealt yet.
    stock: VecDeque<u32>,
}

impl Dealer {
    /// Deals tasks, in the order in which they are to be started, to so many lanes.
    pub fn new(dealing: Dealing, order: Vec<u32>, lanes: usize) -> Self {
        let share = match dealing {
            Dealing::AtOnce => order.len(),
            Dealing::OnDemand => lanes.min(order.len()),
        };
        let mut stock = VecDeque::from(order);
        let mut hands = vec![Vec::new(); lanes];
        for (place, task) in stock.drain(..share).enumerate() {
            hands[place % lanes].push(task);
        }
        Self { hands, stock }
    }

    /// What each lane begins with, by its place in the pool; there may be less than one task for each. They are taken
    /// once.
    pub fn take_hands(&mut self) -> Vec<Vec<u32>> {
        std::mem::take(&mut self.hands)
    }

    /// What a lane is given that is done with what it had.
    pub fn deal_next(&mut self) -> Option<u32> {
        self.stock.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_once_the_lanes_take_turns_and_get_nothing_later() {
        let mut dealer = Dealer::new(Dealing::AtOnce, vec![9, 0, 1, 2, 3], 2);
        assert_eq!(dealer.take_hands(), [vec![9, 1, 3], vec![0, 2]]);
        assert_eq!(dealer.deal_next(), None);
    }

    #[test]
    fn on_demand_a_lane_gets_the_next_when_it_is_idle() {
        let mut dealer = Dealer::new(Dealing::OnDemand, vec![9, 0, 1, 2], 2);
        assert_eq!(dealer.take_hands(), [[9], [0]]);
        assert_eq!([dealer.deal_next(), dealer.deal_next(), dealer.deal_next()], [Some(1), Some(2), None]);
    }

    #[test]
    fn there_may_be_fewer_tasks_than_lanes() {
        for dealing in [Dealing::AtOnce, Dealing::OnDemand] {
            let mut dealer = Dealer::new(dealing, vec![0, 1], 4);
            assert_eq!(dealer.take_hands(), [vec![0], vec![1], vec![], vec![]], "{dealing:?}");
            assert_eq!(dealer.deal_next(), None, "{dealing:?}");
        }
    }
}
