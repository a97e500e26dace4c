import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { patchRule } from '../../src/config/patch-rule.ts';
import { lessonsIn } from '../../src/domain/configuration/lessons.ts';
import { type Learnt, proposeRule } from '../../src/domain/configuration/propose-rule.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { needs } from '../system/needs.ts';
import { faultsIn, load, ORGANISATION, SHOP } from './sources.ts';

const program = needs('git');
const ALERTS = `alerts:
  - name: prometheus
    kind: alertmanager
    secrets: [env:ALERTS]
`;
const learnt: Learnt = {
  ...{ id: 'A-3', service: 'shop', environment: 'production', becomes: 'gate' },
  words: 'no deploys on Friday evenings',
  alerts: [{ source: 'prometheus', name: 'HighErrorRate', labels: {} }],
};
const RULES = '    rules:\n      - { name: known, when: { alertname: Known }, do: pause }\n';
const MODES = 'failureModes:\n  - name: Empty\n    services: [shop]\n    says: nothing is found\n';
/** The same list without margin, with what people write around it. */
const FLUSH = `failureModes:
# What we know goes wrong.
- name: Empty
  services: [shop]
  says: |
    nothing is found

    at all
  # And here it ends.

# What follows.
`;
const crlf = (text: string) => text.replaceAll('\n', '\r\n');

const repository = mkdtempSync(join(tmpdir(), 'fairway-patch-'));
afterAll(() => rmSync(repository, { recursive: true }));
const git = (args: readonly string[], input?: string): string =>
  execFileSync('git', ['-C', repository, ...args], { input, encoding: 'utf8', stdio: 'pipe' });

/** Commits the text as `rules/fairway.yaml`, applies the patch there, and answers with what lies there then. */
function applied(text: string, diff: string): string {
  const file = join(repository, 'rules', 'fairway.yaml');
  mkdirSync(join(repository, 'rules'), { recursive: true });
  writeFileSync(file, text);
  git(['init', '--quiet']);
  git(['config', 'core.autocrlf', 'false']);
  git(['add', '--all']);
  const who = ['-c', 'user.name=One', '-c', 'user.email=one@acme.example'];
  git([...who, 'commit', '--quiet', '--allow-empty', '--message=Rules']);
  git(['apply', '--check', '-'], diff);
  git(['apply', '--whitespace=nowarn', '-'], diff);
  return readFileSync(file, 'utf8');
}

async function patched(text: string, patch: Partial<Learnt>) {
  const before = await load(text, SHOP);
  if (!before.ok) throw new Error(faultsIn(before).join('\n'));
  const rule = proposeRule({ ...learnt, ...patch }, before.catalog);
  if (isRefusal(rule)) throw new Error(rule.what);
  return patchRule([{ file: 'fairway.yaml', text }], rule, 'rules/');
}

describe.skipIf(!program.here)(
  `a proposed rule as a patch that git applies${program.skipped}`,
  () => {
    const mode = { becomes: 'failure-mode', words: 'empty results' } as const;
    const trigger = { becomes: 'trigger', words: 'hold' } as const;
    test.each<[string, string, Partial<Learnt>]>([
      ['a section of its own', ORGANISATION, mode],
      ['one more of a section at the end', ORGANISATION + MODES, mode],
      ['one more of a section in the middle', `${MODES}${ORGANISATION}`, mode],
      ['a list without margin, a block text, comments', `${FLUSH}${ORGANISATION}`, mode],
      ['an approval rule', ORGANISATION, {}],
      ['the first rule of a source', `${ALERTS}${ORGANISATION}`, trigger],
      ['one more rule of a source', `${ALERTS}${RULES}${ORGANISATION}`, trigger],
      ['the first rule of a source at the end', ORGANISATION + ALERTS, trigger],
      ['a file without a line break at its end', (ORGANISATION + MODES).trimEnd(), mode],
      ['the same, and a new section', ORGANISATION.trimEnd(), mode],
      [
        'a break missing below what is inserted',
        `${ORGANISATION}${MODES}channel: "#deploys"`,
        mode,
      ],
      ['lines that end as on Windows', crlf(ORGANISATION + MODES), mode],
      ['a byte order mark', `\uFEFF${MODES}${ORGANISATION}`, mode],
    ])('%s', async (_, text, patch) => {
      const found = await patched(text, patch);
      if (!found) throw new Error('no patch');
      const [file] = found.files;
      expect(applied(text, found.diff)).toBe(file?.text);
      const after = await load(file?.text ?? '', SHOP);
      if (!after.ok) throw new Error(faultsIn(after).join('\n'));
      expect(lessonsIn(after.catalog).map(({ action }) => action)).toEqual(['A-3']);
      const [old, now] = [text, file?.text ?? ''].map((one) =>
        one.split('\n').map((line) => line.trimEnd()),
      );
      expect(old?.filter((line) => !now?.includes(line))).toEqual([]);
    });
  },
);

test.each([
  ['in one line', `${ORGANISATION}failureModes: [{ name: a, services: [shop], says: b }]\n`],
  ['left empty', `${ORGANISATION}failureModes: []\n`],
])('a section %s is for a person', async (_, text) => {
  expect(await patched(text, { becomes: 'failure-mode', words: 'empty results' })).toBeNull();
});
