CREATE SEQUENCE "public"."schedule_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "schedule" (
	"id" text PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"wake_at" bigint,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "schedule_revision_counts" CHECK ("schedule"."revision" >= 0)
);
--> statement-breakpoint
CREATE INDEX "schedule_due" ON "schedule" USING btree ("wake_at") WHERE wake_at IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "deployment_scheduled_once" ON "deployment" USING btree ((body -> 'schedule' ->> 'id'),(body -> 'schedule' ->> 'occurrence')) WHERE body -> 'schedule' ->> 'id' IS NOT NULL;