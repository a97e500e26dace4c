CREATE TABLE "ticket" (
	"source" text NOT NULL,
	"ref" text NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"at" bigint NOT NULL,
	"version" text,
	CONSTRAINT "ticket_source_ref_pk" PRIMARY KEY("source","ref")
);
--> statement-breakpoint
ALTER TABLE "inbox" DROP CONSTRAINT "inbox_kind_known";--> statement-breakpoint
CREATE INDEX "ticket_place" ON "ticket" USING btree ("service","environment","at");--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_kind_known" CHECK ("inbox"."kind" IN ('command', 'action', 'submission', 'event', 'alert', 'version', 'ticket'));