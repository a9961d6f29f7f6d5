//! Which task goes to which lane, where a lane can't help itself to tasks, and how many travel in one message.

use std::collections::VecDeque;

/// How tasks are dealt to lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dealing {
    /// All to the one lane there is, in one message.
    Whole,
    /// All at once: the first chunk to the first lane, the second to the second, and round again.
    InTurn {
        /// How many tasks travel in one message.
        chunk: u32,
    },
    /// A chunk at a time, to whoever has nothing to do.
    OnDemand {
        /// How many tasks travel in one message.
        chunk: u32,
    },
}

/// What a lane begins with: a message for each of these lists of tasks, none of them empty.
pub type Hand = Vec<Vec<u32>>;

/// Deals the tasks of a run to its lanes.
#[derive(Debug)]
pub struct Dealer {
    /// What each lane begins with, by its place in the pool.
    hands: Vec<Hand>,
    /// What was not dealt yet.
    stock: VecDeque<Vec<u32>>,
}

impl Dealer {
    /// Deals tasks, in the order in which they are to be started, to so many lanes.
    pub fn new(dealing: Dealing, order: &[u32], lanes: usize) -> Self {
        let size = match dealing {
            Dealing::Whole => order.len(),
            Dealing::InTurn { chunk } | Dealing::OnDemand { chunk } => chunk as usize,
        };
        let mut stock: VecDeque<Vec<u32>> = order.chunks(size.max(1)).map(<[u32]>::to_vec).collect();
        let share = match dealing {
            Dealing::Whole | Dealing::InTurn { .. } => stock.len(),
            Dealing::OnDemand { .. } => lanes.min(stock.len()),
        };
        let mut hands = vec![Hand::new(); lanes];
        for (place, chunk) in stock.drain(..share).enumerate() {
            hands[place % lanes].push(chunk);
        }
        Self { hands, stock }
    }

    /// What each lane begins with, by its place in the pool; there may be less than one task for each. They are taken
    /// once.
    pub fn take_hands(&mut self) -> Vec<Hand> {
        std::mem::take(&mut self.hands)
    }

    /// The chunk that a lane is given that is done with what it had.
    pub fn deal_next(&mut self) -> Option<Vec<u32>> {
        self.stock.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn in_turn_the_lanes_get_all_chunks_and_nothing_later() {
        let mut dealer = Dealer::new(Dealing::InTurn { chunk: 1 }, &[9, 0, 1, 2, 3], 2);
        assert_eq!(dealer.take_hands(), [vec![vec![9], vec![1], vec![3]], vec![vec![0], vec![2]]]);
        assert_eq!(dealer.deal_next(), None);
        let mut dealer = Dealer::new(Dealing::InTurn { chunk: 2 }, &[9, 0, 1, 2, 3], 2);
        assert_eq!(dealer.take_hands(), [vec![vec![9, 0], vec![3]], vec![vec![1, 2]]]);
    }

    #[test]
    fn on_demand_a_lane_gets_the_next_chunk_when_it_is_idle() {
        let mut dealer = Dealer::new(Dealing::OnDemand { chunk: 1 }, &[9, 0, 1, 2], 2);
        assert_eq!(dealer.take_hands(), [[[9]], [[0]]]);
        assert_eq!(
            [dealer.deal_next(), dealer.deal_next(), dealer.deal_next()],
            [Some(vec![1]), Some(vec![2]), None]
        );
        let mut dealer = Dealer::new(Dealing::OnDemand { chunk: 3 }, &[9, 0, 1, 2, 3, 4, 5], 2);
        assert_eq!(dealer.take_hands(), [[[9, 0, 1]], [[2, 3, 4]]]);
        assert_eq!([dealer.deal_next(), dealer.deal_next()], [Some(vec![5]), None]);
    }

    #[test]
    fn a_lane_alone_gets_everything_in_one_message() {
        let mut dealer = Dealer::new(Dealing::Whole, &[9, 0, 1], 1);
        assert_eq!(dealer.take_hands(), [[[9, 0, 1]]]);
    }

    #[test]
    fn there_may_be_fewer_chunks_than_lanes() {
        for dealing in [Dealing::InTurn { chunk: 2 }, Dealing::OnDemand { chunk: 2 }] {
            let mut dealer = Dealer::new(dealing, &[0, 1, 2], 4);
            assert_eq!(dealer.take_hands(), [vec![vec![0, 1]], vec![vec![2]], vec![], vec![]], "{dealing:?}");
            assert_eq!(dealer.deal_next(), None, "{dealing:?}");
        }
    }

    proptest! {
        /// However they are dealt, every task travels once, in its order, in messages that are full but for the last.
        #[test]
        fn every_task_is_dealt_once(tasks in 1..400u32, chunk in 1..50u32, lanes in 1..9usize, on_demand: bool) {
            let order: Vec<u32> = (0..tasks).collect();
            let dealing =
                if on_demand { Dealing::OnDemand { chunk } } else { Dealing::InTurn { chunk } };
            let mut dealer = Dealer::new(dealing, &order, lanes);
            let hands = dealer.take_hands();
            prop_assert_eq!(hands.len(), lanes);
            let later: Vec<_> = std::iter::from_fn(|| dealer.deal_next()).collect();
            prop_assert!(on_demand || later.is_empty());
            let mut messages: Vec<Vec<u32>> = hands.into_iter().flatten().chain(later).collect();
            messages.sort();
            prop_assert!(messages.iter().rev().skip(1).all(|message| message.len() == chunk as usize));
            prop_assert_eq!(messages.concat(), order);
        }
    }
}
