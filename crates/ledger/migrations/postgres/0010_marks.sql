-- What live lists of a unit are told apart by: read from the index alone.
CREATE INDEX case_row_marks ON case_row (owner_unit, step, safety_since, changed_at)
    WHERE closed_at IS NULL;
-- The queue of a unit, in the order in which it is taken.
CREATE INDEX case_row_to_assess
    ON case_row (owner_unit, due_order, urgency_order, contact_at, case_id)
    WHERE closed_at IS NULL AND step = 'assess';
-- The cases of a unit in which somebody has to ask about safety, in the same order.
CREATE INDEX case_row_unsafe
    ON case_row (owner_unit, due_order, urgency_order, contact_at, case_id)
    WHERE closed_at IS NULL AND safety_since IS NOT NULL;
DROP INDEX case_row_safety;
