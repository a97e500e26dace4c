/** Where something may run: one service in one environment. It has one slot and one fence. */
export interface Target {
  readonly service: string;
  readonly environment: string;
}
