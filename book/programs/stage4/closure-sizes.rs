fn main() {
    let word = String::from("spam");
    let limit = 3_usize;
    let seen = 0_u64;
    let by_nothing = |text: &str| text.len() > 80;
    let by_limit = move |text: &str| text.len() > limit;
    let by_reference = |text: &str| text.contains(&word);
    println!("captures nothing: {} bytes", size_of_val(&by_nothing));
    println!("a usize: {} bytes, a usize itself: {}", size_of_val(&by_limit), size_of_val(&limit));
    println!("a reference: {} bytes", size_of_val(&by_reference));
    let by_value = move |text: &str| text.contains(&word) && seen == 0;
    println!("a String and a u64: {} bytes", size_of_val(&by_value));
}
