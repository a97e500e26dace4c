import type { Draft } from '../domain/deployment/draft.ts';
import { type GateRuling, isForeseen, sayGate } from '../domain/gates/index.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { fields, header, list, note, state } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { anyOf, plainAnyOf, plainAt, untilWhen } from './words.ts';

/** Whom one rule would ask at that moment. */
export interface Asked {
  readonly rule: string;
  readonly quorum: number;
  readonly atWork: readonly string[];
  readonly away: readonly string[];
  readonly standIns: readonly { readonly by: string; readonly for: string }[];
  readonly onCall: readonly string[];
}

interface Foreseen {
  readonly at: Instant;
  readonly rulings: readonly GateRuling[];
  readonly asked: readonly Asked[];
  /** Why it could not even be asked for, as things are now. */
  readonly refused: Refusal | null;
}

/** A deployment at a moment to come: what is known of that moment, and what is only so now. */
export function ghostView(made: Draft, { at, rulings, asked, refused }: Foreseen): View {
  const name = `${made.service} ${made.artifact.version} to ${made.environment}`;
  const others = rulings.filter(({ gate }) => gate !== 'approval');
  const then = others.filter(({ gate }) => isForeseen(gate));
  const now = others.filter(({ gate }) => !isForeseen(gate));
  const open = then.flatMap(closed);
  const verdict = open.length > 0 ? `Closed: ${open.join('; ')}.` : 'Nothing is closed then.';
  const left = now.flatMap(closed);
  const today = left.length > 0 ? ` As things are now: ${left.join('; ')}.` : '';
  const no = refused ? ` Asked for now it would be refused: ${refused.what}` : '';
  const needs = asked.map(sayAsked).join(' ');
  const parts: (Part | null)[] = [
    header(`${name}, foreseen`),
    state(open.length > 0 ? 'blocked' : 'pending', 'As of ', { at }, `: ${verdict}`),
    fields([
      ['Version', [`${made.previous?.version ?? 'nothing'} → ${made.artifact.version}`]],
      ['Strategy', [made.strategy]],
    ]),
    list('Known of that moment', then.map(item)),
    asked.length > 0 ? list('Who would be asked then', asked.map(people)) : null,
    list('As it is now; it may change until then', now.map(item)),
    refused ? note([{ foreign: no.trim() }]) : null,
    note(['A look ahead by the configuration as it is now. Nothing was created.']),
  ];
  return {
    text: `${name} as of ${plainAt(at)}: ${verdict}${needs === '' ? '' : ` ${needs}`}${today}${no} Nothing was created.`,
    parts: parts.filter((part) => part !== null),
  };
}

function closed({ ruling }: GateRuling): readonly string[] {
  if (ruling.verdict === 'pass') return [];
  return [ruling.until === null ? ruling.why : `${ruling.why} until ${plainAt(ruling.until)}`];
}

function item({ gate, ruling }: GateRuling): Item {
  if (ruling.verdict === 'pass') return { mark: 'done', line: [sayGate(gate)] };
  const until = untilWhen(ruling.code, ruling.until);
  const who: Line = ruling.who.length === 0 ? [] : ['; ', ...anyOf(ruling.who), ' can change that'];
  return {
    mark: ruling.verdict === 'wait' ? 'next' : 'failed',
    line: [{ foreign: ruling.why }, ...until, ...who],
  };
}

function sayAsked({ rule, quorum, atWork, away, onCall }: Asked): string {
  const off = away.length > 0 ? `, not at work: ${away.join(', ')}` : '';
  const duty = onCall.length > 0 ? `, on call: ${onCall.join(', ')}` : '';
  const who = atWork.length > 0 ? plainAnyOf(atWork) : 'nobody who is at work then';
  return `"${rule}" asks ${quorum} of ${who}${off}${duty}.`;
}

function people({ rule, quorum, atWork, away, standIns, onCall }: Asked): Item {
  const who: Line = atWork.length > 0 ? anyOf(atWork) : ['nobody who is at work then'];
  const line: Line = [
    `"${rule}": ${quorum} of `,
    ...who,
    ...(away.length > 0 ? ['; not at work: ', ...anyOf(away)] : []),
    ...(onCall.length > 0 ? ['; on call: ', ...anyOf(onCall)] : []),
    ...standIns.flatMap((one): Line => ['; ', { person: one.by }, ' for ', { person: one.for }]),
  ];
  return { mark: atWork.length >= quorum ? 'done' : 'next', line };
}
