CREATE SEQUENCE "public"."deployment_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"n" integer NOT NULL,
	"body" text NOT NULL,
	"leaf" "bytea" NOT NULL,
	CONSTRAINT "audit_entry_ref" UNIQUE("subject","n"),
	CONSTRAINT "audit_entry_counts" CHECK ("audit_entry"."seq" >= 1 AND "audit_entry"."n" >= 1),
	CONSTRAINT "audit_entry_leaf_is_hash" CHECK (octet_length("audit_entry"."leaf") = 32)
);
--> statement-breakpoint
CREATE TABLE "deployment" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"status" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" bigint NOT NULL,
	"started_at" bigint,
	"finished_at" bigint,
	"digest" text NOT NULL,
	"rolled_back_by" text,
	"wake_at" bigint,
	"revision" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "deployment_number_unique" UNIQUE("number"),
	CONSTRAINT "deployment_status_known" CHECK ("deployment"."status" IN ('pending', 'running', 'succeeded', 'failed', 'cancelled')),
	CONSTRAINT "deployment_id_numbered" CHECK ("deployment"."id" = 'D-' || "deployment"."number"),
	CONSTRAINT "deployment_revision_counts" CHECK ("deployment"."revision" >= 0)
);
--> statement-breakpoint
CREATE TABLE "fence" (
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"holder" text,
	"lease_until" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "fence_service_environment_pk" PRIMARY KEY("service","environment"),
	CONSTRAINT "fence_epoch_counts" CHECK ("fence"."epoch" >= 0)
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"body" json NOT NULL,
	"received_at" bigint NOT NULL,
	"held_until" bigint DEFAULT 0 NOT NULL,
	"done_at" bigint,
	CONSTRAINT "inbox_kind_known" CHECK ("inbox"."kind" IN ('command', 'action', 'submission', 'event'))
);
--> statement-breakpoint
CREATE TABLE "ledger_head" (
	"id" smallint PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"leaf" "bytea" NOT NULL,
	CONSTRAINT "ledger_head_is_one" CHECK ("ledger_head"."id" = 1),
	CONSTRAINT "ledger_head_leaf_is_hash" CHECK (octet_length("ledger_head"."leaf") = 32)
);
--> statement-breakpoint
CREATE TABLE "lock" (
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "lock_service_environment_pk" PRIMARY KEY("service","environment")
);
--> statement-breakpoint
CREATE TABLE "message" (
	"key" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"under" text,
	"broadcast" boolean NOT NULL,
	"content" json NOT NULL,
	"revision" bigint NOT NULL,
	"ts" text,
	"sent_revision" bigint,
	"doubtful" boolean DEFAULT false NOT NULL,
	"parked" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"wanted_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"held_until" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"event" jsonb NOT NULL,
	"told_at" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "deployment_running_slot" ON "deployment" USING btree ("service","environment") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "deployment_overdue" ON "deployment" USING btree ("wake_at") WHERE status IN ('pending', 'running');--> statement-breakpoint
CREATE INDEX "deployment_verified" ON "deployment" USING btree ("service","environment","finished_at","number") WHERE status = 'succeeded' AND rolled_back_by IS NULL;--> statement-breakpoint
CREATE INDEX "deployment_target" ON "deployment" USING btree ("service","environment","number");--> statement-breakpoint
CREATE INDEX "deployment_status" ON "deployment" USING btree ("status","number");--> statement-breakpoint
CREATE INDEX "deployment_requester" ON "deployment" USING btree ("requested_by","number");--> statement-breakpoint
CREATE INDEX "deployment_touched" ON "deployment" USING btree (greatest(requested_at, started_at, finished_at));--> statement-breakpoint
CREATE INDEX "inbox_unfinished" ON "inbox" USING btree ("received_at") WHERE done_at IS NULL;--> statement-breakpoint
CREATE INDEX "inbox_done" ON "inbox" USING btree ("done_at") WHERE done_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "message_due" ON "message" USING btree ("due_at") WHERE parked IS NULL AND (sent_revision IS NULL OR sent_revision < revision);--> statement-breakpoint
CREATE INDEX "message_parked" ON "message" USING btree ("wanted_at") WHERE parked IS NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_untold" ON "outbox" USING btree ("id") WHERE told_at IS NULL;--> statement-breakpoint
CREATE INDEX "outbox_told" ON "outbox" USING btree ("told_at") WHERE told_at IS NOT NULL;