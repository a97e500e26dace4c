import type { JsonObject } from '../json.ts';
import type { PlacedElement } from '../model/elements.ts';
import type { World } from '../model/world.ts';
import { type ActResult, refuseAct } from './act.ts';
import { chosen } from './choice.ts';

export interface Press {
  readonly action_id: string;
  readonly block_id?: string | undefined;
  /** Instead of the button's own value. */
  readonly value?: string | undefined;
  /** Value of the option chosen, ids or texts; several where several may be chosen. */
  readonly selected?: string | readonly string[] | undefined;
}

export type Pressed =
  | {
      readonly ok: true;
      readonly placed: PlacedElement;
      readonly action: JsonObject;
      /** What the element now holds; undefined for buttons and menus, which keep nothing. */
      readonly kept: JsonObject | undefined;
    }
  | (ActResult & { ok: false });

/** Finds what is pressed and makes the `actions[0]` of the payload. */
export function press(world: World, elements: readonly PlacedElement[], act: Press): Pressed {
  const placed = findElement(elements, act);
  if (!('element' in placed)) return placed;
  const base = {
    action_id: placed.actionId,
    block_id: placed.blockId,
    type: placed.element['type'],
    action_ts: world.nextTs(),
  };
  if (isButton(placed.element)) {
    const action = { ...base, ...buttonFields(placed.element, act.value) };
    return { ok: true, placed, action, kept: undefined };
  }
  const choice = chosen(placed.element, act.selected ?? act.value ?? '');
  if (!choice.ok) return refuseAct(400, 'invalid_selection', choice.message);
  const isMenu = placed.element['type'] === 'overflow';
  return {
    ok: true,
    placed,
    action: { ...base, ...choice.value },
    kept: isMenu ? undefined : choice.value,
  };
}

/** The element of exactly this action_id, else the only one whose id goes on with `:`. */
function findElement(
  elements: readonly PlacedElement[],
  act: Press,
): PlacedElement | (ActResult & { ok: false }) {
  const inBlock = elements.filter(
    (one) => act.block_id === undefined || one.blockId === act.block_id,
  );
  const exact = inBlock.find((one) => one.actionId === act.action_id);
  if (exact !== undefined) return exact;
  const longer = inBlock.filter((one) => one.actionId.startsWith(`${act.action_id}:`));
  const [only] = longer;
  if (only !== undefined && longer.length === 1) return only;
  const found = (longer.length > 0 ? longer : inBlock).map((one) => one.actionId).join(', ');
  return longer.length > 0
    ? refuseAct(409, 'ambiguous_action', `Several actions start with "${act.action_id}": ${found}.`)
    : refuseAct(
        404,
        'action_not_found',
        `Nothing here has action_id "${act.action_id}". Here: ${found || 'nothing'}.`,
      );
}

function isButton(element: JsonObject): boolean {
  return ['button', 'workflow_button', 'icon_button', 'feedback_buttons'].includes(
    String(element['type']),
  );
}

function buttonFields(element: JsonObject, value: string | undefined): JsonObject {
  const own = value ?? element['value'];
  return {
    ...(element['text'] === undefined ? {} : { text: element['text'] }),
    ...(own === undefined ? {} : { value: own }),
    ...(element['style'] === undefined ? {} : { style: element['style'] }),
    ...(element['url'] === undefined ? {} : { url: element['url'] }),
    ...(element['confirm'] === undefined ? {} : { confirm: element['confirm'] }),
  };
}
