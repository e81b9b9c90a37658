struct Config {
    motd: String,
    blocked: String,
    max_rooms: usize,
    flood: usize,
}

impl Config {
    fn new(
        _host: &str,
        _port: &str,
        motd: &str,
        blocked: &str,
        max_rooms: usize,
        flood: usize,
        _history: usize,
    ) -> Self {
        Self { motd: motd.to_owned(), blocked: blocked.to_owned(), max_rooms, flood }
    }
}

fn main() {
    let config = Config::new("127.0.0.1", "8080", "spam,lottery", "Be kind", 3, 50, 20);
    println!("message of the day: {}", config.motd);
    println!("nobody may say: {}", config.blocked);
    println!("rooms: {}, messages a second: {}", config.max_rooms, config.flood);
}
