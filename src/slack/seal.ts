import { createHmac } from 'node:crypto';
import type { Content } from '../ports/messages.ts';

type Block = Content['blocks'][number];

/** Characters of one seal, 48 bits: each guess at one needs another press by somebody who may decide. */
const LENGTH = 8;
/** Slack's limit of a block_id. */
const MOST = 255;

/** Seals what buttons do to where they stand, so that a press can be told from one of a button that others made. */
export interface Seals {
  /**
   * The same blocks, each with the seals of its buttons in its block_id.
   * @param place the key of the message, or the account that alone sees it
   */
  seal(blocks: readonly Block[], place: string): readonly Block[];
  /** Whether this button was made by us for one of these places. */
  holds(
    press: { readonly value: string; readonly block: string },
    places: readonly string[],
  ): boolean;
}

/**
 * Whoever has the bot token can post buttons of any label and copy what ours say, but has none of the secrets by
 * which requests of Slack are verified; those seal. @param secrets while one is rotated both are good
 */
export function createSeals(secrets: readonly string[]): Seals {
  const keys = secrets.map((secret) => createHmac('sha256', secret).update('buttons').digest());
  const sealOf = (key: Buffer, place: string, value: string): string =>
    createHmac('sha256', key).update(`${place}\n${value}`).digest('base64url').slice(0, LENGTH);
  return {
    seal: (blocks, place) =>
      blocks.map((block, i) => {
        const [key] = keys;
        const values = valuesIn(block);
        if (!key || values.length === 0) return block;
        const id = `${block['block_id'] ?? `offers:${i}`}~`;
        const seals = values.map((value) => sealOf(key, place, value)).join('');
        return { ...block, block_id: `${id}${seals}`.slice(0, MOST) };
      }),
    holds({ value, block }, places) {
      const seals: readonly string[] = block.split('~').at(-1)?.match(/.{8}/g) ?? [];
      return keys.some((key) => places.some((place) => seals.includes(sealOf(key, place, value))));
    },
  };
}

/** What its buttons and the choices of its menus do. */
function valuesIn(block: Block): readonly string[] {
  if (block['type'] !== 'actions') return [];
  return listOf(block['elements']).flatMap((element) =>
    [element, ...listOf(element['options'])].flatMap(({ value }) =>
      typeof value === 'string' ? [value] : [],
    ),
  );
}

function listOf(of: unknown): readonly { readonly [key: string]: unknown }[] {
  return Array.isArray(of) ? of : [];
}
