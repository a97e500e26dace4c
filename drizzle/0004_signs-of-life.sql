CREATE TABLE "alarm" (
	"name" text PRIMARY KEY NOT NULL,
	"incident" integer NOT NULL,
	"n" integer NOT NULL,
	"open" boolean NOT NULL,
	"about" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact" (
	"deployment" text PRIMARY KEY NOT NULL,
	"call_revision" integer,
	"provider" text,
	"asked_at" bigint,
	"heard_at" bigint,
	"waited_until" bigint,
	"lost" jsonb,
	"noted_revision" integer,
	"n" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "fence" ADD COLUMN "held_at" bigint;--> statement-breakpoint
CREATE INDEX "contact_lost" ON "contact" USING btree ("deployment") WHERE lost IS NOT NULL;