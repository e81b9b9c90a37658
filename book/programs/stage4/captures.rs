fn main() {
    let word = String::from("spam");
    let is_spam = |text: &str| text.contains(&word); // borrows word
    println!("{} {}", is_spam("spam!"), is_spam("eggs"));

    let mut seen = 0;
    let mut count = || seen += 1; // borrows seen mutably
    count();
    count();
    println!("{seen} messages, still looking for {word}");

    let farewell = || word; // takes word, and gives it away
    println!("the word was {}", farewell());
}
