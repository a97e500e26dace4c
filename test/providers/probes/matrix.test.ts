import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Artifact } from '../../../src/domain/artifact/artifact.ts';
import { FRESH } from '../../../src/domain/deployment/deployment.ts';
import type { StepOutcome } from '../../../src/domain/deployment/step-outcome.ts';
import { ValidationFile } from '../../../src/domain/verdict/validation.ts';
import { createProbes } from '../../../src/providers/probes/index.ts';
import { runStep } from '../../../src/workflow/steps/index.ts';
import { NEW, running } from '../../domain/sample.ts';
import { needs } from '../../system/needs.ts';
import { NOW } from './inspecting.ts';
import { type RealTargets, realTargets, WORSE } from './real-targets.ts';

/** What is asked of a target that is as it must be, and of one that is not. */
interface Row {
  readonly passes: (there: RealTargets) => Asked;
  readonly fails: (there: RealTargets) => Asked;
  /** What is said of the one that is not. */
  readonly fault: RegExp;
}
type Asked = object & { readonly artifact?: Artifact };

const DENY = { licences: ['AGPL-*'] };
const AGPL = /ghost 1\.0\.0 is under AGPL-3\.0-only, which is denied/;

/** A row for each kind of validation, and for each place that it can be told to look at. */
const MATRIX: { readonly [check: string]: Row } = {
  tls: {
    passes: ({ tlsPort }) => ({ host: 'localhost', port: tlsPort }),
    fails: ({ otherPort }) => ({ host: 'localhost', port: otherPort }),
    fault: /the chain is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
  },
  'headers url': {
    passes: ({ url }) => ({ url: `${url}/well` }),
    fails: ({ url }) => ({ url: `${url}/ill` }),
    fault: /strict-transport-security is missing/,
  },
  'performance url': {
    passes: ({ url }) => ({ url: `${url}/well`, rate: 20, for: '1s', p95: '5s' }),
    fails: ({ url }) => ({ url: `${url}/broken`, rate: 20, for: '1s', p95: '5s' }),
    fault: /20 of 20 requests failed/,
  },
  'evidence url': {
    passes: ({ url }) => ({ url: `${url}/well`, fresh: '1d', contains: 'signed' }),
    fails: ({ url }) => ({ url: `${url}/ill`, fresh: '1d', contains: 'signed' }),
    fault: /does not contain/,
  },
  'evidence file': {
    passes: ({ folder }) => ({ file: `${folder}/well`, fresh: '1d', contains: 'signed' }),
    fails: ({ folder }) => ({ file: `${folder}/ill`, fresh: '1d', contains: 'signed' }),
    fault: /does not contain/,
  },
  'sbom url': {
    passes: ({ url }) => ({ url: `${url}/{version}.json`, deny: DENY }),
    fails: ({ url }) => ({ url: `${url}/{version}.json`, deny: DENY, artifact: WORSE }),
    fault: AGPL,
  },
  'sbom file': {
    passes: ({ folder }) => ({ file: `${folder}/{version}.json`, deny: DENY }),
    fails: ({ folder }) => ({ file: `${folder}/{version}.json`, deny: DENY, artifact: WORSE }),
    fault: AGPL,
  },
  'sbom registry': {
    passes: ({ registry }) => ({ registry, deny: DENY }),
    fails: ({ registry }) => ({ registry, deny: DENY, artifact: WORSE }),
    fault: AGPL,
  },
};

const PLACES = ['url', 'file', 'registry'];

/** By the schema: whoever adds a kind, or a place to a kind, owes a row. */
function checksOf({ shape }: (typeof ValidationFile.options)[number]): readonly string[] {
  const kind = shape.kind.value;
  const places = PLACES.filter((place) => Object.hasOwn(shape, place));
  return places.length === 0 ? [kind] : places.map((place) => `${kind} ${place}`);
}

const openssl = needs('openssl');

describe.skipIf(!openssl.here)(`7.6 the matrix of validations${openssl.skipped}`, () => {
  let there: RealTargets;
  beforeAll(async () => {
    there = await realTargets();
  });
  afterAll(() => there.close());

  /** The step that looks, as the worker runs it; `reds`: how often in a row it has found it ill before. */
  async function looked(check: string, asked: Asked, more: Policy): Promise<StepOutcome> {
    const { artifact = NEW, ...wish } = asked;
    const { reds, otherwise } = more;
    const shared = { kind: check.split(' ')[0], owner: 'platform', private: true, otherwise };
    const validation = { ...ValidationFile.parse({ ...shared, ...wish }), name: 'it' };
    const step = { kind: 'validate', validation } as const;
    const progress = { ...FRESH, since: NOW, memo: { since: NOW, reds } };
    const d = running(0, { plan: [step], artifact, progress });
    const provider = { probes: createProbes({ env: {}, ca: there.root }), artifacts: {} };
    const look = { d, provider, placement: {}, vantages: [], call: {}, now: NOW };
    return runStep(look as never, step);
  }

  test('has a row for every check there is', () => {
    expect(Object.keys(MATRIX).toSorted()).toEqual(
      ValidationFile.options.flatMap(checksOf).toSorted(),
    );
  });

  test.each(Object.entries(MATRIX))('%s', async (check, { passes, fails, fault }) => {
    const ill = fails(there);
    const [well, first, back, owed] = await Promise.all([
      looked(check, passes(there), { reds: 0, otherwise: 'rollback' }),
      looked(check, ill, { reds: 0, otherwise: 'rollback' }),
      looked(check, ill, { reds: 1, otherwise: 'rollback' }),
      looked(check, ill, { reds: 1, otherwise: 'follow-up' }),
    ]);
    expect(well).toMatchObject({ kind: 'done', found: { outcome: 'green' } });
    expect(first).toMatchObject({ kind: 'running', memo: { reds: 1 } });
    expect(back).toMatchObject({ kind: 'failed', why: expect.stringMatching(fault) });
    const followUp = { outcome: 'red', owner: 'platform', says: expect.stringMatching(fault) };
    expect(owed).toMatchObject({ kind: 'done', found: followUp });
  });
});

interface Policy {
  readonly reds: number;
  readonly otherwise: 'rollback' | 'follow-up';
}
