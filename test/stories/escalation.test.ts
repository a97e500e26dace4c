import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from './harness.ts';

const MINUTE = 60_000;
const office = { days: ['mo', 'tu', 'we', 'th', 'fr'], from: '09:00', until: '17:00' } as const;
const OFFICE = { ...office, days: [...office.days] };

/** Production asks sre (bo), reminds after 15 min, and hands on after 30 to whoever is on call, then to dana. */
function rules(catalog: Catalog): Catalog {
  const rule = {
    name: 'production',
    environments: ['production'],
    groups: ['sre'],
    quorum: 1,
    remind: 15 * MINUTE,
    escalate: [
      { after: 30 * MINUTE, to: ['on-call'] },
      { after: 60 * MINUTE, to: ['release-managers'] },
    ],
  };
  const rotation = {
    group: 'shop-owners',
    people: ['chen', 'eli'],
    each: 'week' as const,
    from: '2026-11-16T09:00',
    zone: 'Europe/Berlin',
  };
  const people = catalog.people.map((one) =>
    one.id === 'bo' ? { ...one, workingHours: OFFICE } : one,
  );
  return { ...catalog, people, approvals: [rule], onCall: [rotation] };
}

type Told = ReturnType<typeof useStory>;

async function asks(story: Told): Promise<void> {
  await story.types('ana', '/deploy shop@1.1.0 to staging');
  await story.after('30s');
  await story.types('ana', '/deploy shop@1.1.0 to production');
  await story.presses('ana', 'start');
  await story.after('3s');
}

const calls = (story: Told) => story.thread(story.message(/ana asks to put shop 1\.1\.0/));

describe('nobody answers: reminded once, handed on rung by rung, and then others may decide', () => {
  // Wednesday 11:00 in Berlin: bo is at work.
  const story = useStory({ rules });

  test('only the people of the rule are called, and only they may decide', async () => {
    await asks(story);
    expect(calls(story).at(-1)).toMatch(/^bo: please approve or reject/);
    await story.types('chen', '/release approve D-2');
    expect(story.told('chen').text).toMatch(/You are not an approver of D-2/);
  });

  test('after a quarter of an hour they are reminded, once', async () => {
    await story.later('14m');
    expect(calls(story).filter((text) => /has waited/.test(text))).toEqual([]);
    await story.later('2m');
    await story.later('10m');
    expect(calls(story).filter((text) => /has waited/.test(text))).toEqual([
      expect.stringMatching(
        /^bo: shop 1\.1\.0 to production has waited 1\d minutes.* of sre: please/,
      ),
    ]);
  });

  test('after half an hour whoever is on call is called, and may decide since', async () => {
    await story.later('5m');
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(calls(story).at(-1)).toMatch(/^chen: .*nobody of sre has decided: you may approve/);
    expect(story.reads(card)).toMatch(
      /sre\n: waiting, 0 of 1\n, handed on to \nU0CHEN0001\n \(\non call for shop-owners\n until \n2026-11-23 08:00 UTC\n\)/,
    );
    expect(card.text).toMatch(
      /Handed on to chen \(on call for shop-owners until 2026-11-23 08:00:00 UTC\)\./,
    );
    await story.types('eli', '/release approve D-2');
    expect(story.told('eli').text).toMatch(/You are not an approver/);
    await story.types('dana', '/release approve D-2');
    expect(story.told('dana').text).toMatch(/You are not an approver/);
  });

  test('the ledger has each call, and the approval says what it counted for', async () => {
    await story.presses('chen', 'approve');
    const [d] = await story.fairway.records.deployments({ limit: 1 });
    expect(d).toMatchObject({ approvals: [{ by: 'chen', rules: [{ rule: 'production' }] }] });
    const ledger = await story.fairway.records.ledger('D-2');
    const of = (what: string) => ledger.filter(({ body }) => body['what'] === what);
    const calls = [...of('reminded'), ...of('handed-on')];
    expect(calls.map(({ body }) => body['evidence'])).toMatchObject([
      { why: 'reminder', told: ['bo'] },
      { why: 'escalation', people: ['chen'], told: ['chen'] },
    ]);
    await story.after('2m');
    expect(story.texts().some((text) => /^shop 1\.1\.0 to production: step/.test(text))).toBe(true);
    await story.types('eli', '/release approvals shop');
    expect(story.told('eli').text).toMatch(
      /By the way it was decided: production by who was on call: 3\d minutes.* \(1\)\.$/,
    );
  });
});

