CREATE TABLE "configuration" (
	"number" bigint PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"status" text NOT NULL,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	"files" json NOT NULL
);
--> statement-breakpoint
CREATE INDEX "configuration_version" ON "configuration" USING btree ("version");--> statement-breakpoint
CREATE UNIQUE INDEX "configuration_active" ON "configuration" USING btree ("status") WHERE status = 'active';