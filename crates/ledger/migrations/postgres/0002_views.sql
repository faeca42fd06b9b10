-- The rows that lists, searches and boards read. All of it is derived from facts and rebuildable.

-- One resident.
CREATE TABLE person_row (
    -- The person's id.
    person TEXT COLLATE "C" NOT NULL,
    -- Family name as written.
    family TEXT COLLATE "C" NOT NULL,
    -- Given names as written.
    given TEXT COLLATE "C" NOT NULL,
    -- Both names, folded for search.
    folded TEXT COLLATE "C" NOT NULL,
    -- Identity number, upper case.
    identity TEXT COLLATE "C",
    -- Day of birth, ISO.
    birth_on TEXT COLLATE "C",
    -- Service language.
    language TEXT COLLATE "C" NOT NULL,
    -- Home municipality; empty also when the home is protected.
    municipality TEXT COLLATE "C",
    -- Whether the home is protected (turvakielto, spärrmarkering).
    protected BIGINT NOT NULL CHECK (protected IN (0, 1)),
    -- When the details last changed, in milliseconds since 1970.
    changed_at BIGINT NOT NULL
);
-- One row for each person.
CREATE UNIQUE INDEX person_row_by_person ON person_row (person);
-- Search by identity number.
CREATE INDEX person_row_by_identity ON person_row (identity) WHERE identity IS NOT NULL;
-- Search by day of birth; names can be longer than an index takes.
CREATE INDEX person_row_by_birth ON person_row (birth_on);
-- Search by municipality.
CREATE INDEX person_row_by_municipality ON person_row (municipality);

-- The words of people's names, so that any of them finds the person.
CREATE TABLE person_word (
    -- One word of the folded name.
    word TEXT COLLATE "C" NOT NULL,
    -- The whole folded name, which orders the hits.
    folded TEXT COLLATE "C" NOT NULL,
    -- The person's id.
    person TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (word, folded, person)
);

-- One matter.
CREATE TABLE case_row (
    -- The case's id.
    case_id TEXT COLLATE "C" NOT NULL,
    -- Whose.
    person TEXT COLLATE "C" NOT NULL,
    -- The contact that brought it.
    contact TEXT COLLATE "C" NOT NULL,
    -- The register that keeps it.
    register TEXT COLLATE "C" NOT NULL,
    -- What it is about.
    topic TEXT COLLATE "C" NOT NULL,
    -- How it came in.
    channel TEXT COLLATE "C" NOT NULL,
    -- When it came in, in milliseconds since 1970.
    contact_at BIGINT NOT NULL,
    -- The unit that received it.
    contact_unit TEXT COLLATE "C" NOT NULL,
    -- Service language.
    language TEXT COLLATE "C" NOT NULL,
    -- Home municipality on that day.
    municipality TEXT COLLATE "C",
    -- Full years on that day.
    age BIGINT,
    -- The stage's code.
    stage TEXT COLLATE "C" NOT NULL,
    -- The next step's code; empty once closed.
    step TEXT COLLATE "C",
    -- The unit that answers.
    owner_unit TEXT COLLATE "C" NOT NULL,
    -- The professional who answers, if it is one.
    owner TEXT COLLATE "C",
    -- The lawful limit from the contact to the assessment, ISO.
    assess_by TEXT COLLATE "C",
    -- When the need was assessed, in milliseconds since 1970.
    assessed_at BIGINT,
    -- How soon, by the assessment.
    urgency TEXT COLLATE "C",
    -- The kind of care of the need.
    care TEXT COLLATE "C",
    -- Who should meet the client.
    profession TEXT COLLATE "C",
    -- When that need was found, in milliseconds since 1970.
    need_at BIGINT,
    -- The earliest lawful day among the clocks that still run, ISO.
    due_on TEXT COLLATE "C",
    -- The rule of that clock.
    due_rule TEXT COLLATE "C",
    -- The lawful limit from the assessment to the first visit, ISO.
    treat_by TEXT COLLATE "C",
    -- When the time that stands, or the last one held, was or is, in milliseconds since 1970.
    booked_for BIGINT,
    -- How client and professional meet then.
    mode TEXT COLLATE "C",
    -- When client and professional first met, in milliseconds since 1970.
    met_at BIGINT,
    -- The profession first met.
    met_profession TEXT COLLATE "C",
    -- The unit first met.
    met_unit TEXT COLLATE "C",
    -- When it was closed, in milliseconds since 1970.
    closed_at BIGINT,
    -- How it was closed.
    closing TEXT COLLATE "C",
    -- When its last fact happened, in milliseconds since 1970.
    changed_at BIGINT NOT NULL,
    -- The due day, or a day after every due day: orders the work list.
    due_order TEXT COLLATE "C" NOT NULL,
    -- The urgency as a number, the most urgent first: orders the work list.
    urgency_order BIGINT NOT NULL
);
-- One row for each case.
CREATE UNIQUE INDEX case_row_by_case ON case_row (case_id);
-- The matters of a person, newest first.
CREATE INDEX case_row_by_person ON case_row (person, contact_at);
-- The work list over units.
CREATE INDEX case_row_open ON case_row (due_order, urgency_order, contact_at, case_id)
    WHERE closed_at IS NULL;
