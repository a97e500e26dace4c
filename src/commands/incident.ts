import { forbids } from '../domain/deployment/rights.ts';
import { SEVERITIES } from '../domain/incident/alert.ts';
import { isSaid, link, report, resolve, take } from '../domain/incident/command.ts';
import type { Incident, IncidentChange } from '../domain/incident/incident.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { incidentCard, incidentList } from '../projections/incident-card.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { deploymentNamed, placeNamed, serviceNamed } from './find.ts';
import { type Args, flag, keyword, optional, reason, required } from './grammar/spec.ts';
import { incidentNamed } from './incident-named.ts';
import { maySteerAny } from './may-steer.ts';
import { moveNamed } from './move-named.ts';
import { answer, no, say } from './reply.ts';

const MOST = 20;
const args = {
  do: required(['list', 'open', 'show', 'take', 'resolve', 'link']),
  what: optional('text'),
  deployment: optional('id'),
  in: keyword('environment', 'in'),
  severity: flag(SEVERITIES),
  class: flag(['security']),
  as: flag(['cause', 'fix']),
  because: reason(),
} as const;
type Typed = Args<typeof args>;

/** What is wrong now, who is in command of it, and which deployments belong to it. */
export const incident = defineVerb({
  name: 'incident',
  root: '/release',
  aliases: ['incidents'],
  says: 'List incidents, open one, show it, take command of it, resolve it, or link a deployment to it',
  example: '/release incident take INC-12',
  args,
  needs: ['steer'],
  urgent: true,
  shows: ({ do: what }) => what === 'list' || what === 'show',
  async run(ctx, asked, typed) {
    if (typed.do === 'list') return list(ctx, asked, typed);
    if (typed.do === 'open') return open(ctx, asked, typed);
    if (typed.what === undefined) {
      return no(
        refuse('missing', 'Which incident is missing.', { line: '/release incident list' }),
      );
    }
    const found = await incidentNamed(ctx, typed.what);
    if (isRefusal(found)) return no(found);
    if (typed.do === 'show') return say(incidentCard(found));
    const forbidden = maySteerAny(asked.actor, ctx.catalog(), found.places);
    return forbidden ? no(forbidden) : change(ctx, asked, typed, found);
  },
});

async function list(ctx: Context, { line }: Asked, { what }: Typed): Promise<Reply> {
  const service = what === undefined ? null : serviceNamed(ctx, what, line);
  if (isRefusal(service)) return no(service);
  const filter = { open: true, limit: MOST, ...(service ? { service: service.name } : {}) };
  return say(incidentList(await ctx.records.incidents(filter)));
}

/** Somebody sees what no alert has seen yet. What runs there is held as by an alert that bad. */
async function open(ctx: Context, { actor, line }: Asked, typed: Typed): Promise<Reply> {
  const { what = '', in: where = '', because, severity: word } = typed;
  if (what === '' || because === undefined) {
    return no(
      refuse(
        'missing',
        `${what === '' ? 'Which service it is about' : 'What is wrong'} is missing.`,
        {
          line: '/release incident open shop in production because "payments fail"',
        },
      ),
    );
  }
  const place = placeNamed(ctx, { service: what, environment: where }, line);
  if (isRefusal(place)) return no(place);
  const forbidden = forbids(actor, 'steer', place, ctx.catalog());
  if (forbidden) return no(forbidden);
  const target = { service: place.service.name, environment: place.environment.name };
  const [known] = await ctx.records.incidents({ open: true, ...target, limit: 1 });
  if (known) {
    return no(
      refuse('open', `${known.id} is open there already: ${known.title}.`, {
        line: `/release incident show ${known.id}`,
      }),
    );
  }
  const made = {
    id: await ctx.store.nextIncidentId(),
    channel: ctx.catalog().incidents?.channel ?? null,
  };
  const severity = SEVERITIES.find((one) => one === word) ?? 'error';
  const security = typed.class === 'security';
  const said = { place: target, severity, title: because, by: actor.id ?? '', security };
  const recorded = await ctx.store.change({ target }, ({ now }) => report(said, made, now));
  return answer(recorded, `${made.id} is open.`);
}

async function change(ctx: Context, asked: Asked, typed: Typed, i: Incident): Promise<Reply> {
  const by = asked.actor.id ?? '';
  switch (typed.do) {
    case 'take': {
      const may = 'You may pause and roll back what it touches.';
      return record(ctx, i, `${i.id} is yours. ${may}`, (now) => take(i, by, now));
    }
    case 'resolve': {
      const because = typed.because ?? null;
      return record(ctx, i, `${i.id} is resolved.`, (now) => resolve(i, by, because, now));
    }
    default:
      return linked(ctx, typed, i, by);
  }
}

async function linked(ctx: Context, typed: Typed, i: Incident, by: string): Promise<Reply> {
  const line = `/release incident link ${i.id} D-12`;
  if (typed.deployment === undefined) {
    return no(refuse('missing', 'Which deployment is missing.', { line }));
  }
  const d = await linkable(ctx, typed.deployment);
  if (isRefusal(d)) return no(d);
  const role = typed.as === 'fix' ? 'fix' : 'cause';
  if (i.links.some((one) => one.deployment === d.id && isSaid(one, { role }))) {
    return no(refuse('linked', `${d.id} is linked to ${i.id} already.`));
  }
  const done = `${d.id} is linked to ${i.id} as its ${role}.`;
  return record(ctx, i, done, (at) => link(i, { deployment: d.id, role, by, at }));
}

/** A deployment, or a change that was made elsewhere. */
async function linkable(ctx: Context, word: string): Promise<{ readonly id: string } | Refusal> {
  return (await moveNamed(ctx, word)) ?? deploymentNamed(ctx, word);
}

async function record(
  ctx: Context,
  i: Incident,
  done: string,
  decide: (now: Instant) => IncidentChange | Refusal | null,
): Promise<Reply> {
  return answer(await ctx.store.change({ target: i }, ({ now }) => decide(now)), done);
}
