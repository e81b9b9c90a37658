//? error: E0451
use stage4_commands::{ListenAddr, ServerConfig};

fn main() {
    let config = ServerConfig {
        address: ListenAddr::default(),
        motd: "Be kind.".to_owned(),
        max_rooms: 0,
        blocked: Vec::new(),
        flood: None,
    };
    println!("{config:?}");
}
