import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Headers, isSigned, sign } from '../../src/slack/verify.ts';

// The example of https://docs.slack.dev/authentication/verifying-requests-from-slack
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const SECONDS = '1531420618';
const BODY = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const NOW = Number(SECONDS) * 1000;
const headers: Headers = { 'x-slack-signature': SIGNATURE, 'x-slack-request-timestamp': SECONDS };

describe('the signature of a request', () => {
  test("Slack's own example", () => {
    expect(sign(BODY, SECONDS, SECRET)).toBe(SIGNATURE);
    expect(isSigned(BODY, headers, [SECRET], NOW)).toBe(true);
  });

  test('either of two secrets while one is rotated', () => {
    expect(isSigned(BODY, headers, ['new', SECRET], NOW)).toBe(true);
    expect(isSigned(BODY, headers, [SECRET, 'new'], NOW)).toBe(true);
    expect(isSigned(BODY, headers, ['new', 'newer'], NOW)).toBe(false);
  });

  test.each([
    ['5 min later', 300_000, true],
    ['5 min earlier', -300_000, true],
    ['just over 5 min later', 300_001, false],
    ['just over 5 min earlier', -300_001, false],
    ['a year ahead', -365 * 86_400_000, false],
  ])('%s', (_, ms, accepted) => {
    expect(isSigned(BODY, headers, [SECRET], NOW + ms)).toBe(accepted);
  });

  test.each<[string, Headers]>([
    ['no signature', { 'x-slack-request-timestamp': SECONDS }],
    ['no timestamp', { 'x-slack-signature': SIGNATURE }],
    ['two signatures', { ...headers, 'x-slack-signature': [SIGNATURE, SIGNATURE] }],
    ['two joined', { ...headers, 'x-slack-signature': `${SIGNATURE}, ${SIGNATURE}` }],
    ['two timestamps', { ...headers, 'x-slack-request-timestamp': [SECONDS] }],
    ['v1', { ...headers, 'x-slack-signature': SIGNATURE.replace('v0', 'v1') }],
    ['no version', { ...headers, 'x-slack-signature': SIGNATURE.slice(3) }],
    ['upper case', { ...headers, 'x-slack-signature': `v0=${SIGNATURE.slice(3).toUpperCase()}` }],
    ['cut short', { ...headers, 'x-slack-signature': SIGNATURE.slice(0, -2) }],
    ['a space after', { ...headers, 'x-slack-signature': `${SIGNATURE} ` }],
    ['empty', { ...headers, 'x-slack-signature': '' }],
    ['timestamp in hex', { ...headers, 'x-slack-request-timestamp': '0x5b481d0a' }],
    ['timestamp with a fraction', { ...headers, 'x-slack-request-timestamp': `${SECONDS}.0` }],
    ['timestamp with a sign', { ...headers, 'x-slack-request-timestamp': `+${SECONDS}` }],
  ])('%s is refused', (_, forged) => {
    expect(isSigned(BODY, forged, [SECRET], NOW)).toBe(false);
  });

  test('an empty secret verifies nothing, not even what it signed', () => {
    const forged = { ...headers, 'x-slack-signature': sign(BODY, SECONDS, '') };
    expect(isSigned(BODY, forged, [''], NOW)).toBe(false);
  });

  test("another app's secret", () => {
    const forged = { ...headers, 'x-slack-signature': sign(BODY, SECONDS, 'other') };
    expect(isSigned(BODY, forged, [SECRET], NOW)).toBe(false);
  });

  test('of 5,000 mutations of body, signature and time none is accepted', () => {
    const flip = (bytes: Buffer, bit: number): Buffer => {
      const copy = Buffer.from(bytes);
      const at = Math.floor(bit / 8) % copy.length;
      copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
      return copy;
    };
    const verified = (body: Buffer, change: Headers = {}): boolean =>
      isSigned(body, { ...headers, ...change }, [SECRET], NOW);
    const flipped = (text: string, bit: number): string =>
      flip(Buffer.from(text), bit).toString('latin1');
    const attacks: Readonly<Record<string, (bit: number) => boolean>> = {
      body: (bit) => verified(flip(BODY, bit)),
      cut: (bit) => verified(BODY.subarray(0, bit % BODY.length)),
      longer: (bit) => verified(Buffer.concat([BODY, Buffer.from([bit % 256])])),
      signature: (bit) => verified(BODY, { 'x-slack-signature': flipped(SIGNATURE, bit) }),
      seconds: (bit) => verified(BODY, { 'x-slack-request-timestamp': flipped(SECONDS, bit) }),
    };
    const mutation = fc.record({
      where: fc.constantFrom(...Object.keys(attacks)),
      bit: fc.nat(100_000),
    });
    let accepted = 0;
    fc.assert(
      fc.property(mutation, (one) => {
        if (attacks[one.where]?.(one.bit) !== false) accepted += 1;
      }),
      { numRuns: 5000 },
    );
    expect(accepted).toBe(0);
  });
});
