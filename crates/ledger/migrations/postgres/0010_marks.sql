-- What live lists of a unit are told apart by: read from the index alone.
CREATE INDEX case_row_marks ON case_row (owner_unit, step, safety_since, changed_at)
    WHERE closed_at IS NULL;
