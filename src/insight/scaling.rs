//! What a sweep says: how speed grows with workers, and from which size on a way of running pays.

use crate::trace::{Pace, Spread};

/// A number of workers, and how many times sooner than with one of them.
pub type Scaled = (u32, f64);

/// The serial share, from 0 to 1, of the curve of Amdahl's law, S(p) = 1 ∕ (s + (1 − s) ∕ p), that lies
/// nearest to what was measured, by least squares over 1 ∕ S, in which s is linear. `None` unless there
/// are two or more numbers of workers above 1. (Amdahl, *Validity of the single processor approach to
/// achieving large scale computing capabilities*, AFIPS 1967.)
pub fn serial_share(measured: &[Scaled]) -> Option<f64> {
    let above_one: Vec<_> =
        measured.iter().filter(|(workers, speedup)| *workers > 1 && *speedup > 0.0).collect();
    if above_one.len() < 2 {
        return None;
    }
    let (mut product, mut square) = (0.0, 0.0);
    for (workers, speedup) in above_one {
        let ideal = 1.0 / f64::from(*workers);
        product += (1.0 / speedup - ideal) * (1.0 - ideal);
        square += (1.0 - ideal).powi(2);
    }
    Some((product / square).clamp(0.0, 1.0))
}

/// The speedup with so many workers when a share of the work, from 0 to 1, is serial.
pub fn amdahl(serial: f64, workers: f64) -> f64 {
    1.0 / (serial + (1.0 - serial) / workers)
}

/// The serial share that one measurement shows by itself; where it grows with the number of workers, the
/// loss is overhead rather than serial work. `None` for one worker. (Karp and Flatt, *Measuring parallel
/// processor performance*, Communications of the ACM 33(5), 1990.)
pub fn karp_flatt((workers, speedup): Scaled) -> Option<f64> {
    let ideal = 1.0 / f64::from(workers);
    (workers > 1 && speedup > 0.0).then(|| (1.0 / speedup - ideal) / (1.0 - ideal))
}

/// The fewest workers that are not surely later than the best number of them; of numbers of workers and makespans.
pub fn enough_workers(measured: &[(u32, Spread)]) -> Option<u32> {
    let (_, best) = measured.iter().min_by(|a, b| a.1.median.total_cmp(&b.1.median))?;
    let is_enough = |makespan: &Spread| !matches!(best.pace(makespan), Pace::Sooner(_));
    measured.iter().filter(|(_, makespan)| is_enough(makespan)).map(|(workers, _)| *workers).min()
}

/// The place of the first size from which on one way is surely sooner than the other at every size; of makespans by
/// rising size, `(one, other)`. `None` if it is not sooner in the end.
pub fn pays_from(makespans: &[(Spread, Spread)]) -> Option<usize> {
    let is_sooner = |(one, other): &(Spread, Spread)| matches!(one.pace(other), Pace::Sooner(_));
    let first = makespans.iter().rposition(|pair| !is_sooner(pair)).map_or(0, |place| place + 1);
    (first < makespans.len()).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_is_found_again_in_its_own_curve() {
        for serial in [0.0, 0.05, 0.3, 1.0] {
            let curve: Vec<Scaled> =
                (1..=8).map(|workers| (workers, amdahl(serial, workers.into()))).collect();
            assert!((serial_share(&curve).unwrap() - serial).abs() < 1e-12);
            for point in &curve[1..] {
                assert!((karp_flatt(*point).unwrap() - serial).abs() < 1e-12);
            }
        }
        assert_eq!(amdahl(0.5, 2.0), 1.0 / 0.75);
    }

    #[test]
    fn impossible_measurements_stay_within_the_law() {
        assert_eq!(serial_share(&[(2, 3.0), (4, 6.0)]), Some(0.0));
        assert_eq!(serial_share(&[(2, 0.5), (4, 0.4)]), Some(1.0));
        assert_eq!(serial_share(&[(1, 1.0), (2, 1.9)]), None);
        assert_eq!(karp_flatt((1, 1.0)), None);
        // The table of the paper's introduction: 3.95 times on 4 processors.
        assert!((karp_flatt((4, 3.95)).unwrap() - 0.0042).abs() < 1e-4);
    }

    #[test]
    fn enough_is_the_fewest_that_are_nearly_the_best() {
        let once = |measured: &[(u32, f64)]| {
            let measured = measured.iter().map(|(workers, ms)| (*workers, Spread::once(*ms)));
            enough_workers(&measured.collect::<Vec<_>>())
        };
        assert_eq!(once(&[(1, 100.0), (2, 52.0), (4, 51.0), (8, 50.0)]), Some(2));
        assert_eq!(once(&[(1, 100.0), (2, 50.0)]), Some(2));
        assert_eq!(once(&[]), None);
        let thrice = |ms: f64| Spread::of(&[ms - 1.0, ms, ms + 1.0]).unwrap();
        assert_eq!(enough_workers(&[(2, thrice(54.0)), (4, thrice(50.0))]), Some(4));
        assert_eq!(enough_workers(&[(2, thrice(51.5)), (4, thrice(50.0))]), Some(2), "level");
    }

    #[test]
    fn a_way_pays_from_the_size_on_after_which_it_is_never_later() {
        let (short, long) = (Spread::once(1.0), Spread::once(10.0));
        let (later, sooner) = ((long, short), (short, long));
        assert_eq!(pays_from(&[later, sooner, sooner]), Some(1));
        assert_eq!(pays_from(&[sooner, later, sooner]), Some(2));
        assert_eq!(pays_from(&[sooner, sooner]), Some(0));
        assert_eq!(pays_from(&[sooner, later]), None);
        assert_eq!(pays_from(&[]), None);
    }
}
