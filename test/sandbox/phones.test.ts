import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterAll, expect, test } from 'vitest';
import { openPhones } from '../../src/sandbox/phones.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairway-phones-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The secret and, at 59 s, the last six digits of the code of appendix B of RFC 6238. */
const SECRET = Secret.fromUTF8('12345678901234567890');
const ADDRESS = new TOTP({ issuer: 'Fairway', label: 'ana', secret: SECRET }).toString();
const CODE = { code: '287082', leftMs: 1_000, lastsMs: 30_000 };

test('a phone shows the code of RFC 6238, and still does when its file is opened again', async () => {
  const file = join(folder, 'phones.json');
  const phones = openPhones(file);
  expect([phones.has('U1'), phones.shows('U1', 59_000)]).toEqual([false, null]);
  await phones.scan(['U1', 'U2'], ADDRESS);
  for (const opened of [phones, openPhones(file)]) {
    expect(opened.has('U1')).toBe(true);
    expect(opened.shows('U1', 59_000)).toEqual(CODE);
    expect(opened.shows('U2', 59_000)).toEqual(CODE);
    expect(opened.shows('U3', 59_000)).toBe(null);
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['half a file', '{"U1": "otpau'],
  ['of another form', '{"U1": 1}'],
])('a file that cannot be read holds no phone: %s', async (_, text) => {
  const file = join(folder, 'torn.json');
  writeFileSync(file, text);
  const phones = openPhones(file);
  expect(phones.has('U1')).toBe(false);
  await phones.scan(['U1'], ADDRESS);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ U1: ADDRESS });
});
