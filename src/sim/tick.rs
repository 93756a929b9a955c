//! What is done in a tick, in order: every system with what calls it.

use bevy_ecs::change_detection::{DetectChanges, Tick as ChangeTick};
use bevy_ecs::message::{Message, MessageCursor, Messages};
use bevy_ecs::prelude::{IntoSystem, Resource, World};
use bevy_ecs::system::BoxedSystem;

use super::{Due, Phase};

/// What calls a system. Most have nothing to do in most ticks, and asking costs a fraction of handing a system all that
/// it needs.
pub struct Call(Caller);

enum Caller {
    Due(&'static str),
    World(Box<dyn FnMut(&World) -> bool + Send + Sync>),
}

impl Call {
    fn calls(&mut self, kinds: &[&'static str], world: &World) -> bool {
        match &mut self.0 {
            Caller::Due(kind) => kinds.contains(kind),
            Caller::World(calls) => calls(world),
        }
    }
}

/// Something of this kind is due.
pub fn due(kind: &'static str) -> Call {
    Call(Caller::Due(kind))
}

/// Somebody has told something of this kind since the question was asked last.
pub fn told<M: Message>() -> Call {
    let mut heard = MessageCursor::<M>::default();
    Call(Caller::World(Box::new(move |world| {
        let messages = world.resource::<Messages<M>>();
        let is_news = !heard.is_empty(messages);
        heard.clear(messages);
        is_news
    })))
}

/// This has been written to since the question was asked last.
pub fn changed<R: Resource>() -> Call {
    let mut seen: Option<ChangeTick> = None;
    Call(Caller::World(Box::new(move |world| {
        let now = world
            .get_resource_ref::<R>()
            .map(|resource| resource.last_changed());
        std::mem::replace(&mut seen, now) != now
    })))
}

/// The world is so.
pub fn when(so: impl Fn(&World) -> bool + Send + Sync + 'static) -> Call {
    Call(Caller::World(Box::new(so)))
}

struct Duty {
    phase: Phase,
    /// One is enough; none is needed by what is done in every tick.
    calls: Option<Vec<Call>>,
    system: BoxedSystem,
}

/// What is done in a tick: phase by phase, within a phase in the order in which the rooms have put it in. Nothing runs
/// beside anything else, so that nothing is left to an order that nobody chose.
#[derive(Default)]
pub struct Tick {
    duties: Vec<Duty>,
    /// For each kind of message: puts away what everybody has had time to hear, and says whether there is any left.
    put_away: Vec<fn(&mut World) -> bool>,
}

impl Tick {
    /// Messages of this kind are carried from room to room: heard later in the tick in which they are written, or in the
    /// next.
    pub fn carries<M: Message>(&mut self, world: &mut World) {
        world.init_resource::<Messages<M>>();
        self.put_away.push(|world| {
            if world.resource::<Messages<M>>().is_empty() {
                return false;
            }
            let mut messages = world.resource_mut::<Messages<M>>();
            messages.update();
            !messages.is_empty()
        });
    }

    /// What is done in a phase, after what is done in it already.
    pub fn phase(&mut self, phase: Phase) -> Duties<'_> {
        Duties { tick: self, phase }
    }

    /// Brings everything into its order, and to this world.
    pub fn prepare(&mut self, world: &mut World) {
        self.duties.sort_by_key(|duty| duty.phase);
        for duty in &mut self.duties {
            duty.system.initialize(world);
        }
    }

    /// Does what there is to do; says whether anything was told that can still be heard in the next tick.
    pub fn run(&mut self, world: &mut World) -> bool {
        let kinds: Vec<&'static str> = world.resource::<Due>().kinds().collect();
        for Duty { calls, system, .. } in &mut self.duties {
            let mut calls = calls.as_mut().map(|calls| calls.iter_mut());
            let is_called = calls
                .as_mut()
                .is_none_or(|calls| calls.any(|call| call.calls(&kinds, world)));
            if is_called {
                carry_out(system, world);
            }
        }
        let left = self.put_away.iter().filter(|put_away| put_away(world));
        left.count() > 0
    }
}

/// Runs a system.
///
/// # Panics
/// When the world lacks what the system works with: an error of whoever put the rooms together.
pub fn carry_out(system: &mut BoxedSystem, world: &mut World) {
    if let Err(error) = system.run((), world) {
        panic!("{} cannot run: {error:?}", system.name());
    }
}

/// What is put into one phase, in the order of the calls.
pub struct Duties<'a> {
    tick: &'a mut Tick,
    phase: Phase,
}

impl Duties<'_> {
    /// Done in every tick.
    pub fn always<M>(&mut self, system: impl IntoSystem<(), (), M>) -> &mut Self {
        self.put(None, system)
    }

    /// Done when any of these calls it.
    pub fn on<M>(
        &mut self,
        calls: impl IntoIterator<Item = Call>,
        system: impl IntoSystem<(), (), M>,
    ) -> &mut Self {
        self.put(Some(calls.into_iter().collect()), system)
    }

    fn put<M>(&mut self, calls: Option<Vec<Call>>, system: impl IntoSystem<(), (), M>) -> &mut Self {
        self.tick.duties.push(Duty {
            phase: self.phase,
            calls,
            system: Box::new(IntoSystem::into_system(system)),
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use bevy_ecs::prelude::{MessageReader, MessageWriter, ResMut};

    use super::*;

    #[derive(Resource, Default)]
    struct Diary(Vec<&'static str>);

    #[derive(Message)]
    struct News;

    #[test]
    fn phases_go_in_their_order_and_rooms_in_theirs() {
        let mut world = World::new();
        world.init_resource::<Diary>();
        world.init_resource::<Due>();
        let mut tick = Tick::default();
        tick.phase(Phase::Care)
            .always(|mut diary: ResMut<Diary>| diary.0.push("care"));
        tick.phase(Phase::Hazard)
            .always(|mut diary: ResMut<Diary>| diary.0.push("hazard"))
            .on([when(|_| false)], |mut diary: ResMut<Diary>| {
                diary.0.push("never");
            })
            .always(|mut diary: ResMut<Diary>| diary.0.push("hazard after"));
        tick.prepare(&mut world);
        tick.run(&mut world);
        assert_eq!(world.resource::<Diary>().0, ["hazard", "hazard after", "care"]);
    }

    #[test]
    fn news_calls_once_and_a_change_too() {
        let mut world = World::new();
        world.init_resource::<Diary>();
        world.init_resource::<Due>();
        let mut tick = Tick::default();
        tick.carries::<News>(&mut world);
        tick.phase(Phase::Act)
            .on([told::<News>()], |mut news: MessageReader<News>| {
                assert_eq!(news.read().count(), 1);
            })
            .on([changed::<Diary>()], |mut tells: MessageWriter<News>| {
                tells.write(News);
            });
        tick.prepare(&mut world);
        let told = |world: &World| world.resource::<Messages<News>>().len();
        assert!(
            tick.run(&mut world),
            "what is there for the first time has changed"
        );
        assert_eq!(told(&world), 1);
        assert!(!tick.run(&mut world));
        assert_eq!(told(&world), 0, "everybody has had time to hear it");
        world.resource_mut::<Diary>().0.push("changed");
        assert!(tick.run(&mut world));
        assert_eq!(told(&world), 1);
    }
}
