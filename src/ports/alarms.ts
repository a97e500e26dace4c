/** What people have been told of an alarm: the how many-th incident, and the how many-th word on it. */
export interface Alarm {
  readonly incident: number;
  readonly n: number;
  readonly open: boolean;
  readonly about: string;
}

/** Alarms raised and not yet over, so that each is one message whoever notices it. */
export interface Alarms {
  find(name: string): Promise<Alarm>;
  /** An earlier word than is stored is ignored. */
  record(name: string, alarm: Alarm): Promise<void>;
}
