import type { Deployment } from '../domain/deployment/deployment.ts';
import { owedReview } from '../domain/deployment/review.ts';
import { LIFTS } from '../domain/gates/lift.ts';
import { type BreakGlass, GLASS_QUORUM } from '../domain/governance/break-glass.ts';
import { list, offer } from './parts.ts';
import type { Item, Line, Offer, Part, Span } from './view.ts';
import { plainAt } from './words.ts';

/** What a card says of an ask to break the glass: who and why, whose yes is there, until when it lasts. */
export function glassPart(d: Deployment): Part | null {
  const asked = d.breakGlass;
  if (!asked) return null;
  return list('Break-glass', [
    { mark: 'plain', line: ['asked for by ', { person: asked.askedBy }, ...reasonOf(d, asked)] },
    standing(asked),
  ]);
}

/** The card has said it already where the request was made for nothing else. */
function reasonOf(d: Deployment, { because, incident }: BreakGlass): Line {
  const why: Line = because === d.because ? [] : [': ', { foreign: because }];
  return incident === null || incident === d.fixes
    ? why
    : [...why, ' (', { foreign: incident }, ')'];
}

function standing(asked: BreakGlass): Item {
  const given = names(asked);
  if (asked.endedAs !== null) return { mark: 'failed', line: [ENDED[asked.endedAs], ...given] };
  if (asked.grantedAt !== null)
    return { mark: 'done', line: ['broken until ', { at: asked.expiresAt, as: 'time' }, ...given] };
  const count = `${asked.approvals.length} of ${GLASS_QUORUM}`;
  return { mark: 'next', line: [{ bold: 'two others' }, `: waiting, ${count}`, ...given] };
}

function names({ approvals, grantedAt }: BreakGlass): Line {
  if (approvals.length === 0) return [];
  const people = approvals.flatMap(({ by }, i): Span[] => [i === 0 ? '' : ' and ', { person: by }]);
  return [grantedAt === null ? ' · yes from ' : ' · let through by ', ...people];
}

const ENDED: Readonly<Record<NonNullable<BreakGlass['endedAs']>, string>> = {
  expired: 'its time is over',
  void: 'void: the plan has changed since',
  refused: 'refused',
  withdrawn: 'taken back',
};

/** The same as a sentence, for those who only read the text. */
export function plainGlass(d: Deployment): string {
  const asked = d.breakGlass;
  if (!asked) return '';
  const given = asked.approvals.map((a) => a.by).join(' and ');
  if (asked.endedAs !== null)
    return ` Break-glass, asked for by ${asked.askedBy}: ${ENDED[asked.endedAs]}.`;
  return asked.grantedAt === null
    ? ` ${asked.askedBy} asks to break the glass ('${asked.because}'): ${asked.approvals.length} of ${GLASS_QUORUM} others said yes.`
    : ` The glass is broken until ${plainAt(asked.expiresAt)}, by ${given}.`;
}

/** Whether an ask waits for its answer, as far as the card knows. */
export function glassWaits(d: Deployment): boolean {
  const asked = d.breakGlass;
  return asked?.endedAs === null && asked.grantedAt === null && asked.planDigest === d.planDigest;
}

/** What is owed after it, on the card of what is over. */
export function reviewNote(d: Deployment): readonly Line[] {
  if (!d.review) return [];
  const { by, at, note, dueAt } = d.review;
  const broken: Line = ['The glass was broken for this'];
  if (by === null || at === null) return [[...broken, '; its review is due ', { at: dueAt }, '.']];
  return [
    [...broken, '; reviewed by ', { person: by }, ' ', { at }, ': ', { foreign: note ?? '' }],
  ];
}

export function reviewOffer(d: Deployment): readonly Offer[] {
  const name = `${d.service} ${d.artifact.version} to ${d.environment}`;
  if (!owedReview(d)) return [];
  return [offer('review', 'Review…', `/release review ${d.id}`, { spoken: `Review ${name}` })];
}

/** The buttons of an ask that waits; pressing them is decided by who presses. */
export function glassOffers(d: Deployment): {
  readonly main: readonly Offer[];
  readonly more: readonly Offer[];
} {
  const line = `/release break-glass ${d.id}`;
  const name = `${d.service} ${d.artifact.version} to ${d.environment}`;
  if (glassWaits(d)) {
    return {
      main: [
        offer('glass-approve', 'Let it through', `${line} --approve`, {
          style: 'danger',
          spoken: `Break the glass: let ${name} through`,
          confirm: {
            title: 'Break the glass?',
            text: `${name} goes through what is closed now, once two others say yes. Your name is recorded, and it is reviewed.`,
            yes: 'Let it through',
          },
        }),
      ],
      more: [offer('glass-refuse', 'Refuse break-glass…', `${line} --refuse`)],
    };
  }
  const broken = d.breakGlass?.endedAs === null && d.breakGlass.grantedAt !== null;
  if (broken)
    return { main: [], more: [offer('glass-withdraw', 'Mend the glass', `${line} --withdraw`)] };
  const closed = d.waiting.some((w) => LIFTS[w.gate] === 'lifted');
  return { main: [], more: closed ? [offer('glass', 'Break the glass…', line)] : [] };
}
