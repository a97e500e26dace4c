import { newId, newSecret } from '../ids.ts';
import { type JsonObject, objectsOf } from '../json.ts';
import { withBlockIds } from './block-ids.ts';
import { keepEntered } from './entered.ts';
import type { View } from './view.ts';
import type { World } from './world.ts';

/** A view just opened, on top of `below` where it was pushed. */
export function newView(world: World, userId: string, body: JsonObject, below?: View): View {
  const id = newId('V');
  return {
    id,
    type: body['type'] === 'home' ? 'home' : 'modal',
    userId,
    hash: newHash(world),
    rootViewId: below?.rootViewId ?? id,
    previousViewId: below?.id ?? null,
    body: withIds(body),
    entered: {},
  };
}

/** The same view with other content; what was entered into inputs that remain is kept. */
export function revisedView(world: World, old: View, body: JsonObject): View {
  const next = withIds(body);
  const entered = keepEntered(old.entered, objectsOf(next['blocks']));
  return { ...old, hash: newHash(world), body: next, entered };
}

function withIds(body: JsonObject): JsonObject {
  return { ...body, blocks: withBlockIds(objectsOf(body['blocks'])) };
}

function newHash(world: World): string {
  return `${Math.floor(world.clock.now() / 1000)}.${newSecret(4)}`;
}
