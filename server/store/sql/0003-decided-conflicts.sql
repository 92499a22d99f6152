-- Pushes that share a transaction ask once for what was decided since their bases, whatever their workbooks are.
CREATE INDEX conflict_decided ON conflict (tracker, decided_revision);
