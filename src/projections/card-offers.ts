import { isApproved, slotsOf } from '../domain/deployment/consent.ts';
import { currentStep, type Deployment, isOver } from '../domain/deployment/deployment.ts';
import { isWarm, leftToKeep } from '../domain/deployment/warm.ts';
import { isBackReady } from '../domain/deployment/way-back.ts';
import { asksEvidence } from '../domain/gates/index.ts';
import { boardOffers } from './board.ts';
import { glassOffers, reviewOffer } from './glass.ts';
import { lockOffers } from './lock-offers.ts';
import { askReason, offer } from './parts.ts';
import { skipForm } from './skip-form.ts';
import type { Offer } from './view.ts';

/** The buttons of a card: at most four, the rest in a menu; only what could work in this state. */
export function cardOffers(d: Deployment): {
  readonly main: readonly Offer[];
  readonly more: readonly Offer[];
} {
  const glass = glassOffers(d);
  const lock = lockOffers(d);
  const more = [
    offer('why', 'Why?', `/release why ${d.id}`),
    offer('show', 'Details', `/release show ${d.id}`),
    ...(d.feared && !isOver(d)
      ? [offer('modes', 'Known to go wrong', `/release show ${d.id} modes`)]
      : []),
  ];
  switch (d.status) {
    case 'pending':
      return {
        main: [...deciding(d), ...boardOffers(d), ...glass.main, ...lock.main],
        more: [
          ...more,
          ...lock.more,
          ...green(d),
          ...glass.more,
          offer('abort', 'Cancel request', `/release abort ${d.id}`),
        ],
      };
    case 'running':
      return {
        main: [...glass.main, ...lock.main, ...steering(d)],
        more: [...more, ...lock.more, ...glass.more],
      };
    case 'succeeded':
      return {
        main: [
          ...(d.rolledBackBy || d.kind === 'rollback' || !d.previous ? [] : [back(d)]),
          ...reviewOffer(d),
        ],
        more,
      };
    default:
      return {
        main: [
          ...(MAY_ASK_AGAIN.has(d.outcome?.code ?? '') ? [askAgain(d)] : []),
          ...reviewOffer(d),
        ],
        more,
      };
  }
}

/** Nobody said no to these. */
const MAY_ASK_AGAIN: ReadonlySet<string> = new Set(['expired', 'moved']);

/** Nobody said no, so asking again is one press; it shows the preview as it is now. */
function askAgain(d: Deployment): Offer {
  const because = d.because === null ? '' : ` because "${d.because.replaceAll(/["\\]/g, '\\$&')}"`;
  const fixes = d.fixes ? ` --fixes '${d.fixes}'` : '';
  const line = `/deploy ${d.service} ${d.artifact.version} to ${d.environment}${fixes}${because}`;
  const spoken = `Ask again for ${d.service} ${d.artifact.version} to ${d.environment}`;
  return offer('request-again', 'Ask again', line, { style: 'primary', spoken });
}

/** Where evidence is still to come one can say yes for when it is there. */
function green(d: Deployment): readonly Offer[] {
  if (isApproved(d) || !d.waiting.some((w) => asksEvidence(w.gate))) return [];
  const line = `/release approve ${d.id} --plan ${d.planDigest.slice(0, 12)} --when-green`;
  return [offer('approve:green', 'Approve when green', line)];
}

function deciding(d: Deployment): readonly Offer[] {
  if (slotsOf(d).length === 0) return [];
  if (isApproved(d)) return [offer('withdraw', 'Withdraw approval', `/release withdraw ${d.id}`)];
  const name = `${d.service} ${d.artifact.version} to ${d.environment}`;
  return [
    offer('approve', 'Approve', `/release approve ${d.id} --plan ${d.planDigest.slice(0, 12)}`, {
      style: 'primary',
      spoken: `Approve ${name}`,
    }),
    offer('reject', 'Reject…', `/release reject ${d.id}`, {
      style: 'danger',
      spoken: `Reject ${name}`,
      form: askReason(
        'reject',
        { id: d.id },
        {
          title: `Reject ${d.id}`,
          submit: 'Reject',
          label: 'Why? The person who asked will read this.',
          hint: `${name}, asked for by ${d.requestedBy}, will not start.`,
        },
      ),
    }),
  ];
}

function steering(d: Deployment): readonly Offer[] {
  const hold = d.hold
    ? offer('resume', 'Resume', `/release resume ${d.id}`, { style: 'primary' })
    : offer('pause', 'Pause', `/release pause ${d.id}`);
  if (d.kind === 'rollback') return [hold];
  const step = currentStep(d)?.kind;
  const canSkip =
    (step === 'judge' || step === 'bake') &&
    d.plan.some((s, i) => i > d.cursor && s.kind === 'shift' && s.percent === 100);
  const ahead =
    step === 'journey' || step === 'validate'
      ? [skip(d, 'Skip this check…')]
      : canSkip
        ? [skip(d, 'Skip to 100 %…')]
        : [];
  const longer = leftToKeep(d) > 0 ? [keepLonger(d)] : [];
  return [hold, ...ahead, ...longer, d.exposedAt === null ? stop(d) : back(d)];
}

function keepLonger(d: Deployment): Offer {
  return offer('warm', 'Extend', `/release warm ${d.id}`, {
    spoken: `Keep ${d.previous?.version ?? 'the version before'} warm longer`,
  });
}

function skip(d: Deployment, label: string): Offer {
  return offer('skip', label, `/release skip ${d.id}`, { form: skipForm(d.id, d) });
}

function stop(d: Deployment): Offer {
  return offer('abort', 'Abort', `/release abort ${d.id}`, { style: 'danger' });
}

/** Armed once the version before was seen to be there. Going back is never refused: unarmed, it says what may fail. */
function back(d: Deployment): Offer {
  const to = d.previous?.version ?? 'the version before';
  const isArmed = isBackReady(d);
  const spoken = `Roll back ${d.service} in ${d.environment} to ${to}`;
  const lacks = d.wayBack?.lacks.join('; ') ?? 'nobody has looked for it yet';
  const { changed = [] } = d.wayBack ?? {};
  const warns = changed.length > 0 ? ` Changed since the first look: ${changed.join(', ')}.` : '';
  return offer(
    'rollback',
    `${isWarm(d) ? 'Switch back' : 'Roll back'}${isArmed ? '…' : ', not ready…'}`,
    `/rollback ${d.service} in ${d.environment} --of ${d.id}`,
    {
      style: isArmed ? 'danger' : 'plain',
      spoken: isArmed ? spoken : `${spoken}, which is not ready`,
      confirm: {
        title: `Roll back ${d.service}?`,
        text: isArmed
          ? `${d.environment} returns from ${d.artifact.version} to ${to} at once: it is there and needs no registry.${warns}`
          : `Not ready: ${lacks}. It is tried all the same, and may have to pull ${to} first or fail.${warns}`,
        yes: 'Roll back',
      },
    },
  );
}
