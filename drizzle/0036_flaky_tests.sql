CREATE TABLE "quarantine" (
	"service" text NOT NULL,
	"test" text NOT NULL,
	"until" bigint,
	"tell_at" bigint,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "quarantine_service_test_pk" PRIMARY KEY("service","test")
);
--> statement-breakpoint
CREATE TABLE "test_outcome" (
	"service" text NOT NULL,
	"test" text NOT NULL,
	"commit_id" text NOT NULL,
	"passed_at" bigint,
	"failed_at" bigint,
	"at" bigint NOT NULL,
	CONSTRAINT "test_outcome_service_test_commit_id_pk" PRIMARY KEY("service","test","commit_id"),
	CONSTRAINT "test_outcome_ran" CHECK ("test_outcome"."passed_at" IS NOT NULL OR "test_outcome"."failed_at" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "test_run" (
	"service" text NOT NULL,
	"commit_id" text NOT NULL,
	"key" text NOT NULL,
	"at" bigint NOT NULL,
	"passed" jsonb NOT NULL,
	CONSTRAINT "test_run_service_commit_id_key_pk" PRIMARY KEY("service","commit_id","key")
);
--> statement-breakpoint
ALTER TABLE "inbox" DROP CONSTRAINT "inbox_kind_known";--> statement-breakpoint
CREATE INDEX "quarantine_due" ON "quarantine" USING btree ("tell_at") WHERE tell_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "test_outcome_at" ON "test_outcome" USING btree ("service","at");--> statement-breakpoint
CREATE INDEX "test_outcome_both" ON "test_outcome" USING btree ("service","test") WHERE passed_at IS NOT NULL AND failed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "test_run_at" ON "test_run" USING btree ("service","at");--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_kind_known" CHECK ("inbox"."kind" IN ('command', 'action', 'submission', 'event', 'alert', 'version', 'ticket', 'change', 'tests'));