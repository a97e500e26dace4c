DROP INDEX "message_heading";--> statement-breakpoint
CREATE INDEX "message_posted" ON "message" USING btree ("ts");