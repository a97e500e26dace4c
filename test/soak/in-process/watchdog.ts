import pg from 'pg';

/**
 * What a row may never do, looked at by the database itself at every write, whoever makes it: the
 * state machine written down a second time, in another language and by nothing that it watches.
 */
const WATCHDOG = `
  CREATE TABLE soak_violation (what text NOT NULL);
  CREATE SEQUENCE soak_writes;

  CREATE FUNCTION soak_deployment() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    is_over boolean := NEW.status NOT IN ('pending', 'running');
    hold jsonb := NULLIF(NEW.body->'hold', 'null'::jsonb);
    moved text := coalesce(OLD.status, 'new') || ' to ' || NEW.status;
    lawful text[] := ARRAY['new to pending', 'new to running', 'pending to running',
      'pending to cancelled', 'running to succeeded', 'running to failed', 'running to cancelled',
      'running to pending'];
    may_change text[] := ARRAY['rolledBackBy', 'revision'];
    wrong text[] := ARRAY[]::text[];
  BEGIN
    PERFORM nextval('soak_writes');
    -- A start and the intent of its first step are two moves in one change.
    IF NEW.revision <> coalesce(OLD.revision + CASE moved WHEN 'pending to running' THEN 2 ELSE 1 END, 0) THEN
      wrong := wrong || format('revision %s to %s', OLD.revision, NEW.revision);
    END IF;
    IF OLD.status IS DISTINCT FROM NEW.status AND NOT moved = ANY (lawful) THEN
      wrong := wrong || moved;
    END IF;
    IF moved = 'new to running' AND NEW.body->>'kind' <> 'rollback' THEN
      wrong := wrong || 'started without having been asked for'::text;
    END IF;
    IF OLD.status NOT IN ('pending', 'running') AND OLD.body - may_change <> NEW.body - may_change THEN
      wrong := wrong || 'changed after its end'::text;
    END IF;
    IF is_over AND (NEW.wake_at IS NOT NULL OR hold IS NOT NULL) THEN
      wrong := wrong || 'over, and waits for something'::text;
    END IF;
    IF NOT is_over AND NEW.wake_at IS NULL AND (hold IS NULL OR hold->>'why' = ''
        OR (hold->>'by' = 'fairway' AND jsonb_array_length(hold->'asks') = 0)) THEN
      wrong := wrong || 'neither a wake-up nor a person by name'::text;
    END IF;
    IF NEW.status = 'running' AND EXISTS (SELECT FROM deployment d WHERE d.status = 'running'
        AND d.service = NEW.service AND d.environment = NEW.environment AND d.id <> NEW.id) THEN
      wrong := wrong || 'two running on one target'::text;
    END IF;
    INSERT INTO soak_violation SELECT NEW.id || ': ' || one FROM unnest(wrong) AS one;
    RETURN NULL;
  END $$;
  CREATE TRIGGER soak_deployment AFTER INSERT OR UPDATE ON deployment
    FOR EACH ROW EXECUTE FUNCTION soak_deployment();

  CREATE FUNCTION soak_fence() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' OR NEW.epoch < OLD.epoch THEN
      INSERT INTO soak_violation VALUES ('the fence of ' || OLD.service || ' fell');
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER soak_fence AFTER UPDATE OR DELETE ON fence
    FOR EACH ROW EXECUTE FUNCTION soak_fence();

  CREATE FUNCTION soak_gone() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO soak_violation VALUES (OLD.id || ': deleted');
    RETURN NULL;
  END $$;
  CREATE TRIGGER soak_gone AFTER DELETE ON deployment FOR EACH ROW EXECUTE FUNCTION soak_gone();
`;

export async function setWatchdog(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(WATCHDOG);
  } finally {
    await client.end();
  }
}

/** Every violation it saw, and how many writes of a deployment it looked at. */
export async function askWatchdog(
  pool: pg.Pool,
): Promise<{ readonly violations: readonly string[]; readonly writes: number }> {
  const { rows } = await pool.query<{ what: string }>('SELECT what FROM soak_violation');
  const counted = await pool.query<{ n: string }>('SELECT last_value AS n FROM soak_writes');
  return { violations: rows.map(({ what }) => what), writes: Number(counted.rows[0]?.n) };
}
