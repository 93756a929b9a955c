//! `[town.ID]`: buildings, how they break, who is in them, what others depend on.

use super::FACILITY;
use super::ground::{LATITUDE, LONGITUDE, VS30};
use crate::scenario::document::csv_table::CsvShape;
use crate::scenario::document::limits;
use crate::scenario::document::shape::{Field, Literal, Presence, Section, Shape, Variant, Word};

/// A town or region.
pub static TOWN_TABLE: Section = Section {
    name: "town",
    doc: "A town or a whole region: its buildings in groups, how they break, the people in them.",
    fields: &[
        Field::required("name", Shape::LocalText, "Its name."),
        Field::optional(
            "buildings",
            Shape::File { extensions: &["csv"] },
            "The buildings, one row a group. Either this, `exposure` or `footprints` has to be there.",
        ),
        Field::optional(
            "exposure",
            Shape::List {
                of: &Shape::File { extensions: &["csv"] },
                min: 1,
                max: 20,
            },
            "Instead: exposure tables as the European Exposure Model (ESRM20) and OpenQuake write them.",
        ),
        Field::optional(
            "footprints",
            Shape::File {
                extensions: &["geojson", "json"],
            },
            "Instead: outlines of single buildings in longitude and latitude, each with the properties of a row of buildings.",
        ),
        Field::required(
            "fragility",
            Shape::Text,
            "How buildings break and whom that hurts: a set that comes with hotwash (`esrm20-albania`, `esrm20-albania-pga`, \
             `hazus`), or a file of your own with the same columns.",
        ),
        Field::optional(
            "hour",
            Shape::OneOf(HOURS),
            "How many people are in which building; by the clock at the first earthquake if left out.",
        ),
        Field::default(
            "indoors_later",
            Shape::Fraction,
            Literal::Number(0.25),
            "Share of the people who are indoors when a later earthquake comes. After strong shaking most stay outside (an \
             assumption).",
        ),
        Field::optional(
            "strengthened",
            Shape::Keyed {
                of: &Shape::Table(&STRENGTHENED),
                declares: None,
                max: limits::ENTRIES,
            },
            "Classes of buildings that have been strengthened, each under a name of your own.",
        ),
        Field::optional(
            "facility",
            Shape::keyed(&Shape::Kinds(FACILITIES), FACILITY),
            "Buildings that others depend on.",
        ),
        Field::optional(
            "streets",
            Shape::File { extensions: &["csv"] },
            "Stretches of street into which buildings may fall.",
        ),
        Field::optional(
            "observed",
            Shape::File { extensions: &["csv"] },
            "What is on record of the real event, shown beside what is computed.",
        ),
    ],
};

static HOURS: &[Word] = &[
    Word::new("day", "most at work or at school: 10 to 18 by the clock;"),
    Word::new("night", "most at home: 22 to 6;"),
    Word::new("transit", "many on their way: 6 to 10 and 18 to 22."),
];

static STRENGTHENED: Section = Section {
    name: "strengthened",
    doc: "Buildings of one class get the strength of another.",
    fields: &[
        Field::required("class", Shape::Text, "The class they are in."),
        Field::required("becomes", Shape::Text, "The class whose strength they get."),
    ],
};

/// The kinds of facilities.
static FACILITIES: &[Variant] = &[
    Variant::new("hospital", &HOSPITAL),
    Variant::new("substation", &STATION),
    Variant::new("telephone", &STATION),
    Variant::new("fire-station", &STATION),
    Variant::new("school", &STATION),
];

static HOSPITAL: Section = Section {
    name: "hospital",
    doc: "A hospital: beds, and whether it goes on when the power is gone.",
    fields: &[
        Field::required("longitude", LONGITUDE, "Where it stands."),
        Field::required("latitude", LATITUDE, "Where it stands."),
        Field::optional("vs30_m_s", VS30, "The ground under it, if it differs."),
        Field::required("fragility", Shape::Text, "The set its class is from: `hazus`."),
        Field::required(
            "class",
            Shape::Text,
            "How it is built: a class of that set, `C2M-MC`.",
        ),
        Field::required("beds", Shape::Integer { min: 0, max: 100_000 }, "Its beds."),
        Field::default(
            "generator",
            Shape::Flag,
            Literal::Flag(true),
            "Whether it has power of its own (hospitals have to; an assumption for each).",
        ),
    ],
};

