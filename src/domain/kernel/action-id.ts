import { z } from 'zod';

/** What a retrospective decided to change, as people refer to it. */
export type ActionId = `A-${number}`;

const FORM = /^A-[1-9]\d{0,8}$/;

export function isActionId(text: string): text is ActionId {
  return FORM.test(text);
}

/** In a rule: the action item that it came from. With the rule in force that item is done. */
export const Because = z
  .string()
  .regex(FORM, 'must be an action item such as A-3')
  .describe('The action item it came from, such as A-3: once it is in force, that one is done.');
