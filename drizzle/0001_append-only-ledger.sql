-- The chain begins with 32 zero bytes as the leaf before the first.
INSERT INTO "ledger_head" ("id", "size", "leaf") VALUES (1, 0, decode(repeat('00', 32), 'hex'));
--> statement-breakpoint
-- Stops accidents, also in an embedded database where one role owns everything. Whoever may disable
-- triggers is stopped by the witnessed checkpoints, not here.
CREATE FUNCTION "refuse_rewriting"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege',
          HINT = 'Record a new entry that corrects the old one.';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
--> statement-breakpoint
CREATE TRIGGER "ledger_head_stays" BEFORE DELETE OR TRUNCATE ON "ledger_head"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
