import type { Artifact } from '../domain/artifact/artifact.ts';
import { riskOf } from '../domain/deployment/risk-of.ts';
import { isUnknown } from '../domain/gates/facts.ts';
import { matches } from '../domain/governance/code-owners.ts';
import { fearedIn } from '../domain/risk/failure-mode.ts';
import type { Risk } from '../domain/risk/risk.ts';
import { lastTried, subjectOf } from '../domain/risk/tried.ts';
import type { Context } from '../ports/context.ts';
import type { Known, WhatChanges } from '../projections/deploy-preview.ts';
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
): Promise<readonly Known[]> {
  const { failureModes = [] } = ctx.catalog();
  const all = fearedIn(failureModes, { service: service.name, paths }, matches);
  const lines = await ctx.records.ledgerOf(all.map(({ mode }) => subjectOf(mode)));
  return all.map((one) => ({ ...one, last: lastTried(lines.get(subjectOf(one.mode)) ?? []) }));
}
