CREATE TABLE "people_list" (
	"serial" bigint PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL
);
