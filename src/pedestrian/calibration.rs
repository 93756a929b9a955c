//! Every number of the model, with its unit and source.
//!
//! The door flow of a speed model belongs to its code as much as to its constants (step length, wall terms,
//! where agents are removed), so these were fitted in this code and are pinned by `verification`. `[M]`: measured
//! with this code; `[S]`: seen in the source named; `[mem]`: recalled, to be checked before anyone relies on it.

/// The length of a step, s. A constant and never a parameter: the door flow of a parallel update depends on it
/// (2.04, 1.85, 1.63 and 1.28 p/s/m at 0.025, 0.05, 0.1 and 0.2 s, measured on a prototype of this model).
pub const STEP_S: f32 = 0.05;

/// Time gap T, s: the speed is the free distance ahead divided by T.
///
/// Fitted here, to doors (about 1.9 p/s/m in experiments [mem]): 0.6 s lets 1.84 to 1.92 p/s/m through doors of
/// 0.8 to 2.5 m [M], 0.7 s about 1.7, 1.0 s about 1.4. In a corridor 0.6 s lies 0.12 m/s (RMSE) above Weidmann's
/// curve, 0.7 s 0.07 m/s off it, 1.0 s 0.10 m/s below it [M]. Tordeux et al. 2016 use 1.06 s [mem].
pub(super) const TIME_GAP_S: f32 = 0.6;

/// Time gap down a flight of stairs, s: a foot needs the tread it comes to, so people leave a longer gap than on the
/// flat.
///
/// Fitted to one relation, the SFPE handbook's speed down a 7/11 in stair by density, 1.08 (1 − 0.266 ρ) m/s from
/// 0.54 to 3 persons/m² [S]: see `verification::stair_flow`, which also holds it against data it was not fitted to.
/// With 0.6 s, as on the flat, people walked down at 0.33 m/s where SFPE has 0.16, and a flight carried 1.4 to 1.6
/// persons/s/m [M].
pub(super) const DOWN_TIME_GAP_S: f32 = 1.0;

/// Time gap up a flight of stairs, s: longer than down in the ratio of the largest flows of IMO MSC.1/Circ.1533,
/// 1.1 persons/s/m down and 0.88 up [S].
pub(super) const UP_TIME_GAP_S: f32 = DOWN_TIME_GAP_S * 1.1 / 0.88;

/// Time gap in single file, s, where walls leave no room for two abreast: nobody walks at the side of the one ahead.
///
/// A. Seyfried et al. 2005, arXiv physics/0506170: one person needs 0.36 m and 1.06 s at the own speed [S, as quoted].
/// The 0.36 m are two radii of the bodies here. RiMEA 16 asks for that relation, so it is fitted, not foretold.
pub(super) const FILE_TIME_GAP_S: f32 = 1.06;

/// In single file whoever is ahead is ahead even at the other wall: bodies count so many times as broad, not as deep.
/// Two bodies that stop at 0.9 radii ([`WALL_STOP`]) from the walls of a passage of less than four radii are less than
/// 2.2 radii apart sideways.
pub(super) const FILE_BREADTH: f32 = 1.1;

/// A wall runs along the way where the cosine of the angle between them is at least this, 45 degrees. A jamb of a thin
/// wall does not: a door is no passage.
pub(super) const ALONG_COSINE: f32 = 0.7;

/// Strength a of the push from a neighbour at contact (dimensionless, against a desired direction of length 1).
/// The default of `JuPedSim` [S].
pub(super) const PUSH: f32 = 8.0;

/// Distance D over which the push from a neighbour falls by e, m. The default of `JuPedSim` [S].
pub(super) const PUSH_RANGE_M: f32 = 0.1;

/// A wall takes the part of a direction that leads into it, fully at contact and not at all at this gap, m.
/// Fitted: 0.05, 0.1 and 0.2 m give 1.94, 1.89 and 1.83 p/s/m at 1.2 m [M].
pub(super) const WALL_REACH_M: f32 = 0.1;

/// Who keeps less than this share of their direction before a wall walks into it head-on. An assumption: within 9 degrees.
pub(super) const HEAD_ON_SHARE: f32 = 0.15;

