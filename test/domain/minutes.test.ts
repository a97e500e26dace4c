import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approved } from '../../src/domain/deployment/adjourn.ts';
import { MINUTES_FORM } from '../../src/domain/deployment/minutes.ts';
import {
  minutesDocument,
  minutesText,
  verifyMinutes,
} from '../../src/domain/deployment/signed-minutes.ts';
import { isSignedBy, keyIdOf, newKeys, signerOf } from '../../src/providers/keys/ed25519.ts';
import { deployment, NOON } from './sample.ts';

const keys = newKeys();
const sign = signerOf(keys.privatePem);
const seats = {
  groups: ['sre', 'business'],
  people: ['bo', 'eli'],
  business: ['eli'],
  quorum: 2,
  deadlineMs: 3_600_000,
};
const vote = { at: NOON, vote: 'yes' as const, because: 'ünïcode “quoted”', seats: ['sre'] };
const decided = deployment({
  gates: [{ kind: 'cab', impact: ['tier 1'], seats, standard: null, barred: ['ana'] }],
  votes: ['bo', 'eli'].map((by) => ({ ...vote, by, planDigest: 'f'.repeat(64) })),
});
const [entry] = approved(decided, NOON).ledger;
const evidence = entry?.evidence ?? {};
const document = minutesDocument({ ...evidence, signature: sign(minutesText(evidence)) });
const trust = { verify: isSignedBy, keyId: keyIdOf, keys: [keys.publicKey] };

test('minutes say what was decided on, by whom, when, in which seat, and what came of it', () => {
  expect(evidence).toMatchObject({
    form: MINUTES_FORM,
    deployment: 'D-7',
    planDigest: 'f'.repeat(64),
    quorum: 2,
    closesAt: '2026-11-20T13:00:00Z',
    votes: [
      { by: 'bo', at: '2026-11-20T12:00:00Z', seat: 'member', groups: ['sre'] },
      { by: 'eli', at: '2026-11-20T12:00:00Z', seat: 'business' },
    ],
    yes: 2,
    outcome: 'approved',
  });
  expect(verifyMinutes(document, trust)).toEqual({
    ok: true,
    key: keyIdOf(keys.publicKey),
    known: true,
  });
});

test('any byte changed, left out or added is found', () => {
  const bytes = Buffer.from(document, 'utf8');
  const found = (changed: Buffer): boolean =>
    !verifyMinutes(changed.toString('utf8'), { ...trust, keys: [] }).ok;
  const cut = (at: number, more: Buffer): Buffer =>
    Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + 1)]);
  const missed = [...bytes.keys()].filter(
    (at) =>
      !found(cut(at, Buffer.of((bytes[at] ?? 0) ^ 1))) ||
      !found(cut(at, Buffer.alloc(0))) ||
      !found(Buffer.concat([bytes.subarray(0, at), Buffer.from(' '), bytes.subarray(at)])),
  );
  expect(missed).toEqual([]);
  expect(bytes.length).toBeGreaterThan(1_000);
});

test('any text put anywhere is found, and nothing throws (2,000 texts)', () => {
  const somewhere = fc.nat({ max: document.length });
  fc.assert(
    fc.property(somewhere, somewhere, fc.string({ maxLength: 40 }), (from, length, text) => {
      const changed = document.slice(0, from) + text + document.slice(from + length);
      if (changed === document || changed === `${document}\n`) return true;
      return !verifyMinutes(changed, { ...trust, keys: [] }).ok;
    }),
    { numRuns: 2_000 },
  );
});

test('who signs with a key of their own is found where the keys are known; old ones stay good', () => {
  const thief = newKeys();
  const forged = minutesDocument({
    ...evidence,
    outcome: 'rejected',
    signature: signerOf(thief.privatePem)(minutesText({ ...evidence, outcome: 'rejected' })),
  });
  expect(verifyMinutes(forged, trust)).toMatchObject({ ok: false });
  expect(verifyMinutes(forged, { ...trust, keys: [] })).toMatchObject({ ok: true, known: false });
  const rotated = { ...trust, keys: [thief.publicKey, keys.publicKey] };
  expect(verifyMinutes(document, rotated)).toMatchObject({ ok: true, known: true });
  expect(verifyMinutes(minutesDocument(evidence), trust)).toMatchObject({ ok: false });
});

test('a key has one spelling: another one of the same bytes is found', () => {
  const { publicKey } = keys;
  const bytes = Buffer.from(publicKey, 'base64');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const others = [...alphabet]
    .map((letter) => publicKey.replace(/.(?==)/, letter))
    .filter((one) => one !== publicKey && Buffer.from(one, 'base64').equals(bytes));
  expect(others).toHaveLength(3);
  for (const one of others)
    expect(verifyMinutes(document.replace(publicKey, one), { ...trust, keys: [] }).ok).toBe(false);
});
