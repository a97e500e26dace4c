/** Where something may run: one service in one environment. It has one slot and one fence. */
export interface Target {
  readonly service: string;
  readonly environment: string;
}

export function isSameTarget(a: Target, b: Target): boolean {
  return a.service === b.service && a.environment === b.environment;
}
