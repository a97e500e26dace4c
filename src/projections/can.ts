import type { Standing } from '../domain/deployment/standing.ts';
import { asksEvidence, type GateRuling, isForeseen, sayGate } from '../domain/gates/index.ts';
import type { ApprovalSlot } from '../domain/governance/approval.ts';
import { whyAsked } from '../domain/governance/dependants.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { fields, header, list, note, state } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { anyOf, plainAnyOf, plainAt, withChannels } from './words.ts';

interface Question {
  readonly person: string;
  readonly verb: string;
  readonly service: string;
  readonly environment: string;
  /** The only channels that it is asked for in; none: any. */
  readonly channels: readonly string[];
}

/** What would hold what they may ask for, and who could open it. */
export interface Held {
  readonly rulings: readonly GateRuling[];
  readonly slots: readonly ApprovalSlot[];
}

/**
 * Yes or no, the rule that says so, who else may, and for a deployment what would hold it: now, or `then`,
 * a moment to come.
 */
export function canView(
  question: Question,
  standing: Standing,
  held: Held | null,
  then: Instant | null,
): View {
  const { person, verb, service, environment } = question;
  const { may, rule, why, who } = standing;
  const what = `${verb} ${service} in ${environment}`;
  const answer = may ? `Yes: ${person} may ${what}.` : `No: ${person} may not ${what}.`;
  const only = onlyIn(question);
  const others = may ? '' : ` Who may: ${who.length > 0 ? plainAnyOf(who) : 'nobody'}.`;
  const shut = held?.rulings.flatMap(closed) ?? [];
  const when = then === null ? 'Now' : `As of ${plainAt(then)}`;
  const now = shut.length > 0 ? ` ${when}: ${shut.join('; ')}.` : '';
  return {
    text: `${answer}${only.map((one) => ` Asked for only in ${one}.`).join('')} Rule: ${rule}. ${why}${others}${now}`,
    parts: [
      header(`Can ${person} ${what}?`),
      state(may ? 'healthy' : 'blocked', answer),
      fields([
        ['Rule', [{ foreign: rule }]],
        ['Why', [{ foreign: why }]],
        ...only.map((one) => ['Asked for only in', withChannels(one)] as const),
        [may ? 'Who else may' : 'Who may', who.length > 0 ? anyOf(who) : ['nobody']],
      ]),
      ...(held ? heldParts(held, question, then) : []),
      note([
        'Of the configuration as it is. Rights are decided once more when somebody acts, and then the chat is asked about their account.',
      ]),
    ],
  };
}

/** The channels in words, once, where it is bound to some. */
function onlyIn({ channels }: Question): readonly string[] {
  return channels.length === 0 ? [] : [channels.map((id) => `<#${id}>`).join(' or ')];
}

function heldParts(
  { rulings, slots }: Held,
  { person, service }: Question,
  then: Instant | null,
): readonly Part[] {
  const asked = slots.map(
    (slot): Item => ({
      mark: 'next',
      line: [
        `"${slot.rule}": ${slot.quorum} of `,
        ...anyOf(slot.people.filter((one) => one !== person)),
        whyAsked(slot, service),
      ],
    }),
  );
  return [
    ...(asked.length > 0 ? [list('Approvals it would need', asked)] : []),
    ...(then === null
      ? [list('What would hold it now', rulings.map(item))]
      : [
          list('What would hold it then', rulings.filter(isThen).map(item)),
          list('As it is now; it may change until then', rulings.filter(isNow).map(item)),
        ]),
  ];
}

function isThen({ gate }: GateRuling): boolean {
  return isForeseen(gate);
}

function isNow({ gate }: GateRuling): boolean {
  return !isForeseen(gate);
}

function closed({ gate, ruling }: GateRuling): readonly string[] {
  return ruling.verdict === 'pass' || asksEvidence(gate) ? [] : [ruling.why];
}

function item({ gate, ruling }: GateRuling): Item {
  if (ruling.verdict === 'pass') return { mark: 'done', line: [sayGate(gate)] };
  const until: Line = ruling.until === null ? [] : [' until ', { at: ruling.until }];
  return { mark: 'next', line: [{ foreign: ruling.why }, ...until] };
}