/// How strongly whoever walks head-on into the end of a wall turns round it, in shares of their own direction. An
/// assumption: more than what is left of it.
pub(super) const ROUND_THE_END: f32 = 0.3;

/// A body stops at this share of its radius from a wall: shoulders are wider than bodies are deep.
pub(super) const WALL_STOP: f32 = 0.9;

/// Neighbours farther than this do not push, m between centres. At 1 m two adults (radius 0.18 m) push with
/// 8·exp(−6.4) = 0.013 of a desired direction, and from all sides at once.
pub(super) const PUSH_CUTOFF_M: f32 = 1.0;

/// Two people more than this apart in height do not meet, m: less than half a storey (1.6 m), more than what a
/// steep flight (0.7 m per metre) rises over the longest gap that slows anyone.
pub(super) const HEIGHT_CUTOFF_M: f32 = 1.2;

/// Time over which a person's progress is averaged, s: people who are pushed to and fro make none.
pub(super) const PACE_S: f32 = 0.5;

/// A person who makes less progress than this share of the desired speed is held up, and grows impatient.
pub(super) const HELD_UP_SHARE: f32 = 0.1;

/// Waiting time after which a person held up starts to turn the shoulders, s, times 0.5 to 2.5 by luck. Fitted:
/// in 500 rooms nobody is stuck and no flow pauses longer than 2.1 s; 2 s let it pause for 3 to 5 s [M].
pub(super) const PATIENCE_S: f32 = 0.5;

/// Time over which shoulders are turned once patience ends, s.
pub(super) const TURNING_S: f32 = 1.0;

/// Share by which turned shoulders narrow a body. A body ellipse of 0.46 m by 0.24 m [mem] would allow 0.5.
/// Without it, arches of bodies of mixed sizes (radii 0.12 to 0.24 m) stand for ever [M].
pub(super) const TURNED_SHARE: f32 = 0.35;

/// Shoulders are turned only when a wall or jamb is nearer than this, m: arches stand on walls.
pub(super) const ARCH_REACH_M: f32 = 1.0;

/// Somebody blocks from the side when the cosine between the way and the direction to them is below this (60°).
/// Only then shoulders are turned: if a queue turned them it would pack, and the flow of a door of 1.2 m would
/// grow with the crowd behind it (from 2.8 to 3.4 p/s between 200 and 1,000 people; so from 2.25 to 2.34).
pub(super) const ARCH_COSINE: f32 = 0.5;

/// Largest tangent of the angle by which a held-up person tries another direction (times the nudge).
pub(super) const NUDGE_SLOPE: f32 = 0.6;

/// Two people are walking against each other when the cosine between their ways is below this.
pub(super) const ONCOMING_COSINE: f32 = -0.3;

/// A person steps aside when the gap ahead allows less than this share of the desired speed.
pub(super) const STEP_ASIDE_SHARE: f32 = 0.8;

/// Cosine and sine of the angle of stepping aside, 55°.
pub(super) const STEP_ASIDE: [f32; 2] = [0.573_576, 0.819_152];

/// Cosine and sine of the angle at which somebody slower is overtaken, 30°: over the gap that slows a person, about a
/// metre between centres, it leads past a body. Without overtaking 5,000 people at 0.5 persons/m² walk at 1.00 m/s,
/// where Weidmann has 1.30 [M].
pub(super) const OVERTAKE: [f32; 2] = [0.866_025, 0.5];

/// Nobody overtakes without room to walk freely for so long, s. Fitted to Weidmann's curve from 0.5 to 4 persons/m² (RiMEA
/// 4).
pub(super) const OVERTAKING_GAP_S: f32 = 1.5;

/// Who walks slower than this share of the desired speed is in a throng, where nobody looks for a way past. An
/// assumption.
pub(super) const OVERTAKING_SHARE: f32 = 0.25;

/// The left side must give this many times the gap of the right one before a person passes on the left: people
/// keep right (where they drive on the right), which is what makes lanes. Fitted to 100 against 100 in a corridor
/// of 2 m (NIST 2.8): 1 lets the last through after 286 s, 8 after 155 s [M].
pub(super) const KEEP_RIGHT: f32 = 8.0;

