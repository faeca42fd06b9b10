-- One promised call, as long as it is promised.
CREATE TABLE callback_row (
    -- For which case.
    case_id TEXT NOT NULL,
    -- The contact that it is about.
    contact TEXT NOT NULL,
    -- Whose.
    person TEXT NOT NULL,
    -- The unit that calls.
    unit TEXT NOT NULL,
    -- When its window begins, in milliseconds since 1970.
    from_at INTEGER NOT NULL,
    -- When its window ends, in milliseconds since 1970.
    until_at INTEGER NOT NULL,
    -- Since when the resident is in line, in milliseconds since 1970.
    in_line_since INTEGER NOT NULL,
    -- How many calls nobody answered.
    calls INTEGER NOT NULL,
    -- When the last of them was made, in milliseconds since 1970.
    called_at INTEGER,
    -- When the resident was told of missed calls, in milliseconds since 1970.
    told_at INTEGER
) STRICT;
-- One row for each case.
CREATE UNIQUE INDEX callback_row_by_case ON callback_row (case_id);
-- The line of a unit.
CREATE INDEX callback_row_by_unit
    ON callback_row (unit, from_at, in_line_since, contact, case_id);