-- The work list of a unit.
CREATE INDEX case_row_open_by_unit
    ON case_row (owner_unit, due_order, urgency_order, contact_at, case_id)
    WHERE closed_at IS NULL;
-- The work list of a professional.
CREATE INDEX case_row_open_by_owner
    ON case_row (owner, due_order, urgency_order, contact_at, case_id)
    WHERE closed_at IS NULL;

-- One booked time, whatever became of it.
CREATE TABLE booking_row (
    -- The booking's id.
    booking TEXT COLLATE "C" NOT NULL,
    -- For which case.
    case_id TEXT COLLATE "C" NOT NULL,
    -- Whose.
    person TEXT COLLATE "C" NOT NULL,
    -- With whom.
    professional TEXT COLLATE "C" NOT NULL,
    -- Where.
    unit TEXT COLLATE "C" NOT NULL,
    -- The profession met.
    profession TEXT COLLATE "C" NOT NULL,
    -- When it begins, in milliseconds since 1970.
    start_at BIGINT NOT NULL,
    -- How long it is.
    minutes BIGINT NOT NULL,
    -- How client and professional meet.
    mode TEXT COLLATE "C" NOT NULL,
    -- The state's code.
    state TEXT COLLATE "C" NOT NULL,
    -- When it was made, in milliseconds since 1970.
    made_at BIGINT NOT NULL,
    -- When its state last changed, in milliseconds since 1970.
    changed_at BIGINT NOT NULL
);
-- One row for each booking.
CREATE UNIQUE INDEX booking_row_by_booking ON booking_row (booking);
-- The bookings of a case.
CREATE INDEX booking_row_by_case ON booking_row (case_id);
-- The bookings of a person.
CREATE INDEX booking_row_by_person ON booking_row (person, start_at);
-- A professional's day.
CREATE INDEX booking_row_by_professional ON booking_row (professional, start_at);
-- A unit's day.
CREATE INDEX booking_row_by_unit ON booking_row (unit, start_at);

-- One free time.
CREATE TABLE slot_row (
    -- Whose.
    professional TEXT COLLATE "C" NOT NULL,
    -- When it begins, in milliseconds since 1970.
    start_at BIGINT NOT NULL,
    -- How long it is.
    minutes BIGINT NOT NULL,
    -- Where.
    unit TEXT COLLATE "C" NOT NULL,
    -- The profession offered.
    profession TEXT COLLATE "C" NOT NULL,
    -- Whether client and professional can meet at the unit.
    on_site BIGINT NOT NULL CHECK (on_site IN (0, 1)),
    -- Whether they can meet by telephone.
    phone BIGINT NOT NULL CHECK (phone IN (0, 1)),
    -- Whether they can meet by video.
    video BIGINT NOT NULL CHECK (video IN (0, 1)),
    -- Whether the professional serves in Finnish.
    fi BIGINT NOT NULL CHECK (fi IN (0, 1)),
    -- Whether the professional serves in Swedish.
    sv BIGINT NOT NULL CHECK (sv IN (0, 1)),
    -- Whether the professional serves in English.
    en BIGINT NOT NULL CHECK (en IN (0, 1))
);
-- One free time of a professional at a time.
CREATE UNIQUE INDEX slot_row_by_professional ON slot_row (professional, start_at);
-- The first free times of a profession at a unit.
CREATE INDEX slot_row_by_unit ON slot_row (unit, profession, start_at);
-- The first free times of a profession anywhere.
CREATE INDEX slot_row_by_profession ON slot_row (profession, start_at);

-- One account that may sign in.
CREATE TABLE account_row (
    -- The name that signs in.
    login TEXT COLLATE "C" NOT NULL,
    -- The name shown.
    name TEXT COLLATE "C" NOT NULL,
    -- The role's code.
    role TEXT COLLATE "C" NOT NULL,
    -- The unit the role is held in.
    unit TEXT COLLATE "C",
    -- The professional it belongs to.
    professional TEXT COLLATE "C",
    -- The resident it belongs to.
    person TEXT COLLATE "C",
    -- The hash of the password, in the form that names its algorithm.
    password_hash TEXT COLLATE "C",
    -- Whether it may not sign in.
    locked BIGINT NOT NULL CHECK (locked IN (0, 1))
);
-- One row for each login.
CREATE UNIQUE INDEX account_row_by_login ON account_row (login);

-- One token by which a program signs in.
CREATE TABLE token_row (
    -- The digest of the token.
    token_hash BYTEA NOT NULL CHECK (length(token_hash) = 32),
    -- The account it signs in as.
    login TEXT COLLATE "C" NOT NULL,
    -- The name it was given.
    name TEXT COLLATE "C" NOT NULL,
    -- What it may do, as codes.
    scope TEXT COLLATE "C" NOT NULL,
    -- When it was made, in milliseconds since 1970.
    created_at BIGINT NOT NULL,
    -- When it ends, in milliseconds since 1970.
    expires_at BIGINT
);
-- Signing in by token.
CREATE UNIQUE INDEX token_row_by_hash ON token_row (token_hash);
-- The tokens of an account.
CREATE INDEX token_row_by_login ON token_row (login);
