/// The numbers of the attempts that are left.
struct Countdown {
    left: u32,
}

impl Iterator for Countdown {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }
}

fn main() {
    for left in (Countdown { left: 3 }) {
        println!("for: {left}");
    }

    // The same, written out.
    let mut countdown = Countdown { left: 3 };
    while let Some(left) = countdown.next() {
        println!("while: {left}");
    }

    let odd: Vec<u32> = Countdown { left: 6 }.filter(|left| left % 2 == 1).collect();
    println!("the odd ones of six: {odd:?}");
}
