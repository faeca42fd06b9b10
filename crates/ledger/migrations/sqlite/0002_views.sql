-- The rows that lists, searches and boards read. All of it is derived from facts and rebuildable;
-- unique indexes stand apart from their tables so that a refold can leave them for last.

-- One resident.
CREATE TABLE person_row (
    -- The person's id.
    person TEXT NOT NULL,
    -- Family name as written.
    family TEXT NOT NULL,
    -- Given names as written.
    given TEXT NOT NULL,
    -- Both names, folded for search.
    folded TEXT NOT NULL,
    -- Identity number, upper case.
    identity TEXT,
    -- Day of birth, ISO.
    birth_on TEXT,
    -- Service language.
    language TEXT NOT NULL,
    -- Home municipality; empty also when the home is protected.
    municipality TEXT,
    -- Whether the home is protected (turvakielto, spärrmarkering).
    protected INTEGER NOT NULL CHECK (protected IN (0, 1)),
    -- When the details last changed, in milliseconds since 1970.
    changed_at INTEGER NOT NULL
) STRICT;
-- One row for each person.
CREATE UNIQUE INDEX person_row_by_person ON person_row (person);
-- Search by identity number.
CREATE INDEX person_row_by_identity ON person_row (identity) WHERE identity IS NOT NULL;
-- Search by day of birth, in order of name.
CREATE INDEX person_row_by_birth ON person_row (birth_on, folded, person);
-- Search by municipality, in order of name.
CREATE INDEX person_row_by_municipality ON person_row (municipality, folded, person);

-- The words of people's names, so that any of them finds the person.
CREATE TABLE person_word (
    -- One word of the folded name.
    word TEXT NOT NULL,
    -- The whole folded name, which orders the hits.
    folded TEXT NOT NULL,
    -- The person's id.
    person TEXT NOT NULL,
    PRIMARY KEY (word, folded, person)
) STRICT, WITHOUT ROWID;

