import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { subjectOf } from '../../src/domain/deployment/deployment.ts';
import { openBurn } from '../../src/domain/deployment/whole-burn.ts';
import type { Gathered } from '../../src/domain/gates/facts.ts';
import { GateConfig, type GateKind, gates, rule } from '../../src/domain/gates/index.ts';
import { LIFTS } from '../../src/domain/gates/lift.ts';
import { BoardRule } from '../../src/domain/governance/board.ts';
import { BreakGlassRule } from '../../src/domain/governance/break-glass.ts';
import { beginTenure } from '../../src/domain/governance/lock.ts';
import { goesBefore, type Waiter } from '../../src/domain/governance/precedence.ts';
import { Train } from '../../src/domain/governance/train.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Finding } from '../../src/domain/rulebook/finding.ts';
import { asRequested, WAYS, type Way } from '../../src/domain/rulebook/guarded.ts';
import { proveRules } from '../../src/domain/rulebook/index.ts';
import { aimsOf } from '../../src/domain/rulebook/targets.ts';
import { unwatched } from '../../src/domain/rulebook/unwatched.ts';
import { misfit } from '../../src/domain/strategies/fits.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { askedByDev, asks, catalogOf, closed, group, person, there } from './rules.ts';
import { deployment, NOON } from './sample.ts';

/** Rules by which a gate never opens, with what is said of them. */
interface Unmet {
  readonly by: Catalog;
  readonly found: RegExp;
  /** Left out: what holds of the rules alone. */
  readonly prove?: (catalog: Catalog) => readonly Finding[];
}
/** No rule can keep it shut; `shown` is why, looked at. */
interface Opens {
  readonly opens: string;
  readonly shown: () => boolean;
}

const nobody = { ...person('ana'), accounts: [] };
const objective = Objective.parse({ target: 0.99 });
const tracked = { ...there, objectives: [objective] };
const canary = StrategyConfig.parse({ kind: 'canary', requirePower: true });
const board = BoardRule.parse({
  environments: ['production'],
  groups: ['sre'],
  businessSeat: 'product',
  impact: { tiers: [2] },
});
const train: Train = {
  name: 'noon',
  ...Train.parse({ to: 'production', waves: [['shop']], at: '12:00', zone: 'UTC', cutOff: '1h' }),
};
const [staging, production] = catalogOf().environments;
if (!staging || !production) throw new Error('two environments');

const ask = (config: GateConfig, facts: Gathered, patch: object = {}): string =>
  rule(config, facts, { ...subjectOf(deployment()), ...patch }, NOON).ruling.verdict;
const waiters: readonly Waiter[] = ['D-1', 'D-2', null].flatMap((id) =>
  [null, 'INC-1', 'D-1'].map((fixes) => ({ id, fixes })),
);

/** Every gate there is; a new one does not compile without a row. */
const ROWS: Readonly<Record<GateKind, Unmet | Opens>> = {
  order: {
    by: catalogOf({
      people: [nobody, person('bo')],
      groups: [group('devs', 'ana')],
      environments: [{ ...staging, deployers: ['devs'] }, production],
    }),
    found: /^environment staging: nobody may deploy to staging/,
  },
  approval: {
    by: {
      ...askedByDev(catalogOf({ approvals: [asks()] })),
      groups: [group('sre', 'bo'), group('devs', 'dev')],
    },
    found: /^approval rule two of them: nobody could ever approve a change of bo/,
  },
  cab: {
    by: askedByDev(catalogOf({ cab: board, groups: [group('sre', 'ana', 'bo')] })),
    found: /^cab: the board could at no hour of the week decide before its deadline/,
  },
  schedule: {
    by: catalogOf({ trains: [train], blackouts: [closed('day', {})] }),
    found: /^train noon: every weekday at 12:00 UTC is closed time for shop/,
  },
  blackout: {
    by: catalogOf({ blackouts: [closed('day', { for: '24h' })] }),
    found: /^blackout day: "day" never reopens/,
  },
  budget: {
    by: catalogOf({
      services: catalogOf().services.map((one) => ({
        ...one,
        environments: { production: tracked },
      })),
    }),
    found: /^service shop: its objective in production is never measured/,
    prove: (catalog) => unwatched(catalog, () => ({ slots: 2, weights: true, measured: false })),
  },
  burn: {
    opens: 'what nobody measures does not burn, and what is well again does not either',
    shown: () => {
      const config = { kind: 'burn', owners: [] } as const;
      const said = ['it burns', openBurn(null, [objective])].map((burn) =>
        ask(config, { burn, approvals: [] }),
      );
      return `${said}` === 'wait,pass';
    },
  },
  breaker: {
    by: catalogOf({ people: [nobody] }),
    found: /^environment staging: nobody may deploy to staging/,
  },
  incident: {
    opens: 'it ends with the incident, and lets through what ends it',
    shown: () => {
      const open = {
        id: 'INC-1',
        title: 'x',
        commander: null,
        places: [{ service: 'shop', environment: 'production' }],
      };
      const config = { kind: 'incident', rules: [{ name: 'x', incident: ['shop'] }] } as const;
      const said = [[], [open]].map((incidents) => ask(config, { incidents } as Gathered));
      return (
        `${said} ${ask(config, { incidents: [open] } as Gathered, { fixes: 'INC-1' })}` ===
        'pass,wait pass'
      );
    },
  },
  lock: {
    opens: 'every lock ends by itself',
    shown: () =>
      beginTenure({
        by: 'ana',
        because: null,
        cause: { kind: 'work' },
        lastsMs: 1,
        remindMs: 1,
        now: NOON,
      }).until === plus(NOON, 1),
  },
  turn: {
    opens: 'of any two that wait for one place only one goes before the other',
    shown: () =>
      waiters.every((a) => waiters.every((b) => !(goesBefore(a, b) && goesBefore(b, a)))),
  },
  concurrency: {
    opens: 'there is room for one at least',
    shown: () =>
      !GateConfig.safeParse({ kind: 'concurrency', slots: 0 }).success &&
      ask({ kind: 'concurrency', slots: 1 }, { occupants: [] }) === 'pass',
  },
  power: {
    opens: 'it opens with the traffic, and where nothing measures any no canary fits',
    shown: () => {
      const said = (['not known', 'too little', 'enough'] as const).map((sees) =>
        ask({ kind: 'power', required: true }, { power: { sees, why: '', instead: '' } }),
      );
      const unmeasured = { slots: 2, weights: true, measured: false };
      return `${said}` === 'wait,wait,pass' && misfit(canary, unmeasured) !== null;
    },
  },
};

