//! The audit log as chains: what a line's hash is taken over, chaining at the end of a transaction, and walking all
//! chains to see whether they are as they were written.
//!
//! A chain shows that nothing in it was altered, taken out or moved, and not that its end was never cut off together
//! with its head: for that, heads are kept elsewhere and compared.

use std::collections::BTreeMap;

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Binary, Nullable};
use domain::{AuditHead, ChainBreak, ChainFault, ChainReport};
use sha2::{Digest, Sha256};

use crate::records::{AuditEventRow, AuditHeadRow};
use crate::transaction::on_backend;
use crate::{Store, StoreError, Tx};

/// Lines that are chained, or looked at, at once.
const LINES_AT_ONCE: usize = 500;

/// The hash before the first line.
pub(crate) const BEGINNING: [u8; 32] = [0; 32];

/// A line as it is stored, each column as bytes and numbers in decimal digits, whatever stands there.
#[derive(Debug, Clone, QueryableByName)]
pub(crate) struct RawLine {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = Nullable<Binary>)]
    organization_id: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    seq: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    previous_hash: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    hash: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    id: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    api_key_id: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    user_id: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    request_id: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    action: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    resource: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    resource_id: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    subject_organization_id: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    detail: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Binary>)]
    at: Option<Vec<u8>>,
}

/// The id of an organization that a line or a head names, as bytes.
#[derive(Debug, QueryableByName)]
pub(crate) struct RawChain {
    #[diesel(sql_type = Nullable<Binary>)]
    pub(crate) organization_id: Option<Vec<u8>>,
}

/// The end of a chain as it is stored.
#[derive(Debug, QueryableByName)]
pub(crate) struct RawHead {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Nullable<Binary>)]
    hash: Option<Vec<u8>>,
}

impl RawHead {
    /// The number.
    pub(crate) fn number(&self) -> i64 {
        self.seq
    }
}

/// SHA-256 over columns, each with its length before it, so that no two lines are the same bytes.
fn digest<'a>(columns: impl IntoIterator<Item = Option<&'a [u8]>>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for column in columns {
        match column {
            Some(bytes) => {
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
            None => hash.update(u64::MAX.to_be_bytes()),
        }
    }
    hash.finalize().into()
}

/// The hash of a line that is being written.
fn hash_of_row(row: &AuditEventRow) -> [u8; 32] {
    let (seq, at) = (row.seq.to_string(), row.at.to_string());
    digest([
        Some(row.organization_id.as_bytes()),
        Some(seq.as_bytes()),
        Some(row.previous_hash.as_slice()),
        Some(row.id.as_bytes()),
        row.api_key_id.as_deref().map(str::as_bytes),
        row.user_id.as_deref().map(str::as_bytes),
        Some(row.request_id.as_bytes()),
        Some(row.action.as_bytes()),
        Some(row.resource.as_bytes()),
        Some(row.resource_id.as_bytes()),
        Some(row.subject_organization_id.as_bytes()),
        Some(row.detail.as_bytes()),
        Some(at.as_bytes()),
    ])
}

impl RawLine {
    /// The hash that the line should have, had it this number.
    fn hash_at(&self, seq: &[u8]) -> [u8; 32] {
        digest([
            self.organization_id.as_deref(),
            Some(seq),
            self.previous_hash.as_deref(),
            self.id.as_deref(),
            self.api_key_id.as_deref(),
            self.user_id.as_deref(),
            self.request_id.as_deref(),
            self.action.as_deref(),
            self.resource.as_deref(),
            self.resource_id.as_deref(),
            self.subject_organization_id.as_deref(),
            self.detail.as_deref(),
            self.at.as_deref(),
        ])
    }

    fn is_whole_at(&self, seq: i64) -> bool {
        self.hash.as_deref() == Some(self.hash_at(seq.to_string().as_bytes()).as_slice())
    }
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Store {
    /// Chains the lines that an older program wrote, some at a time.
    ///
    /// # Errors
    /// Only those of the database.
    pub(crate) fn chain_what_is_not(&self) -> Result<(), StoreError> {
        while self.write(|tx| tx.chain_some())? == LINES_AT_ONCE {}
        Ok(())
    }
}

impl Tx<'_> {
    /// How many there were.
    fn chain_some(&mut self) -> Result<usize, StoreError> {
        let rows = on_backend!(self, audit::list_unchained(LINES_AT_ONCE as i64))?;
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        on_backend!(self, audit::delete_unchained(&ids))?;
        self.audit.extend(rows.into_iter().map(AuditEventRow::from));
        Ok(ids.len())
    }

    /// Writes the lines of the transaction, each organization's after the last one of its chain. The chains are taken in
    /// the order of their ids, so that two transactions that write to the same ones never wait for each other.
    pub(crate) fn chain_audit_events(&mut self) -> Result<(), StoreError> {
        let mut chains: BTreeMap<String, Vec<AuditEventRow>> = BTreeMap::new();
        for row in std::mem::take(&mut self.audit) {
            chains.entry(row.organization_id.clone()).or_default().push(row);
        }
        for (organization_id, mut rows) in chains {
            let first = AuditHeadRow { organization_id, seq: 0, hash: BEGINNING.to_vec() };
            let mut head = on_backend!(self, audit::hold_head(&first))?;
            for row in &mut rows {
                row.seq = head.seq + 1;
                row.previous_hash = head.hash;
                row.hash = hash_of_row(row).to_vec();
                head = AuditHeadRow {
                    organization_id: head.organization_id,
                    seq: row.seq,
                    hash: row.hash.clone(),
                };
            }
            on_backend!(self, audit::append(&rows))?;
            on_backend!(self, audit::move_head(&head))?;
        }
        Ok(())
    }

