# Every sentence that leaves a run, in English. Fluent syntax: https://projectfluent.org/fluent/guide/
# Keys and arguments are declared in the program; a test compares them with this file, both ways.
# Names of people, places and positions are titles and begin with a capital; what is decided, ordered or asked is
# a phrase and does not.

## How durations, lists and quantities are said

duration-s = { $seconds } s
duration-min-s = { $minutes } min { $seconds } s
duration-h-min = { $hours } h { $minutes } min

list-none = none
list-more = { $first }, { $rest }
list-and-others = { $rest } and { $n } more
list-last = { $rest } and { $last }

unit-count = { $n }
unit-cubic-metre-per-second = { $n } m³/s
unit-fraction = { $n }
unit-hectare = { $n } ha
unit-metre = { $n } m
unit-metre-per-second = { $n } m/s
unit-person =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
unit-person-minute =
    { $n ->
        [one] { $n } person-minute
       *[other] { $n } person-minutes
    }
unit-person-per-second = { $n } persons/s
unit-second = { $n } s

## The timeline: the hazard

shaking-begins = { $subject }: the ground shakes for { $duration_s }. Magnitude { $magnitude }, intensity { $intensity } at the school.
region-shakes = { $subject }, magnitude { $magnitude }: the ground shakes most strongly in { $strongest_in }, intensity { $intensity }, for { $duration_s }.
shaking-ends = { $subject }: the shaking is over.
early-warning = An early warning sounds at { $place }: strong shaking is seconds away ({ $subject }).

levee-breaks = { $subject } breaks.
barrier-stands = { $subject } stands at its full height.
barrier-ordered = { $subject } is to be built: people and sandbags set out.
works-flow = { $subject }: { $flow_m3_s } from now on.
works-open = { $subject } is opened to { $open_m }.
works-on = { $subject } is switched on.
works-off = { $subject } is switched off.
water-comes = Water comes to { $subject }: it stands { $depth_m } deep.
water-goes = The water has gone from { $subject }.
floor-under-water = { $depth_m } of water stands on { $subject }: its rooms can no longer be used.
floor-free-of-water = The water has gone from { $subject }.
water-dangerous = { $subject }: the water is { $danger ->
        [for-some] dangerous for some, children and the frail first
        [for-most] dangerous for most people
        [for-all] dangerous for all, rescuers too
       *[low] a hazard
    }, { $depth_m } deep at { $speed_m_s }.
gauge-rises-to = { $subject } rises to { $level_m }: { $alert ->
        [watch] the threshold of watch is passed.
        [warning] the threshold of warning is passed.
        [flood] the threshold of flood is passed.
       *[normal] normal.
    }
gauge-falls-to = { $subject } falls to { $level_m }: { $alert ->
        [watch] watch only.
        [warning] warning only.
       *[normal] below all thresholds.
    }
gauge-read = { $subject } is read: { $level_m }.
forecast-issued = Forecast for { $subject }: { $level_m } in { $lead_s }.
resident-calls = Somebody in { $subject } rings up: the water stands about { $depth_m } deep.
patrol-stays = Patrol { $patrol } does not set out: water closes { $subject }.
patrol-sees-water = Patrol { $patrol } sees about { $depth_m } of water at { $subject }.
patrol-turns-back = Patrol { $patrol } turns back at { $subject }: about { $depth_m } of water.
patrol-sees-breach = Patrol { $patrol } sees that { $subject } has broken.
patrol-sees-nothing-new = Patrol { $patrol } has gone its round from { $subject } on and has seen nothing new.
settlement-told =
    { $people ->
        [0] { $subject } hears { $how ->
            [order] the order to leave.
           *[warning] the warning.
        }
        [one] { $subject } hears { $how ->
            [order] the order to leave.
           *[warning] the warning.
        } One person is at home.
       *[other] { $subject } hears { $how ->
            [order] the order to leave.
           *[warning] the warning.
        } { $people } people are at home.
    }
residents-leave = The first people leave { $subject }.
houses-damaged =
    { $houses ->
        [one] { $subject }: { $depth_m } of water at { $speed_m_s } damages walls and openings of one house.
       *[other] { $subject }: { $depth_m } of water at { $speed_m_s } damages walls and openings of { $houses } houses.
    }
houses-destroyed =
    { $houses ->
        [one] { $subject }: { $depth_m } of water at { $speed_m_s } destroys one house.
       *[other] { $subject }: { $depth_m } of water at { $speed_m_s } destroys { $houses } houses.
    }
settlement-left =
    { $people ->
        [0] { $subject } is empty: { $left } have left.
        [one] Everybody has left { $subject } who wants to leave: { $left }. One person stays.
       *[other] Everybody has left { $subject } who wants to leave: { $left }. { $people } stay.
    }
residents-cut-off =
    { $people ->
        [one] { $subject } is cut off by the water, with one person at home.
       *[other] { $subject } is cut off by the water, with { $people } people at home.
    }
residents-free =
    { $people ->
        [one] { $subject } is no longer cut off. One person is at home.
       *[other] { $subject } is no longer cut off. { $people } people are at home.
    }
residents-drown =
    { $people ->
        [one] { $subject }: one person has drowned.
       *[other] { $subject }: { $people } people have drowned so far.
    }
road-under-water = { $subject } is closed: { $depth_m } of water on it.
road-free = { $subject } can be driven again.
road-closed-to-trucks = { $subject } is closed to trucks and fire engines, too: { $depth_m } of water on it.
road-free-for-trucks = Trucks and fire engines can pass { $subject } again.
station-fails = { $subject } fails: the water stands { $depth_m } above its floor.

