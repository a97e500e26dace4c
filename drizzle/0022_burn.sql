CREATE TABLE "burn" (
	"environment" text NOT NULL,
	"service" text NOT NULL,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "burn_environment_service_pk" PRIMARY KEY("environment","service")
);
