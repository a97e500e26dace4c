import type { Named, Suspicion } from '../domain/correlation/suspicion.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { offer, offers } from './parts.ts';
import { suspectName } from './suspect-words.ts';
import type { Offer, Part } from './view.ts';

/** What can be done about a suspect, for the incident. @param d it, as it is now; null where it is no deployment */
export function suspectOffers(s: Suspicion, top: Named, d: Deployment | null): readonly Part[] {
  const clear = offer(
    `not-cause:${top.subject}`,
    'Not related',
    `/release not-cause ${s.incident} ${top.subject}`,
    { spoken: `${suspectName(top)} is not related to ${s.incident}` },
  );
  const more = allSuspects(s);
  // What does not stand out is not offered to be taken back in one press.
  if (!d || top.likelihood < s.last.nobody) return [offers([clear], [more])];
  return [offers([...back(d, s), ...hold(d, s), clear, ...compare(d)], [more])];
}

export function allSuspects({ incident }: Suspicion): Offer {
  return offer('suspects', 'All suspects', `/release suspects ${incident}`);
}

/** Pressed for the incident, and so belongs to it. */
function back(d: Deployment, { incident }: Suspicion): readonly Offer[] {
  if (!d.previous || d.rolledBackBy !== null || d.exposedAt === null || d.kind === 'rollback') {
    return [];
  }
  const to = d.previous.version;
  const confirm = {
    title: `Roll back ${d.service}?`,
    text: `${d.environment} returns from ${d.artifact.version} to ${to} at once.`,
    yes: 'Roll back',
  };
  const spoken = `Roll back ${d.service} in ${d.environment} to ${to}`;
  const line = `/rollback ${d.service} in ${d.environment} --of ${d.id} because ${incident}`;
  return [offer('rollback', 'Roll back…', line, { style: 'danger', spoken, confirm })];
}

function hold(d: Deployment, { incident }: Suspicion): readonly Offer[] {
  if (d.status !== 'running' || d.hold) return [];
  const line = `/release pause ${d.id} because ${incident}`;
  return [offer('pause', 'Pause', line, { spoken: `Pause ${d.id}` })];
}

function compare(d: Deployment): readonly Offer[] {
  if (!d.previous) return [];
  const line = `/release diff ${d.service} ${d.previous.version}..${d.artifact.version}`;
  return [offer('diff', 'Compare', line, { spoken: `Compare with ${d.previous.version}` })];
}
