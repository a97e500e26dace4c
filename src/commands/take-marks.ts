import { findService, pathOf, placementOf } from '../domain/catalog/find.ts';
import { clockedIn } from '../domain/deployment/hand-off-of.ts';
import { mark } from '../domain/governance/hand-off.ts';
import type { Publication } from '../domain/governance/publication.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';

const MINUTE_MS = 60_000;
/** Publishers may be early: GitHub tells before an image is pushed. */
const THERE_WITHIN_MS = 15 * MINUTE_MS;
/** A registry that does not answer is waited for. */
const BACK_WITHIN_MS = 24 * 60 * MINUTE_MS;
/** Others may write to the same row first. */
const TRIES = 5;

export type Became = 'done' | 'missing' | 'silent';

/**
 * Marks a version in the name of the publisher that told of it, once each, where its service has clocks on
 * hand-offs and the place versions come from knows it. @returns why to look again in a minute, or that it is done
 * @throws weather of the store
 */
export async function takeMark(ctx: Context, told: Publication, toldAt: Instant): Promise<Became> {
  const { service, version, mark: what, report, publisher } = told;
  const environment = clockedIn(ctx.catalog(), service);
  if (environment === null) return 'done';
  const looked = await look(ctx, told);
  if (looked !== 'there') {
    const until = plus(toldAt, looked === 'missing' ? THERE_WITHIN_MS : BACK_WITHIN_MS);
    if ((await ctx.records.now()) < until) return looked;
    ctx.log.warn({ service, version, what, publisher, looked }, 'marked by nobody: never found');
    return 'done';
  }
  const place = { service, environment, version };
  const by = `hook:${publisher}`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const row = await ctx.records.handOff(service, version);
    const recorded = await ctx.store.change({ target: place }, ({ now }) =>
      mark(row, place, { what, by, report }, now),
    );
    // Refused: it is marked so already.
    if (recorded.kind === 'recorded' || recorded.kind === 'refused') return 'done';
  }
  throw new Error(`the hand-off of ${service} ${version} was written by others each time`);
}

/** Looked up in the first environment of its path, as schedules do. */
async function look(
  ctx: Pick<Context, 'catalog' | 'provider'>,
  { service: name, version }: Publication,
): Promise<'there' | 'missing' | 'silent'> {
  const service = findService(ctx.catalog(), name);
  const environment = service && pathOf(ctx.catalog(), service)[0]?.name;
  const placement = environment && placementOf(service, environment);
  if (!placement) return 'missing';
  try {
    const target = { service: name, environment };
    const { artifacts } = ctx.provider(target);
    const { kind } = await artifacts.resolve(target, placement.target, version);
    return kind === 'found' ? 'there' : 'missing';
  } catch {
    return 'silent';
  }
}
