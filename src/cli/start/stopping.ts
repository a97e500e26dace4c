/** That somebody wants us to stop, from the first moment of a start on. */
export interface Stopping {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The name of that signal. */
  readonly asked: Promise<NodeJS.Signals>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Ctrl-C under npm comes twice: from the terminal to the whole group, and again from npm. */
const ECHO_MS = 1_000;
/** As shells count: 128 and the number of SIGINT. */
const IMPATIENT = 130;

/** Listens for signals: the first asks to finish, one more than a second later ends the process at once. */
export function listenForStop(): Stopping {
  const controller = new AbortController();
  const { promise: asked, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let firstAt: number | null = null;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now();
      firstAt ??= now;
      if (now - firstAt > ECHO_MS) process.exit(IMPATIENT);
      controller.abort();
      resolve(signal);
    });
  }
  return { signal: controller.signal, asked };
}
