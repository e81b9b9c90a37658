//? exit: 101
struct Seat(&'static str);

impl Drop for Seat {
    fn drop(&mut self) {
        println!("{} leaves", self.0);
    }
}

fn serve(line: &str) -> Result<u32, std::num::ParseIntError> {
    let _first = Seat("alice");
    let _second = Seat("bob");
    let early = Seat("carol");
    drop(early);
    let number = line.parse()?;
    println!("{number} was a number");
    Ok(number)
}

fn main() {
    println!("{:?}", serve("1").is_ok());
    println!("{:?}", serve("one").is_ok());
    let _last = Seat("dave");
    panic!("something unforeseen");
}
