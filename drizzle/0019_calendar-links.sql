CREATE TABLE "calendar_link" (
	"person" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"made_at" bigint NOT NULL,
	CONSTRAINT "calendar_link_hash_unique" UNIQUE("hash")
);
