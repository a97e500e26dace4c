import { asksFor, type Factor, type SecondFactorRule } from '../domain/governance/second-factor.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Change } from '../domain/kernel/change.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { FactorStanding } from '../ports/factors.ts';
import { factorForm } from '../projections/second-factor.ts';
import type { Asked, Reply, Verb } from './command.ts';
import type { Reading } from './grammar/parse.ts';
import { no } from './reply.ts';

/**
 * A verb that may ask for a second factor runs as any other, on a store that takes nothing it asks one for
 * until it was given: so whoever may not, or asks what cannot be, hears that first, and nobody gives a code for nothing.
 */
export async function steppingUp(
  ctx: Context,
  { verb, values }: { readonly verb: Verb; readonly values: Reading['values'] },
  actor: Actor,
): Promise<Context> {
  const { stepUp } = verb;
  const rule = ctx.catalog().secondFactor;
  if (!stepUp || !rule || actor.id === null) return ctx;
  const who = { person: actor.id, account: actor.account };
  const standing = await ctx.journal.factors.standing(who);
  const given = standing.kind === 'enrolled' ? standing.given : null;
  const allows = <C extends Change<unknown, unknown>>(
    decision: C | Refusal | null,
    held: Parameters<typeof stepUp>[1],
    now: number,
  ): C | Refusal | null => {
    if (decision === null || isRefusal(decision)) return decision;
    const deed = stepUp(values, held, actor.id ?? '', decision);
    if (deed === null || !asksFor(rule, deed)) return decision;
    return given && now < given.until
      ? proven(decision, actor, given)
      : missing(rule, standing, who.person);
  };
  return {
    ...ctx,
    store: {
      ...ctx.store,
      change: (about, decide) =>
        ctx.store.change(about, (held) => allows(decide(held), held, held.now)),
    },
    configurations: {
      ...ctx.configurations,
      change: (decide) => ctx.configurations.change((at) => allows(decide(at), null, at.now)),
    },
  };
}

/** Where only the second factor is missing, or another code would do, the answer asks for it and then does what was asked. */
export function askingForFactor(reply: Reply, { line }: Pick<Asked, 'line'>): Reply {
  if (reply.kind !== 'refused' || !ASKS.includes(reply.refusal.code)) return reply;
  const offer = {
    action: 'confirm',
    label: 'Give the code…',
    line: '/release confirm',
    style: 'primary',
    spoken: 'Give the six digits of your second factor',
    confirm: null,
    form: factorForm(line),
  } as const;
  return no(reply.refusal, [offer]);
}

const MISSING = 'second-factor';
const ASKS: readonly string[] = [MISSING, 'wrong-code', 'spent-code'];

/** The ledger keeps that it was proven who asked, and when. */
function proven<C extends Change<unknown, unknown>>(
  change: C,
  actor: Actor,
  given: NonNullable<Factor['given']>,
): C {
  const ledger = change.ledger.map((entry) =>
    entry.by === actor.id
      ? { ...entry, evidence: { ...entry.evidence, secondFactor: given.at } }
      : entry,
  );
  return { ...change, ledger };
}

function missing(rule: SecondFactorRule, standing: FactorStanding, person: string): Refusal {
  const why = 'fairway.yaml asks for it under secondFactor: a chat account alone is not enough.';
  switch (standing.kind) {
    case 'keyless':
      return refuse(
        'factor-keyless',
        'This takes a second factor, and this Fairway has no key to look at any.',
        {
          why,
          fix: 'Its operator sets FAIRWAY_SECOND_FACTOR_KEY and starts it again.',
        },
      );
    case 'unenrolled':
      return refuse('not-enrolled', 'This takes a second factor, and you have none yet.', {
        why,
        fix: `An administrator enrols you: fairway enrol ${person}`,
      });
    case 'enrolled':
      return refuse(MISSING, 'This takes the six digits your authenticator shows.', {
        why,
        fix: `Give them and it is done; for ${sayDuration(rule.lasts)} you are not asked again.`,
      });
  }
}
