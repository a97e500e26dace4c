CREATE TABLE "departure" (
	"id" text PRIMARY KEY NOT NULL,
	"departs_at" bigint NOT NULL,
	"wake_at" bigint,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "departure_revision_counts" CHECK ("departure"."revision" >= 0)
);
--> statement-breakpoint
CREATE INDEX "departure_due" ON "departure" USING btree ("wake_at") WHERE wake_at IS NOT NULL;