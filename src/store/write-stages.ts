import { endedStages } from '../domain/deployment/stage-runs.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { StageRun } from '../domain/stages/stage.ts';
import { isOfDeployment } from '../ports/event.ts';
import { type Decided, deploymentsOf, type Write } from './decided.ts';

const STAGES = {
  name: 'write-stages',
  text: `
  INSERT INTO stage_run (deployment, revision, stage, service, environment, strategy, began_at, at,
    outcome, attempts)
  SELECT one->>'deployment', (one->>'revision')::int, one->>'stage', one->>'service',
    one->>'environment', one->>'strategy', (one->>'beganAt')::bigint, (one->>'at')::bigint,
    one->>'outcome', (one->>'attempts')::int
  FROM jsonb_array_elements($1::jsonb) AS one`,
};

interface Ended extends StageRun, Target {
  readonly revision: number;
}

/** Which steps and waits these changes brought to their end. */
export function writeStages(all: readonly Decided[]): readonly Write[] {
  const runs = all.flatMap(endedBy);
  if (runs.length === 0) return [];
  return [{ ...STAGES, values: [JSON.stringify(runs)], mustWrite: runs.length }];
}

/** Of each deployment that was there before, from what it was to what the change leaves. */
function endedBy({ change, held: { deployment, running, now } }: Decided): readonly Ended[] {
  const moved = deploymentsOf(change);
  const ids = [...new Set(moved.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const before = [deployment, running].find((one) => one?.id === id);
    const after = moved.findLast((one) => one.id === id);
    if (!before || !after) return [];
    const told = change.events.filter(isOfDeployment).findLast((one) => one.id === id);
    const by = told?.by ?? 'fairway';
    const { service, environment, revision } = after;
    return endedStages(before, after, { by, at: now }).map((run) => ({
      ...run,
      ...{ service, environment, revision },
    }));
  });
}
