//? error: E0382
use stage4_commands::{ChatError, Server, ServerConfig, announce};

fn main() -> Result<(), ChatError> {
    let builder = ServerConfig::builder();
    builder.motd("Be kind.");
    Server::bind(builder.build()?)?.run(announce)
}