static STATION: Section = Section {
    name: "station",
    doc: "A building that serves the town.",
    fields: &[
        Field::required("longitude", LONGITUDE, "Where it stands."),
        Field::required("latitude", LATITUDE, "Where it stands."),
        Field::optional("vs30_m_s", VS30, "The ground under it, if it differs."),
        Field::required("fragility", Shape::Text, "The set its class is from: `hazus`."),
        Field::required("class", Shape::Text, "How it is built: a class of that set."),
        Field::default(
            "generator",
            Shape::Flag,
            Literal::Flag(false),
            "Whether it has power of its own.",
        ),
    ],
};

/// Buildings in groups.
pub static BUILDINGS: CsvShape = CsvShape {
    key: "id",
    row: "group of buildings",
    section: &BUILDING_ROW,
    max_rows: limits::BUILDING_GROUPS,
};

static BUILDING_ROW: Section = Section {
    name: "buildings.csv",
    doc: "The file that `buildings` of a town names: one row is one building, or many of one class at one place.",
    fields: &[
        ID,
        Field::optional("place", Shape::Text, "What people call the place."),
        MUNICIPALITY,
        Field::required("longitude", LONGITUDE, "Where it stands (WGS 84)."),
        Field::required("latitude", LATITUDE, "Where it stands (WGS 84)."),
        CLASS,
        USE,
        STOREYS,
        Field::required(
            "buildings",
            COUNT,
            "How many buildings; fractions are understood.",
        ),
        Field::required("occupants_day", COUNT, "People in all of them together, by day."),
        Field::required("occupants_night", COUNT, "The same at night."),
        Field::required("occupants_transit", COUNT, "The same when many are on their way."),
        Field::optional(
            "floor_area_m2",
            COUNT,
            "Floor area of all of them together, for fires; none break out where it is left out.",
        ),
        GROUND,
    ],
};

/// The properties of the outline of a building.
pub static FOOTPRINT: Section = Section {
    name: "footprints",
    doc: "The properties of each outline in the file that `footprints` of a town names. Others are passed over.",
    fields: &[
        ID,
        MUNICIPALITY,
        CLASS,
        USE,
        STOREYS,
        Field::required("occupants_day", COUNT, "People in it by day."),
        Field::required("occupants_night", COUNT, "People in it at night."),
        Field::required(
            "occupants_transit",
            COUNT,
            "People in it when many are on their way.",
        ),
        Field::optional(
            "floor_area_m2",
            COUNT,
            "Its floor area; outline times storeys if left out.",
        ),
        GROUND,
    ],
};

const ID: Field = Field::required(
    "id",
    Shape::Id { capitals: true },
    "A stable id: its luck is drawn by it.",
);
const MUNICIPALITY: Field = Field::required("municipality", Shape::Text, "By what results are added up.");
const CLASS: Field = Field::required(
    "class",
    Shape::Text,
    "How it is built: a class of the fragility set.",
);
const USE: Field = Field::default(
    "use",
    Shape::OneOf(USES),
    Literal::Text("other"),
    "What it is used for.",
);
const STOREYS: Field = Field::default(
    "storeys",
    Shape::Number {
        unit: "",
        min: 1.0,
        max: 200.0,
    },
    Literal::Number(1.0),
    "Storeys of each building.",
);
const GROUND: Field = Field::optional(
    "vs30_m_s",
    VS30,
    "The ground there, m/s; that of `[ground]` if left out.",
);

/// A number of things.
pub const COUNT: Shape = Shape::Number {
    unit: "",
    min: 0.0,
    max: 1e9,
};

