import { findEnvironment } from '../domain/catalog/find.ts';
import { forbids, notOurs } from '../domain/deployment/rights.ts';
import {
  board,
  type Departure,
  departureId,
  emptyDeparture,
  leave,
  markReady,
  type Rider,
  riderOf,
  type TrainChange,
  tooLate,
} from '../domain/governance/departure.ts';
import { boardingOf, drives, type Train } from '../domain/governance/train.ts';
import { letsGoOwn } from '../domain/governance/train-hold.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { trainList } from '../projections/train.ts';
import { plainAt } from '../projections/words.ts';
import { gatherRider } from './ask-rider.ts';
import { insist, openOf } from './change-train.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { serviceNamed } from './find.ts';
import { type Args, flag, optional, rest } from './grammar/spec.ts';
import { suggest } from './grammar/suggest.ts';
import { holdOf, holdTrain, letTrainGo, releaseTrain } from './hold-train.ts';
import { answer, no, say } from './reply.ts';

const EXAMPLE = '/release train join weekly shop@1.4.2';
const MOST = 50;

const args = {
  do: optional(['list', 'join', 'ready', 'not-ready', 'leave', 'hold', 'release', 'go']),
  train: optional('text'),
  service: optional('service'),
  version: optional('version'),
  of: flag('text'),
  because: rest('because'),
} as const;
type Typed = Args<typeof args>;

/** What is done to the train as a whole. */
const DRIVING: ReadonlyMap<string, typeof holdTrain> = new Map([
  ['hold', holdTrain],
  ['release', releaseTrain],
  ['go', letTrainGo],
]);

/** Versions that go together: who rides, who is ready, when it departs. */
export const train = defineVerb({
  name: 'train',
  root: '/release',
  aliases: ['trains'],
  says: 'Release trains: who rides and who is ready; join with a version, mark ready what you wrote, or leave; hold a train, release it, or as its driver let it go',
  example: EXAMPLE,
  args,
  needs: ['deploy'],
  urgent: false,
  shows: ({ do: what }) => what === undefined || what === 'list',
  stepUp: ({ do: what }, _, by, decided) =>
    what !== 'release' || (decided && letsGoOwn(decided, by)) ? null : { kind: 'loosening' },
  async run(ctx, asked, typed) {
    if (typed.do === undefined || typed.do === 'list') return list(ctx);
    const on = trainNamed(ctx, typed.train, asked.line);
    if (isRefusal(on)) return no(on);
    const stranger = notOurs(asked.actor);
    if (stranger) return no(stranger);
    const by = asked.actor.id ?? '';
    const said = { by, because: typed.because, of: typed.of };
    const drive = DRIVING.get(typed.do);
    if (drive) return drive(ctx, asked, on, said);
    const service = serviceNamed(ctx, typed.service ?? '', asked.line);
    if (isRefusal(service)) return no(service);
    if (typed.do === 'join') return join(ctx, asked, on, typed);
    const { name } = service;
    if (typed.do === 'leave') {
      const { because: why = null } = typed;
      const which: Which = { name, first: ({ rider }) => rider.state === 'aboard' };
      return change(ctx, on, which, `${name} is off ${on.name}.`, (d, now) => {
        return mayTakeOff(ctx, asked, d, on, name) ?? leave(d, name, { by, why }, now);
      });
    }
    const ready = typed.do === 'ready';
    const done = `${name} is ${ready ? '' : 'not '}ready, as far as you go.`;
    const which: Which = { name, first: ({ d, now }) => tooLate(d, now) === null };
    return change(ctx, on, which, done, (d, now) => markReady(d, name, { by, ready }, now));
  },
});

async function list(ctx: Context): Promise<Reply> {
  const now = await ctx.records.now();
  const open = await ctx.records.departures(MOST);
  const next = (ctx.catalog().trains ?? []).map((one) => ({ train: one, ...boardingOf(one, now) }));
  return say(trainList(next, open));
}

/** Boards the next departure whose cut-off has not come. */
async function join(ctx: Context, asked: Asked, on: Train, typed: Typed): Promise<Reply> {
  const { service = '', version } = typed;
  if (version === undefined) {
    return no(refuse('missing', 'The version is missing.', { line: EXAMPLE }));
  }
  const riding = { service, version, to: on.to, because: `train ${on.name}` };
  const found = await gatherRider(ctx, asked, riding);
  if (isRefusal(found)) return no(found);
  const { wanted, people, digest } = found;
  const who = {
    service: wanted.service.name,
    version: wanted.artifact.version,
    digest,
    by: wanted.requestedBy,
    channel: asked.channel,
    people,
  };
  const times = boardingOf(on, await ctx.records.now());
  const id = departureId(on, times);
  const recorded = await insist(ctx, on, async () => {
    const d =
      (await ctx.records.departure(id)) ??
      emptyDeparture(on, times, asked.channel, await holdOf(ctx, on));
    return (now) => board(d, who, now);
  });
  const ready = people.map((one) => `@${one}`).join(' and ');
  return answer(
    recorded,
    `${who.service} ${who.version} is on ${on.name}, which departs ${plainAt(times.departsAt)}. Until ${plainAt(times.cutOffAt)} ${ready} must mark it: /release train ready ${on.name} ${who.service}`,
  );
}

/** The service, and of several departures that it rides on the one that is meant, where there is such a one. */
interface Which {
  readonly name: string;
  readonly first: (one: {
    readonly d: Departure;
    readonly rider: Rider;
    readonly now: Instant;
  }) => boolean;
}

/** What verbs about one rider share: the departure it is on, the decision on the row as it is, the answer. */
async function change(
  ctx: Context,
  on: Train,
  { name, first }: Which,
  done: string,
  decide: (d: Departure, now: Instant) => TrainChange | Refusal,
): Promise<Reply> {
  const recorded = await insist(ctx, on, async () => {
    const riding = (await openOf(ctx, on)).flatMap((d) => {
      const rider = riderOf(d, name);
      return rider ? [{ d, rider }] : [];
    });
    return (now) => {
      const found = riding.find((one) => first({ ...one, now })) ?? riding[0];
      if (found) return decide(found.d, now);
      return refuse('not-aboard', `${name} is not on ${on.name}.`, {
        line: `/release train join ${on.name} ${name}@<version>`,
      });
    };
  });
  return answer(recorded, done);
}

/** Who boarded it, the train's drivers, and whoever may steer that service there. */
function mayTakeOff(
  ctx: Context,
  { actor }: Asked,
  d: Departure,
  on: Train,
  name: string,
): Refusal | null {
  if (riderOf(d, name)?.by === actor.id) return null;
  if (drives(on, actor)) return null;
  const service = ctx.catalog().services.find((one) => one.name === name);
  const environment = findEnvironment(ctx.catalog(), d.environment);
  return service && environment
    ? forbids(actor, 'steer', { service, environment }, ctx.catalog())
    : null;
}

function trainNamed(ctx: Context, word: string | undefined, line: string): Train | Refusal {
  const { trains = [] } = ctx.catalog();
  const names = trains.map(({ name }) => name);
  const found = trains.find(({ name }) => name === word);
  if (found) return found;
  if (names.length === 0) {
    return refuse('no-train', 'No train departs here.', {
      fix: 'An administrator writes trains into fairway.yaml.',
    });
  }
  const near = word === undefined ? null : suggest(word, names);
  return refuse(
    'unknown-train',
    word === undefined ? 'The train is missing.' : `Unknown train "${word}".`,
    {
      fix: `There is: ${names.join(', ')}.`,
      ...(near && word !== undefined ? { line: line.replace(word, near) } : {}),
    },
  );
}
