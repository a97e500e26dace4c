import { describe, expect, test } from 'vitest';
import { learnedOf } from '../../src/domain/correlation/experience.ts';
import {
  couldHaveDone,
  fromElsewhere,
  isAgain,
} from '../../src/domain/correlation/from-elsewhere.ts';
import { act, clear, say, settle } from '../../src/domain/correlation/say.ts';
import { rank } from '../../src/domain/correlation/suspects.ts';
import type { Suspicion } from '../../src/domain/correlation/suspicion.ts';
import { type Move, record } from '../../src/domain/elsewhere/move.ts';
import { placeOf } from '../../src/domain/elsewhere/place.ts';
import { ChangeSource } from '../../src/domain/elsewhere/source.ts';
import { resolve } from '../../src/domain/incident/command.ts';
import { openFor } from '../../src/domain/incident/tell.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';
import { suspectsView } from '../../src/projections/suspects.ts';

const MINUTE = 60_000;
const began = instant(Date.UTC(2026, 10, 18, 14, 12));
const shop = { service: 'shop', environment: 'production' };
const known = {
  service: (word: string) => (['shop', 'search'].includes(word) ? word : null),
  environment: (word: string) => ({ prod: 'production', staging: 'staging' })[word] ?? null,
  runs: ({ service }: { service: string }) => service === 'shop',
};

function source(more: object = {}): ChangeSource {
  return ChangeSource.parse({ name: 'flags', kind: 'generic', secrets: ['env:FLAGS'], ...more });
}

function move(more: Partial<Move> = {}): Move {
  return {
    ...{ id: 'E-1', source: 'flags', ref: 'a', kind: 'flag', name: 'new-checkout' },
    ...{ says: 'turned on', ...shop, at: plus(began, -4 * MINUTE), percent: 100 },
    ...{ by: 'Jo', link: null },
    ...more,
  } as Move;
}

function suspect(one: Move, learned = { cause: 0, notCause: 0 }) {
  const relations = [
    one.service === 'shop' ? ({ kind: 'same' } as const) : ({ kind: 'none' } as const),
  ];
  return fromElsewhere(one, { relations, hurt: 1, owner: 'platform', learned });
}

function likelihoods(...moves: readonly Move[]): readonly (readonly [string, number])[] {
  const { suspects } = rank(
    moves.map((one) => suspect(one)),
    { beganAt: began, symptom: null },
  );
  return suspects.map(({ subject, likelihood }) => [subject, likelihood] as const);
}

describe('where a change was made', () => {
  test.each([
    ['both named', ['shop'], 'prod', {}, shop],
    ['the first word that is ours', ['other', 'shop'], 'prod', {}, shop],
    ['the first word that runs there', ['search', 'shop'], 'prod', {}, shop],
    ['no service: all of them there', [], 'prod', {}, { ...shop, service: '*' }],
    ['no environment: all of them', ['shop'], null, {}, { ...shop, environment: '*' }],
    ['no environment, and where that is', ['shop'], null, { inEnvironment: 'production' }, shop],
    [
      'a word that means everything',
      ['default'],
      'prod',
      { names: { default: '*' } },
      { ...shop, service: '*' },
    ],
    ['a word that means one of ours', ['web'], 'prod', { names: { web: 'shop' } }, shop],
    ['only what we do not know', ['other'], 'prod', {}, null],
    ['an environment that is not ours', ['shop'], 'qa', { inEnvironment: 'production' }, null],
    ['nothing at all', [], null, {}, null],
    ['where it does not run', ['search'], 'prod', {}, null],
    ['what its source may not speak of', ['shop'], 'prod', { services: ['search'] }, null],
    ['everything, from whom it is not all', [], 'prod', { services: ['shop'] }, null],
    ['a word that only objects have', ['constructor'], 'prod', {}, null],
  ] as const)('%s', (_, about, environment, more, place) => {
    expect(placeOf({ about: [...about], environment }, source(more), known)).toEqual(place);
  });

  test('in the ledger stands what was changed and when, and not by whom', () => {
    const { ledger, events } = record(move(), began);
    expect(ledger).toMatchObject([
      {
        ...{ subject: 'E-1', what: 'made-elsewhere', by: 'change:flags', at: began },
        evidence: {
          words: 'flag new-checkout turned on in production',
          madeAt: '2026-11-18T14:08:00Z',
        },
      },
    ]);
    expect(JSON.stringify(ledger)).not.toMatch(/Jo/);
    expect(events).toEqual([{ type: 'elsewhere', id: 'E-1', ...shop }]);
  });
});