describe('8.2 of every gate something is proved', () => {
  test('each gate has a row, and there is no other', () => {
    expect(Object.keys(ROWS).toSorted()).toEqual(gates.map(({ kind }) => kind).toSorted());
  });

  test.each(Object.entries(ROWS))(
    '%s: rules by which it never opens are found, or there are none',
    (_, row) => {
      if ('opens' in row) expect([row.opens, row.shown()]).toEqual([row.opens, true]);
      else {
        const prove = row.prove ?? proveRules;
        const said = prove(row.by).map(
          ({ about, what, example }) => `${about}: ${what}; ${example}`,
        );
        expect(said).toContainEqual(expect.stringMatching(row.found));
        expect(prove(catalogOf())).toEqual([]);
      }
    },
  );
});

const everything = catalogOf({
  approvals: [asks()],
  cab: { ...board, businessSeat: 'sre' },
  blackouts: [closed('day', {})],
  notWhile: [{ name: 'x', environments: ['production'], incident: ['search'] }],
  services: catalogOf().services.map((one) => ({
    ...one,
    environments: { production: { ...tracked, strategy: canary } },
  })),
});

/** The gates of a place of which every rule speaks, by each way: all of them, and the clock's for what has a time. */
const BY_WAY: Readonly<Record<Way, boolean>> = {
  manual: false,
  scheduled: true,
  automatic: false,
  train: false,
  flag: false,
  fix: false,
};

test.each(Object.entries(BY_WAY))('8.2 no way goes past a gate: %s', (way, timed) => {
  expect(Object.keys(WAYS)).toContain(way);
  const all = gates.map(({ kind }) => kind).filter((kind) => timed || kind !== 'schedule');
  for (const aim of aimsOf(everything))
    expect(asRequested(aim, way as Way, everything).map(({ kind }) => kind)).toEqual(all);
});

/** What holds a place and break-glass lifts: where nobody could break it that is found, whatever it is. */
const HELD: Readonly<Record<GateKind, Partial<Catalog> | null>> = {
  order: null,
  approval: null,
  cab: { cab: { ...board, businessSeat: 'sre' } },
  schedule: null,
  blackout: { blackouts: [closed('day', {})] },
  budget: { services: everything.services },
  burn: { services: everything.services },
  incident: { notWhile: everything.notWhile ?? [] },
  breaker: null,
  lock: null,
  turn: null,
  concurrency: null,
  power: null,
};

test.each(Object.entries(HELD))(
  '8.2 a glass nobody could break where it would lift: %s',
  (kind, more) => {
    expect(LIFTS[kind as GateKind]).toBe(more === null ? 'never' : 'lifted');
    const breakGlass = BreakGlassRule.parse({ groups: ['lone'] });
    const groups = [...catalogOf().groups, group('lone', 'bo')];
    const said = proveRules(catalogOf({ breakGlass, groups, ...more })).map(({ about }) => about);
    expect(said).toEqual(more === null ? [] : ['breakGlass']);
  },
);
