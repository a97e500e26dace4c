CREATE TABLE "stage_run" (
	"deployment" text NOT NULL,
	"revision" integer NOT NULL,
	"stage" text NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"strategy" text NOT NULL,
	"began_at" bigint NOT NULL,
	"at" bigint NOT NULL,
	"outcome" text NOT NULL,
	"attempts" integer NOT NULL,
	CONSTRAINT "stage_run_deployment_revision_stage_pk" PRIMARY KEY("deployment","revision","stage")
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "trace" text;--> statement-breakpoint
CREATE INDEX "stage_run_ended" ON "stage_run" USING btree ("service","environment","at");