CREATE TABLE "sample" (
	"deployment" text NOT NULL,
	"revision" integer NOT NULL,
	"step" integer NOT NULL,
	"at" bigint NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "sample_deployment_revision_pk" PRIMARY KEY("deployment","revision")
);
