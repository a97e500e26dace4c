import { actingBy } from '../domain/catalog/acting.ts';
import { findEnvironment } from '../domain/catalog/find.ts';
import { approveGlass, refuseGlass, withdrawGlass } from '../domain/deployment/answer-glass.ts';
import { askGlass } from '../domain/deployment/break-glass.ts';
import { type Deployment, isOver, subjectOf } from '../domain/deployment/deployment.ts';
import { askGates, type GateRuling } from '../domain/gates/index.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { changeDeployment } from './change-deployment.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { deploymentFor, deploymentNamed } from './find.ts';
import { flag, required, rest, toggle } from './grammar/spec.ts';
import { badReference } from './reference.ts';
import { no } from './reply.ts';
import { provenForGlass } from './unproven.ts';

/** Lets one deployment through what is closed: one asks, two others say yes, and it is reviewed. */
export const breakGlass = defineVerb({
  name: 'break-glass',
  root: '/release',
  aliases: ['breakglass', 'glass'],
  says: 'Ask to go through a blackout in an emergency: two others approve, and it is reviewed',
  example: '/release break-glass D-12 --incident INC-812 because "checkout is down"',
  args: {
    id: required('id'),
    incident: flag('text'),
    approve: toggle(),
    refuse: toggle(),
    withdraw: toggle(),
    because: rest('because'),
  },
  needs: ['deploy', 'vouch'],
  urgent: true,
  stepUp: ({ approve }) => (approve === true ? { kind: 'break-glass' } : null),
  async run(ctx, asked, typed) {
    const answers = [typed.approve, typed.refuse, typed.withdraw].filter(Boolean);
    if (answers.length > 1) return no(oneAnswer(typed.id));
    return answers.length === 0 ? ask(ctx, asked, typed) : answer(ctx, asked, typed);
  },
});

interface Typed {
  readonly id: string;
  readonly incident?: string | undefined;
  readonly approve: boolean;
  readonly refuse: boolean;
  readonly because?: string | undefined;
}

async function ask(ctx: Context, asked: Asked, typed: Typed): Promise<Reply> {
  const found = await deploymentFor(ctx, asked, 'deploy', typed.id);
  if (isRefusal(found)) return no(found);
  const { because = null, incident = null } = typed;
  const unfit = incident === null ? null : badReference(incident);
  if (unfit) return no(unfit);
  const by = asked.actor.id ?? '';
  const rulings = await rulingsOf(ctx, found);
  const proven = await provenForGlass(ctx);
  return changeDeployment(
    ctx,
    found,
    (d) => `You asked to break the glass for ${d.id}. Two others have to say yes.`,
    (d, now) => {
      const standing = { rulings, catalog: ctx.catalog(), ...proven };
      return askGlass(d, { by, because, incident }, standing, now);
    },
  );
}

/** What holds it at this moment: a card may be a minute old. */
async function rulingsOf(ctx: Context, d: Deployment): Promise<readonly GateRuling[]> {
  const gates = isOver(d) ? [] : d.gates;
  return (await askGates(ctx.facts, gates, subjectOf(d), await ctx.records.now())).rulings;
}

async function answer(ctx: Context, { actor }: Asked, typed: Typed): Promise<Reply> {
  const found = await deploymentNamed(ctx, typed.id);
  if (isRefusal(found)) return no(found);
  const zone = findEnvironment(ctx.catalog(), found.environment)?.zone ?? 'UTC';
  return changeDeployment(
    ctx,
    found,
    (d) => saidOf(typed, d.id),
    (d, now) => {
      const catalog = ctx.catalog();
      const me = actingBy(catalog, actor);
      const under = { zone, configuration: catalog.version };
      if (typed.approve) return approveGlass(d, me, under, now);
      return typed.refuse
        ? refuseGlass(d, me, typed.because ?? null, now)
        : withdrawGlass(d, actor, now);
    },
  );
}

function saidOf({ approve, refuse: refused }: Typed, id: string): string {
  if (approve)
    return `You said yes for ${id}. To take it back: /release break-glass ${id} --withdraw`;
  return refused ? `You said no for ${id}.` : `Break-glass for ${id} is taken back.`;
}

function oneAnswer(id: string): Refusal {
  return refuse('bad-value', 'One answer at a time: --approve, --refuse or --withdraw.', {
    line: `/release break-glass ${id} --approve`,
  });
}
