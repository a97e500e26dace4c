import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { accessTo } from '../../src/domain/deployment/access.ts';
import { staffOf } from '../../src/domain/deployment/booking.ts';
import { callOn } from '../../src/domain/deployment/call-on.ts';
import { type Deployment, subjectOf } from '../../src/domain/deployment/deployment.ts';
import { nobodyCould } from '../../src/domain/deployment/nobody-could.ts';
import { askedThere, slotsFor } from '../../src/domain/deployment/slots.ts';
import { rule as ruleOf } from '../../src/domain/gates/index.ts';
import { ApprovalRule } from '../../src/domain/governance/approval.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { proveRules } from '../../src/domain/rulebook/index.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { deployment, NOON } from './sample.ts';

/** In the example shop (shop-owners: chen) cannot do without search, nor checkout (platform: bo, chen) without shop. */
let example: Catalog;
beforeAll(async () => {
  example = await exampleCatalog();
});

const EACH = { ask: 'each' } as const;

function ruleFor(patch: object): ApprovalRule {
  return ApprovalRule.parse({
    name: 'near',
    environments: ['production'],
    groups: ['dependants', 'release-managers'],
    dependants: EACH,
    ...patch,
  });
}

const withRule = (patch: object = {}): Catalog => ({ ...example, approvals: [ruleFor(patch)] });

function placeOf(name: string, catalog: Catalog) {
  const service = catalog.services.find((one) => one.name === name);
  const environment = catalog.environments.find((one) => one.name === 'production');
  if (!service || !environment) throw new Error(`there is no ${name}`);
  return { service, environment, paths: null };
}

function slots(name: string, catalog: Catalog) {
  return slotsFor(placeOf(name, catalog), catalog, (text) => text);
}

/** A deployment of search that was asked for under these rules. */
function asked(catalog: Catalog, patch: Partial<Deployment> = {}): Deployment {
  const gate = { kind: 'approval', slots: slots('search', catalog), withdrawMs: 0 } as const;
  return deployment({ service: 'search', gates: [gate], ...patch });
}

function whyWaits(d: Deployment): string {
  const [gate] = d.gates;
  if (!gate) throw new Error('it waits for nobody');
  const { ruling } = ruleOf(gate, { approvals: d.approvals }, subjectOf(d), NOON);
  return ruling.verdict === 'pass' ? 'passes' : ruling.why;
}

describe('a rule that asks each owner of what depends on the service', () => {
  test('is one requirement for each set of owners, and says by what', () => {
    expect(slots('search', withRule())).toMatchObject([
      { rule: 'near: shop-owners', people: ['chen'], stake: { dependants: ['shop'] } },
      { rule: 'near: platform', people: ['bo', 'chen'], stake: { dependants: ['checkout'] } },
    ]);
    expect(whyWaits(asked(withRule()))).toBe(
      '1 more approval from shop-owners (shop depends on search); 1 more approval from platform (checkout depends on search)',
    );
  });

  test('goes as many steps as it says, and only where they run', () => {
    const near = withRule({ dependants: { ...EACH, depth: 1 } });
    expect(slots('search', near).map(({ rule }) => rule)).toEqual(['near']);
    const here = withRule();
    const services = here.services.map((one) =>
      one.name === 'checkout' ? { ...one, environments: {} } : one,
    );
    expect(slots('search', { ...here, services })).toMatchObject([{ groups: ['shop-owners'] }]);
  });

  test('what has the same owners is one requirement', () => {
    const catalog = withRule();
    const services = catalog.services.map((one) => ({ ...one, owners: ['platform'] }));
    expect(slots('search', { ...catalog, services })).toMatchObject([
      { rule: 'near', groups: ['platform'], stake: { dependants: ['shop', 'checkout'] } },
    ]);
  });

  test('asks its other groups where the owners are too many, and says so', () => {
    const catalog = withRule({ dependants: { ...EACH, most: 1 } });
    expect(slots('search', catalog)).toMatchObject([
      { rule: 'near', groups: ['release-managers'], people: ['dana'] },
    ]);
    expect(whyWaits(asked(catalog))).toBe(
      '1 more approval from release-managers (2 owners of what depends on search are more than the 1 asked one by one)',
    );
  });

  test('asks nobody where nothing depends on it', () => {
    expect(slots('checkout', withRule())).toEqual([]);
    expect(askedThere(placeOf('checkout', example), withRule())).toEqual([]);
  });

  test('does not name what not everybody may look at', () => {
    const catalog = withRule();
    const services = catalog.services.map((one) =>
      one.name === 'checkout' ? { ...one, readers: ['platform'] } : one,
    );
    const said = whyWaits(asked({ ...catalog, services }));
    expect(said).toContain('from platform (what they own depends on search)');
    expect(said).not.toContain('checkout');
  });

  test('is refused where nobody is left for one of them, and says for what', () => {
    const d = asked(withRule(), { requestedBy: 'chen' });
    expect(nobodyCould(d, example)?.what).toBe(
      'Nobody could approve this: rule "near: shop-owners" needs 1 of shop-owners (shop depends on search).',
    );
    expect(nobodyCould(asked(withRule()), example)).toBeNull();
  });

  test('calls on whoever is on call for those owners, and for nobody else', () => {
    const catalog = withRule({ escalate: [{ after: '30m', to: ['on-call'] }] });
    const [first, second] = slots('search', catalog);
    expect(first?.escalate).toMatchObject([{ people: ['chen', 'eli'] }]);
    // The owners of search are the platform too; here they are asked for checkout alone.
    expect(second?.escalate).toMatchObject([{ people: ['bo', 'chen'] }]);
    const called = callOn(asked(catalog), catalog, plus(NOON, 31 * 60_000));
    expect(called?.rows[0]?.row.called).toMatchObject([
      { rule: 'near: shop-owners', why: 'escalation', people: ['eli'] },
    ]);
  });

  test('the review of access has one right a person by it; who has to be at work is asked owner by owner', () => {
    const catalog = withRule();
    const rights = accessTo(catalog).filter(
      ({ may, service, person }) => may === 'approve' && service === 'search' && person === 'chen',
    );
    expect(rights).toMatchObject([{ groups: ['platform', 'shop-owners'] }]);
    expect(
      staffOf(placeOf('search', catalog), catalog).map(({ workers }) => workers.length),
    ).toEqual([1, 2]);
  });

  test('the proof of the rule book finds the author whom nobody else of an owner could approve', () => {
    const found = proveRules(withRule()).map(({ about, what }) => `${about}: ${what}`);
    expect(found).toContain(
      'approval rule near: shop-owners: nobody could ever approve a change of chen, whoever asks',
    );
  });
});

describe('how it has to be written', () => {
  const faults = (patch: object) => {
    const groups = { groups: ['dependants'], dependants: EACH, ...patch };
    const base = { name: 'near', environments: ['production'] };
    return ApprovalRule.safeParse({ ...base, ...groups }).error?.issues.map((one) => one.message);
  };

  test.each([
    ['nobody decides where they are too many', {}, /must name another group beside dependants/],
    ['it speaks of nobody', { groups: ['sre'] }, /must name dependants/],
    [
      'by files as well',
      { groups: ['dependants', 'code-owners', 'sre'] },
      /cannot ask each of the dependants and code-owners in one rule: write two/,
    ],
  ])('%s', (_, patch, said) => {
    expect(faults(patch)).toEqual([expect.stringMatching(said)]);
  });

  test('any of them, as far as so many steps', () => {
    expect(faults({ dependants: { depth: 1 } })).toBeUndefined();
  });
});
