CREATE TABLE "hand_off" (
	"service" text NOT NULL,
	"version" text NOT NULL,
	"environment" text NOT NULL,
	"wake_at" bigint,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "hand_off_service_version_pk" PRIMARY KEY("service","version")
);
--> statement-breakpoint
CREATE INDEX "hand_off_due" ON "hand_off" USING btree ("wake_at") WHERE wake_at IS NOT NULL;