import { isObject, objectsOf } from '../json.ts';
import type { World } from '../model/world.ts';

/**
 * Blocks that show a file the app does not have, or that Slack is not done looking at: both are refused
 * in the same words.
 */
export function unreadyFiles(world: World, blocks: unknown, pointer: string): readonly string[] {
  return objectsOf(blocks).flatMap((block, at) => {
    const file = block['slack_file'];
    if (!isObject(file)) return [];
    const known = world.state.files.get(String(file['id']));
    if (known && world.clock.now() >= known.readyAtMs) return [];
    return [`[ERROR] invalid slack file [json-pointer:${pointer}/${at}/slack_file]`];
  });
}
