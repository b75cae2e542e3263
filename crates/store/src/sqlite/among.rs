//! `column IN (…)` with the whole list as one value.
//!
//! `IN (?, ?, …)` is another statement for each length, parsed and planned anew each time; a list that is handed over
//! as JSON leaves the statement as it is, so that each connection prepares it once.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::Sqlite;

/// Whether a column has one of some texts.
#[derive(Debug, Clone, QueryId)]
pub(crate) struct Among<Column> {
    column: Column,
    /// As a JSON list.
    texts: String,
}

/// Whether a column has one of these texts.
pub(crate) fn among<Column: Expression<SqlType = Text>>(column: Column, texts: &[String]) -> Among<Column> {
    Among { column, texts: serde_json::Value::from(texts).to_string() }
}

impl<Column> Expression for Among<Column> {
    type SqlType = Bool;
}

impl<Column: AppearsOnTable<Source>, Source> AppearsOnTable<Source> for Among<Column> {}

impl<Column: SelectableExpression<Source>, Source> SelectableExpression<Source> for Among<Column> {}

impl<Column: ValidGrouping<Grouping>, Grouping> ValidGrouping<Grouping> for Among<Column> {
    type IsAggregate = Column::IsAggregate;
}

impl<Column: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Among<Column> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.texts)?;
        out.push_sql("))");
        Ok(())
    }
}
