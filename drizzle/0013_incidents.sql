CREATE SEQUENCE "public"."incident_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "incident" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"source" text,
	"ref" text,
	"open" boolean NOT NULL,
	"opened_at" bigint NOT NULL,
	"resolved_at" bigint,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "incident_number_unique" UNIQUE("number"),
	CONSTRAINT "incident_id_numbered" CHECK ("incident"."id" = 'INC-' || "incident"."number"),
	CONSTRAINT "incident_revision_counts" CHECK ("incident"."revision" >= 0)
);
--> statement-breakpoint
ALTER TABLE "inbox" DROP CONSTRAINT "inbox_kind_known";--> statement-breakpoint
CREATE UNIQUE INDEX "incident_open_target" ON "incident" USING btree ("service","environment") WHERE open AND service <> '*';--> statement-breakpoint
CREATE UNIQUE INDEX "incident_open_reference" ON "incident" USING btree ("source","ref") WHERE open;--> statement-breakpoint
CREATE INDEX "incident_touched" ON "incident" USING btree (greatest(opened_at, resolved_at));--> statement-breakpoint
CREATE INDEX "incident_places" ON "incident" USING gin ((body -> 'places') jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "incident_references" ON "incident" USING gin ((body -> 'references') jsonb_path_ops);--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_kind_known" CHECK ("inbox"."kind" IN ('command', 'action', 'submission', 'event', 'alert'));