import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Lock } from '../domain/governance/lock.ts';
import { listLine } from './deployment-list.ts';
import { header, text } from './parts.ts';
import type { Line, Part, View } from './view.ts';

export interface Row {
  readonly environment: string;
  readonly verified: Deployment | null;
  readonly open: readonly Deployment[];
  readonly lock: Lock | null;
}

/** What serves a service in each environment, what is on its way there, and who locked it. */
export function serviceStatus(service: string, rows: readonly Row[]): View {
  const said = rows.map(
    (r) => `${r.environment} ${r.verified?.artifact.version ?? 'nothing deployed from here yet'}`,
  );
  const parts = rows.flatMap((row): Part[] => [
    text({ bold: row.environment }, ': ', ...serves(row), ...locked(row)),
    ...row.open.map((d) => text('  ', ...listLine(d))),
  ]);
  return { text: `${service}: ${said.join(', ')}.`, parts: [header(`${service} now`), ...parts] };
}

function serves({ verified }: Row): Line {
  if (!verified) return ['nothing deployed from here yet'];
  return [
    { bold: verified.artifact.version },
    ` since `,
    { at: verified.finishedAt ?? verified.requestedAt },
    ' (',
    { code: verified.id },
    ')',
  ];
}

function locked({ lock }: Row): Line {
  return lock
    ? [' · locked by ', { person: lock.by }, ': ', { foreign: lock.because ?? 'no reason given' }]
    : [];
}
