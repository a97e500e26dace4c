import { placementOf } from '../domain/catalog/find.ts';
import { principal } from '../domain/kernel/actor.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import type { Target } from '../domain/kernel/target.ts';
import { modeKey } from '../domain/risk/failure-mode.ts';
import { triedEntry } from '../domain/risk/tried.ts';
import type { Context } from '../ports/context.ts';
import { defineVerb } from './command.ts';
import { environmentNamed } from './find.ts';
import { keyword, reason, required } from './grammar/spec.ts';
import { maySteerAny } from './may-steer.ts';
import { ANSWERS, failureModeNamed } from './mode-named.ts';
import { answer, no } from './reply.ts';

const EXAMPLE = '/release drill cold-carts worked in staging because "carts were back in 40 s"';

/** What helps against a known failure mode was tried on purpose. The ledger keeps it; nothing is moved. */
export const drill = defineVerb({
  name: 'drill',
  root: '/release',
  aliases: ['exercise'],
  says: 'Record that what helps against a failure mode was tried in a drill, and whether it worked',
  example: EXAMPLE,
  args: {
    mode: required('text'),
    outcome: required(ANSWERS),
    in: keyword('environment', 'in'),
    because: reason(),
  },
  needs: ['steer'],
  urgent: false,
  async run(ctx, { actor, line }, { mode: word, outcome, in: where, because }) {
    const mode = failureModeNamed(ctx, word, line);
    if (isRefusal(mode)) return no(mode);
    const environment = where === undefined ? null : environmentNamed(ctx, where, line);
    if (isRefusal(environment)) return no(environment);
    if (because === undefined) {
      return no(refuse('no-reason', 'What was seen is missing.', { line: EXAMPLE }));
    }
    const places = placesOf(ctx, mode.services, environment?.name ?? null);
    const [target] = places;
    if (!target) {
      const there = environment ? ` in ${environment.name}` : '';
      return no(refuse('not-there', `Nothing that ${mode.name} happens to runs${there}.`));
    }
    const forbidden = maySteerAny(actor, ctx.catalog(), places);
    if (forbidden) return no(forbidden);
    const worked = outcome === 'worked';
    const said = { worked, by: principal(actor), incident: null, because };
    const recorded = await ctx.store.change({ target }, ({ now: at }) => ({
      rows: [],
      ledger: [triedEntry(mode, { ...said, at }, environment?.name ?? null)],
      events: [],
    }));
    const done = worked ? 'worked' : 'did not work';
    return answer(
      recorded,
      `Recorded: what helps against ${mode.name} ${done} in a drill. Ledger: mode:${modeKey(mode.name)}.`,
    );
  },
});

/** Where the services run, in one environment or in all. */
function placesOf(
  ctx: Pick<Context, 'catalog'>,
  names: readonly string[],
  only: string | null,
): readonly Target[] {
  const { services, environments } = ctx.catalog();
  return services
    .filter(({ name }) => names.includes(name))
    .flatMap((service) =>
      environments
        .filter(({ name }) => (only ?? name) === name && placementOf(service, name))
        .map((environment) => ({ service: service.name, environment: environment.name })),
    );
}
