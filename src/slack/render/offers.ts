import type { ActionsBlock, Button, ConfirmationDialog, Overflow } from '@slack/types';
import type { Offer } from '../../projections/view.ts';
import { visible } from '../../projections/visible.ts';
import { type Block, LIMITS } from './block.ts';
import { chunks } from './fields.ts';
import type { Look, PartOf } from './look.ts';
import { cut, plainText } from './plain.ts';
import { pressValue } from './press-value.ts';

/**
 * Buttons, then one overflow menu for the rest. An offer that a menu cannot hold (a long line, a
 * confirmation of its own, a form) becomes a button, because leaving it out would hide a way forward.
 */
export function renderOffers(part: PartOf<'offers'>, look: Look, nth: number): readonly Block[] {
  const fitting = part.more.filter(fitsMenu);
  const menu = fitting.length > 1 ? fitting.slice(0, LIMITS.overflowOptions) : [];
  const single = [...part.offers, ...part.more.filter((offer) => !menu.includes(offer))];
  const named = distinct(single);
  const buttons = named.flatMap(([action, offer]) => button(action, offer));
  const elements = menu.length > 0 ? [...buttons, overflow(menu, nth)] : buttons;
  return chunks(elements, LIMITS.actionElements).map((some, index) => ({
    type: 'actions' satisfies ActionsBlock['type'],
    ...blockId(look, `${nth}.${index}`),
    elements: some,
  }));
}

function fitsMenu(offer: Offer): boolean {
  const { length } = offer.line;
  return length > 0 && length <= LIMITS.optionValue && !offer.confirm && !offer.form;
}

/** Slack refuses a block in which an action_id stands twice. */
function distinct(offers: readonly Offer[]): readonly (readonly [string, Offer])[] {
  return offers.map((offer, i) => {
    const before = offers.slice(0, i).filter((other) => other.action === offer.action).length;
    return [before === 0 ? offer.action : `${offer.action}:${before + 1}`, offer];
  });
}

function button(action: string, offer: Offer): readonly Block[] {
  const value = pressValue(offer.line, offer.form, LIMITS.buttonValue);
  if (value === null) return [];
  const element = {
    type: 'button',
    action_id: action.slice(0, LIMITS.actionId) || 'do',
    text: plainText(offer.label, LIMITS.buttonText),
    value,
    accessibility_label: cut(visible(offer.spoken || offer.label), LIMITS.spoken) || '–',
    ...(offer.style === 'plain' ? {} : { style: offer.style }),
    ...(offer.confirm ? { confirm: dialog(offer.confirm, offer.style) } : {}),
  } satisfies Button;
  return [element];
}

function dialog(confirm: NonNullable<Offer['confirm']>, style: Offer['style']) {
  return {
    title: plainText(confirm.title, LIMITS.confirmTitle),
    text: plainText(confirm.text, LIMITS.confirmText),
    confirm: plainText(confirm.yes, LIMITS.confirmButton),
    deny: plainText('Cancel', LIMITS.confirmButton),
    ...(style === 'danger' ? { style } : {}),
  } satisfies ConfirmationDialog;
}

function overflow(offers: readonly Offer[], nth: number): Block {
  const options = offers.map((offer) => ({
    text: plainText(offer.label, LIMITS.optionText),
    value: offer.line,
  }));
  return {
    type: 'overflow',
    action_id: nth === 0 ? 'more' : `more:${nth}`,
    options,
  } satisfies Overflow;
}

function blockId(look: Look, place: string): { readonly block_id?: string } {
  return look.revision === null ? {} : { block_id: `offers:${place}:r${look.revision}` };
}
