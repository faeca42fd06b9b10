-- One right to act for a person; whether it holds today is asked of the person.
CREATE TABLE acting_row (
    -- For whom.
    person TEXT COLLATE "C" NOT NULL,
    -- Who acts.
    actor TEXT COLLATE "C" NOT NULL
);
-- One row for each pair.
CREATE UNIQUE INDEX acting_row_by_person ON acting_row (person, actor);
-- For whom somebody may act.
CREATE INDEX acting_row_by_actor ON acting_row (actor, person);
