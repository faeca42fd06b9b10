-- One message that has still to be sent, or that was given up and waits for a person.
CREATE TABLE message_row (
    -- Of which case.
    case_id TEXT COLLATE "C" NOT NULL,
    -- What it tells of.
    message TEXT COLLATE "C" NOT NULL,
    -- To whom.
    person TEXT COLLATE "C" NOT NULL,
    -- When it is due, in milliseconds since 1970.
    from_at BIGINT NOT NULL,
    -- From when on it is of no use, in milliseconds since 1970.
    until_at BIGINT NOT NULL,
    -- 1 when it was given up.
    given_up BIGINT NOT NULL
);
-- One row for each message of a case.
CREATE UNIQUE INDEX message_row_by_message ON message_row (case_id, message);
-- What is due.
CREATE INDEX message_row_by_time ON message_row (given_up, from_at, case_id, message);

-- One resident who wishes to be reached beside the service.
CREATE TABLE reach_row (
    -- Who.
    person TEXT COLLATE "C" NOT NULL,
    -- By which way.
    way TEXT COLLATE "C" NOT NULL,
    -- Since when, in milliseconds since 1970.
    since_at BIGINT NOT NULL
);
-- One row for each resident.
CREATE UNIQUE INDEX reach_row_by_person ON reach_row (person);