static USES: &[Word] = &[
    Word::new("residential", "dwellings;"),
    Word::new("commercial", "shops, offices, hotels;"),
    Word::new("industrial", "workshops, factories;"),
    Word::new("school", "a school;"),
    Word::new("hospital", "a hospital;"),
    Word::new("other", "anything else."),
];

/// Streets.
pub static STREETS: CsvShape = CsvShape {
    key: "id",
    row: "street",
    section: &STREET_ROW,
    max_rows: limits::CSV_ROWS,
};

static STREET_ROW: Section = Section {
    name: "streets.csv",
    doc: "The file that `streets` of a town names: straight stretches between two ends.",
    fields: &[
        Field::required("id", Shape::Id { capitals: true }, "A stable id."),
        Field::required("from_longitude", LONGITUDE, "One end."),
        Field::required("from_latitude", LATITUDE, "One end."),
        Field::required("to_longitude", LONGITUDE, "The other end."),
        Field::required("to_latitude", LATITUDE, "The other end."),
        Field::required("width_m", WIDTH, "From house front to house front."),
        Field::default(
            "needs_m",
            WIDTH,
            Literal::Number(3.5),
            "What a fire engine needs to pass: 3.5 m (an assumption after the width of access roads in fire codes).",
        ),
    ],
};

const WIDTH: Shape = Shape::Number {
    unit: "m",
    min: 1.0,
    max: 200.0,
};

/// Strong-motion stations.
pub static STATIONS: CsvShape = CsvShape {
    key: "id",
    row: "station",
    section: &STATION_ROW,
    max_rows: 60,
};

static STATION_ROW: Section = Section {
    name: "stations.csv",
    doc: "The file that `stations` of an earthquake names: what was recorded where.",
    fields: &[
        Field::required("id", Shape::Id { capitals: true }, "Its code."),
        Field::required("longitude", LONGITUDE, "Where it stands."),
        Field::required("latitude", LATITUDE, "Where it stands."),
        Field::required("vs30_m_s", VS30, "The ground under it."),
        Field::optional("pga_g", ACCELERATION, "Peak ground acceleration."),
        Field::optional(
            "sa03_g",
            ACCELERATION,
            "Spectral acceleration at 0.3 s, 5 % damping.",
        ),
        Field::optional("sa06_g", ACCELERATION, "The same at 0.6 s."),
        Field::optional("sa10_g", ACCELERATION, "The same at 1.0 s."),
        Field::optional("pgv_cm_s", VELOCITY, "Peak ground velocity."),
    ],
};

/// An acceleration that ground can have.
pub const ACCELERATION: Shape = Shape::Number {
    unit: "g",
    min: 1e-6,
    max: 5.0,
};

/// A map of shaking as a table.
pub static MAP_NODES: CsvShape = CsvShape {
    key: "longitude",
    row: "node",
    section: &MAP_NODE_ROW,
    max_rows: limits::CSV_ROWS,
};

static MAP_NODE_ROW: Section = Section {
    name: "shakemap.csv",
    doc: "A table that `map` of an earthquake may name: medians of shaking on a regular grid.",
    fields: &[
        Field::required("longitude", LONGITUDE, "Of the node."),
        Field::required("latitude", LATITUDE, "Of the node."),
        Field::required("pga_g", ACCELERATION, "Peak ground acceleration."),
        Field::optional(
            "sa03_g",
            ACCELERATION,
            "Spectral acceleration at 0.3 s, 5 % damping.",
        ),
        Field::optional(
            "sa06_g",
            ACCELERATION,
            "The same at 0.6 s; between its neighbours if left out.",
        ),
        Field::optional("sa10_g", ACCELERATION, "The same at 1.0 s."),
        Field::optional("pgv_cm_s", VELOCITY, "Peak ground velocity."),
        Field::optional(
            "vs30_m_s",
            VS30,
            "The ground for which the map was made: the shaking is turned into that of the ground of each place.",
        ),
    ],
};

/// A velocity that ground can have.
pub const VELOCITY: Shape = Shape::Number {
    unit: "cm/s",
    min: 1e-6,
    max: 1_000.0,
};

