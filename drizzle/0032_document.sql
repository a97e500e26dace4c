CREATE TABLE "document" (
	"act" text PRIMARY KEY NOT NULL,
	"address" text,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "document_at" ON "document" USING btree ("at");