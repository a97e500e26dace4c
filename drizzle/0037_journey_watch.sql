CREATE TABLE "journey_watch" (
	"environment" text NOT NULL,
	"service" text NOT NULL,
	"name" text NOT NULL,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "journey_watch_environment_service_name_pk" PRIMARY KEY("environment","service","name")
);
--> statement-breakpoint
CREATE INDEX "journey_watch_red" ON "journey_watch" USING btree ("environment","service") WHERE body ->> 'red' IS NOT NULL;