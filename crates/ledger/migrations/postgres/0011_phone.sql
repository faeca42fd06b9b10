-- One call at the exchange.
CREATE TABLE phone_row (
    -- Which.
    call_id TEXT COLLATE "C" NOT NULL,
    -- The unit that answers there.
    unit TEXT COLLATE "C" NOT NULL,
    -- The language of the number that was called.
    language TEXT COLLATE "C" NOT NULL,
    -- The caller's number; empty when it was hidden.
    caller TEXT COLLATE "C" NOT NULL,
    -- When it rang, in milliseconds since 1970.
    rang_at BIGINT NOT NULL,
    -- Whether somebody answered.
    answered BIGINT NOT NULL,
    -- Whether nobody did.
    missed BIGINT NOT NULL,
    -- Whether somebody has still to call back.
    open BIGINT NOT NULL,
    -- The last lawful day for calling back.
    due_on TEXT COLLATE "C",
    -- Who took it upon themself to call back.
    taken_by TEXT COLLATE "C",
    -- Since when, in milliseconds since 1970.
    taken_at BIGINT,
    -- How often somebody called back.
    tries BIGINT NOT NULL,
    -- When somebody last did, in milliseconds since 1970.
    tried_at BIGINT
);
-- One row for each call.
CREATE UNIQUE INDEX phone_row_by_call ON phone_row (call_id);
-- The missed calls of a unit, the oldest first.
CREATE INDEX phone_row_open ON phone_row (unit, rang_at, call_id) WHERE open = 1;
-- The calls of a unit on a day.
CREATE INDEX phone_row_by_unit ON phone_row (unit, rang_at);
-- The calls of a number.
CREATE INDEX phone_row_by_caller ON phone_row (caller, unit, rang_at);