/// Share by which shoulders are turned to pass somebody who comes the other way.
pub(super) const PASSING_SHARE: f32 = 0.25;

/// Share by which a body is narrowed further, once impatient, to pass somebody who comes the other way: the two
/// go sideways, belly to belly (0.16 m between the centres of two adults). Fitted: 40 against 40 on a dog-leg of
/// 1.5 m lock up for ever without it [M].
pub(super) const PRESSED_SHARE: f32 = 0.3;

/// Share of the push from neighbours that the impatient no longer heed while they pass.
pub(super) const UNHEEDED_SHARE: f32 = 0.8;

/// Less progress than this share of the desired speed counts as congestion at the next portal.
pub(super) const CONGESTED_SHARE: f32 = 0.25;

/// Farther than this from the next portal, slowness is not laid at its door, m.
pub(super) const CONGESTION_REACH_M: f32 = 4.0;

/// Pitch of the lattice on which ways are found, m.
pub(super) const LATTICE_M: f32 = 0.2;

/// Cells nearer than this to a wall cost more, m.
pub(super) const CLEARANCE_M: f32 = 0.5;

/// A cell at a wall costs this much more than open floor (dimensionless), falling with the square to zero at
/// `CLEARANCE_M`.
pub(super) const CLEARANCE_COST: f32 = 0.8;

/// Walking speed along a flight over the speed on the flat: SFPE handbook (6th edition, ch. 67) k = 1.08 m/s for
/// a 7/11 in stair against 1.40 m/s on the level [S]. Used for choosing ways only.
pub(super) const STAIR_SPEED_SHARE: f32 = 0.77;

/// Length of a company for each of its people, m: three abreast, half a metre from row to row, as a class stands. An
/// assumption, chosen so that classes arrive within 10 s (school-b).
pub(super) const LENGTH_EACH_M: f32 = 0.17;

/// So near to its goal a company gathers, m: whoever is there waits for the last, and steps aside for others. An
/// assumption.
pub(super) const GATHERS_M: f32 = 10.0;

/// No company gathers nearer to a door than this, m: those behind come out there. An assumption.
pub(super) const GATHERS_CLEAR_OF_PORTAL_M: f32 = 3.0;

/// How fast whoever waits for the company steps aside, m/s. An assumption.
pub(super) const STEPS_ASIDE_M_S: f32 = 0.5;

/// Whoever is ahead of a company on the way, and not so near, keeps at least this share of their speed: who stands still
/// in a corridor holds up others. An assumption.
pub(super) const LEAST_EASE: f32 = 0.75;

/// A last one who has not got on for so long is not waited for where the company gathers either, s. An assumption.
pub(super) const NOT_GATHERED_S: f32 = 120.0;

/// A company is never shorter than this, m. An assumption.
pub(super) const LEAST_LENGTH_M: f32 = 2.0;

/// Nobody waits for others nearer than this to a door or to the end of a flight, m: there they would be in the way. An
/// assumption.
pub(super) const CLEAR_OF_PORTAL_M: f32 = 1.5;

/// The last of a company does not get on when slower than this, m/s: an assumption, half of the slowest that anybody
/// walks in the published cases (0.2 m/s, NIST 2.9).
pub(super) const STANDS_STILL_M_S: f32 = 0.1;

/// A last one who has not got on for so long is not waited for on the way, s. An assumption.
pub(super) const GIVEN_UP_S: f32 = 20.0;

/// Everybody weighs the ways out anew every so many seconds. An assumption.
pub(super) const REVIEW_S: u32 = 5;

/// The way taken seems to take this share of its time: nobody turns round for a trifle. Fitted to RiMEA 11, which has
/// most of 1,000 people leave by the nearer of two exits: with 0.8 both get the same [M].
pub(super) const STAYS_SHARE: f32 = 0.5;

/// Nobody weighs times more exactly than by this share. An assumption.
pub(super) const TASTE_SHARE: f32 = 0.1;

/// A way seems shorter by this share where all in sight take it: that people follow others is what studies of
/// evacuations agree on [S]; the share is an assumption.
pub(super) const FOLLOWED_SHARE: f32 = 0.3;

/// Others are seen up to here, m. An assumption.
pub(super) const SEES_OTHERS_M: f32 = 10.0;
