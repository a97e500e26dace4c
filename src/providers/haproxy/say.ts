import { type Slot, sessionsOn, takesBound } from './slots.ts';

/**
 * Who is on a slot, and who may come back to it: `3 sessions`, `1 session and 12 bound clients`.
 * Here and below `bound` are clients that a stick table binds to it; null where nobody counts them.
 */
export function sayLeft(slot: Slot, bound: number | null): string {
  const sessions = sessionsOn(slot);
  const parts = [
    sessions > 0 && counted(sessions, 'session'),
    bound !== null && bound > 0 && counted(bound, 'bound client'),
    bound === null && bindsUncounted(slot) && 'clients bound by a cookie',
  ];
  return parts.filter((part) => part !== false).join(' and ') || counted(0, 'session');
}

/** Who was handed over; null where it was nobody. `slot` is as it was before. */
export function sayHandedOver(slot: Slot, bound: number | null): string | null {
  const version = versionIn(slot);
  if (bound === 0) return null;
  if (bound !== null)
    return `${counted(bound, 'client')} bound to ${version} ${bound === 1 ? 'was' : 'were'} handed over`;
  return bindsUncounted(slot)
    ? `clients bound to ${version} by a cookie were handed over, uncounted: haproxy keeps no list of them`
    : null;
}

/** Who stays on a slot after its drain; null where it is nobody. */
export function sayStaying(slot: Slot, bound: number | null, drain: string): string | null {
  const version = versionIn(slot);
  const sessions = sessionsOn(slot);
  const parts = [
    sessions > 0 &&
      `${counted(sessions, 'session')} on ${version} ${sessions === 1 ? 'stays' : 'stay'} after ${drain}`,
    bound !== null &&
      bound > 0 &&
      `${counted(bound, 'client')} ${bound === 1 ? 'stays' : 'stay'} bound to ${version}`,
    bound === null && bindsUncounted(slot) && `clients stay bound to ${version} by a cookie`,
  ];
  return parts.filter((part) => part !== false).join('; ') || null;
}

/** `3 sessions on 1.0.0 were cut after 2m`; null for none. */
export function sayEnded(
  slot: Slot,
  sessions: number,
  how: 'closed' | 'cut',
  drain: string | undefined,
): string | null {
  if (sessions === 0) return null;
  const those = `${counted(sessions, 'session')} on ${versionIn(slot)}`;
  const after = drain === undefined ? '' : ` after ${drain}`;
  return `${those} ${sessions === 1 ? 'was' : 'were'} ${how}${after}`;
}

/** What runs in a slot, as people know it. */
function versionIn({ occupant, name }: Slot): string {
  return occupant?.version ?? name;
}

/** Of whom a cookie binds haproxy keeps no list. */
function bindsUncounted(slot: Slot): boolean {
  return takesBound(slot) && slot.servers.some(({ hasCookie }) => hasCookie);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
