-- Optional, for a shared server: one role owns the tables and migrates (`fairway migrate`), another runs
-- Fairway. Execute as the owner after every migration, with the name of your role in place of fairway_app.
--
-- The ledger is append-only twice: this role may not rewrite it, and triggers refuse whoever may. In
-- the embedded database one role owns everything, and the triggers stand alone. Neither stops a
-- superuser: that is what witnessed checkpoints are for.
GRANT USAGE ON SCHEMA public TO fairway_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON deployment, lock, blackout, breaker, burn, journey_watch, schedule, departure, incident, suspicion, fence, flag, outbox, emission, inbox, message, contact, alarm, sighting, second_factor, calendar_link, calendar_feed, dashboard_pass, picture, page_picture, configuration, delivery, delivered_commit, hand_off, action_item, document, quarantine, test_outcome TO fairway_app;
GRANT SELECT, INSERT, DELETE ON test_run TO fairway_app;
GRANT SELECT, INSERT ON audit_entry, sample, brought, stage_run, ticket, moved_elsewhere, calendar_copy, people_list TO fairway_app;
GRANT SELECT, UPDATE ON ledger_head TO fairway_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO fairway_app;

-- A start looks here whether everything is applied.
GRANT USAGE ON SCHEMA drizzle TO fairway_app;
GRANT SELECT ON drizzle.__drizzle_migrations TO fairway_app;

-- The queues, where they live in PostgreSQL: bells only, which may be lost. CREATE, because BullMQ makes a
-- sequence for each queue when it is first rung. Its list of migrations is only read.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'bullmq') THEN
    GRANT USAGE, CREATE ON SCHEMA bullmq TO fairway_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO fairway_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA bullmq TO fairway_app;
    REVOKE INSERT, UPDATE, DELETE ON bullmq.migration FROM fairway_app;
  END IF;
END $$;
