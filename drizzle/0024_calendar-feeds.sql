CREATE TABLE "calendar_copy" (
	"digest" text PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"text" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_feed" (
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"looked_at" bigint DEFAULT 0 NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"body" jsonb,
	CONSTRAINT "calendar_feed_service_environment_pk" PRIMARY KEY("service","environment")
);
--> statement-breakpoint
CREATE INDEX "calendar_feed_looked" ON "calendar_feed" USING btree ("looked_at");