CREATE TABLE "flag" (
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"epoch" integer NOT NULL,
	"revision" bigint NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "flag_environment_service_pk" PRIMARY KEY("environment","service")
);
