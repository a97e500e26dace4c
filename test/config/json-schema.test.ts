import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemas } from '../../src/config/json-schema.ts';
import { ORGANISATION, SHOP, swap } from './sources.ts';

const examples = [
  'examples/acme/fairway.yaml',
  ...readdirSync('examples/acme/services').map((name) => join('examples/acme/services', name)),
];

/** Whether an editor that follows the published schema would accept this text. */
function accepts(schema: 'fairway.schema.json' | 'service.schema.json', text: string): boolean {
  const json = jsonSchemas().get(schema);
  if (json === undefined) throw new Error(`there is no ${schema}`);
  return new Ajv({ allErrors: true }).validate(JSON.parse(json), parse(text));
}

describe('the schemas that editors read', () => {
  test.each(examples)('%s names the one it follows, and follows it', (file) => {
    const text = readFileSync(file, 'utf8');
    const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? '';
    const schema = file.includes('services') ? 'service.schema.json' : 'fairway.schema.json';
    expect(resolve(dirname(file), named)).toBe(resolve('docs/reference', schema));
    expect(accepts(schema, text)).toBe(true);
  });

  test.each([
    ['protected: false', 'protectd: false'],
    ['protected: false', 'protected: maybe'],
    ['slack: U0ANA00001', 'slack: ana'],
    ['organisation: Acme\n', ''],
    ['environments: [production]', 'environments: []'],
  ])('fairway.yaml: %j → %j is underlined', (from, to) => {
    expect(accepts('fairway.schema.json', ORGANISATION)).toBe(true);
    expect(accepts('fairway.schema.json', swap(ORGANISATION, from, to))).toBe(false);
  });

  test.each([
    ['kind: canary', 'kind: canry'],
    ['weights: [10, 50]', 'judge: 10'],
    ['owners: [sre]', 'owners: []'],
    ['service: shop', 'service: Shop'],
  ])('a service: %j → %j is underlined', (from, to) => {
    expect(accepts('service.schema.json', SHOP)).toBe(true);
    expect(accepts('service.schema.json', swap(SHOP, from, to))).toBe(false);
  });
});
