import { membersOf, pathOf } from '../domain/catalog/find.ts';
import { forbids, notOurs } from '../domain/deployment/rights.ts';
import type { FlakyTest } from '../domain/flaky/known.ts';
import { begin, end, type Owner, peopleOf, sayOwner } from '../domain/flaky/quarantine.ts';
import { NO_ENVIRONMENT } from '../domain/flaky/report.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { plainAt } from '../projections/words.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { personNamed, serviceNamed } from './find.ts';
import { flakyNamed } from './flaky-known.ts';
import { type Args, flag, keyword, optional, required, rest } from './grammar/spec.ts';
import { answer, no } from './reply.ts';

const EXAMPLE =
  '/release quarantine "CartTest::adds an item" in shop for 14d because "waits for a clock"';
const USUALLY = '14d';

const args = {
  test: required('text'),
  do: optional(['end']),
  in: keyword('service', 'in'),
  for: keyword('text', 'for'),
  owner: flag('text'),
  because: rest('because'),
} as const;
type Typed = Args<typeof args>;

/** A flaky test whose failures do not count for a while, because somebody sees to it; and the end of that. */
export const quarantine = defineVerb({
  name: 'quarantine',
  root: '/release',
  aliases: [],
  says: 'Let the failures of a flaky test not count until somebody has seen to it, 30 days at most; or end that',
  example: EXAMPLE,
  args,
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, typed) {
    const service = ofService(ctx, asked, typed);
    if (isRefusal(service)) return no(service);
    const known = await flakyNamed(ctx, service, typed.test, await ctx.records.now());
    if (isRefusal(known)) return no(known);
    return typed.do === 'end'
      ? ended(ctx, asked, typed, { service, test: known.test })
      : begun(ctx, asked, typed, { service, known });
  },
});

/** Whoever may steer where its path ends, as its owners may. */
function ofService(ctx: Context, { actor, line }: Asked, typed: Typed): string | Refusal {
  if (typed.in === undefined)
    return refuse('missing', 'Of which service the test is, is missing.', { line: EXAMPLE });
  const service = serviceNamed(ctx, typed.in, line);
  if (isRefusal(service)) return service;
  const catalog = ctx.catalog();
  const environment = pathOf(catalog, service).at(-1);
  const forbidden = environment
    ? forbids(actor, 'steer', { service, environment }, catalog)
    : notOurs(actor);
  return forbidden ?? service.name;
}

async function begun(
  ctx: Context,
  asked: Asked,
  typed: Typed,
  {
    service,
    known: { test, flakiness, quarantine: held },
  }: { readonly service: string; readonly known: FlakyTest },
): Promise<Reply> {
  const { because } = typed;
  if (because === undefined)
    return no(refuse('no-reason', 'Why it is in quarantine is missing.', { line: EXAMPLE }));
  const lastsMs = parseDuration(typed.for ?? USUALLY);
  if (lastsMs === null) {
    const what = `"${typed.for}" is not a length of time.`;
    return no(refuse('bad-length', what, { fix: 'Say "for 14d".', line: EXAMPLE }));
  }
  const owner = ownerOf(ctx, asked, typed.owner);
  if (isRefusal(owner)) return no(owner);
  const people = peopleOf(owner, (group) => membersOf(ctx.catalog(), [group]));
  const by = asked.actor.id ?? '';
  const wanted = { owner, by, because, lastsMs, people };
  const target = { service, environment: NO_ENVIRONMENT };
  const recorded = await ctx.store.change({ target }, ({ now }) =>
    begin(held, { service, test }, wanted, flakiness, now),
  );
  const [row] = recorded.kind === 'recorded' ? recorded.rows : [];
  const until = row?.table === 'quarantine' ? ` until ${plainAt(row.row.until)}` : '';
  return answer(
    recorded,
    `${test} of ${service} is in quarantine${until}: its failures do not count, and ${sayOwner(owner)} sees to it.`,
  );
}

async function ended(
  ctx: Context,
  { actor }: Asked,
  typed: Typed,
  of: { readonly service: string; readonly test: string },
): Promise<Reply> {
  const held = await ctx.records.quarantine(of.service, of.test);
  const asked = { by: actor.id ?? '', because: typed.because ?? null };
  const target = { service: of.service, environment: NO_ENVIRONMENT };
  const recorded = await ctx.store.change({ target }, ({ now }) => end(held, of, asked, now));
  return answer(recorded, `The failures of ${of.test} of ${of.service} count again.`);
}

/** A group, or a person; whoever asks where nobody is named. */
function ownerOf(
  ctx: Pick<Context, 'catalog' | 'records'>,
  { actor, line }: Asked,
  word: string | undefined,
): Owner | Refusal {
  if (word === undefined) return { person: actor.id ?? '' };
  const name = word.replace(/^@/, '').toLowerCase();
  if (ctx.catalog().groups.some((one) => one.name === name)) return { group: name };
  const person = personNamed(ctx, word, line);
  return isRefusal(person) ? person : { person: person.id };
}