## The timeline: a town

municipality-struck =
    { $subject }: { $collapsed ->
        [0] no building has
        [one] { $collapsed } building has
       *[other] { $collapsed } buildings have
    } collapsed, { $complete } completely damaged in all; { $killed } killed, { $entrapped } alive under rubble, { $hurt } hurt.
fires-break-out =
    { $subject }: { $fires ->
        [one] a fire breaks out.
       *[other] { $fires } fires break out.
    }
dies-under-rubble =
    { $subject }: one more person dies under rubble. { $alive ->
        [0] Nobody is alive under it there any more.
        [one] One person is still alive under it there.
       *[other] { $alive } people are still alive under it there.
    }
beds-lost = { $subject }: { $beds } beds can still be used.
service-ends = { $subject } is too badly damaged to go on.
school-closed = { $subject } is damaged and stays closed until somebody has looked at it.
service-without-power = { $subject } has no power.
street-blocked = Rubble blocks { $street }.

## The timeline: places

place-closed = { $subject } can no longer be passed.
place-opened = { $subject } can be passed again.
telephones-fail = The telephone network is down at { $subject }.
telephones-back = The telephone network is back at { $subject }.
cue-appears =
    { $cue ->
        [crack] A crack appears at { $subject }.
        [fallen-plaster] Plaster has fallen at { $subject }.
        [leaning-wall] A wall leans, seen from { $subject }.
        [blocked] { $subject } is blocked.
        [gas-smell] There is a smell of gas at { $subject }.
        [smoke] There is smoke at { $subject }.
        [water] There is water at { $subject }.
       *[other] At { $subject } there is now: { $cue }.
    }
power-fails = The mains power fails at { $subject }.
power-back = The mains power is back at { $subject }.

## The timeline: people

drop-cover-hold =
    { $people ->
        [one] One person drops, takes cover and holds on.
       *[other] { $people } people drop, take cover and hold on.
    }
counts-aloud = { $holder } counts aloud for { $duration_s }; { $subject } stays under cover meanwhile.
count-ends = The count of { $subject } is through.
leaves-without-order = { $subject } leaves without waiting for an order.
person-hurt =
    { $severity ->
        [1] { $subject } is hurt and needs first aid. Place: { $place }.
        [2] { $subject } is hurt and needs a hospital. Place: { $place }.
        [3] { $subject } is hurt and in danger of life. Place: { $place }.
       *[other] { $subject } is dead or dying. Place: { $place }.
    }
swept-away = { $subject } loses their footing: { $depth_m } of water at { $speed_m_s }. Place: { $place }.
exhausted-by-cold = { $subject } has stood too long in the cold water, { $depth_m } deep, and is exhausted. Place: { $place }.
children-helped =
    { $people ->
        [one] One child of { $subject } is
       *[other] { $people } children of { $subject } are
    } helped by hand. Adults who help: { $adults }.
class-told-to-leave = { $subject } is told to leave.
class-holds = { $subject } stays in its room.
class-shelters = { $subject } takes shelter where it is.
class-goes-on = { $subject } has left its room: the order to stay comes too late, and it goes on.
class-turns = { $subject } is sent elsewhere and turns.
comes-in-from-water = { $subject } stands outdoors in { $depth_m } of water and goes in, to where it is dry.
class-taken-over = { $holder } takes charge of { $subject }.
sets-out-alone = At { $place }, { $subject } is alone and sets out for the room of the class.
class-sets-out = { $subject } sets out.
way-found-open = { $subject } sees that { $place } can be passed again.
way-found-blocked = { $subject } finds the way blocked at { $place } and looks for another.
person-trapped = { $subject } is trapped at { $place }: no way out is left.
class-trapped = { $subject } is trapped in { $place }: no way out is left.
waits-to-be-carried = At { $place }, { $subject } waits until two adults come to carry them.
person-out = { $subject } leaves the building by { $place }.
person-assembled = { $subject } reaches { $place }.

## The timeline: who is accounted for

roll-call-begins = { $subject }: the roll call begins.
roll-call-breaks-off = { $subject }: the roll call breaks off.
roll-call-ends = { $subject }: the roll call is done. Present: { $present }. Missing: { $missing }.
class-found = { $finder } finds { $subject } in { $place }: nobody has told it to leave.
person-found = { $finder } finds { $subject } in { $place }.
tally =
    { $people ->
        [0] { $subject } counts up. Nobody is missing from the lists received.
       *[other] { $subject } counts up. Not accounted for: { $value }.
    }
all-accounted =
    { $located ->
        [0] { $subject }: everybody is accounted for.
       *[other] { $subject }: everybody is accounted for. Not with their class, but known of: { $whom }.
    }
cleared-for-re-entry = { $by } clears { $subject } for re-entry.
pupil-telephones-home = { $subject } reaches the family by telephone.
first-parent-comes = The first of those who come for their pupils is at { $subject }.
release-begins = { $subject } begins to hand pupils over at { $place }.
grade-called = { $subject }: it is the turn of grade { $grade }.
pupils-released =
    { $mark ->
        [first] { $subject }: the first pupil of grade { $grade } has been handed over.
        [half] { $subject }: half of grade { $grade } has been handed over.
       *[other] { $subject }: all of grade { $grade } has been handed over.
    }
custody-question = { $subject } is not handed over yet: who may fetch this pupil has to be cleared up.
custody-cleared = { $subject }: it is cleared up who may fetch this pupil.
pupil-not-at-hand = { $subject } has been asked for and is not at hand.
second-shift-comes =
    { $mark ->
        [first] The first pupil of the second shift has come to { $subject }
        [half] Half of the second shift has come to { $subject }
        [kept-out] The first pupil of the second shift is kept out of { $subject }
        [more] More of the second shift have come to { $subject }
       *[other] All of the second shift has come to { $subject }
    }: { $inside } in the yard, { $waiting } before the gate.
