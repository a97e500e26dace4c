import { isSticky, type Slot } from './slots.ts';

/** Commands that give a slot this weight on each of its servers and let it serve; none where it does. */
export function serve(backend: string, slot: Slot, weight: number): readonly string[] {
  return slot.servers.flatMap((server) => {
    const at = `set server ${backend}/${server.name}`;
    return [
      ...(server.weight === weight ? [] : [`${at} weight ${weight}`]),
      ...(server.admin === 'ready' ? [] : [`${at} state ready`]),
    ];
  });
}

/** Commands that take new requests from a slot; who is bound to it still comes. */
export function lull(backend: string, slot: Slot): readonly string[] {
  return slot.servers
    .filter(({ weight }) => weight !== 0)
    .map(({ name }) => `set server ${backend}/${name} weight 0`);
}

/** Commands that take a slot out of service: nobody comes, bound or not; what is under way goes on. */
export function park(backend: string, slot: Slot): readonly string[] {
  return slot.servers.flatMap(({ name, admin, weight }) => [
    ...(weight === 0 ? [] : [`set server ${backend}/${name} weight 0`]),
    ...(admin === 'maint' ? [] : [`set server ${backend}/${name} state maint`]),
  ]);
}

/**
 * Commands that leave a slot checked and without traffic of its own. Where clients are bound to servers
 * it stays out of service, since some of them would come back to whoever was there before.
 */
export function ready(backend: string, slot: Slot): readonly string[] {
  if (isSticky(slot)) return park(backend, slot);
  return slot.servers.flatMap(({ name, admin, weight, hasChecks }) => {
    const at = `set server ${backend}/${name}`;
    const weightless = weight === 0 ? [] : [`${at} weight 0`];
    if (admin === 'ready') return weightless;
    // haproxy takes for healthy what leaves maintenance; it shall be found so by its checks.
    return [...weightless, `${at} state ready`, ...(hasChecks ? [`${at} health down`] : [])];
  });
}
