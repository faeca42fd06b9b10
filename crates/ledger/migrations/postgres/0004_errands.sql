-- Errands: what servers do beside requests, and how far they are. They are no facts: an errand ends, and
-- then its row goes.

-- Each is done by one server at a time.
CREATE TABLE errand (
    -- What kind of work it is.
    kind TEXT COLLATE "C" NOT NULL,
    -- Which of that kind.
    name TEXT COLLATE "C" NOT NULL,
    -- Order and progress, in the server's own form.
    body BYTEA NOT NULL,
    -- Under which name a server holds it; empty when nobody ever did.
    holder TEXT COLLATE "C" NOT NULL,
    -- Until when it is held, in milliseconds since 1970 by the clock of the database; 0 when it is free.
    held_until BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);
