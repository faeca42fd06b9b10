-- One promised call, as long as it is promised.
CREATE TABLE callback_row (
    -- For which case.
    case_id TEXT COLLATE "C" NOT NULL,
    -- The contact that it is about.
    contact TEXT COLLATE "C" NOT NULL,
    -- Whose.
    person TEXT COLLATE "C" NOT NULL,
    -- The unit that calls.
    unit TEXT COLLATE "C" NOT NULL,
    -- When its window begins, in milliseconds since 1970.
    from_at BIGINT NOT NULL,
    -- When its window ends, in milliseconds since 1970.
    until_at BIGINT NOT NULL,
    -- Since when the resident is in line, in milliseconds since 1970.
    in_line_since BIGINT NOT NULL,
    -- How many calls nobody answered.
    calls BIGINT NOT NULL,
    -- When the last of them was made, in milliseconds since 1970.
    called_at BIGINT,
    -- When the resident was told of missed calls, in milliseconds since 1970.
    told_at BIGINT
);
-- One row for each case.
CREATE UNIQUE INDEX callback_row_by_case ON callback_row (case_id);
-- The line of a unit.
CREATE INDEX callback_row_by_unit
    ON callback_row (unit, from_at, in_line_since, contact, case_id);
