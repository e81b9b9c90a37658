//? error: E0053
use stage1_tcp::ChatError;

struct UserName(String);

impl From<&str> for UserName {
    fn from(text: &str) -> Result<Self, ChatError> {
        let name = text.trim();
        if name.is_empty() {
            return Err(ChatError::InvalidName);
        }
        Ok(Self(name.to_owned()))
    }
}

fn main() {}
