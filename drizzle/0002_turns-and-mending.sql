DROP INDEX "inbox_unfinished";--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "turn" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "retry_at" bigint;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "reposted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "message_mendable" ON "message" USING btree ("channel","retry_at") WHERE parked IS NOT NULL AND retry_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "message_thread" ON "message" USING btree ("under") WHERE sent_revision IS NULL;--> statement-breakpoint
CREATE INDEX "inbox_unfinished" ON "inbox" USING btree ("turn") WHERE done_at IS NULL;