CREATE SEQUENCE "public"."move_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "moved_elsewhere" (
	"id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"ref" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"says" text NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"at" bigint NOT NULL,
	"percent" integer NOT NULL,
	"by" text,
	"link" text,
	CONSTRAINT "moved_elsewhere_told" UNIQUE("source","ref"),
	CONSTRAINT "moved_elsewhere_id_numbered" CHECK ("moved_elsewhere"."id" ~ '^E-[1-9][0-9]*$'),
	CONSTRAINT "moved_elsewhere_somewhere" CHECK ("moved_elsewhere"."service" <> '*' OR "moved_elsewhere"."environment" <> '*'),
	CONSTRAINT "moved_elsewhere_met" CHECK ("moved_elsewhere"."percent" BETWEEN 1 AND 100)
);
--> statement-breakpoint
ALTER TABLE "inbox" DROP CONSTRAINT "inbox_kind_known";--> statement-breakpoint
DROP INDEX "audit_entry_besides";--> statement-breakpoint
CREATE INDEX "moved_elsewhere_at" ON "moved_elsewhere" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_entry_besides" ON "audit_entry" USING btree ("seq") WHERE subject NOT LIKE 'D-%' AND subject NOT LIKE 'E-%';--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_kind_known" CHECK ("inbox"."kind" IN ('command', 'action', 'submission', 'event', 'alert', 'version', 'ticket', 'change'));