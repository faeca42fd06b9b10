//! Polku's own people and matters as resources: rendered from their facts whenever they are read.

use fhir::ResourceType;
use ledger::Found;

use super::Resting;
use crate::door::{Denied, Door};

impl Door {
    /// Every version of a resource that is rendered, the oldest first; none when it is not one.
    pub(super) fn own_versions(
        &self,
        rtype: ResourceType,
        id: &str,
    ) -> Result<Vec<Resting>, Denied> {
        let Some(found) = self.ledger.resource(rtype.as_str(), id)? else { return Ok(Vec::new()) };
        Ok(self.own_standing(rtype, &found)?.into_iter().collect())
    }

    /// The version in force of a resource that is rendered.
    pub(super) fn own_standing(
        &self,
        _rtype: ResourceType,
        _found: &Found,
    ) -> Result<Option<Resting>, Denied> {
        Ok(None)
    }
}
