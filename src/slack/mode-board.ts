import type { Catalog } from '../domain/catalog/catalog.ts';
import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import { type Incident, type IncidentId, isOpen } from '../domain/incident/incident.ts';
import { apparentIn } from '../domain/risk/apparent.ts';
import { lastTried, subjectOf } from '../domain/risk/tried.ts';
import type { Bell } from '../ports/bell.ts';
import type { Event } from '../ports/event.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import type { Subscriber } from '../ports/subscriber.ts';
import { incidentModes } from '../projections/incident-modes.ts';
import type { Recognised } from '../projections/recognised.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

interface ModeBoard {
  readonly records: Pick<Records, 'incident' | 'suspicion' | 'deployment' | 'ledgerOf'>;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
}

/**
 * The known failure modes an incident looks like, in its thread: one message, edited as alerts come, as somebody is
 * suspected and as people act. Nothing where it looks like none.
 */
export function createModeBoard(parts: ModeBoard): Subscriber {
  return {
    name: 'slack failure modes',
    async on(event) {
      const id = incidentOf(event);
      const i = id && (await parts.records.incident(id));
      if (!i || i.channel === null) return;
      await show(parts, i, i.channel);
    },
  };
}

function incidentOf(event: Event): IncidentId | null {
  return event.type === 'incident' || event.type === 'suspicion' ? event.id : null;
}

async function show(parts: ModeBoard, i: Incident, channel: string): Promise<void> {
  const { records, messages, bell, catalog } = parts;
  const all = await recognise(parts, i);
  const key = `modes:${i.id}`;
  if (all.length === 0 || !(isOpen(i) || (await messages.find(key)))) return;
  const s = await records.suspicion(i.id);
  // Both only rise, so that what was seen later is what stays.
  const revision = i.revision + (s?.revision ?? -1) + 2;
  const [top] = s?.last.named ?? [];
  const standsOut = s && top && top.likelihood >= s.last.nobody;
  const suspected = standsOut ? await deploymentOf(parts, top.subject) : null;
  const view = incidentModes(i, all, suspected);
  await messages.want({
    key,
    channel,
    under: `incident:${i.id}`,
    broadcast: false,
    content: renderMessage(view, namesOf(catalog()), revision),
    revision,
  });
  await bell.ring('deliver', key);
}

async function recognise(
  { records, catalog }: ModeBoard,
  i: Incident,
): Promise<readonly Recognised[]> {
  const all = apparentIn(catalog().failureModes ?? [], i);
  const lines = await records.ledgerOf(all.map(({ mode }) => subjectOf(mode)));
  return all.map((one) => ({ ...one, last: lastTried(lines.get(subjectOf(one.mode)) ?? []) }));
}

async function deploymentOf({ records }: ModeBoard, id: string): Promise<Deployment | null> {
  return isDeploymentId(id) ? records.deployment(id) : null;
}
