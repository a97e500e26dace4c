CREATE TABLE "emission" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"sink" text NOT NULL,
	"body" text NOT NULL,
	"added_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"over_at" bigint,
	CONSTRAINT "emission_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE INDEX "emission_unsent" ON "emission" USING btree ("sink","id") WHERE over_at IS NULL;--> statement-breakpoint
CREATE INDEX "emission_over" ON "emission" USING btree ("over_at") WHERE over_at IS NOT NULL;