import { type JsonObject, objectsOf } from '../../json.ts';
import { elementsOf } from '../../model/elements.ts';
import type { Report } from './shape.ts';

/** A block_id occurs once in a message or view, an action_id once in its block. */
export function checkUnique(blocks: readonly JsonObject[], pointer: string, report: Report): void {
  const seen = new Set<unknown>();
  for (const [block, at] of placed(blocks, pointer)) {
    const id = block['block_id'];
    if (id !== undefined && seen.has(id))
      report(`block_id "${String(id)}" already exists`, `${at}/block_id`);
    seen.add(id);
    checkActions(block, at, report);
  }
}

function placed(
  blocks: readonly JsonObject[],
  pointer: string,
): readonly (readonly [JsonObject, string])[] {
  return blocks.flatMap((block, at) => [
    [block, `${pointer}/${at}`] as const,
    ...placed(objectsOf(block['child_blocks']), `${pointer}/${at}/child_blocks`),
  ]);
}

function checkActions(block: JsonObject, pointer: string, report: Report): void {
  const { child_blocks: _nested, ...own } = block;
  // Elements are only found in blocks that have an id; any will do here.
  const ids = elementsOf([{ ...own, block_id: 'x' }]).map((one) => one.actionId);
  const repeated = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
  for (const id of repeated) report(`action_id "${id}" already exists in this block`, pointer);
}
