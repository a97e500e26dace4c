CREATE TABLE "picture" (
	"key" text PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "picture_at" ON "picture" USING btree ("at");