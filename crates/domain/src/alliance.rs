//! 地域人事部アライアンス: bodies that work together, and who of them is in.

use crate::fault::Faults;
use crate::id::{AllianceId, OrganizationId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// How a body stands to an alliance.
    pub enum MembershipState {
        /// 招待中: asked to join, and has not answered.
        Invited = "invited",
        /// 参加
        Member = "member",
        /// 脱退: has left, or did not want to join.
        Left = "left",
    }
}

/// What a caller writes of an alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllianceContent {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
}

/// A body in an alliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllianceMember {
    /// The body.
    pub organization_id: OrganizationId,
    /// How it stands to the alliance.
    pub state: MembershipState,
    /// The member that asked it last; `None` for the body that made the alliance.
    pub invited_by: Option<OrganizationId>,
    /// Asked at; for the body that made the alliance, made at.
    pub invited_at: Timestamp,
    /// In since.
    pub joined_at: Option<Timestamp>,
    /// Out since.
    pub left_at: Option<Timestamp>,
}

/// 地域人事部アライアンス.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alliance {
    /// Id.
    pub id: AllianceId,
    /// The member that keeps it: the one that made it, later the one that has been in longest.
    pub organization_id: OrganizationId,
    /// Grows by one with each change, of its members too.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// The last member left at.
    pub ended_at: Option<Timestamp>,
    /// What the caller wrote.
    pub content: AllianceContent,
    /// Bodies that are in, that are asked, and that have left; in the order in which they were first asked.
    pub members: Vec<AllianceMember>,
}

impl AllianceContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::NAME).required(&self.name, &mut faults);
        Text::new("/purpose", limits::PROSE).required(&self.purpose, &mut faults);
        faults.guard(self)
    }
}

impl Alliance {
    /// How a body stands to it; `None` when it was never asked.
    pub fn member(&self, organization: OrganizationId) -> Option<&AllianceMember> {
        self.members.iter().find(|member| member.organization_id == organization)
    }

    /// Whether a body is in.
    pub fn has_member(&self, organization: OrganizationId) -> bool {
        self.member(organization).is_some_and(|member| member.state == MembershipState::Member)
    }

    /// Whether a body may know of it: it is in, or is asked.
    pub fn is_open_to(&self, organization: OrganizationId) -> bool {
        self.member(organization).is_some_and(|member| member.state != MembershipState::Left)
    }

    /// The bodies that are in or asked; those that left do not count.
    pub fn standing(&self) -> impl Iterator<Item = &AllianceMember> {
        self.members.iter().filter(|member| member.state != MembershipState::Left)
    }

    /// Asks a body to join, again where it has left.
    pub fn invite(&mut self, organization: OrganizationId, (by, at): (OrganizationId, Timestamp)) {
        let asked = AllianceMember {
            organization_id: organization,
            state: MembershipState::Invited,
            invited_by: Some(by),
            invited_at: at,
            joined_at: None,
            left_at: None,
        };
        match self.members.iter_mut().find(|member| member.organization_id == organization) {
            Some(member) => *member = asked,
            None => self.members.push(asked),
        }
    }

    /// A body that was asked is in.
    pub fn join(&mut self, organization: OrganizationId, at: Timestamp) {
        if let Some(member) = self.members.iter_mut().find(|member| member.organization_id == organization) {
            *member = AllianceMember {
                state: MembershipState::Member,
                joined_at: Some(at),
                left_at: None,
                ..*member
            };
        }
    }

    /// A body leaves, or does not want to join. Where it kept the alliance, the member that has been in longest keeps
    /// it from now on; where it was the last one, the alliance has ended, and nobody is asked any more.
    pub fn leave(&mut self, organization: OrganizationId, at: Timestamp) {
        let left = |member: &AllianceMember| AllianceMember {
            state: MembershipState::Left,
            left_at: Some(at),
            ..member.clone()
        };
        if let Some(member) = self.members.iter_mut().find(|member| member.organization_id == organization) {
            *member = left(member);
        }
        let is_in = |member: &&AllianceMember| member.state == MembershipState::Member;
        match self.members.iter().filter(is_in).min_by_key(|member| member.joined_at) {
            Some(_) if self.has_member(self.organization_id) => {}
            Some(longest) => self.organization_id = longest.organization_id,
            None => {
                self.ended_at = Some(at);
                for member in
                    self.members.iter_mut().filter(|member| member.state == MembershipState::Invited)
                {
                    *member = left(member);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(number: u8) -> OrganizationId {
        OrganizationId::from_parts(1, [number; 10])
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn alliance() -> Alliance {
        let content = AllianceContent {
            name: "信州の地域人事部".to_owned(), purpose: "学び合う".to_owned()
        };
        let mut alliance = Alliance {
            id: AllianceId::from_parts(1, [0; 10]),
            organization_id: body(1),
            version: 1,
            created_at: at(0),
            updated_at: at(0),
            ended_at: None,
            content,
            members: Vec::new(),
        };
        for number in [1, 2, 3] {
            alliance.invite(body(number), (body(1), at(0)));
        }
        alliance.join(body(1), at(1));
        alliance.join(body(3), at(2));
        alliance
    }

    #[test]
    fn the_longest_member_keeps_it_after_the_one_that_made_it() {
        let mut alliance = alliance();
        alliance.join(body(2), at(9));
        alliance.leave(body(1), at(10));
        assert_eq!((alliance.organization_id, alliance.ended_at), (body(3), None));
        assert!(!alliance.is_open_to(body(1)) && alliance.has_member(body(2)));
    }

    #[test]
    fn the_last_to_leave_ends_it_and_its_invitations() {
        let mut alliance = alliance();
        alliance.leave(body(3), at(10));
        assert!(alliance.is_open_to(body(2)));
        alliance.leave(body(1), at(11));
        assert_eq!(alliance.ended_at, Some(at(11)));
        assert!(!alliance.is_open_to(body(2)), "nobody is asked any more");
    }

    #[test]
    fn who_left_can_be_asked_again() {
        let mut alliance = alliance();
        alliance.leave(body(3), at(10));
        alliance.invite(body(3), (body(1), at(20)));
        assert_eq!(alliance.members.len(), 3);
        assert!(alliance.is_open_to(body(3)) && !alliance.has_member(body(3)));
    }
}
