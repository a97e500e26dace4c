import { z } from 'zod';
import type { Plain } from '../kernel/change.ts';
import { Duration } from '../kernel/duration.ts';
import { Address } from './journey/fields.ts';
import { isPattern } from './journey/pattern.ts';
import { FilledAddress, FilledPath, namesVersion, RegistryPlace } from './place.ts';
import { Denied } from './sbom/denied.ts';

const Pattern = z.string().max(500).refine(isPattern, 'must be a regular expression of RE2');
const Fixed = Address.refine((url) => !/[{}]/.test(url), 'must be an address without variables');
const Length = Duration.refine((ms) => ms >= 1, 'must be longer than nothing');

/** Who answers for it, how long it may take, and what follows when it is not as it must be. */
const shared = {
  owner: z.string().min(1),
  otherwise: z.enum(['rollback', 'follow-up']),
  within: Duration.refine((ms) => ms >= 1_000 && ms <= 300_000, 'must be from 1s to 5m').prefault(
    '1m',
  ),
  environments: z.array(z.string()).min(1).nullish(),
  private: z.boolean().default(false),
};

/** What a load needs beyond the time for which it sends. */
const LAST_ANSWERS_MS = 5_000;

/** Where something stands that is written about a version. */
const written = {
  url: FilledAddress.optional().describe('Where it answers.'),
  file: FilledPath.optional().describe('Where it lies on the machine of the worker.'),
};
const ONE_PLACE = 'must say where it is: url or file, one of them';

/** Security headers that any page should carry, where nothing else is asked. */
const HEADERS = {
  'strict-transport-security': 'max-age=[1-9][0-9]{6,}',
  'x-content-type-options': '^nosniff$',
  'content-security-policy': '.',
};

/** What is looked at once at 100 %, before the old version goes. Lengths of time in milliseconds once parsed. */
export const ValidationFile = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tls'),
    ...shared,
    host: z.string().regex(/^[A-Za-z0-9.:-]+$/, 'must be the name of a host'),
    port: z.number().int().min(1).max(65_535).default(443),
    validFor: Length.prefault('14d'),
    protocol: z.enum(['TLSv1.2', 'TLSv1.3']).default('TLSv1.2'),
  }),
  z.strictObject({
    kind: z.literal('headers'),
    ...shared,
    url: Fixed,
    require: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/), Pattern)
      .refine(
        (all) => Object.keys(all).length > 0,
        'asks for no header, and so nothing could fail it: leave it out for HSTS, nosniff and a content security policy',
      )
      .default(HEADERS),
  }),
  z
    .strictObject({
      kind: z.literal('performance'),
      ...shared,
      url: Fixed,
      rate: z.number().int().min(1).max(100).default(10),
      for: Duration.refine((ms) => ms >= 1_000 && ms <= 60_000, 'must be from 1s to 1m').prefault(
        '10s',
      ),
      p95: Length,
      errorRate: z.number().min(0).max(1).default(0.01),
    })
    .refine(({ within, for: lasts }) => within >= lasts + LAST_ANSWERS_MS, {
      path: ['within'],
      error: 'must be 5s longer than "for" at least, for the last answers to come',
    }),
  z
    .strictObject({
      kind: z.literal('evidence'),
      ...shared,
      ...written,
      fresh: Length,
      contains: z.string().min(1).optional(),
    })
    .refine(({ url, file }) => (url === undefined) !== (file === undefined), ONE_PLACE),
  z
    .strictObject({
      kind: z.literal('sbom'),
      ...shared,
      ...written,
      registry: RegistryPlace.optional().describe('The registry it is attached to the version in.'),
      deny: Denied,
    })
    .refine(
      ({ url, file, registry }) =>
        [url, file, registry].filter((one) => one !== undefined).length <= 1,
      'says twice where it is: write one of url, file and registry',
    )
    .refine(
      ({ url, file }) => [url, file].every((one) => one === undefined || namesVersion(one)),
      'leads to one list for every version: name {version} or {digest} in it',
    ),
]);
export type ValidationFile = z.infer<typeof ValidationFile>;

/** A validation as a plan holds it. */
export type Validation = ValidationFile & { readonly name: string };

/** What was measured, and what of it is not as it must be; null when all is. */
export interface Inspection {
  readonly says: string;
  readonly fault: string | null;
  /** More than a sentence can say, for the ledger. */
  readonly evidence?: Plain;
}

/** again: looked at once more. go on: the step is done, with a follow-up where it is not well. */
export type Meaning = 'again' | 'go on' | 'follow-up' | 'fail' | 'ask';

/** A fault counts when a second look finds it too. What could not be looked at passes nothing. */
export function meaningOf(
  count: 'green' | 'red' | 'none',
  at: { readonly reds: number; readonly leftMs: number },
  otherwise: Validation['otherwise'],
): Meaning {
  switch (count) {
    case 'green':
      return 'go on';
    case 'none':
      return at.leftMs > 0 ? 'again' : 'ask';
    case 'red':
      if (at.reds < 2) return 'again';
      return otherwise === 'rollback' ? 'fail' : 'follow-up';
  }
}
