import type { BellName } from '../ports/bell.ts';
import { JOB_NAME, type Payload } from './settings.ts';

interface Ring {
  readonly name: string;
  readonly data: Payload;
}

/** How each bell is rung: alone at once, in a crowd together. */
export function ringsOf(
  addAll: (bell: BellName, rings: Ring[]) => Promise<unknown>,
): Readonly<Record<BellName, (id: string) => Promise<void>>> {
  const ring = (bell: BellName) =>
    gatherRings(async (ids) => {
      await addAll(
        bell,
        ids.map((id) => ({ name: JOB_NAME, data: { id } })),
      );
    });
  return {
    inbox: ring('inbox'),
    advance: ring('advance'),
    back: ring('back'),
    deliver: ring('deliver'),
  };
}

/**
 * One ringing on its way at a time; what rings meanwhile goes together with the next. A bell rung
 * twice before it left is rung once, since its row is looked at after that anyway.
 * @param send adds all or throws, which every waiting ring then hears
 */
export function gatherRings(
  send: (ids: readonly string[]) => Promise<void>,
): (id: string) => Promise<void> {
  let waiting = new Set<string>();
  let underWay: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  async function sendWaiting(after: Promise<void> | null): Promise<void> {
    await after?.catch(() => {}); // its own ringers have heard of that
    const ids = [...waiting];
    waiting = new Set();
    next = null;
    const sent = send(ids);
    underWay = sent;
    try {
      await sent;
    } finally {
      if (underWay === sent) underWay = null;
    }
  }
  return (id) => {
    waiting.add(id);
    next ??= sendWaiting(underWay);
    return next;
  };
}
