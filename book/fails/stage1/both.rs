//? error: E0119
use stage1_tcp::ChatError;

struct UserName(String);

impl From<&str> for UserName {
    fn from(trusted: &str) -> Self {
        Self(trusted.to_owned())
    }
}

impl TryFrom<&str> for UserName {
    type Error = ChatError;

    fn try_from(text: &str) -> Result<Self, ChatError> {
        if text.is_empty() { Err(ChatError::InvalidName) } else { Ok(Self(text.to_owned())) }
    }
}

fn main() {}
