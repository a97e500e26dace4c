CREATE SEQUENCE "public"."action_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "action_item" (
	"number" bigint PRIMARY KEY NOT NULL,
	"about" text NOT NULL,
	"owner" text NOT NULL,
	"chase_at" bigint,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "action_item_about" ON "action_item" USING btree ("about");--> statement-breakpoint
CREATE INDEX "action_item_open" ON "action_item" USING btree ("chase_at") WHERE chase_at IS NOT NULL;