/// A fragility set.
pub static FRAGILITY: CsvShape = CsvShape {
    key: "class",
    row: "class",
    section: &FRAGILITY_ROW,
    max_rows: 5_000,
};

const MEDIAN: Shape = Shape::Number {
    unit: "g",
    min: 1e-4,
    max: 100.0,
};

const SHARE: Shape = Shape::Fraction;

const fn share(key: &'static str, doc: &'static str) -> Field {
    Field {
        key,
        shape: SHARE,
        presence: Presence::Default(Literal::Number(0.0)),
        doc,
    }
}

static FRAGILITY_ROW: Section = Section {
    name: "fragility.csv",
    doc: "A fragility set: one row a class of buildings. Shares are of the occupants, from 0 to 1.",
    fields: &[
        Field::required("class", Shape::Text, "The class, as the buildings have it."),
        Field::optional("typology", Shape::Text, "What the source calls it."),
        Field::required(
            "measure",
            Shape::OneOf(MEASURES),
            "The intensity measure of the medians.",
        ),
        Field::required("slight", MEDIAN, "Median of slight damage."),
        Field::required("moderate", MEDIAN, "Median of moderate damage."),
        Field::required("extensive", MEDIAN, "Median of extensive damage."),
        Field::required("complete", MEDIAN, "Median of complete damage."),
        Field::required(
            "beta",
            Shape::Number {
                unit: "",
                min: 0.01,
                max: 3.0,
            },
            "Standard deviation of the logarithm.",
        ),
        share(
            "collapse_of_complete",
            "Share of completely damaged buildings that collapse.",
        ),
        share(
            "entrapped_day",
            "Share of those in a collapsed building whom the rubble holds, by day.",
        ),
        share(
            "entrapped_night",
            "The same at night; in transit it is the mean of both.",
        ),
        Field::optional(
            "severity_of_entrapped",
            Shape::Integer { min: 1, max: 3 },
            "Casualty severity of the entrapped who live, where the rates of a collapse hold them already (Hazus: 3); by the \
             rates of a collapse if left out.",
        ),
        share(
            "killed_of_entrapped",
            "Share of the entrapped who die, as rescue has gone in past earthquakes.",
        ),
        Field {
            key: "in_voids",
            shape: SHARE,
            presence: Presence::Default(Literal::Number(1.0)),
            doc: "Share of the entrapped who live at first whom the rubble leaves a hollow: 1 under concrete, steel and timber, 0 \
                  under earth; the others die within hours.",
        },
        share("sev1_slight", "Casualty severity 1 at slight damage."),
        share("sev1_moderate", "At moderate damage."),
        share("sev1_extensive", "At extensive damage."),
        share("sev1_complete", "At complete damage without collapse."),
        share("sev1_collapse", "In a collapse, of those who are not killed."),
        share("sev2_slight", "Casualty severity 2 at slight damage."),
        share("sev2_moderate", "At moderate damage."),
        share("sev2_extensive", "At extensive damage."),
        share("sev2_complete", "At complete damage without collapse."),
        share("sev2_collapse", "In a collapse."),
        share("sev3_slight", "Casualty severity 3 at slight damage."),
        share("sev3_moderate", "At moderate damage."),
        share("sev3_extensive", "At extensive damage."),
        share("sev3_complete", "At complete damage without collapse."),
        share("sev3_collapse", "In a collapse."),
        share("sev4_slight", "Killed at slight damage."),
        share("sev4_moderate", "At moderate damage."),
        share("sev4_extensive", "At extensive damage."),
        share("sev4_complete", "At complete damage without collapse."),
        share("sev4_collapse", "In a collapse, besides the entrapped."),
    ],
};

static MEASURES: &[Word] = &[
    Word::new("PGA", "peak ground acceleration;"),
    Word::new("SA(0.3)", "spectral acceleration at 0.3 s;"),
    Word::new("SA(0.6)", "at 0.6 s;"),
    Word::new("SA(1.0)", "at 1.0 s;"),
];
