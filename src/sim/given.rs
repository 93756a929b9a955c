//! The scenario that a run has been handed: shared by all, changed by nobody.

use std::ops::Deref;
use std::sync::Arc;

use bevy_ecs::prelude::Resource;

use crate::scenario::model::Scenario;

/// The scenario of the run: what was given before the first tick and never changes.
#[derive(Resource, Clone)]
pub struct Given(pub Arc<Scenario>);

impl Deref for Given {
    type Target = Scenario;
    fn deref(&self) -> &Scenario {
        &self.0
    }
}