taken-home-unnoticed = { $subject } is taken home by the family, who came in by { $place }: nobody notes it.
all-released = { $subject }: every pupil has been handed over.

## The timeline: what is done

sweep-begins =
    { $spaces ->
        [one] { $subject } begins to sweep the floor: one room to look into.
       *[other] { $subject } begins to sweep the floor: { $spaces } rooms to look into.
    }
sweep-ends =
    { $waiting ->
        [0] { $subject } has looked into every room of { $place }.
       *[other] { $subject } has looked into every room of { $place }. Whom nobody has carried out yet: { $whom }.
    }
sweep-ends-short = { $subject } has swept { $place }, but could not get to: { $rooms }.
task-waits = { $subject } first finishes the task in hand, then does this: { $action }.
room-not-reached = { $subject } finds no way to { $place } and leaves it out.
task-breaks-off = { $subject } can no longer go on. Rooms not looked into: { $rooms }.
search-begins =
    { $spaces ->
        [one] { $subject } goes to search: one room to look into.
       *[other] { $subject } goes to search: { $spaces } rooms to look into.
    }
nothing-to-search = { $subject } has nobody left to look for, or no room: no search.
search-rests =
    { $spaces ->
        [one] { $subject } breaks off the search to carry somebody: one room is left for later.
       *[other] { $subject } breaks off the search to carry somebody: { $spaces } rooms are left for later.
    }
carrying-rests = { $subject } cannot carry alone, and does something else first.
search-ends =
    { $people ->
        [0] { $subject } ends the search: everybody looked for has been found.
       *[other] { $subject } ends the search. Not found by this searcher: { $missing }.
    }
goes-to-open = { $subject } goes to open { $place }.
opens = { $subject } opens { $place }.
goes-to-stand = { $subject } goes to stand at { $place }.
stands-at = { $subject } stands at { $place }.
leaves-post = { $subject } stands at { $place } no longer.
goes-to-carry = { $subject } goes to carry { $whom }, who is at { $place }.
goes-to-wait-with = { $subject } goes to wait with { $whom }, who is at { $place }.
waits-with = { $subject } waits with { $whom } at { $place }.
stays-no-longer = { $subject } has stayed with somebody until they were carried, and is free again.
nobody-to-wait-with = { $subject } finds nobody who waits alone, or cannot be spared.
taken-up = { $subject } is taken up at { $place } by { $by } and { $and }.
carrying-ends = { $subject } has carried somebody out and is free again.
set-down = { $subject } is set down at { $place }: one of the two can carry no longer.
task-impossible = { $subject } cannot do what was ordered at { $place }.
resource-assigned =
    { $subject } is assigned and turns out. Kind: { $kind ->
        [ambulance] ambulance
        [fire-engine] fire engine
        [police-patrol] police patrol
        [inspection-team] inspection team
       *[other] { $kind }
    }.
resource-leaves =
    { $subject } is on its way. Kind: { $kind ->
        [ambulance] ambulance
        [fire-engine] fire engine
        [police-patrol] police patrol
        [inspection-team] inspection team
       *[other] { $kind }
    }.
resource-comes-by-script =
    { $subject } comes to the gate, as exercise control has it. Kind: { $kind ->
        [ambulance] ambulance
        [fire-engine] fire engine
        [police-patrol] police patrol
        [inspection-team] inspection team
       *[other] { $kind }
    }.
resource-on-scene =
    { $subject } is on the scene. Kind: { $kind ->
        [ambulance] ambulance
        [fire-engine] fire engine
        [police-patrol] police patrol
        [inspection-team] inspection team
       *[other] { $kind }
    }.
resource-turns-round = { $subject } finds { $place } locked and drives round to the next gate.
resource-stopped-by-water = { $subject } is stopped by water on { $place } and waits.
resource-held-up = { $subject } is held up at { $place } by the cars of parents.
looks-for-command = { $subject } has come by { $place }, where nobody meets the crew, and looks for whoever leads the school.
officer-on-scene = { $subject } has come with { $resource } and takes up the position.
inspection-begins = { $subject } begins to inspect { $place }.
inspection-ends =
    { $finding ->
        [usable]
            { $barred ->
                [0] { $subject } has inspected { $place }: it may be used as before.
               *[other] { $subject } has inspected { $place }: it may be used as before, but for { $stairs }.
            }
        [restricted] { $subject } has inspected { $place }: it may be used only in part, and not by pupils, until engineers have looked closer.
       *[other] { $subject } has inspected { $place }: nobody may go in.
    }
inspection-breaks-off = { $subject } cannot go on, and { $place } is not inspected.

## The timeline: what is said

report-sent =
    { $recipients ->
        [0] { $from } reports { $about }.
        [1] { $from } reports to { $to }: { $about }.
       *[other] { $from } reports to { $recipients } people: { $about }.
    }
evacuation-ordered =
    { $recipients ->
        [1] { $from } orders the people of { $to } to leave.
       *[other] { $from } orders the people of { $recipients } places to leave.
    }
warning-given =
    { $recipients ->
        [1] { $from } warns { $to }.
       *[other] { $from } gives a warning to { $recipients } places.
    }
alarm-sounded =
    { $recipients ->
        [one] { $from } sounds the alarm. It is meant for one person.
       *[other] { $from } sounds the alarm. It is meant for { $recipients } people.
    }
