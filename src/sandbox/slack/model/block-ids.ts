import { newSecret } from '../ids.ts';
import { isObject, type JsonObject, objectsOf } from '../json.ts';

/** Gives every block a block_id and every interactive element an action_id, as Slack does. */
export function withBlockIds(blocks: readonly unknown[]): readonly JsonObject[] {
  return blocks.filter(isObject).map((block) => ({
    ...block,
    block_id: block['block_id'] ?? newSecret(3),
    ...(isObject(block['accessory']) ? { accessory: withActionId(block['accessory']) } : {}),
    ...(isObject(block['element']) ? { element: withActionId(block['element']) } : {}),
    ...withListedIds(block),
  }));
}

function withListedIds(block: JsonObject): JsonObject {
  const type = block['type'];
  if (type === 'actions' || type === 'context_actions') {
    return { elements: objectsOf(block['elements']).map(withActionId) };
  }
  if (type === 'card') {
    return Array.isArray(block['actions'])
      ? { actions: objectsOf(block['actions']).map(withActionId) }
      : {};
  }
  if (type === 'carousel') return { elements: withBlockIds(objectsOf(block['elements'])) };
  if (type === 'container') return { child_blocks: withBlockIds(objectsOf(block['child_blocks'])) };
  return {};
}

function withActionId(element: JsonObject): JsonObject {
  if (element['type'] === 'image') return element;
  return { ...element, action_id: element['action_id'] ?? newSecret(3) };
}
