-- Since when the client waits for an answer in writing, in milliseconds since 1970; empty once they have one.
ALTER TABLE case_row ADD COLUMN unanswered_since BIGINT;
-- The cases of a unit in which a client waits for an answer in writing.
CREATE INDEX case_row_unanswered ON case_row (owner_unit, unanswered_since)
    WHERE unanswered_since IS NOT NULL;
