import type { Deployment } from '../domain/deployment/deployment.ts';
import { header, note, text } from './parts.ts';
import { type Line, type Part, STATES, type View } from './view.ts';
import { stateOf, titleOf, whereItIs } from './words.ts';

/** Deployments as lines, newest first, each with its state in words. */
export function deploymentList(title: string, all: readonly Deployment[], empty: string): View {
  if (all.length === 0) return { text: `${title}: ${empty}`, parts: [header(title), text(empty)] };
  const lines = all.map((d) => listLine(d));
  return {
    text: `${title}: ${all.map(plainLine).join('; ')}.`,
    parts: [
      header(title),
      ...lines.map((line): Part => text(...line)),
      note([`${all.length} shown. Details: /release show <id>`]),
    ],
  };
}

/** `D-12 · shop 1.1.0 to production · Running, step 3 of 8: … · @ana, today 14:02`; `own`: no name. */
export function listLine(d: Deployment, own = false): Line {
  return [
    { code: d.id },
    ' · ',
    { bold: titleOf(d) },
    ' · ',
    ...stateLine(d),
    ' · ',
    ...(own ? [] : [{ person: d.requestedBy }, ', ']),
    { at: d.requestedAt },
  ];
}

/** Its state in words, with who holds it or why it ended so. */
export function stateLine(d: Deployment): Line {
  const word = STATES[stateOf(d)].word;
  if (d.hold)
    return [
      `${word}, ${whereItIs(d)}, held by `,
      { person: d.hold.by },
      ': ',
      { foreign: d.hold.why },
    ];
  if (d.status === 'running') return [`${word}, ${whereItIs(d)}`];
  const why =
    d.status === 'pending' ? d.waiting.map((w) => w.why).join('; ') : (d.outcome?.why ?? '');
  return why === '' ? [word] : [`${word}: `, { foreign: why }];
}

function plainLine(d: Deployment): string {
  return `${d.id} ${titleOf(d)} ${STATES[stateOf(d)].word.toLowerCase()}`;
}
