-- A verdict is computed again from what its judges saw, so that is never rewritten: least privilege withholds it
-- from the role that runs Fairway, and this stops accidents where one role owns everything.
CREATE FUNCTION "refuse_rewriting_samples"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: what judges saw is kept as it was', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "sample_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "sample"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting_samples"();