order-given =
    { $recipients ->
        [0] { $from } gives the order to { $about }.
        [1] { $from } orders { $to } to { $about }.
       *[other] { $from } gives { $recipients } people the order to { $about }.
    }
briefing-begins = { $from } goes to brief { $to } face to face.
briefing-ends = { $to } has been briefed by { $from }.
request-sent =
    { $recipients ->
        [0] { $from } sends a request: { $about }.
        [1] { $from } sends a request to { $to }: { $about }.
       *[other] { $from } sends a request to { $recipients } people: { $about }.
    }
question-asked =
    { $recipients ->
        [0] { $from } asks: { $about }?
        [1] { $from } asks { $to }: { $about }?
       *[other] { $from } asks { $recipients } people: { $about }?
    }
message-received =
    { $channel ->
        [self] { $to } begins with it: { $about }.
       *[other] { $to } hears from { $from } by { $channel }: { $about }.
    }
message-acknowledged = { $by } acknowledges: { $about }.
silence-followed-up =
    { $how ->
        [ask-again] { $from } has had no answer and asks again: { $about }. Silent: { $silent }.
       *[other] { $from } has had no answer and sends a runner: { $about }. Silent: { $silent }.
    }
request-granted = { $by } – the answer is yes: { $about }.
families-answer = { $by } answer: { $about }.
request-declined = { $by } – the answer is no: { $about }.
consulted = { $by } has been heard on this: { $about }.

## The timeline: who knows and who decides

picture-changes =
    { $value ->
        [yes] { $subject } learns of { $about }.
        [no] { $subject } learns that this is not so: { $about }.
        [unknown] { $subject } asks { $about }, and nobody knows.
       *[other] { $subject } learns { $about }: { $value }.
    }
orders-conflict = { $to } has two orders that contradict each other: from { $other }, and now from { $from } to { $about }.
decision-due = { $subject } has to decide: { $decision }.
consultation-impossible = { $subject } would have to ask first on “{ $decision }”: { $post }. Nobody holds that post here, and the decision goes on.
decision-taken = { $subject } decides on “{ $decision }”: { $option }.
action-refused =
    { $reason ->
        [no-authority] { $by } has no authority for this, and it is not done: { $action }.
        [nobody-there] { $by } can no longer act, and this is not done: { $action }.
        [not-in-human-hands] This is in nobody's hands, and it is not done: { $action }. Asked by: { $by }.
        [outside-own-chain] { $by } orders somebody outside the own chain of command, and it is not done: { $action }.
        [crew-has-its-own-tasks] { $by } takes no such task from the school, and it is not done: { $action }.
        [command-handed-over] { $by } has handed command over and orders nothing any more, and it is not done: { $action }.
        [not-in-command] { $by } is not in command, and this is not done: { $action }.
        [not-on-scene] { $by } finds nobody on the scene to { $action }.
        [not-inspected] Nobody has told { $by } of an inspection since it shook last, and it is not done: { $action }.
        [not-found-usable] The inspection has not found the building usable, and this is not done: { $action }. Asked by: { $by }.
        [in-charge-of-a-class] { $by } is in charge of a class and does not do this: { $action }.
       *[other] Not done ({ $reason }): { $action }. By: { $by }.
    }
order-applies-to-sender = { $subject } is bound by the own order as well: { $action }.
standing-order = { $subject } follows the standing order “{ $order }”.
position-vacant =
    { $how ->
        [seen] { $by } sees that { $holder } cannot act. Vacant: { $subject }.
        [runner] { $by } hears from a runner that { $holder } cannot act. Vacant: { $subject }.
       *[other] { $by } has asked in vain and gives up on { $holder }. Vacant: { $subject }.
    }
command-unified = Unified command: { $by } and { $to } lead together from now on.
command-transferred =
    { $becomes ->
        [deputy] Transfer of command: { $to } is the incident commander from now on; { $by } stays as the deputy.
       *[other] Transfer of command: { $to } is the incident commander from now on; { $by } stays as the representative of the school.
    }
deputy-takes-over = { $holder } takes over as { $subject }.

## The timeline: the exercise controller

pin = Exercise control imposes this, whatever would have happened: { $pin }.
inject = Exercise control plays: { $inject }.
message-played = { $from } tells { $to }: “{ $words }”

## Names of what has no name of its own

name-class = Class { $id }
name-door-of = Door of { $space }
name-staff-and-visitors = Staff and visitors
name-nothing = do nothing
# What the school's own protocol calls an action, as in “orders … to …”, and what is announced with it.
name-response = { $name } (“{ $directive }”)

channel-voice = voice
channel-hand-bell = hand bell
channel-megaphone = megaphone
channel-public-address = loudspeaker
channel-radio = radio
channel-telephone = telephone
channel-runner = runner

## Actions, as in “orders … to …”

action-sound-alarm = the alarm
action-evacuate = leave the building
action-hold = stay in the rooms
action-shelter = take shelter
action-count-again = call the roll again
action-drop-cover-hold = drop, take cover and hold on
action-leave = leave without an order
action-sweep = sweep the floor
action-search = search for the missing
action-inspect = inspect the building
action-re-enter = go in again
action-release = hand the pupils over
action-call-families = who of the missing is at home
action-request = help
action-report = report
action-brief = brief
action-unify-command = command together
action-transfer-command = hand over command
action-ask = ask
action-close = close the way
action-open = open the way
action-carry = carry who cannot go alone
action-wait-with = wait with somebody who cannot go alone
action-stand-at = stand at its post
action-show = show
action-power-off = power off
action-power-on = power on
action-incapacitate = be hurt
action-warn = warn
action-set-works = set the works
action-request-works = the works set otherwise
action-raise-barrier = build a barrier
action-evacuate-place = leave the settlement
action-warn-place = water is coming
action-arrive = come to the gate

