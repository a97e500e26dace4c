CREATE TABLE "page_picture" (
	"key" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"jpeg" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE INDEX "page_picture_at" ON "page_picture" USING btree ("at");