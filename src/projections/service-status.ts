import type { Breaker } from '../domain/breaker/decide.ts';
import { nameLine } from '../domain/breaker/place.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { isReconfigured } from '../domain/deployment/setting.ts';
import type { Sighting } from '../domain/deployment/sighting.ts';
import { holding, type Lock } from '../domain/governance/lock.ts';
import { namePlace, scopeOf } from '../domain/governance/lock-place.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { listLine } from './deployment-list.ts';
import { header, text } from './parts.ts';
import type { Line, Part, View } from './view.ts';

export interface Row {
  readonly environment: string;
  readonly verified: Deployment | null;
  readonly found: Found | null;
  readonly open: readonly Deployment[];
  readonly sighting: Sighting | null;
  readonly locks: readonly Lock[];
  readonly stopped: readonly Breaker[];
  readonly now: Instant;
}

/** What the provider says of a place where nothing was verified; null where something was. */
export type Found =
  | { readonly kind: 'serves'; readonly version: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'silent'; readonly provider: string };

/** What serves a service in each environment, what is on its way there, and who locked it. */
export function serviceStatus(service: string, rows: readonly Row[]): View {
  const said = rows.map((row) => `${row.environment} ${saidOf(row)}${unknownThere(row)}`);
  const parts = rows.flatMap((row): Part[] => [
    text(
      { bold: row.environment },
      ': ',
      ...serves(row),
      unknownThere(row),
      ...locked(row),
      ...stoppedThere(row),
    ),
    ...row.open.map((d) => text('  ', ...listLine(d))),
  ]);
  return { text: `${service}: ${said.join(', ')}.`, parts: [header(`${service} now`), ...parts] };
}

function saidOf({ verified, found }: Row): string {
  if (verified) return verified.artifact.version;
  return found?.kind === 'serves' ? `${found.version} (not deployed from here)` : notThere(found);
}

function serves({ verified, found }: Row): Line {
  if (verified) {
    const since = { at: verified.finishedAt ?? verified.requestedAt };
    return [
      { bold: verified.artifact.version },
      ' since ',
      since,
      ' (',
      { code: verified.id },
      ')',
    ];
  }
  if (found?.kind !== 'serves') return [notThere(found)];
  return [{ bold: found.version }, ', not deployed from here, so since when is not known'];
}

function notThere(found: Found | null): string {
  const nothing = 'nothing verified from here yet';
  return found?.kind === 'silent' ? `${nothing}; ${found.provider} does not answer` : nothing;
}

/** What was seen there beside or in place of what was deployed, while it waits for somebody. */
function unknownThere({ sighting }: Row): string {
  if (sighting?.state !== 'open' && sighting?.state !== 'explained') return '';
  const versions = sighting.found.map(({ version }) => version).join(' and ');
  const why = sighting.state === 'explained' ? `; ${sighting.word?.by} explained it` : '';
  return isReconfigured(sighting.found)
    ? `, but ${versions} runs with another configuration than it was put there with${why}`
    : `, but ${versions} serves, which no deployment put there${why}`;
}

function stoppedThere({ stopped }: Row): Line {
  return stopped.flatMap((one) =>
    one.state.kind === 'closed'
      ? []
      : [
          ` · the line of ${nameLine(one)} was stopped by `,
          { person: one.state.stop.by },
          ': ',
          { foreign: one.state.stop.because },
        ],
  );
}

function locked({ locks, now }: Row): Line {
  return locks
    .flatMap((one) => holding(one, now) ?? [])
    .flatMap((one) => {
      const { by, because } = one.held;
      const what = scopeOf(one) === 'service' ? '' : `, with ${namePlace(one)}`;
      return [
        ' · locked by ',
        { person: by },
        what,
        ': ',
        { foreign: because ?? 'no reason given' },
      ];
    });
}