    /// The ends of all chains, to be kept elsewhere.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_audit_heads(&mut self) -> Result<Vec<AuditHead>, StoreError> {
        let rows = on_backend!(self, audit::list_heads())?;
        let head = |row: AuditHeadRow| AuditHead {
            organization_id: row.organization_id,
            seq: row.seq,
            hash: hex(&row.hash),
        };
        Ok(rows.into_iter().map(head).collect())
    }

    /// The hash of a line, lower-case hex; none where there is no such line.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_audit_hash(&mut self, (whose, seq): (&str, i64)) -> Result<Option<String>, StoreError> {
        let found = on_backend!(self, audit::hash_of((whose, seq)))?;
        Ok(found.as_deref().map(hex))
    }

    /// Walks every chain from its beginning, and tells the first break of each.
    ///
    /// # Errors
    /// Only those of the database: whatever stands in a line is told as a break.
    pub fn verify_audit_chains(&mut self) -> Result<ChainReport, StoreError> {
        let mut report = ChainReport::default();
        for chain in on_backend!(self, audit_rows::chains())? {
            report.chains += 1;
            let whose = chain.organization_id.unwrap_or_default();
            let (lines, found) = self.verify_chain(&whose)?;
            report.lines += lines;
            report.breaks.extend(found.map(|(seq, id, fault)| ChainBreak {
                organization_id: text(&whose),
                seq,
                id: id.as_deref().map(text),
                fault,
            }));
        }
        Ok(report)
    }

    /// How many lines were looked at, and the first break.
    fn verify_chain(&mut self, whose: &[u8]) -> Result<(u64, Option<Broken>), StoreError> {
        let (mut lines, mut last, mut previous) = (0, 0_i64, BEGINNING.to_vec());
        loop {
            let some = on_backend!(self, audit_rows::after(whose, last, LINES_AT_ONCE as i64))?;
            let is_end = some.len() < LINES_AT_ONCE;
            for line in some {
                lines += 1;
                let expected = last + 1;
                if line.place != expected {
                    // A number that is none, or below 1, cannot have been written.
                    let was_moved = line.place > expected;
                    let (id, fault) = match was_moved {
                        true => (None, ChainFault::Missing),
                        false => (line.id, ChainFault::Altered),
                    };
                    return Ok((lines, Some((expected, id, fault))));
                }
                if !line.is_whole_at(expected) || line.seq.as_deref() != Some(expected.to_string().as_bytes())
                {
                    let fault = self.fault_of(whose, &line)?;
                    return Ok((lines, Some((expected, line.id, fault))));
                }
                if line.previous_hash.as_deref() != Some(previous.as_slice()) {
                    return Ok((lines, Some((expected, line.id, ChainFault::Altered))));
                }
                previous = line.hash.unwrap_or_default();
                last = expected;
            }
            if is_end {
                let head = on_backend!(self, audit_rows::head(whose))?;
                return Ok((lines, broken_end(head, last, &previous)));
            }
        }
    }

    /// Whether a line that is not what its hash says was written so, but in another place.
    fn fault_of(&mut self, whose: &[u8], line: &RawLine) -> Result<ChainFault, StoreError> {
        let most = on_backend!(self, audit_rows::most(whose))?;
        let was_written = (1..=most).any(|seq| line.is_whole_at(seq));
        Ok(if was_written { ChainFault::Reordered } else { ChainFault::Altered })
    }
}

/// Where a chain is broken: the number, the line that stands there, what is wrong.
type Broken = (i64, Option<Vec<u8>>, ChainFault);

fn broken_end(head: Option<RawHead>, last: i64, hash: &[u8]) -> Option<Broken> {
    let Some(head) = head else {
        return (last > 0).then_some((last, None, ChainFault::HeadDiffers));
    };
    let same_hash = head.hash.as_deref() == Some(hash);
    match head.seq.cmp(&last) {
        std::cmp::Ordering::Equal if same_hash => None,
        // Lines that were written have been cut off: their last one's hash is not the one that stands last now.
        std::cmp::Ordering::Greater if !same_hash => Some((last + 1, None, ChainFault::Missing)),
        _ => Some((last, None, ChainFault::HeadDiffers)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_lines_are_the_same_bytes() {
        let of = |columns: &[Option<&str>]| digest(columns.iter().map(|column| column.map(str::as_bytes)));
        assert_ne!(of(&[Some("ab"), Some("c")]), of(&[Some("a"), Some("bc")]));
        assert_ne!(of(&[None, Some("a")]), of(&[Some(""), Some("a")]));
        assert_ne!(of(&[None]), of(&[]));
    }
}
