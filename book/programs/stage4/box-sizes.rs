type Filter = Box<dyn FnMut(&str, &str) -> bool>;

fn main() {
    let mut seen = 0_u64;
    let counter = move |_from: &str, _text: &str| {
        seen += 1;
        seen < 1000
    };
    let word = String::from("spam");
    let blocked = move |_from: &str, text: &str| !text.contains(&word);
    println!("counter: {} bytes, blocked: {} bytes", size_of_val(&counter), size_of_val(&blocked));
    let filters: Vec<Filter> = vec![Box::new(counter), Box::new(blocked)];
    for filter in &filters {
        println!("in the list: {} bytes, on the heap: {}", size_of_val(filter), size_of_val(&**filter));
    }
}
