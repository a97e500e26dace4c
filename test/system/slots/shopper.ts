import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

const Cart = z.object({ version: z.string(), items: z.array(z.string()) });
type Cart = z.infer<typeof Cart>;

/** Somebody with a browser: keeps the cookies it is given, and has a cart by its name. */
export function shopperAt(front: number, name: string) {
  const cookies = new Map([['shopper', name]]);
  const headers = () => ({
    cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; '),
  });

  /** Its cart, with one more item where one is named, and which version says so. */
  async function cart(item?: string): Promise<Cart> {
    const [method, query] = item === undefined ? ['GET', ''] : ['POST', `?item=${item}`];
    const answer = await fetch(`http://127.0.0.1:${front}/cart${query}`, {
      method,
      headers: headers(),
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    for (const line of answer.headers.getSetCookie()) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) cookies.set(key, value);
    }
    return Cart.parse(await answer.json());
  }

  return {
    cart,
    /** Looks at its cart without a pause until it is told to stop. */
    browse() {
      const carts: Cart[] = [];
      const failures: string[] = [];
      let over = false;
      const loop = (async () => {
        while (!over)
          await cart().then(
            (one) => carts.push(one),
            (error: unknown) => failures.push(String(error)),
          );
      })();
      const stop = (): Promise<void> => {
        over = true;
        return loop;
      };
      return { carts, failures, stop };
    },
    /** A WebSocket of its own: which version answers, and with which code it is closed in the end. */
    async opened() {
      const socket = new WebSocket(`ws://127.0.0.1:${front}/`, { headers: headers() });
      const closed = once(socket, 'close').then(([code]) => Number(code));
      await once(socket, 'open');
      const ask = async (): Promise<string> => {
        socket.send('which?');
        const [answer] = await once(socket, 'message');
        return String(answer);
      };
      return { ask, closed };
    },
  };
}
