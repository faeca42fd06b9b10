-- Until when a case is set aside, in milliseconds since 1970; empty when it is not.
ALTER TABLE case_row ADD COLUMN snoozed_until INTEGER;
-- One professional who was asked to look at a case, and has not yet.
CREATE TABLE asked_row (
    -- The case.
    case_id TEXT NOT NULL,
    -- Who was asked.
    professional TEXT NOT NULL,
    -- By whom.
    asked_by TEXT NOT NULL,
    -- When, in milliseconds since 1970.
    asked_at INTEGER NOT NULL
) STRICT;
-- One row for each pair.
CREATE UNIQUE INDEX asked_row_by_case ON asked_row (case_id, professional);
-- What somebody was asked, the first asked first.
CREATE INDEX asked_row_by_professional ON asked_row (professional, asked_at, case_id);