-- One matter.
CREATE TABLE case_row (
    -- The case's id.
    case_id TEXT NOT NULL,
    -- Whose.
    person TEXT NOT NULL,
    -- The contact that brought it.
    contact TEXT NOT NULL,
    -- The register that keeps it.
    register TEXT NOT NULL,
    -- What it is about.
    topic TEXT NOT NULL,
    -- How it came in.
    channel TEXT NOT NULL,
    -- When it came in, in milliseconds since 1970.
    contact_at INTEGER NOT NULL,
    -- The unit that received it.
    contact_unit TEXT NOT NULL,
    -- Service language.
    language TEXT NOT NULL,
    -- Home municipality on that day.
    municipality TEXT,
    -- Full years on that day.
    age INTEGER,
    -- The stage's code.
    stage TEXT NOT NULL,
    -- The next step's code; empty once closed.
    step TEXT,
    -- The unit that answers.
    owner_unit TEXT NOT NULL,
    -- The professional who answers, if it is one.
    owner TEXT,
    -- The lawful limit from the contact to the assessment, ISO.
    assess_by TEXT,
    -- When the need was assessed, in milliseconds since 1970.
    assessed_at INTEGER,
    -- How soon, by the assessment.
    urgency TEXT,
    -- The kind of care of the need.
    care TEXT,
    -- Who should meet the client.
    profession TEXT,
    -- When that need was found, in milliseconds since 1970.
    need_at INTEGER,
    -- The earliest lawful day among the clocks that still run, ISO.
    due_on TEXT,
    -- The rule of that clock.
    due_rule TEXT,
    -- The lawful limit from the assessment to the first visit, ISO.
    treat_by TEXT,
    -- When the time that stands, or the last one held, was or is, in milliseconds since 1970.
    booked_for INTEGER,
    -- How client and professional meet then.
    mode TEXT,
    -- When client and professional first met, in milliseconds since 1970.
    met_at INTEGER,
    -- The profession first met.
    met_profession TEXT,
    -- The unit first met.
    met_unit TEXT,
    -- When it was closed, in milliseconds since 1970.
    closed_at INTEGER,
    -- How it was closed.
    closing TEXT,
    -- When its last fact happened, in milliseconds since 1970.
    changed_at INTEGER NOT NULL,
    -- The due day, or a day after every due day: orders the work list.
    due_order TEXT NOT NULL,
    -- The urgency as a number, the most urgent first: orders the work list.
    urgency_order INTEGER NOT NULL
) STRICT;
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
    booking TEXT NOT NULL,
    -- For which case.
    case_id TEXT NOT NULL,
    -- Whose.
    person TEXT NOT NULL,
    -- With whom.
    professional TEXT NOT NULL,
    -- Where.
    unit TEXT NOT NULL,
    -- The profession met.
    profession TEXT NOT NULL,
    -- When it begins, in milliseconds since 1970.
    start_at INTEGER NOT NULL,
    -- How long it is.
    minutes INTEGER NOT NULL,
    -- How client and professional meet.
    mode TEXT NOT NULL,
    -- The state's code.
    state TEXT NOT NULL,
    -- When it was made, in milliseconds since 1970.
    made_at INTEGER NOT NULL,
    -- When its state last changed, in milliseconds since 1970.
    changed_at INTEGER NOT NULL
) STRICT;
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
    professional TEXT NOT NULL,
    -- When it begins, in milliseconds since 1970.
    start_at INTEGER NOT NULL,
    -- How long it is.
    minutes INTEGER NOT NULL,
    -- Where.
    unit TEXT NOT NULL,
    -- The profession offered.
    profession TEXT NOT NULL,
    -- Whether client and professional can meet at the unit.
    on_site INTEGER NOT NULL CHECK (on_site IN (0, 1)),
    -- Whether they can meet by telephone.
    phone INTEGER NOT NULL CHECK (phone IN (0, 1)),
    -- Whether they can meet by video.
    video INTEGER NOT NULL CHECK (video IN (0, 1)),
    -- Whether the professional serves in Finnish.
    fi INTEGER NOT NULL CHECK (fi IN (0, 1)),
    -- Whether the professional serves in Swedish.
    sv INTEGER NOT NULL CHECK (sv IN (0, 1)),
    -- Whether the professional serves in English.
    en INTEGER NOT NULL CHECK (en IN (0, 1))
) STRICT;
-- One free time of a professional at a time.
CREATE UNIQUE INDEX slot_row_by_professional ON slot_row (professional, start_at);
-- The first free times of a profession at a unit.
CREATE INDEX slot_row_by_unit ON slot_row (unit, profession, start_at);
-- The first free times of a profession anywhere.
CREATE INDEX slot_row_by_profession ON slot_row (profession, start_at);

-- One account that may sign in.
CREATE TABLE account_row (
    -- The name that signs in.
    login TEXT NOT NULL,
    -- The name shown.
    name TEXT NOT NULL,
    -- The role's code.
    role TEXT NOT NULL,
    -- The unit the role is held in.
    unit TEXT,
    -- The professional it belongs to.
    professional TEXT,
    -- The resident it belongs to.
    person TEXT,
    -- The hash of the password, in the form that names its algorithm.
    password_hash TEXT,
    -- Whether it may not sign in.
    locked INTEGER NOT NULL CHECK (locked IN (0, 1))
) STRICT;
-- One row for each login.
CREATE UNIQUE INDEX account_row_by_login ON account_row (login);

-- One token by which a program signs in.
CREATE TABLE token_row (
    -- The digest of the token.
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    -- The account it signs in as.
    login TEXT NOT NULL,
    -- The name it was given.
    name TEXT NOT NULL,
    -- What it may do, as codes.
    scope TEXT NOT NULL,
    -- When it was made, in milliseconds since 1970.
    created_at INTEGER NOT NULL,
    -- When it ends, in milliseconds since 1970.
    expires_at INTEGER
) STRICT;
-- Signing in by token.
CREATE UNIQUE INDEX token_row_by_hash ON token_row (token_hash);
-- The tokens of an account.
CREATE INDEX token_row_by_login ON token_row (login);
