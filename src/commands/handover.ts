import { isStopping } from '../domain/breaker/decide.ts';
import { runsTo } from '../domain/breaker/place.ts';
import type { Service } from '../domain/catalog/catalog.ts';
import { findService, pathOf } from '../domain/catalog/find.ts';
import { onCallFor } from '../domain/catalog/stand-in.ts';
import { owedFollowUps } from '../domain/deployment/follow-up.ts';
import { closureOf } from '../domain/governance/ad-hoc-blackout.ts';
import { covers, occurrences } from '../domain/governance/window.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { type Handover, handoverView } from '../projections/handover.ts';
import { defineVerb } from './command.ts';
import { optional } from './grammar/spec.ts';
import { suggest } from './grammar/suggest.ts';
import { no, say } from './reply.ts';

const DAY_MS = 86_400_000;
const MOST = 200;
/** Of so many services it is looked up who owes a follow-up. */
const MOST_SERVICES = 40;

type Reads = Pick<Context, 'catalog' | 'records'>;

/** What one has to know when one comes on call, or leaves it to somebody else. */
export const handover = defineVerb({
  name: 'handover',
  root: '/release',
  aliases: ['hand-over'],
  says: 'What runs, waits, is wrong, has no rollback ready, or closes soon: for who comes on call',
  example: '/release handover platform',
  args: { about: optional('text') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { actor }, { about: word }) {
    const now = await ctx.records.now();
    const about = word ?? dutyOf(ctx, actor.id, now);
    const services = servicesOf(ctx, about);
    if (isRefusal(services)) return no(services);
    return say(handoverView(await handoverOf(ctx, { about, services })));
  },
});

/** Everything about these services that somebody who comes on call must know. */
export async function handoverOf(
  { catalog, records }: Reads,
  { about, services }: { readonly about: string | null; readonly services: readonly Service[] },
): Promise<Handover> {
  const names = services.map(({ name }) => name);
  const ours = ({ service }: { readonly service: string }): boolean => names.includes(service);
  const targets = services.flatMap((service) =>
    pathOf(catalog(), service).map(
      ({ name }): Target => ({ service: service.name, environment: name }),
    ),
  );
  const [now, running, pending, incidents, breakers, byHand, verified] = await Promise.all([
    records.now(),
    records.deployments({ statuses: ['running'], limit: MOST }),
    records.deployments({ statuses: ['pending'], limit: MOST }),
    records.incidents({ open: true, limit: MOST }),
    records.breakers(),
    records.blackouts(null),
    Promise.all(targets.slice(0, MOST_SERVICES).map((target) => records.verified(target, 1))),
  ]);
  const span = { since: now, until: plus(now, DAY_MS), most: 3 };
  const { blackouts } = await records.closures(catalog());
  const closings = blackouts
    .filter((one) => targets.some((target) => covers(one, target)))
    .flatMap((one) => {
      const where = one.environments.join(', ');
      return occurrences(one, span).map((closed) => ({ ...closed, where }));
    });
  const closed = byHand
    .filter((one) => now < one.until && targets.some((t) => t.environment === one.environment))
    .map((one) => ({ ...closureOf(one), where: one.environment }));
  return {
    about,
    services: names,
    incidents: incidents.filter((one) => one.places.some(ours) || one.places.length === 0),
    stopped: breakers.filter((one) => isStopping(one) && targets.some((t) => runsTo(one, t))),
    running: running.filter(ours),
    pending: pending.filter(ours),
    owing: verified.flat().filter((d) => owedFollowUps(d).length > 0),
    closings: [...closed, ...closings],
    now,
  };
}

/** The group this person is on call for now; null: everything. */
function dutyOf({ catalog }: Reads, person: string | null, now: Instant): string | null {
  const groups = catalog().groups.map(({ name }) => name);
  const duties = onCallFor(catalog(), groups, now).filter((duty) => duty.person === person);
  return duties[0]?.group ?? null;
}

/** Those a group owns, or the one service; all of them for null. */
export function servicesOf(
  { catalog }: Pick<Context, 'catalog'>,
  about: string | null,
  verb: 'handover' | 'digest' = 'handover',
): readonly Service[] | Refusal {
  const { services, groups } = catalog();
  if (about === null) return services;
  const one = findService(catalog(), about);
  if (one) return [one];
  const owned = services.filter(({ owners }) => owners.includes(about));
  if (owned.length > 0) return owned;
  const near = suggest(
    about,
    [...services, ...groups].map(({ name }) => name),
  );
  return refuse('unknown-owner', `"${about}" is no service and owns none.`, {
    ...(near
      ? { fix: 'Did you mean:', line: `/release ${verb} ${near}` }
      : { line: `/release ${verb}` }),
  });
}