describe('how much it is suspected', () => {
  test.each<[string, Partial<Move>, Partial<Move>]>([
    ['of the very service before what names none', {}, { service: '*' }],
    [
      'what names none before what is about something unrelated',
      { service: '*' },
      { service: 'search' },
    ],
    ['for all before for a few', {}, { percent: 5 }],
    ['just before, before long ago', {}, { at: plus(began, -180 * MINUTE) }],
    ['a flag before a machine', {}, { kind: 'infrastructure' }],
  ])('%s', (_, more, less) => {
    const [first, second] = likelihoods(move({ ...less, id: 'E-1' }), move({ ...more, id: 'E-2' }));
    expect(first?.[0]).toBe('E-2');
    expect(first?.[1]).toBeGreaterThan(second?.[1] ?? 1);
  });

  test('a switch that is thrown seconds after it began did not do it, unless it is the first that was told of', () => {
    const on = move();
    const off = move({ id: 'E-2', says: 'turned off', at: plus(began, 20_000) });
    const other = move({ id: 'E-3', name: 'other', at: plus(began, 20_000) });
    const before = move({ id: 'E-4', at: plus(began, -MINUTE) });
    expect(couldHaveDone([off, other, on, before], began)).toEqual([other, on, before]);
    expect(couldHaveDone([off], began)).toEqual([off]);
  });

  test('a flag of the very service, four minutes before, is likelier than not; later it is none', () => {
    expect(likelihoods(move())[0]?.[1]).toBeGreaterThan(0.6);
    expect(likelihoods(move({ at: plus(began, 5 * MINUTE) }))).toEqual([]);
  });
});

describe('what is said of it and learned', () => {
  const opened = openFor(
    {
      place: shop,
      reference: { source: 'alerts', ref: 'r', url: null },
      alerts: [
        {
          ...{ source: 'alerts', fingerprint: 'f', name: 'HighErrorRate', summary: null },
          ...{ severity: 'error', ...shop, labels: {}, startedAt: began, endedAt: null, url: null },
        },
      ],
    },
    { id: 'INC-1', channel: null },
    began,
  );
  const incident = rowOf(opened);
  const ranked = rank([suspect(move({ link: 'https://flags.example/1' }))], {
    beganAt: began,
    symptom: null,
  });
  const said = (): Suspicion => rowOf(say(null, incident, ranked, began));
  const shown = (s: Suspicion) => suspectsView(s, { first: null, before: [] });

  test('in its words, with who can take it back, and without a button that takes it back', () => {
    const { text, parts } = shown(said());
    expect(text).toMatch(
      /^Possible cause for INC-1: flag new-checkout turned on in production 4 minutes before the first alert\./,
    );
    expect(text).toMatch(/Fairway cannot take it back: platform can take it back in flags\./);
    const all = JSON.stringify(parts);
    expect(all).toMatch(/a flag changed elsewhere.*https:\/\/flags\.example\/1.*Not related/);
    expect(all).not.toMatch(/\/rollback|"person":"Jo"/);
  });

  test('cleared it is named no more, and counts for flags of that service alone', () => {
    const change = clear(said(), { subject: 'E-1', by: 'bo', because: null }, began);
    const s = rowOf(change);
    expect(s.last.named).toEqual([]);
    expect(learnedOf([s], 'shop', 'flag')).toEqual({ cause: 0, notCause: 1 });
    expect(learnedOf([s], 'shop')).toEqual({ cause: 0, notCause: 0 });
    expect(learnedOf([s], 'shop', 'migration')).toEqual({ cause: 0, notCause: 0 });
  });

  test('changed again there, and over within the hour, it was that; for flags alone', () => {
    const s = said();
    const [named] = s.last.named;
    if (!named) throw new Error('nobody is suspected');
    const off = move({ id: 'E-2', says: 'turned off', at: plus(began, 10 * MINUTE) });
    expect(isAgain(named, off)).toBe(true);
    expect(isAgain(named, { ...off, name: 'other' })).toBe(false);
    expect(isAgain(named, { ...off, source: 'other' })).toBe(false);
    expect(isAgain(named, { ...off, at: move().at })).toBe(false);
    const deed = { subject: 'E-1', by: 'change:flags', because: null, id: 'E-2' } as const;
    const back = rowOf(act(s, { ...deed, what: 'changed-again', at: off.at }));
    expect(shown(back).text).toMatch(/E-1 was changed there again \(E-2\)/);
    const over = rowOf(resolve(incident, 'bo', null, plus(began, 20 * MINUTE)));
    const found = rowOf(settle(back, over, plus(began, 20 * MINUTE)));
    expect(found.cause).toMatchObject({ subject: 'E-1', how: 'ended when it was changed again' });
    expect(learnedOf([found], 'shop', 'flag')).toEqual({ cause: 1, notCause: 0 });
    expect(learnedOf([found], 'shop')).toEqual({ cause: 0, notCause: 0 });
    const late = rowOf(resolve(incident, 'bo', null, plus(began, 90 * MINUTE)));
    expect(settle(back, late, plus(began, 90 * MINUTE))).toBeNull();
  });
});

function rowOf<Row>(
  change: { readonly rows: readonly { readonly row: Row }[] } | Refusal | null,
): Row {
  const row = change && !isRefusal(change) ? change.rows[0]?.row : null;
  if (!row) throw new Error('nothing was changed');
  return row;
}
