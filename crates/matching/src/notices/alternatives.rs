//! What else somebody who is not chosen could try: open postings of the same body or an allied one for which they are
//! eligible, the best score first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::notice::ALTERNATIVES;
use domain::posting::Window;
use domain::{
    Alternative, Candidate, NoAlternative, OrganizationId, PartialWeights, Posting, PostingId, SortKey,
};
use scoring::{CompiledPerson, CompiledPosting, PostingsCall};
use store::Tx;

use crate::alliances::allied_with;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::pool::PooledPosting;

/// What a person is shown, or why nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) alternatives: Vec<Alternative>,
    pub(super) none: Option<NoAlternative>,
}

/// The other postings that are open, with the names of their bodies.
pub(super) struct Others {
    open: Vec<Arc<PooledPosting>>,
    names: HashMap<OrganizationId, String>,
}

impl Others {
    /// Those beside a posting.
    pub(super) fn of(engine: &Engine, tx: &mut Tx<'_>, posting: &Posting) -> Result<Self, MatchingError> {
        let at = engine.now();
        let mut bodies = allied_with(tx, posting.organization_id, at)?;
        bodies.push(posting.organization_id);
        let mut open = engine.pool.published();
        open.retain(|other| {
            other.posting.id != posting.id
                && bodies.contains(&other.posting.organization_id)
                && other.posting.window_at(at) == Window::Open
        });
        let mut names = HashMap::new();
        for body in bodies {
            let name = tx.find_organization(body)?.map(|body| body.content.name);
            names.extend(name.map(|name| (body, name)));
        }
        Ok(Self { open, names })
    }

    /// What a person is shown of them.
    pub(super) fn offer(
        &self,
        engine: &Engine,
        tx: &mut Tx<'_>,
        person: &Candidate,
    ) -> Result<Offer, MatchingError> {
        let open: Vec<&Arc<PooledPosting>> =
            self.open.iter().filter(|other| other.posting.is_for_people_of(person.organization_id)).collect();
        if open.is_empty() {
            return Ok(Offer { none: Some(NoAlternative::NoOpenPosting), ..Offer::default() });
        }
        let compiled: Vec<&CompiledPosting> = open.iter().map(|other| &other.compiled).collect();
        let who = CompiledPerson::new(&engine.reference, person.id, &person.content.profile);
        let call =
            PostingsCall { sort: SortKey::Score, limit: open.len(), weights: PartialWeights::default() };
        let ranked = scoring::rank_postings(&who, &compiled, &call);
        let applied: HashSet<PostingId> = tx
            .list_applications_of(person.id)?
            .into_iter()
            .filter(|application| application.status.stands())
            .map(|application| application.posting_id)
            .collect();
        let fitting = ranked.items.iter().filter(|item| !applied.contains(&item.id));
        let alternatives: Vec<Alternative> = fitting
            .take(ALTERNATIVES)
            .filter_map(|item| {
                let other = open.iter().find(|other| other.posting.id == item.id)?;
                Some(Alternative {
                    posting_id: item.id,
                    title: other.posting.content.title.clone(),
                    organization: self.names.get(&other.posting.organization_id)?.clone(),
                    score: item.pair.score,
                })
            })
            .collect();
        let none = match (alternatives.is_empty(), ranked.items.is_empty()) {
            (false, _) => None,
            (true, true) => Some(NoAlternative::NoneFits),
            (true, false) => Some(NoAlternative::AppliedToAll),
        };
        Ok(Offer { alternatives, none })
    }
}