describe('nobody of the rule is at work', () => {
  // Wednesday 20:00 in Berlin.
  const story = useStory({ rules, start: instant(Date.UTC(2026, 10, 18, 19)) });

  test('whoever is on call is asked at once, and nobody is reminded in the evening', async () => {
    await asks(story);
    expect(calls(story).at(-1)).toMatch(/^chen: .*nobody of sre has decided: you may approve/);
    await story.later('29m');
    expect(calls(story).filter((text) => /\bbo\b/.test(text))).toEqual([]);
  });

  test('who is on call is there to be asked', async () => {
    await story.types('eli', '/release oncall shop');
    expect(story.told('eli').text).toMatch(
      /^On call for shop: chen \(shop-owners\) until 2026-11-23 08:00:00 UTC/,
    );
  });

  test('whoever was not called in the evening is when their day begins, once', async () => {
    await story.later('12h25m'); // 08:54 in Berlin
    expect(calls(story).filter((text) => /\bbo\b/.test(text))).toEqual([]);
    await story.later('10m');
    await story.later('10m');
    expect(calls(story).filter((text) => /\bbo\b/.test(text))).toEqual([
      expect.stringMatching(
        /^bo: .*asked for while you were not at work: please approve or reject/,
      ),
    ]);
    const told = (await story.fairway.records.ledger('D-2')).filter(
      ({ body }) => body['what'] === 'reminded',
    );
    // The newest first: who is on call was reminded in the evening.
    expect(told.map(({ body }) => body['evidence'])).toMatchObject([
      { why: 'at work', told: ['bo'] },
      { why: 'reminder', told: ['chen'] },
    ]);
  });
});

describe('delegated for some days', () => {
  let until = '2026-11-18T12:00';
  const away = (from: string, to: string) => {
    const when = { since: '2026-11-18T09:00', until, zone: 'Europe/Berlin' };
    return { from, to, ...when, because: 'holidays' };
  };
  let wrote: readonly string[] = [];
  const story = useStory({
    rules: (catalog) => ({
      ...rules(catalog),
      delegations: [away('bo', 'eli'), away('bo', 'ana')],
      people: catalog.people.map((one) => ({
        ...one,
        commits: wrote.includes(one.id) ? ['bo@acme.example'] : [],
      })),
    }),
  });

  test('the delegate is called besides, never the one who asked', async () => {
    await asks(story);
    expect(calls(story).at(-1)).toMatch(/^eli: .*it was delegated to you/);
    await story.types('ana', '/release approve D-2');
    expect(story.told('ana').text).toMatch(/You can't approve your own deployment/);
  });

  test('the card says who has it, from whom and until when', async () => {
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(card.text).toMatch(/Handed on to eli \(for bo until 2026-11-18 11:00:00 UTC\)\./);
    expect(story.reads(card)).toMatch(
      /waiting, 0 of 1\n, handed on to \nU0ELI00001\n \(\nfor \nU0BO000001\n until \n2026-11-18 11:00 UTC\n\)/,
    );
  });

  test('decides in the other’s name, and the log and the card say so', async () => {
    await story.types('eli', '/release approve D-2');
    await story.after('2s');
    const [d] = await story.fairway.records.deployments({ limit: 1 });
    expect(d).toMatchObject({ approvals: [{ by: 'eli', for: ['bo'], groups: ['sre'] }] });
    expect(calls(story)).toContain('D-2: eli approved for bo');
    const card = story.message(/ana asks to put shop 1\.1\.0/);
    expect(story.reads(card)).toMatch(/approved by \nU0ELI00001\n for \nU0BO000001/);
    expect(card.text).not.toMatch(/Handed on/);
  });

  test('a yes of both is one', async () => {
    await story.types('bo', '/release approve D-2');
    const [d] = await story.fairway.records.deployments({ limit: 1 });
    expect(d?.approvals.map((a) => a.by)).toEqual(['eli', 'bo']);
    await story.types('eli', '/release withdraw D-2');
    await story.types('bo', '/release withdraw D-2');
  });

  test('and no longer than said', async () => {
    until = '2026-11-18T10:30';
    await story.types('eli', '/release approve D-2');
    expect(story.told('eli').text).toMatch(/You are not an approver of D-2/);
    wrote = [];
  });
});
