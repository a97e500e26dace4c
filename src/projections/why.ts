import { consentTo } from '../domain/deployment/consent.ts';
import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import type { GateRuling } from '../domain/gates/index.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { LedgerLine } from '../ports/records.ts';
import { forecast } from './forecast.ts';
import { clauses, fields, header, list, note, state, text } from './parts.ts';
import { isThin, type PowerKnown, sayPower, sayRemedy } from './power.ts';
import type { Item, Line, Part, View } from './view.ts';
import { anyOf, plainAnyOf, plainAt, stateOf, titleOf, whereItIs } from './words.ts';

/**
 * Why it is where it is: the deciding rule, its evidence, the earliest time it could pass, and who can
 * change that.
 */
export function whyView(
  d: Deployment,
  rulings: readonly GateRuling[],
  ledger: readonly LedgerLine[],
  { now, power }: { readonly now: Instant; readonly power: PowerKnown | null },
): View {
  const deciding = decidingRule(d, rulings);
  const parts: (Part | null)[] = [
    header(`Why ${d.id}: ${titleOf(d)}`),
    state(stateOf(d), ...clauses(deciding.what)),
    fields([
      ['Rule', [deciding.rule]],
      d.train ? ['Train', [{ code: d.train }]] : null,
      ['Earliest', [typeof deciding.until === 'string' ? deciding.until : { at: deciding.until }]],
      ['Who can change it', deciding.who.length > 0 ? anyOf(deciding.who) : ['nobody needs to']],
    ]),
    rulings.length > 0 ? list('Every gate', rulings.map(item)) : null,
    list('Evidence', ledger.slice(-5).map(evidence)),
    note(forecast(d, now), ...pickedFor(d), ...(power ? [sightOf(power)] : [])),
  ];
  const until = typeof deciding.until === 'string' ? deciding.until : plainAt(deciding.until);
  const who = deciding.who.length > 0 ? ` ${plainAnyOf(deciding.who)} can change that.` : '';
  return {
    text: `${d.id} ${titleOf(d)}: ${deciding.what}. Rule: ${deciding.rule}. Earliest: ${until}.${who}${d.picked ? ` ${d.picked.why}.` : ''}${power ? ` ${sightOf(power).join('')}` : ''}`,
    parts: parts.filter((part) => part !== null),
  };
}

/** What its judges would see on the usual traffic, and what to write where that is too little. */
function sightOf(power: PowerKnown): readonly string[] {
  const thin = power.kind === 'known' && isThin(power);
  return [sayPower(power), ...(thin ? [` ${sayRemedy(power)}`] : [])];
}

/** Why it goes out the way it does, where nobody named that. */
function pickedFor({ picked }: Deployment): readonly (readonly [string])[] {
  return picked ? [[`${picked.why}.`]] : [];
}

interface Deciding {
  readonly rule: string;
  readonly what: string;
  /** The earliest moment it could pass by itself, or in words what must happen first. */
  readonly until: Instant | string;
  readonly who: readonly string[];
}

function decidingRule(d: Deployment, rulings: readonly GateRuling[]): Deciding {
  if (d.hold) {
    const who = d.hold.asks.length > 0 ? d.hold.asks : [d.hold.by];
    return { rule: 'hold', what: d.hold.why, until: 'when somebody decides', who };
  }
  if (isOver(d)) return ending(d);
  const open = rulings.find((r) => r.ruling.verdict !== 'pass');
  if (open && open.ruling.verdict !== 'pass') {
    const { why, until, who } = open.ruling;
    const rule = [open.gate, ...rulesOf(d, open)].join(' ');
    return { rule, what: why, until: until ?? 'when somebody decides', who };
  }
  const verdict = d.progress.verdict;
  const what = verdict ? `${whereItIs(d)}; ${verdict.why}` : whereItIs(d);
  return { rule: 'plan', what: d.progress.silence ?? what, until: d.wakeAt ?? 'now', who: [] };
}

function ending(d: Deployment): Deciding {
  const over = { until: 'it is over', who: [] };
  if (d.outcome) return { rule: d.outcome.code, what: d.outcome.why, ...over };
  const what = d.kind === 'rollback' ? 'rolled back' : `verified in ${d.environment}`;
  return { rule: 'plan', what: `${what}, every step done`, ...over };
}

/** The names of the approval rules that still miss somebody. */
function rulesOf(d: Deployment, { gate }: GateRuling): readonly string[] {
  if (gate !== 'approval') return [];
  const open = consentTo(d).filter(({ missing }) => missing > 0);
  return open.length === 0 ? [] : [open.map(({ slot }) => `"${slot.rule}"`).join(', ')];
}

function item({ gate, ruling }: GateRuling): Item {
  if (ruling.verdict === 'pass') {
    const because: Line = ruling.because ? [', ', { foreign: ruling.because }] : [];
    return { mark: 'done', line: [`${gate}: passes`, ...because] };
  }
  return {
    mark: ruling.verdict === 'wait' ? 'next' : 'failed',
    line: [`${gate}: `, { foreign: ruling.why }],
  };
}

function evidence({ ref, body }: LedgerLine): Item {
  const said = `${String(body['what'])} by ${String(body['by'])} at ${String(body['at'])}`;
  return { mark: 'plain', line: [{ code: ref }, ' ', { foreign: said }] };
}

/** The whole trail of one deployment. */
export function trail(ledger: readonly LedgerLine[]): Part {
  return ledger.length === 0 ? text('Nothing recorded yet.') : list('Ledger', ledger.map(evidence));
}
