import type { Standing } from '../domain/deployment/standing.ts';
import { asksEvidence, type GateRuling, sayGate } from '../domain/gates/index.ts';
import type { ApprovalSlot } from '../domain/governance/approval.ts';
import { fields, header, list, note, state } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { anyOf, plainAnyOf } from './words.ts';

interface Question {
  readonly person: string;
  readonly verb: string;
  readonly service: string;
  readonly environment: string;
}

/** What would hold what they may ask for, and who could open it. */
export interface Held {
  readonly rulings: readonly GateRuling[];
  readonly slots: readonly ApprovalSlot[];
}

/** Yes or no, the rule that says so, who else may, and for a deployment what would hold it now. */
export function canView(question: Question, standing: Standing, held: Held | null): View {
  const { person, verb, service, environment } = question;
  const { may, rule, why, who } = standing;
  const what = `${verb} ${service} in ${environment}`;
  const answer = may ? `Yes: ${person} may ${what}.` : `No: ${person} may not ${what}.`;
  const others = may ? '' : ` Who may: ${who.length > 0 ? plainAnyOf(who) : 'nobody'}.`;
  const shut = held?.rulings.flatMap(closed) ?? [];
  const now = shut.length > 0 ? ` Now: ${shut.join('; ')}.` : '';
  return {
    text: `${answer} Rule: ${rule}. ${why}${others}${now}`,
    parts: [
      header(`Can ${person} ${what}?`),
      state(may ? 'healthy' : 'blocked', answer),
      fields([
        ['Rule', [{ foreign: rule }]],
        ['Why', [{ foreign: why }]],
        [may ? 'Who else may' : 'Who may', who.length > 0 ? anyOf(who) : ['nobody']],
      ]),
      ...(held ? heldParts(held, person) : []),
      note([
        'Of the configuration as it is. Rights are decided once more when somebody acts, and then the chat is asked about their account.',
      ]),
    ],
  };
}

function heldParts({ rulings, slots }: Held, person: string): readonly Part[] {
  const asked = slots.map(
    ({ rule, quorum, people }): Item => ({
      mark: 'next',
      line: [`"${rule}": ${quorum} of `, ...anyOf(people.filter((one) => one !== person))],
    }),
  );
  return [
    ...(asked.length > 0 ? [list('Approvals it would need', asked)] : []),
    list('What would hold it now', rulings.map(item)),
  ];
}

function closed({ gate, ruling }: GateRuling): readonly string[] {
  return ruling.verdict === 'pass' || asksEvidence(gate) ? [] : [ruling.why];
}

function item({ gate, ruling }: GateRuling): Item {
  if (ruling.verdict === 'pass') return { mark: 'done', line: [sayGate(gate)] };
  const until: Line = ruling.until === null ? [] : [' until ', { at: ruling.until }];
  return { mark: 'next', line: [{ foreign: ruling.why }, ...until] };
}
