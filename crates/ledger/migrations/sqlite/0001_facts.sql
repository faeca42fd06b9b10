-- The core of the store: what was received or decided, in the order it became durable.
-- Facts, seals and looks are final: triggers refuse to change or delete them.

-- One stream of facts: the unit of order and of contention.
CREATE TABLE stream (
    -- Small number that facts and derived rows point with; never reused.
    id INTEGER PRIMARY KEY,
    -- The name, as `case/<uuid>`.
    name TEXT NOT NULL UNIQUE,
    -- How many facts the stream has; the sequence of its last fact.
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    -- The position of its last fact.
    position INTEGER NOT NULL,
    -- The chain hash of its last fact.
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- The key that seals the facts about one person. Destroying it is erasure.
CREATE TABLE person_key (
    -- Small number that facts point with; never reused.
    id INTEGER PRIMARY KEY,
    -- The person's id.
    person TEXT NOT NULL UNIQUE,
    -- The person's key, wrapped by the master key; empty once it was destroyed.
    wrapped BLOB,
    -- When the key was destroyed, in milliseconds since 1970; empty while it lives.
    erased_at INTEGER,
    CHECK ((wrapped IS NULL) = (erased_at IS NOT NULL))
) STRICT;

-- Which streams hold facts about a person, so that erasure and disclosure find them all.
CREATE TABLE person_stream (
    -- The person, by key number.
    person INTEGER NOT NULL REFERENCES person_key (id),
    -- The stream.
    stream INTEGER NOT NULL REFERENCES stream (id),
    PRIMARY KEY (person, stream)
) STRICT, WITHOUT ROWID;

-- What happened: one row for each fact, final from the moment it is written.
CREATE TABLE fact (
    -- The place in the one order of the whole store: 1, 2, 3 without gaps.
    position INTEGER PRIMARY KEY,
    -- The stream it belongs to.
    stream INTEGER NOT NULL REFERENCES stream (id),
    -- The place in its stream: 1, 2, 3 without gaps.
    sequence INTEGER NOT NULL,
    -- The stable name of the kind of fact.
    kind TEXT NOT NULL,
    -- When it happened, in milliseconds since 1970.
    occurred_at INTEGER NOT NULL,
    -- When the store came to know it, in milliseconds since 1970.
    recorded_at INTEGER NOT NULL,
    -- Who caused it, as `professional/<uuid>`.
    actor TEXT NOT NULL,
    -- Whom it concerns, by key number; the body is sealed under that key.
    person INTEGER REFERENCES person_key (id),
    -- The digest of the stored body.
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    -- The chain hash over the one before and everything in this row.
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- The stored body, in the form that `stored` describes.
    body BLOB NOT NULL
) STRICT;
-- A stream is loaded in its order, and two facts never share a place.
CREATE UNIQUE INDEX fact_by_stream ON fact (stream, sequence);
CREATE TRIGGER fact_is_final_update BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are final'); END;
CREATE TRIGGER fact_is_final_delete BEFORE DELETE ON fact
BEGIN SELECT RAISE(ABORT, 'facts are final'); END;

-- The chained seals: each fixes the facts since the one before, and the log of looks so far.
CREATE TABLE seal (
    -- 1, 2, 3 without gaps.
    number INTEGER PRIMARY KEY,
    -- The first position it covers.
    first_position INTEGER NOT NULL,
    -- The last position it covers.
    last_position INTEGER NOT NULL,
    -- The Merkle root over the hashes of the facts it covers.
    root BLOB NOT NULL CHECK (length(root) = 32),
    -- The number of the last look it covers, 0 when there was none.
    access_number INTEGER NOT NULL,
    -- The chain hash of that look.
    access_hash BLOB NOT NULL CHECK (length(access_hash) = 32),
    -- The hash of this seal, over the hash of the one before and everything in this row.
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- When it was made, in milliseconds since 1970.
    sealed_at INTEGER NOT NULL,
    CHECK (first_position <= last_position)
) STRICT;
CREATE TRIGGER seal_is_final_update BEFORE UPDATE ON seal
BEGIN SELECT RAISE(ABORT, 'seals are final'); END;
CREATE TRIGGER seal_is_final_delete BEFORE DELETE ON seal
BEGIN SELECT RAISE(ABORT, 'seals are final'); END;

-- The log of looks: who looked at whose data, on which ground. Codes only, never free text.
CREATE TABLE access (
    -- 1, 2, 3 without gaps.
    number INTEGER PRIMARY KEY,
    -- When, in milliseconds since 1970.
    looked_at INTEGER NOT NULL,
    -- Who looked.
    actor TEXT NOT NULL,
    -- In which role.
    role TEXT NOT NULL,
    -- In which unit, when the role has one.
    unit TEXT,
    -- Whose data; empty for a look at many people at once.
    person TEXT,
    -- What was done, by its code.
    action TEXT NOT NULL,
    -- The lawful ground, by its code.
    ground TEXT NOT NULL,
    -- What exactly was looked at, as codes and ids.
    detail TEXT NOT NULL,
    -- The chain hash over the one before and everything in this row.
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
-- A resident sees who has looked, newest first.
CREATE INDEX access_by_person ON access (person, number);
CREATE TRIGGER access_is_final_update BEFORE UPDATE ON access
BEGIN SELECT RAISE(ABORT, 'the access log is final'); END;
CREATE TRIGGER access_is_final_delete BEFORE DELETE ON access
BEGIN SELECT RAISE(ABORT, 'the access log is final'); END;

-- Who is signed in: kept here, so that signing out takes effect at once.
CREATE TABLE session (
    -- The digest of the token that the browser holds.
    token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
    -- Whose session.
    login TEXT NOT NULL,
    -- What the server keeps with it, in its own form.
    data BLOB NOT NULL,
    -- When it began, in milliseconds since 1970.
    created_at INTEGER NOT NULL,
    -- When it ends, in milliseconds since 1970.
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Expired sessions are swept.
CREATE INDEX session_by_expiry ON session (expires_at);
-- Locking an account ends its sessions.
CREATE INDEX session_by_login ON session (login);

-- What the store knows of itself.
CREATE TABLE meta (
    -- The name of the setting.
    name TEXT PRIMARY KEY,
    -- Its value.
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
