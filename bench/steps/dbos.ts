/** DBOS as a rival of bench/steps: a workflow of five steps that do nothing, started and waited for. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { CONNECTIONS, obey } from '../orders.ts';

const STEPS = 5;

async function fiveSteps(run: number): Promise<number> {
  for (let n = 0; n < STEPS; n += 1) {
    await DBOS.runStep(async () => ({ done: n }), { name: `step-${n}` });
  }
  return run;
}

DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: process.env['DATABASE_URL'] ?? '',
  systemDatabasePoolSize: CONNECTIONS,
  logLevel: 'error',
});
const workflow = DBOS.registerWorkflow(fiveSteps, { name: 'five-steps' });
await DBOS.launch();
let runs = 0;
obey(
  async () => {
    runs += 1;
    const started = await DBOS.startWorkflow(workflow)(runs);
    await started.getResult();
  },
  () => DBOS.shutdown(),
);
