//! Users of both.

use serde_json::json;

use super::{Kind, World, made};
use crate::client::Client;

/// By whom B logs in.
pub(in crate::isolation) const LOGIN_OF_B: &str = "login-of-b@example.jp";
/// With this password.
pub(in crate::isolation) const PASSWORD_OF_B: &str = "Bの合言葉はとても長いもの";

impl World {
    /// B's own user, who is written over and over, and one who stays as they are.
    pub(super) fn users_of_b(&mut self, b: &Client) {
        let user = |email: &str| json!({"email": email, "display_name": "Bの人", "roles": ["viewer"], "password": PASSWORD_OF_B});
        let own = made(&b.post("/users", &user("own-of-b@example.jp")));
        made(&b.post("/users", &user(LOGIN_OF_B)));
        self.own.insert(Kind::User, own);
        self.own.insert(Kind::Mail, "never-asked@example.jp".to_owned());
    }

    /// A's user.
    pub(super) fn user(&mut self, a: &Client) {
        let email = format!("{}@example.jp", self.canaries.word("the mail address of a user"));
        let name = self.canaries.word("the name of a user");
        let body = json!({"email": email, "display_name": name, "roles": ["coordinator"], "password": null});
        let id = made(&a.post("/users", &body));
        self.hide(Kind::User, &id);
    }
}
