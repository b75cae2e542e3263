//! Hand-overs, with the people in them.

use diesel::prelude::*;
use domain::{
    CandidateId, Handover, HandoverId, HandoverPerson, NewHandover, OrganizationId, Page, PageRequest,
    ProgramId, Timestamp, UserId,
};

use super::{Part, page};
use crate::schema::{handover_people, handovers};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, instant_if, parsed, word};
use crate::{StoreError, Tx};

/// A hand-over as it is stored, but for its people. `remarks` and `document` are JSON.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = handovers, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct HandoverRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    program_id: String,
    from_user_id: String,
    to_user_id: String,
    moves_at: i64,
    note: Option<String>,
    state: String,
    sent_at: Option<i64>,
    acknowledged_at: Option<i64>,
    moved_at: Option<i64>,
    remarks: String,
    document: String,
}

/// A person as they are stored. `facts` is JSON.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = handover_people, treat_none_as_default_value = false)]
pub(crate) struct HandoverPersonRow {
    handover_id: String,
    candidate_id: String,
    position: i32,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    facts: String,
}

impl From<&Handover> for HandoverRow {
    fn from(handover: &Handover) -> Self {
        let content = &handover.content;
        Self {
            id: handover.id.to_string(),
            organization_id: handover.organization_id.to_string(),
            version: handover.version,
            created_at: handover.created_at.micros(),
            updated_at: handover.updated_at.micros(),
            program_id: content.program_id.to_string(),
            from_user_id: content.from_user_id.to_string(),
            to_user_id: content.to_user_id.to_string(),
            moves_at: content.moves_at.micros(),
            note: content.note.clone(),
            state: handover.state.to_string(),
            sent_at: handover.sent_at.map(Timestamp::micros),
            acknowledged_at: handover.acknowledged_at.map(Timestamp::micros),
            moved_at: handover.moved_at.map(Timestamp::micros),
            remarks: serde_json::json!(handover.remarks).to_string(),
            document: serde_json::json!(handover.document).to_string(),
        }
    }
}

impl HandoverPersonRow {
    fn all_of(handover: &Handover) -> Vec<Self> {
        let row = |(position, person): (i32, &HandoverPerson)| Self {
            handover_id: handover.id.to_string(),
            candidate_id: person.candidate_id.to_string(),
            position,
            name: person.name.clone(),
            email: person.email.clone(),
            phone: person.phone.clone(),
            facts: serde_json::json!(person.facts).to_string(),
        };
        (0..).zip(&handover.people).map(row).collect()
    }

    fn person(self, organization: &str) -> Result<HandoverPerson, StoreError> {
        Ok(HandoverPerson {
            candidate_id: parsed("handover_people.candidate_id", &self.candidate_id, CandidateId::parse)?,
            organization_id: parsed("candidates.organization_id", organization, OrganizationId::parse)?,
            name: self.name,
            email: self.email,
            phone: self.phone,
            facts: serde_json::from_str(&self.facts)
                .map_err(|_| corrupt("handover_people.facts", &self.facts))?,
        })
    }
}

impl TryFrom<HandoverRow> for Handover {
    type Error = StoreError;

    /// The hand-over, still without its people.
    fn try_from(row: HandoverRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("handovers.id", &row.id, HandoverId::parse)?,
            organization_id: parsed(
                "handovers.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            version: row.version,
            created_at: instant("handovers.created_at", row.created_at)?,
            updated_at: instant("handovers.updated_at", row.updated_at)?,
            content: NewHandover {
                program_id: parsed("handovers.program_id", &row.program_id, ProgramId::parse)?,
                from_user_id: parsed("handovers.from_user_id", &row.from_user_id, UserId::parse)?,
                to_user_id: parsed("handovers.to_user_id", &row.to_user_id, UserId::parse)?,
                moves_at: instant("handovers.moves_at", row.moves_at)?,
                note: row.note,
            },
            state: word("handovers.state", &row.state)?,
            sent_at: instant_if("handovers.sent_at", row.sent_at)?,
            acknowledged_at: instant_if("handovers.acknowledged_at", row.acknowledged_at)?,
            moved_at: instant_if("handovers.moved_at", row.moved_at)?,
            remarks: serde_json::from_str(&row.remarks)
                .map_err(|_| corrupt("handovers.remarks", &row.remarks))?,
            document: serde_json::from_str(&row.document)
                .map_err(|_| corrupt("handovers.document", &row.document))?,
            people: Vec::new(),
        })
    }
}

impl Tx<'_> {
    /// Keeps a new hand-over with its people.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the programme, a user or a person is not there.
    pub fn insert_handover(&mut self, handover: &Handover) -> Result<(), StoreError> {
        let (row, people) = (HandoverRow::from(handover), HandoverPersonRow::all_of(handover));
        on_backend!(self, handovers::insert(&row, &people))
    }

    /// Replaces a hand-over; its people stay as they were. `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_handover(
        &mut self,
        handover: &Handover,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = HandoverRow::from(handover);
        on_backend!(self, handovers::update(&row, expected_version))
    }

    /// The hand-over of an id, with its people; those who are gone are not among them any more.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_handover(&mut self, id: HandoverId) -> Result<Option<Handover>, StoreError> {
        let Some(row) = on_backend!(self, handovers::find(&id.to_string(), self.hold))? else {
            return Ok(None);
        };
        let mut handover = Handover::try_from(row)?;
        for (row, organization) in on_backend!(self, handovers::list_people(&id.to_string()))? {
            handover.people.push(row.person(&organization)?);
        }
        Ok(Some(handover))
    }

    /// The hand-overs of a body, without their people.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_handovers(
        &mut self,
        body: OrganizationId,
        request: &PageRequest<HandoverId>,
    ) -> Result<Page<Handover>, StoreError> {
        let rows = on_backend!(self, handovers::list(&body.to_string(), &Part::of(request)))?;
        page(rows, request, Handover::try_from)
    }

    /// The hand-overs of a programme that were sent and whose move nobody has noted yet, the earliest first; without
    /// their people.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_pending_handovers(&mut self, program: ProgramId) -> Result<Vec<Handover>, StoreError> {
        let rows = on_backend!(self, handovers::list_pending(&program.to_string()))?;
        rows.into_iter().map(Handover::try_from).collect()
    }

    /// The hand-overs of a body that were sent and are not acknowledged; without their people.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_unacknowledged_handovers(
        &mut self,
        body: OrganizationId,
    ) -> Result<Vec<Handover>, StoreError> {
        let rows = on_backend!(self, handovers::list_unacknowledged(&body.to_string()))?;
        rows.into_iter().map(Handover::try_from).collect()
    }
}
