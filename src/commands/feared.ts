import type { Artifact } from '../domain/artifact/artifact.ts';
import { riskOf } from '../domain/deployment/risk-of.ts';
import { isUnknown } from '../domain/gates/facts.ts';
import { matches } from '../domain/governance/code-owners.ts';
import {
  type FailureMode,
  type FearedMode,
  fearedIn,
  modeNamed,
  whyFeared,
} from '../domain/risk/failure-mode.ts';
import type { Risk } from '../domain/risk/risk.ts';
import { lastTried, subjectOf } from '../domain/risk/tried.ts';
import type { Context } from '../ports/context.ts';
import type { WhatChanges } from '../projections/deploy-preview.ts';
import type { KnownMode } from '../projections/known-modes.ts';
import type { Place } from './find.ts';

interface Wanted extends Place {
  readonly previous: Artifact | null;
  readonly paths: readonly string[] | null;
  readonly changes: WhatChanges;
}

/** What there is to fear of it, by what is recorded and said of it now. A record that cannot be read is none. */
export async function feared(
  ctx: Pick<Context, 'records' | 'facts' | 'catalog'>,
  { service, environment, previous, paths, changes }: Wanted,
): Promise<Risk> {
  const now = await ctx.records.now();
  const target = { service: service.name, environment: environment.name };
  const about = { id: null, ...target, version: '', digest: '', planDigest: '', requestedBy: '' };
  const { record = [] } = await ctx.facts(['record'], about, now);
  const commits = changes.kind === 'known' ? changes.total : null;
  const known = isUnknown(record) ? [] : record;
  return riskOf({ service, previous, paths, commits, record: known }, ctx.catalog(), now);
}

/** What is known to go wrong with a change like this one, and when what helps against it last worked. */
export async function knownToFail(
  ctx: Pick<Context, 'records' | 'catalog'>,
  { service, paths = null }: Pick<Wanted, 'service'> & Partial<Pick<Wanted, 'paths'>>,
): Promise<readonly KnownMode[]> {
  const { failureModes = [] } = ctx.catalog();
  const all = fearedIn(failureModes, { service: service.name, paths }, matches);
  return tried(
    ctx,
    all.map((one) => ({ mode: one.mode, why: whyFeared(one) })),
  );
}

/** The same of a deployment: what was known when it was asked for, as it is written down and was tried by now. */
export async function knownOf(
  ctx: Pick<Context, 'records' | 'catalog'>,
  feared: readonly FearedMode[],
): Promise<{ readonly known: readonly KnownMode[]; readonly gone: readonly FearedMode[] }> {
  const { failureModes = [] } = ctx.catalog();
  const found = feared.map((one) => ({ ...one, mode: modeNamed(failureModes, one.name) }));
  const known = found.flatMap(({ mode, why }) => (mode ? [{ mode, why }] : []));
  const gone = found.flatMap(({ mode, name, why }) => (mode ? [] : [{ name, why }]));
  return { known: await tried(ctx, known), gone };
}

async function tried(
  { records }: Pick<Context, 'records'>,
  all: readonly { readonly mode: FailureMode; readonly why: string }[],
): Promise<readonly KnownMode[]> {
  const lines = await records.ledgerOf(all.map(({ mode }) => subjectOf(mode)));
  return all.map((one) => ({ ...one, last: lastTried(lines.get(subjectOf(one.mode)) ?? []) }));
}
