import { isObject, type JsonObject, objectsOf, textOf } from '../json.ts';
import type { Message } from './message.ts';

/** An interactive element and the block it stands in. */
export interface PlacedElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
  readonly block: JsonObject;
}

/** Every element with an action_id, in reading order, those of nested blocks included. */
export function elementsOf(blocks: readonly JsonObject[]): readonly PlacedElement[] {
  return blocks.flatMap((block) => [
    ...candidates(block).flatMap((element) => place(block, element)),
    ...elementsOf(nested(block)),
  ]);
}

export function elementsOfMessage(message: Message): readonly PlacedElement[] {
  return [
    ...elementsOf(message.blocks),
    ...message.attachments.flatMap((one) => elementsOf(objectsOf(one['blocks']))),
  ];
}

function candidates(block: JsonObject): readonly JsonObject[] {
  const listed = ['actions', 'context_actions'].includes(String(block['type']))
    ? objectsOf(block['elements'])
    : [];
  const single = [block['accessory'], block['element']].filter(isObject);
  return [...listed, ...single, ...(block['type'] === 'card' ? objectsOf(block['actions']) : [])];
}

function nested(block: JsonObject): readonly JsonObject[] {
  if (block['type'] === 'carousel') return objectsOf(block['elements']);
  return block['type'] === 'container' ? objectsOf(block['child_blocks']) : [];
}

function place(block: JsonObject, element: JsonObject): readonly PlacedElement[] {
  const blockId = textOf(block['block_id']);
  const actionId = textOf(element['action_id']);
  return blockId === undefined || actionId === undefined
    ? []
    : [{ blockId, actionId, element, block }];
}

/** The options of a select, overflow, radio group or checkboxes, groups flattened. */
export function optionsOf(element: JsonObject): readonly JsonObject[] {
  const groups = objectsOf(element['option_groups']);
  return [
    ...objectsOf(element['options']),
    ...groups.flatMap((group) => objectsOf(group['options'])),
  ];
}
