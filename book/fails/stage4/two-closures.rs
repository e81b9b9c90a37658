//? error: E0308
fn main() {
    let mut predicates = vec![|text: &str| text.contains("spam")];
    predicates.push(|text: &str| text.contains("eggs"));
    let word = String::from("ham");
    predicates.push(|text: &str| text.contains(&word));
    for blocks in &predicates {
        println!("{}", blocks("spam and eggs"));
    }
}
