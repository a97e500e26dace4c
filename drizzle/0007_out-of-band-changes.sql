CREATE TABLE "sighting" (
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"looked_at" bigint DEFAULT 0 NOT NULL,
	"told" integer DEFAULT 0 NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"body" jsonb,
	CONSTRAINT "sighting_service_environment_pk" PRIMARY KEY("service","environment")
);
--> statement-breakpoint
CREATE INDEX "sighting_looked" ON "sighting" USING btree ("looked_at");--> statement-breakpoint
CREATE INDEX "sighting_untold" ON "sighting" USING btree ("service") WHERE told < revision;