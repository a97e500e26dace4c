import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { createChronicle } from '../soak/program/chronicle.ts';
import { type Ground, standOn } from '../soak/program/ground.ts';
import { verifyLedger } from '../soak/program/ledger.ts';
import { type Life, startLife } from '../soak/program/life.ts';
import { doubledEffects, lostEffects, staleEffects } from '../soak/program/verify.ts';
import { allDeployments } from '../soak/program/watch.ts';

let database: FreshDatabase;
let ground: Ground;
const lives: Life[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  ground = await standOn(database.url);
});
afterAll(async () => {
  for (const life of lives) life.signal('SIGKILL');
  await Promise.all(lives.map(({ gone }) => gone));
  await ground?.stop();
  await database?.drop();
});

function start(end: Parameters<typeof startLife>[1]): Life {
  const life = startLife(ground, end);
  lives.push(life);
  return life;
}

async function shop() {
  const [first] = await allDeployments(database.pool);
  return first;
}

describe('kill -9 of Fairway', () => {
  test('in the middle of a canary: the next start finishes it, and nothing happens twice', async () => {
    // The first shift has happened at the fleet and Fairway dies before it can write that down.
    const first = start({ signal: 'SIGKILL', at: 'answered:shift', nth: 1, flyMs: 0 });
    expect(await first.ready).toBe(true);
    const asked = await first.run('/deploy shop@1.1.0 to production');
    expect(asked).toMatchObject({ kind: 'said', text: expect.stringContaining('under way') });
    await first.gone;
    const killed = await shop();
    expect(killed).toMatchObject({ status: 'running', progress: { phase: 'intent' } });
    expect(killed?.plan[killed.cursor]).toMatchObject({ kind: 'shift', percent: 30 });

    // And again while it recovers.
    const second = start({ signal: 'SIGKILL', at: 'asked:shift', nth: 1, flyMs: 0 });
    await second.gone;
    expect(await shop()).toMatchObject({ status: 'running', revision: killed?.revision });

    start(null);
    await expect.poll(async () => (await shop())?.status, { interval: 200 }).toBe('succeeded');
    const chronicle = createChronicle(ground.fleetFolder);
    await chronicle.read();
    const effects = chronicle.effects();
    const kinds = effects.map(({ kind, detail }) => `${kind}: ${detail}`);
    expect(kinds).toEqual([
      'prestage: pulled 1.1.0',
      'start: started 1.1.0',
      'shift: 1.1.0 30 %, 1.0.0 70 %',
      'shift: 1.1.0 100 %',
    ]);
    expect(chronicle.keys().get('D-1:6:1')).toMatchObject({
      kind: 'finish',
      outcome: { state: 'done' },
    });
    const keys = chronicle.keys();
    expect(doubledEffects(effects, keys)).toEqual([]);
    expect(staleEffects(effects)).toEqual([]);
    expect(lostEffects(await allDeployments(database.pool), keys, [])).toEqual([]);
    expect((await verifyLedger(database.pool)).faults).toEqual([]);
  });
});
