import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { lessonOf, lessonsIn } from '../../src/domain/configuration/lessons.ts';
import { type Learnt, proposeRule } from '../../src/domain/configuration/propose-rule.ts';
import type { Becomes } from '../../src/domain/governance/action-item.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { faultsIn, load, ORGANISATION, SHOP } from './sources.ts';

const PAYMENTS = SHOP.replace('service: shop', 'service: payments');
const ALERTS = `alerts:
  - name: prometheus
    kind: alertmanager
    secrets: [env:ALERTS]
`;
const RULES = `    rules:
      - { name: known, when: { alertname: Known }, do: pause }
`;
const MODES = `failureModes:
  - name: Empty Results
    services: [shop]
    says: nothing is found
`;
const heard = { source: 'prometheus', name: 'HighErrorRate', labels: { service: 'shop-frontend' } };
const learnt: Learnt = {
  id: 'A-3',
  service: 'shop',
  environment: 'production',
  becomes: 'gate',
  words: 'no deploys on Friday evenings',
  alerts: [heard],
};

async function catalogOf(text: string): Promise<Catalog> {
  const loaded = await load(text, SHOP, PAYMENTS);
  if (!loaded.ok) throw new Error(faultsIn(loaded).join('\n'));
  return loaded.catalog;
}

/** The organisation with the proposal where it belongs, which is its end in these. */
async function withProposal(text: string, patch: Partial<Learnt>) {
  const before = await catalogOf(text);
  const written = proposeRule({ ...learnt, ...patch }, before);
  if (isRefusal(written)) throw new Error(written.what);
  return { written, after: await catalogOf(text + written.yaml), before };
}

describe('a lesson becomes a rule that the configuration takes as it is', () => {
  test.each([
    ['a gate', ORGANISATION, {}, ['approvals', 'no deploys on Friday evenings']],
    [
      'a gate on what else is in trouble',
      ORGANISATION,
      { words: 'no deploys of shop while payments is degraded' },
      ['notWhile', 'no deploys of shop while payments is degraded'],
    ],
    [
      'a trigger',
      ORGANISATION + ALERTS,
      { becomes: 'trigger', words: 'Hold on errors!' },
      ['alerts', 'prometheus', 'rules', 'a-3-hold-on-errors'],
    ],
    [
      'a trigger beside another',
      ORGANISATION + ALERTS + RULES,
      { becomes: 'trigger', words: '…' },
      ['alerts', 'prometheus', 'rules', 'a-3'],
    ],
    [
      'a failure mode',
      ORGANISATION,
      { becomes: 'failure-mode', words: 'empty results' },
      ['failureModes', 'empty results'],
    ],
    [
      'a failure mode that has the name of another',
      ORGANISATION + MODES,
      { becomes: 'failure-mode', words: 'empty results' },
      ['failureModes', 'empty results (A-3)'],
    ],
  ] as const)('%s', async (_, text, patch, path) => {
    const { after, before } = await withProposal(text, patch);
    expect(lessonsIn(before)).toEqual([]);
    expect(lessonsIn(after)).toEqual([{ action: 'A-3', path }]);
    expect(lessonOf([...path, 'quorum'], after)).toBe('A-3');
    expect(lessonOf(path.slice(0, -1), after)).toBeNull();
  });

  test('whatever people write', async () => {
    const becomes = fc.constantFrom<Becomes>('gate', 'trigger', 'failure-mode');
    const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(becomes, words, async (kind, said) => {
        const trimmed = said.trim();
        if (trimmed === '' || !trimmed.isWellFormed()) return;
        const text = kind === 'trigger' ? ORGANISATION + ALERTS : ORGANISATION;
        const { after } = await withProposal(text, { becomes: kind, words: trimmed });
        expect(lessonsIn(after).map(({ action }) => action)).toEqual(['A-3']);
      }),
      { numRuns: 60 },
    );
  });

  test('the alert by which it showed, with what it called the service', async () => {
    const { after } = await withProposal(ORGANISATION + ALERTS, { becomes: 'trigger' });
    expect(after.alerts?.[0]?.rules).toEqual([
      {
        name: 'a-3-no-deploys-on-friday-evenings',
        when: { alertname: 'HighErrorRate', service: 'shop-frontend' },
        do: 'pause',
        because: 'A-3',
      },
    ]);
    const mode = await withProposal(ORGANISATION, { becomes: 'failure-mode' });
    expect(mode.after.failureModes?.[0]).toMatchObject({
      alerts: ['HighErrorRate'],
      mitigations: [{ label: 'Roll back', do: 'roll-back' }],
    });
  });

  test.each([
    ['no alert showed it', ORGANISATION + ALERTS, [], /--alert HighErrorRate, of prometheus/],
    ['nobody sends alerts', ORGANISATION, [heard], /make it a failure mode instead/],
  ])('a trigger without its alert is refused: %s', async (_, text, alerts, fix) => {
    const refused = proposeRule({ ...learnt, becomes: 'trigger', alerts }, await catalogOf(text));
    expect(refused).toMatchObject({ code: 'which-alert', fix: expect.stringMatching(fix) });
  });

  test('a reference that is none is a fault with its place', async () => {
    const text = ORGANISATION.replace('groups: [sre]\n', 'groups: [sre]\n    because: D-3\n');
    expect(faultsIn(await load(text, SHOP)).join()).toMatch(
      /fairway\.yaml:16:\d+.*must be an action item such as A-3/s,
    );
  });
});
