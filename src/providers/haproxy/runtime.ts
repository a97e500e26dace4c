import { connect, type Socket } from 'node:net';

/** One connection to haproxy's runtime API. */
export interface Runtime {
  /**
   * Runs commands in one line, one after the other, whatever each says, and answers what each said.
   * @throws when the connection is gone: what was not answered may have been done or not
   */
  ask(...commands: readonly string[]): Promise<readonly string[]>;
}

/** haproxy itself cuts a connection on which nothing was said for so long. Seconds. */
const IDLE_S = 1;
/**
 * After this no line can arrive that was sent by somebody who looked before: `set timeout` counts in whole
 * seconds, and haproxy's timers are a little late. Milliseconds.
 */
export const IN_FLIGHT_MS = 1_500;
const WITHIN_MS = 5_000;
/** What ends each answer in interactive mode. */
const PROMPT = '\n> ';

/**
 * Opens a connection on which a pause of more than a second is the end: a process that was frozen between
 * its look and its change finds the line cut by haproxy, so the change never lands late.
 * @throws when haproxy does not answer in time or cuts the connection
 */
export async function withRuntime<T>(
  address: string,
  signal: AbortSignal | null,
  use: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  const socket = connect(addressOf(address));
  const own = AbortSignal.timeout(WITHIN_MS);
  const end = signal ? AbortSignal.any([signal, own]) : own;
  const onAbort = (): void => {
    socket.destroy(new Error('no answer in time'));
  };
  end.addEventListener('abort', onAbort, { once: true });
  try {
    if (end.aborted) throw new Error('no time was left');
    const answers = reader(socket);
    const ask = async (...commands: readonly string[]): Promise<readonly string[]> => {
      const answered = answers(commands.length);
      socket.write(`${commands.join('; ')}\n`);
      return answered;
    };
    await ask('prompt');
    const [refused = ''] = await ask(`set timeout cli ${IDLE_S}`);
    if (refused !== '') throw new Error(refused);
    return await use({ ask });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`haproxy at ${address}: ${why}`, { cause: error });
  } finally {
    end.removeEventListener('abort', onAbort);
    socket.on('error', () => {});
    socket.destroy();
  }
}

function addressOf(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('/')) return { path: address };
  const at = address.lastIndexOf(':');
  return {
    host: address.slice(0, at).replace(/^\[|\]$/g, ''),
    port: Number(address.slice(at + 1)),
  };
}

/** Takes the next `count` answers off a connection. */
function reader(socket: Socket): (count: number) => Promise<readonly string[]> {
  let text = '';
  /** As much of its end as shows whether haproxy waits for more: a table of thousands comes in many pieces. */
  let end = '';
  let gone: Error | null = null;
  let wake = (): void => {};
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    end = (end + piece).slice(-PROMPT.length);
    if (end === PROMPT) wake();
  });
  socket.once('error', (error) => {
    gone = error;
    wake();
  });
  socket.once('close', () => {
    gone ??= new Error('the connection was cut');
    wake();
  });
  return (count) =>
    new Promise((resolve, reject) => {
      wake = () => {
        const parts = text.split(PROMPT);
        if (parts.length > count) {
          text = parts.slice(count).join(PROMPT);
          resolve(parts.slice(0, count).map((part) => part.trim()));
        } else if (gone) reject(gone);
      };
      wake();
    });
}
