-- Optional, for a shared server: one role owns the tables and migrates, another runs Fairway. Execute
-- as the owner after every migration, with the name of your role in place of fairway_app. BullMQ's
-- schema (`bullmq`) is granted only where its PostgreSQL backend is used.
--
-- The ledger is append-only twice: this role may not rewrite it, and triggers refuse whoever may. In
-- the embedded database one role owns everything, and the triggers stand alone. Neither stops a
-- superuser: that is what witnessed checkpoints are for.
GRANT USAGE ON SCHEMA public TO fairway_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON deployment, lock, fence, outbox, inbox, message, contact, alarm TO fairway_app;
GRANT SELECT, INSERT ON audit_entry TO fairway_app;
GRANT SELECT, UPDATE ON ledger_head TO fairway_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO fairway_app;
