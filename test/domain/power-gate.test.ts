import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../src/domain/deployment/deployment.ts';
import { gatesFor } from '../../src/domain/deployment/draft.ts';
import { askGates, type GateConfig, type Gather, rule } from '../../src/domain/gates/index.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { catalogOf } from './rules.ts';
import { deployment, NOON } from './sample.ts';

const catalog = catalogOf();
const [service] = catalog.services;
const [staging, production] = catalog.environments;
if (!service || !staging || !production) throw new Error('a service in two environments');

const powerOf = (environment: typeof staging, strategy: object, fixes: string | null) =>
  gatesFor(
    {
      ...{ service, environment, fixes, strategy: StrategyConfig.parse(strategy) },
      ...{ previous: null, requestedBy: 'ana', withdrawMs: 0 },
    },
    catalog,
    (text) => text,
  ).filter(({ kind }) => kind === 'power');

const asked = [{ kind: 'power', required: false }];
const must = [{ kind: 'power', required: true }];
const canary = { kind: 'canary' };

describe('4.4 whether a canary would see enough is asked again where a request is refused for it', () => {
  test.each<[string, typeof staging, object, string | null, readonly object[]]>([
    ['protected', production, canary, null, asked],
    ['it only observes', production, { ...canary, mode: 'observe' }, null, []],
    ['unprotected', staging, canary, null, []],
    ['known to be too little', production, { ...canary, requirePower: false }, null, []],
    ['required', staging, { ...canary, requirePower: true }, null, must],
    ['it ends an incident', production, canary, 'INC-1', []],
    ['required of that too', production, { ...canary, requirePower: true }, 'INC-1', must],
    ['no judge', production, { kind: 'rolling' }, null, []],
  ])('%s', (_, environment, strategy, fixes, gates) => {
    expect(powerOf(environment, strategy, fixes)).toEqual(gates);
  });

  const sees = (sees: 'enough' | 'too little' | 'not known') => ({
    sees,
    why: 'W.',
    instead: 'I.',
  });
  const about = subjectOf(deployment());

  test.each([
    ['enough', sees('enough'), 'pass', 'pass'],
    ['too little', sees('too little'), 'wait', 'wait'],
    ['not known', sees('not known'), 'pass', 'wait'],
    ['not asked', null, 'pass', 'pass'],
    ['not read', { unknown: 'no answer' }, 'wait', 'wait'],
  ] as const)('what it sees is %s', (_, power, verdict, required) => {
    const said = [false, true].map((one) =>
      rule({ kind: 'power', required: one }, { power }, about, NOON),
    );
    expect(said.map(({ ruling }) => ruling.verdict)).toEqual([verdict, required]);
  });

  test('what passes though it is not known says so', () => {
    const { ruling } = rule(
      { kind: 'power', required: false },
      { power: sees('not known') },
      about,
      NOON,
    );
    expect(ruling).toMatchObject({ verdict: 'pass', because: 'W.' });
  });

  test.each([
    ['is not played while something else holds', [{ id: 'D-9' }], ['concurrency']],
    ['is played when nothing does', [], ['concurrency', 'power']],
  ] as const)('it %s', async (_, occupants, ruled) => {
    const needed: string[] = [];
    const gather: Gather = async (needs) => {
      needed.push(...needs);
      return { occupants, power: sees('too little') } as never;
    };
    const gates: readonly GateConfig[] = [
      { kind: 'power', required: false },
      { kind: 'concurrency', slots: 1 },
    ];
    const { rulings } = await askGates(gather, gates, about, NOON);
    expect(rulings.map(({ gate }) => gate)).toEqual(ruled);
    expect(needed.includes('power')).toBe(ruled.length > 1);
  });
});
