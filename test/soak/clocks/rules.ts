/** A blackout that comes and goes, so that a short run meets several. Milliseconds. */
export const BLACKOUT = { service: 'search', everyMs: 20_000, forMs: 8_000 } as const;
export const WITHDRAW_MS = 3_000;

/** The minute in which the blackouts begin to count: configuration knows no seconds. */
export function minuteBefore(nowMs: number): number {
  return Math.floor(nowMs / 60_000 - 1) * 60_000;
}

/** What the organisation has besides. */
export function rulesFrom(from: number): string {
  const wall = new Date(from).toISOString().slice(0, 16);
  return `
approvals:
  - { name: careful, environments: [production], services: [checkout], groups: [approvers] }
blackouts:
  - name: often
    environments: [staging]
    services: [${BLACKOUT.service}]
    owner: bo
    zone: UTC
    from: "${wall}"
    for: ${BLACKOUT.forMs}ms
    repeat: FREQ=SECONDLY;INTERVAL=${BLACKOUT.everyMs / 1_000}
`;
}

/** How much longer the blackout lasts at this moment; 0 outside of it. */
export function blacked(atMs: number, from: number): number {
  const into = (atMs - from) % BLACKOUT.everyMs;
  return Math.max(0, BLACKOUT.forMs - into);
}
