-- The client's named worker at the unit, when the contact came; empty when there was none.
ALTER TABLE case_row ADD COLUMN named TEXT;
