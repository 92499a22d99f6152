-- Renumberings are few, and a service that starts reads them all: what a row's ref was, and since when.
CREATE INDEX change_renumbering ON change (tracker, revision, position) WHERE op = 'renumber';
