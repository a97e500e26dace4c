/** Something told to a machine outside: which sink, under which key, and the text as it was when it happened. */
export interface Emission {
  readonly key: string;
  readonly sink: string;
  readonly body: string;
}

/** Where emissions go. A sink that throws hears the same one again, later and later. */
export interface Sink {
  readonly name: string;
  /** @throws when it did not take it: then, and only then, it is sent again. */
  send(body: string): Promise<void>;
}

/** What machines outside are told, at least once and in order for each sink, however long one is away. */
export interface Emissions {
  /** A key that was added before is left as it is. */
  add(all: readonly Emission[]): Promise<void>;
  /**
   * Hands the oldest unsent ones to their sink, one after another, until one throws: then the whole sink
   * waits. One caller at a time for each sink over all processes. Returns how many were sent.
   */
  drain(sink: Sink, limit: number): Promise<number>;
}
