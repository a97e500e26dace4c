CREATE TABLE "dashboard_pass" (
	"hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account" text NOT NULL,
	"person" text NOT NULL,
	"until" bigint NOT NULL,
	CONSTRAINT "dashboard_pass_kind" CHECK ("dashboard_pass"."kind" IN ('link', 'session'))
);
--> statement-breakpoint
CREATE INDEX "dashboard_pass_until" ON "dashboard_pass" USING btree ("until");