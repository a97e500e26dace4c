CREATE TABLE "suspicion" (
	"incident" text PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "suspicion_revision_counts" CHECK ("suspicion"."revision" >= 0)
);
--> statement-breakpoint
CREATE INDEX "suspicion_service" ON "suspicion" USING btree ("service",(substr(incident, 5)::bigint));--> statement-breakpoint
CREATE INDEX "suspicion_answered" ON "suspicion" USING btree ((substr(incident, 5)::bigint)) WHERE body ->> 'cause' IS NOT NULL;