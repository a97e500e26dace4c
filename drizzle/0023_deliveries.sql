CREATE TABLE "brought" (
	"deployment" text PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"commits" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivered_commit" (
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"commit" text NOT NULL,
	"deployment" text NOT NULL,
	"committed_at" bigint NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "delivered_commit_service_environment_commit_pk" PRIMARY KEY("service","environment","commit")
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" text PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"environment" text NOT NULL,
	"kind" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"at" bigint,
	"succeeded" boolean NOT NULL,
	"exposed" boolean NOT NULL,
	"full_at" bigint,
	"counts" boolean NOT NULL,
	"rollback_of" text,
	"fixes" text,
	"commits" integer
);
--> statement-breakpoint
CREATE INDEX "delivered_commit_at" ON "delivered_commit" USING btree ("service","environment","at","committed_at");--> statement-breakpoint
CREATE INDEX "delivery_ended" ON "delivery" USING btree ("service","environment","at");--> statement-breakpoint
CREATE INDEX "delivery_remedy" ON "delivery" USING btree ("service","environment","asked_at","id","rollback_of","fixes","at","succeeded") WHERE rollback_of IS NOT NULL OR fixes IS NOT NULL;--> statement-breakpoint
INSERT INTO "delivery" ("id", "service", "environment", "kind", "asked_at", "at", "succeeded", "exposed", "full_at", "counts", "rollback_of", "fixes")
WITH "seen" AS (
	SELECT "id", "service", "environment", "requested_at", "finished_at", "body", "status" = 'succeeded' AS "succeeded",
		"status" = 'succeeded' OR EXISTS (
			SELECT FROM jsonb_array_elements("body" -> 'plan') WITH ORDINALITY AS "step"("one", "nth")
			WHERE "nth" <= ("body" ->> 'cursor')::int AND "one" ->> 'kind' = 'shift' AND "one" ->> 'percent' = '100'
		) AS "was_full"
	FROM "deployment" WHERE "status" IN ('succeeded', 'failed', 'cancelled') OR "body" ->> 'kind' = 'rollback'
)
SELECT "id", "service", "environment", "body" ->> 'kind', "requested_at", "finished_at", "succeeded", "body" ->> 'exposedAt' IS NOT NULL,
	CASE WHEN "was_full" THEN "finished_at" END,
	"was_full" AND coalesce((SELECT "from"."was_full" FROM "seen" AS "from" WHERE "from"."id" = "seen"."body" ->> 'rollbackOf'), true),
	"body" ->> 'rollbackOf', "body" ->> 'fixes'
FROM "seen";