## Signals, as in “learns …”

signal-shaking = the shaking at { $subject }
signal-power = the power at { $subject }
signal-alarm = the alarm at { $subject }
signal-posture = what { $subject } is doing
signal-inside = how many are inside { $subject }
signal-assembled = how many have gathered at { $subject }
signal-unaccounted = who is not accounted for at { $subject }
signal-missing = who is missing from { $subject }
signal-elsewhere = who of { $subject } has turned up elsewhere
signal-head_count = the head count of { $subject }
signal-injured = who is hurt at { $subject }
signal-blocked = a blockage of { $subject }
signal-attended = somebody standing at { $subject }
signal-crack = a crack at { $subject }
signal-fallen_plaster = fallen plaster at { $subject }
signal-leaning_wall = a leaning wall at { $subject }
signal-collapsed = collapsed buildings in { $subject }
signal-hurt = people hurt in { $subject }
signal-killed = people killed in { $subject }
signal-entrapped = people under rubble in { $subject }
signal-died_waiting = people who died under rubble in { $subject }
signal-fires = fires in { $subject }
signal-streets_blocked = streets of { $subject } that rubble blocks
signal-beds = beds at { $subject }
signal-in_service = service of { $subject }
signal-depth_m = the depth of the water at { $subject }
signal-speed_m_s = the speed of the water at { $subject }
signal-danger = the danger of the water at { $subject }
signal-level_m = the level at { $subject }
signal-forecast_m = the level forecast for { $subject }
signal-alert = the alert level of { $subject }
signal-discharge_m3_s = the discharge of { $subject }
signal-crest_m = the crest of { $subject }
signal-breached = the breach of { $subject }
signal-closed_to_trucks = the closure to trucks of { $subject }
signal-at_home = people at home in { $subject }
signal-cut_off = people cut off in { $subject }
signal-left = people who have left { $subject }
signal-gas_smell = a smell of gas at { $subject }
signal-smoke = smoke at { $subject }
signal-water = water at { $subject }
# A report that something is not so.
denied = that this is not so: { $what }
signal-clear = { $subject } clear of people
signal-unsearched = { $subject } not searched yet
signal-passed = how many have passed { $subject }
signal-queue = how many are held up at { $subject }
signal-status = where { $subject } stands
signal-usability = whether { $subject } may be used
signal-cleared = that { $subject } is cleared for re-entry
signal-released = how many pupils of { $subject } have been handed over
signal-parents_waiting = how many families wait at { $subject }
signal-second_shift_inside = how many of the second shift are in the yard of { $subject }
signal-second_shift_waiting = how many of the second shift wait before { $subject }
signal-report = that { $subject } has been heard from

## What the school is doing: the progress line

posture-lessons = lessons
posture-cover = under cover
posture-hold = staying in the rooms
posture-shelter = taking shelter
posture-evacuate = leaving the building
posture-assembled = at the assembly areas

progress = { $clock }  { $posture }  { $inside } inside

## The summary of a run

summary-starts = starts { $date } at { $clock }
summary-variant = Variant
summary-base = the scenario as it stands
summary-seed = Seed
summary-seed-default = { $seed } (the same every time; --seed gives other luck)
summary-seed-given = { $seed }
summary-seed-two = people { $seed }, hazard { $hazard }
summary-settings = Settings
summary-pins = Imposed

summary-times = Times
summary-since-start = since start
summary-clock = clock
summary-people = People
summary-town = Town
summary-flood = Flood
summary-jams = Time lost in jams
summary-no-jams = nobody was held up
summary-command = Command
summary-decisions = Decisions
summary-known = known
summary-decided = decided
summary-delay = since true
summary-effect = first effect
summary-decision = { $decision }: { $option }
summary-decision-of = { $decision } ({ $subject })
summary-objectives = Objectives
summary-value = result
summary-target = target
summary-met = met?
summary-at-most = at most { $figure }
summary-at-least = at least { $figure }
summary-exactly = exactly { $figure }
summary-never = not reached
summary-none = –
summary-figure = { $figure }
summary-others = Other figures

