//! What a test stands on: a database of its own, on either back end.

use store::{DatabaseUrl, Store, StoreOptions};

use crate::private_postgres;

/// A fresh database with the current schema.
pub(crate) struct Ground {
    /// The database.
    pub(crate) store: Store,
    /// Where it is.
    pub(crate) url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Ground {
    /// A file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self::on(url, Some(folder))
    }

    /// A database of the private cluster; `None` where there is no PostgreSQL.
    pub(crate) fn postgres() -> Option<Self> {
        private_postgres::fresh_database().map(|url| Self::on(url, None))
    }

    fn on(url: String, folder: Option<tempfile::TempDir>) -> Self {
        let store = open(&url);
        assert_eq!(store.migrate().unwrap(), crate::schema::ALL);
        Self { store, url, _folder: folder }
    }
}

/// The database of a URL, as the program opens it.
pub(crate) fn open(url: &str) -> Store {
    Store::open(&DatabaseUrl::parse(url).unwrap(), &StoreOptions::default()).unwrap()
}

/// Makes of each test body `fn name(ground: &Ground)` a test `sqlite::name` and a test `postgres::name`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[test]
                fn $name() {
                    super::$name(&crate::ground::Ground::sqlite());
                }
            )+
        }
        mod postgres {
            $(
                #[test]
                fn $name() {
                    if let Some(ground) = crate::ground::Ground::postgres() {
                        super::$name(&ground);
                    }
                }
            )+
        }
    };
}
