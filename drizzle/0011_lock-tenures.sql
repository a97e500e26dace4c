-- What was locked stays locked, under a first token and without an end: whoever holds it is reminded at once.
UPDATE "lock" SET "body" = jsonb_build_object(
  'service', "service", 'environment', "environment", 'token', 1, 'revision', 1,
  'held', jsonb_build_object(
    'by', "body"->'by', 'at', "body"->'at', 'because', "body"->'because',
    'cause', '{"kind": "work"}'::jsonb, 'until', NULL, 'remindAt', "body"->'at',
    'askedBy', '[]'::jsonb, 'claim', NULL))
WHERE "body"->'token' IS NULL;
