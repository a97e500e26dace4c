CREATE TABLE "second_factor" (
	"person" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"body" jsonb NOT NULL
);