summary-written = Written to { $folder } ({ $files } files, { $size }, in { $seconds } s).
summary-open = Open { $file } first: what happened, a sentence a line.
summary-open-then = Then decisions.csv (who knew and decided what, when), messages.csv (what was said and what became of it), people.csv (everybody's way out). datapackage.json explains every column.
summary-open-then-valley = Then decisions.csv (who knew and decided what, when), messages.csv (what was said and what became of it), places.csv (where the water came, when, how deep). datapackage.json explains every column.
summary-open-then-water = Then places.csv (where the water came, when, how deep), series.csv (levels and depths over time). `hotwash water { $folder } --at "1 h"` writes a map of its depth. datapackage.json explains every column.
summary-open-then-town = Then casualties.csv (who lay under rubble, from when, and how it ended), series.csv (the counts of each municipality over time). datapackage.json explains every column. This seed is one earthquake that could have been: `hotwash impact { $scenario }` says what 200 of them come to.

met-yes = yes
met-no = no
met-unknown = unknown

outcome-not-due = it never fell due
outcome-pending = due, and not made before the end
outcome-ordered = ordered, without effect
outcome-effective = in effect
outcome-nothing = nothing was done
outcome-refused = refused
outcome-superseded = a contrary order came before it was carried out
outcome-because = { $outcome } ({ $reason })

reason-no-authority = no authority
reason-nobody-there = nobody there
reason-outside-own-chain = not in one's own chain of command
reason-in-charge-of-a-class = in charge of a class
reason-crew-has-its-own-tasks = a crew has tasks of its own
reason-command-handed-over = command handed over
reason-not-in-command = not in command
reason-not-on-scene = not on the scene
reason-not-inspected = not inspected
reason-not-found-usable = not found usable
reason-not-in-human-hands = in nobody's hands

## Metrics: what the columns metric of metrics.csv and objectives.csv mean

metric-time_to_alarm_s = Alarm or first order
metric-first_out_s = First out of the building
metric-exit_95_s = 95 in 100 out
metric-town_killed = Killed by the shocks themselves
metric-town_entrapped = Held alive by rubble after the shocks
metric-town_died_waiting = … died under it, waiting
metric-town_entrapped_at_end = … alive under it at the end
metric-town_hurt = Hurt, not under rubble
metric-town_collapsed = Buildings collapsed
metric-town_complete = Buildings completely damaged
metric-town_fires = Fires
metric-town_streets_blocked = Streets blocked by rubble
metric-town_beds = Beds of hospitals that can be used
metric-in_water_person_min = Time that people of the school spent in water
metric-swept_away = Swept off their feet
metric-exposed = Exhausted by cold water
metric-drowned = … drowned
metric-worst_water_danger = Worst danger of the water to anybody of the school
metric-flood_level_max_m = Highest level
metric-flood_volume_error = Water that the ledger misses
metric-flood_first_water_s = Water first at a place that is watched
metric-flood_places_reached = Places that water reached
metric-flood_depth_max_m = Deepest water at any of them
metric-flood_area_ha = Land under water at some time
metric-residents_left_before_water = Residents who left before the water
metric-residents_left_after_water = … after it had come
metric-residents_stayed = … who were told to, and stayed
metric-residents_cut_off_most = … cut off, the most at once
metric-residents_drowned = … drowned at home
metric-houses_flooded = Houses with water on their floor
metric-houses_damaged = … whose walls the water damages
metric-houses_destroyed = … that it destroys
metric-house_loss_share = Share of the value of all houses that is lost
metric-last_out_s = Last out (each the first time)
metric-building_empty_s = Building empty
metric-all_assembled_s = Last at the assembly area
metric-full_account_s = Everybody accounted for
metric-correct_missing_list_s = Responders know who is missing
metric-cleared_s = Cleared for re-entry
metric-released_50_s = Half of the pupils handed over
metric-released_90_s = Nine in ten handed over
metric-released_100_s = Every pupil handed over
metric-inside_at_end = Inside at the end
metric-unaccounted_at_end = Not accounted for at the end
metric-covered_when_shaking_begins = Under cover when the shaking begins
metric-on_the_way_when_aftershock_comes = On the way inside when an aftershock comes
metric-on_stairs_when_aftershock_comes = Of these on stairs
metric-injured = Hurt
metric-found_s = From first missed to last found
metric-carried_wait_longest_s = Longest wait to be carried
metric-waited_alone_longest_s = … until the first adult is with them
metric-families_called_by_pupils = Families called by pupils
metric-release_wait_longest_s = Longest wait of a family
metric-release_queue_longest = Most families waiting at once
metric-second_shift_mixed_in = Pupils of the second shift among the classes
metric-queued_person_min = Held up, everybody together
metric-decision_delay_s = Mean delay of a decision
metric-message_delay_s = Mean delay of a message
metric-knowledge_gap_person_min = Command's error about who is missing
metric-not_heard_of_person_min = Pupils of whom command had heard nothing
metric-congestion_person_min = All doors and stairs together
metric-resources_sent = Resources sent
metric-drowned-alone = Drowned
metric-town_died_waiting-alone = Died under rubble, waiting
metric-town_entrapped_at_end-alone = Alive under rubble at the end
metric-residents_left_after_water-alone = Residents who left after the water had come
metric-residents_stayed-alone = Residents who were told to leave and stayed
metric-residents_cut_off_most-alone = Residents cut off, the most at once
metric-residents_drowned-alone = Residents drowned at home
metric-houses_damaged-alone = Houses whose walls the water damages
metric-houses_destroyed-alone = Houses that the water destroys
metric-waited_alone_longest_s-alone = Longest time hurt or helpless without an adult
metric-on_stairs_when_aftershock_comes-alone = On stairs when an aftershock comes

## What a position knows, as a sentence on its handout

fact-shaking =
    { $value ->
        [now] { $subject }: the ground shakes.
        [over] { $subject }: the shaking is over.
       *[none] { $subject }: the ground does not shake.
    }
fact-power =
    { $value ->
        [yes] { $subject } has power.
       *[no] { $subject } has no power.
    }
fact-alarm =
    { $value ->
        [yes] { $subject }: the alarm has been given.
       *[no] { $subject }: no alarm has been given.
    }
fact-posture =
    { $value ->
        [lessons] { $subject }: lessons go on.
        [cover] { $subject }: people are under cover.
        [hold] { $subject }: people stay in the rooms.
        [shelter] { $subject }: people take shelter.
        [evacuate] { $subject }: people leave the building.
       *[assembled] { $subject }: people have gathered outside.
    }
fact-inside = { $subject }: { $n } inside.
fact-assembled = { $subject }: { $n } have gathered.
fact-unaccounted =
    { $n ->
        [0] { $subject }: everybody is accounted for.
       *[other] { $subject }: not accounted for ({ $n }): { $value }.
    }
fact-missing =
    { $n ->
        [0] { $subject }: nobody is missing.
       *[other] { $subject }: missing ({ $n }): { $value }.
    }
fact-elsewhere =
    { $n ->
        [0] { $subject }: nobody has turned up elsewhere.
       *[other] { $subject }: turned up elsewhere: { $value }.
    }
fact-head_count = { $subject }: { $n } counted.
fact-injured =
    { $n ->
        [0] { $subject }: nobody is hurt.
       *[other] { $subject }: hurt ({ $n }): { $value }.
    }
fact-blocked =
    { $value ->
        [yes] { $subject } is blocked.
       *[no] { $subject } can be passed.
    }
fact-attended =
    { $value ->
        [yes] Somebody stands at { $subject }.
       *[no] Nobody stands at { $subject }.
    }
fact-crack =
    { $value ->
        [yes] There is a crack at { $subject }.
       *[no] There is no crack at { $subject }.
    }
fact-fallen_plaster =
    { $value ->
        [yes] Plaster has fallen at { $subject }.
       *[no] No plaster has fallen at { $subject }.
    }
fact-leaning_wall =
    { $value ->
        [yes] A wall leans, seen from { $subject }.
       *[no] No wall leans, seen from { $subject }.
    }
fact-collapsed = { $subject }: buildings collapsed: { $n }.
fact-hurt = { $subject }: people hurt: { $n }.
fact-killed = { $subject }: people killed: { $n }.
fact-entrapped = { $subject }: people under rubble: { $n }.
fact-died_waiting = { $subject }: people who died under rubble: { $n }.
fact-fires = { $subject }: fires: { $n }.
fact-streets_blocked = { $subject }: streets that rubble blocks: { $n }.
fact-beds = { $subject }: beds that can be used: { $n }.
fact-in_service =
    { $value ->
        [yes] { $subject } works.
       *[no] { $subject } does not work.
    }
fact-depth_m = { $subject }: the water stands { $value } deep.
fact-speed_m_s = { $subject }: the water runs at { $value }.
fact-danger =
    { $value ->
        [none] { $subject }: the water is no danger.
        [low] { $subject }: the water is a small danger.
        [for-some] { $subject }: the water is dangerous for some, children and the frail first.
        [for-most] { $subject }: the water is dangerous for most people.
       *[for-all] { $subject }: the water is dangerous for all, rescuers too.
    }
fact-level_m = { $subject } reads { $value }.
fact-forecast_m = { $subject }: a level of { $value } is forecast.
fact-alert =
    { $value ->
        [normal] { $subject }: below all thresholds.
        [watch] { $subject }: the threshold of watch is passed.
        [warning] { $subject }: the threshold of warning is passed.
       *[flood] { $subject }: the threshold of flood is passed.
    }
fact-discharge_m3_s = { $subject }: { $value } come through.
fact-crest_m = { $subject }: the crest stands at { $value }.
fact-breached =
    { $value ->
        [yes] { $subject } has given way.
       *[no] { $subject } holds.
    }
fact-closed_to_trucks =
    { $value ->
        [yes] { $subject } is closed to trucks.
       *[no] { $subject } is open to trucks.
    }
fact-at_home = { $subject }: people at home: { $n }.
fact-cut_off = { $subject }: people cut off: { $n }.
fact-left = { $subject }: people who have left: { $n }.
fact-gas_smell =
    { $value ->
        [yes] There is a smell of gas at { $subject }.
       *[no] There is no smell of gas at { $subject }.
    }
fact-smoke =
    { $value ->
        [yes] There is smoke at { $subject }.
       *[no] There is no smoke at { $subject }.
    }
fact-water =
    { $value ->
        [yes] There is water at { $subject }.
       *[no] There is no water at { $subject }.
    }
fact-clear =
    { $value ->
        [yes] { $subject }: nobody is left.
       *[no] { $subject }: somebody is still there.
    }
fact-unsearched =
    { $value ->
        [yes] { $subject } has not been searched yet.
       *[no] { $subject } has been searched.
    }
fact-passed = { $subject }: { $n } have passed.
fact-queue = { $subject }: { $n } are held up.
fact-status =
    { $value ->
        [available] { $subject } is available.
        [assigned] { $subject } is assigned and turns out.
        [en-route] { $subject } is on its way.
        [on-scene] { $subject } is on the scene.
       *[out-of-service] { $subject } is out of service.
    }
fact-usability =
    { $value ->
        [usable] { $subject } may be used.
        [restricted] { $subject } may be used only in part, and not by pupils.
       *[unsafe] Nobody may go into { $subject }.
    }
fact-cleared =
    { $value ->
        [yes] { $subject } is cleared for re-entry.
       *[no] { $subject } is not cleared for re-entry.
    }
fact-released = { $subject }: { $n } pupils handed over.
fact-parents_waiting = { $subject }: { $n } families wait.
fact-second_shift_inside = { $subject }: { $n } of the second shift are in the yard.
fact-second_shift_waiting = { $subject }: { $n } of the second shift wait outside.
fact-report =
    { $value ->
        [yes] { $subject } has been heard from.
       *[no] { $subject } has not been heard from.
    }

## The drawing of a plan

plan-site = Site
plan-legend = Legend
plan-door = Door
plan-exit = Exit, gate
plan-locked = Locked
plan-stair = Stair (arrow up)
plan-assembly = Assembly area
plan-people = people
plan-room = Classroom, other room
plan-office = Staff
plan-toilet = Toilets
plan-gym = Gymnasium
plan-refuge = Refuge
plan-hall = Corridor, hall, stairs
plan-path = Path
plan-yard = Yard

## The kit: what lies on the table

kit-name = { $name }
kit-date = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
kit-module = Module { $id }: { $title }
kit-whole = Everything
kit-handouts = Handouts, { $module }
kit-facilitator = Facilitator's sheet
kit-situation = The situation, to be read aloud
kit-cards = Inject cards
kit-log = Decision log
kit-evaluation = Evaluator's sheets
kit-not-for-table = For the facilitator alone: it says what is true.

kit-as-you-know-it = The situation as you know it at { $clock }, { $since } after the start. You have seen it or been told: it may be old, and it may be wrong.
kit-nothing-heard = You have heard of nothing yet.
kit-what-you-know = What you know
kit-number = No.
kit-what = What
kit-as-of = As of
kit-from = From
kit-at = At
kit-own-eyes = you yourself
kit-told-by = { $who } ({ $channel })
kit-told-by-of = { $who } ({ $channel }), after { $observer }
kit-but = But { $who } ({ $clock }): { $fact }
kit-classes = Classes, as reported
kit-class = Class
kit-counted = Counted
kit-missing = Missing
kit-elsewhere = Turned up elsewhere
kit-resources = Resources, as far as you know
kit-resource = Resource
kit-asked-at = Asked for at
kit-answered-at = Answered at
kit-last-known = Last known
kit-pupils = { $pupil } is a pupil: the class, and the number on its register. Who is missing from a class and has turned up elsewhere is accounted for.
kit-nobody-told = Nobody has told you
kit-asked = You have asked, and there is no answer
kit-open-topic = { $topic }?
kit-you-decided = What you have decided
kit-you-said = What you have said, and who has answered
kit-answered = Answered
kit-not-answered = No answer yet from
kit-order = order: { $about }
kit-request = request: { $about }
kit-question = question: { $about }
kit-decided = { $clock }: { $decision }: { $option }
kit-questions = Questions to you
kit-plan = Where it is: the numbers are those of the list above

kit-timing = Times
kit-in-scenario = In the scenario
kit-at-table = At the table
kit-time-span = { $from } to { $to } ({ $lasts })
kit-script = What the script decided
kit-decision = Decision
kit-option = Option
kit-who = Who
kit-due-since = Due since
kit-known = Known
kit-decided-at = Decided
kit-takes-effect = Takes effect
kit-no-decision = No decision falls into this module.
kit-gap = What they believe, and what is true
kit-believes = Believes
kit-truth = True
kit-no-gap = What they have been told is true.
kit-known-to = Known to
kit-not-known-to = Not known to
kit-nobody = nobody
kit-cut = ✂ for exercise control: cut off before the card is handed over
kit-questions-to-put = Questions to put
kit-to = to { $who }
kit-to-whom = To
kit-listen-for = Listen for
kit-leads-to = leads to “{ $decision }”: { $options }
kit-source = Source: { $source }
kit-events = What exercise control brings in
kit-outlook = What follows, variant by variant
kit-outlook-of = Means of { $runs } runs of each; nine in ten lie between the figures in brackets. They tell luck, not errors of the model.
kit-as-it-stands = The scenario as it stands
kit-variant = Variant
kit-range = { $mean } ({ $low } to { $high })
kit-share = { $mean } (in { $runs } of { $of } runs)

kit-card = Inject { $number }
kit-card-control = Exercise control { $number }
kit-time = Time
kit-through = Channel
kit-expected = Expected action
kit-never-came = it did not come in this run
kit-done-to = { $action }: { $what }
kit-no-cards = Exercise control brings nothing in.

kit-log-how = One line for each decision of the table: time in the scenario, who decides, what, which option, and what is worth a note.
kit-log-clock = Time
kit-log-note = Note
kit-log-options = What can be decided

kit-aloud = { $clock } on { $date }. { $title }.
kit-aloud-known = Everybody here knows this much.
kit-aloud-length = About { $seconds } seconds.

kit-objective = Objective
kit-capability = Capability
kit-target = Target
kit-evidence = Evidence from the run
kit-result = Result of the simulation
kit-rating = Rating, by the evaluator alone
kit-rating-p = P: performed without challenges
kit-rating-s = S: performed with some challenges
kit-rating-m = M: performed with major challenges
kit-rating-u = U: unable to be performed
kit-rating-note = The simulation supplies evidence. How the participants performed is for the evaluator to judge.
kit-notes = Notes
kit-no-objectives = The exercise has no objectives.

## Answers at the table: what if we had decided otherwise

answers-title = What if?
answers-decision = What if we had decided otherwise on “{ $decision }”?
answers-of = { $runs } runs of each choice, with the same luck as the script. Mean, and in brackets where nine runs in ten lie: that is luck, not how far the model is from life.
answers-network = People walk on a network of queues here, not with bodies: quick, and rougher in crowds.
answers-bodies = People walk with bodies.
answers-when = When
answers-script = as the script has it
answers-never = never decided
answers-better = ▲ better
answers-worse = ▼ worse
answers-different = ◆ different
answers-same = = the same
answers-not-shown = ~ no difference shown
answers-marks = ▲ better, ▼ worse than the script, and not by chance; ~ so many runs show no difference; = the same in every run.
answers-unmoved = Whatever is decided here, and whenever: the same in every run are { $names }.

## The sheets of a workbook

workbook-figures = Figures
workbook-objectives = Objectives
workbook-knew = 1 Who knew when
workbook-ways = 2 Ways out
workbook-help = 3 Help
workbook-warnings = 4 Warning and water
workbook-decisions = 5 Decisions
workbook-actions = 5 Actions
workbook-over-time = Over time
workbook-timeline = Timeline
