import { isObject, objectsOf } from '../../json.ts';
import { blockKinds, type Surface } from './kinds.ts';
import type { Check, Report } from './shape.ts';
import { checkTotals } from './totals.ts';
import { checkUnique } from './unique.ts';

const kinds = new Map(blockKinds.map((kind) => [kind.type, kind]));

/** Blocks a surface may hold (docs.slack.dev/reference/block-kit/blocks). */
const maxBlocks: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };

/**
 * Checks blocks against the limits of Block Kit and the surfaces they may stand on.
 *
 * @returns lines in Slack's form, `[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]`
 */
export function checkBlocks(blocks: unknown, surface: Surface, pointer: string): readonly string[] {
  const lines: string[] = [];
  const report: Report = (message, at) => lines.push(`[ERROR] ${message} [json-pointer:${at}]`);
  if (!Array.isArray(blocks)) {
    report('must provide an array', pointer);
    return lines;
  }
  if (blocks.length > maxBlocks[surface]) {
    report(`no more than ${maxBlocks[surface]} items allowed`, pointer);
  }
  blocks.forEach((block: unknown, at) => {
    checkBlock(surface)(block, `${pointer}/${at}`, report);
  });
  checkUnique(objectsOf(blocks), pointer, report);
  checkTotals(objectsOf(blocks), pointer, report);
  return lines;
}

function checkBlock(surface: Surface): Check {
  return (block, pointer, report) => {
    if (!isObject(block)) return report('must provide an object', pointer);
    if (block['type'] === undefined) return report('missing required field: type', pointer);
    const kind = kinds.get(String(block['type']));
    // A block that exists elsewhere is as unknown here as one that does not exist at all.
    if (!kind?.surfaces.includes(surface)) {
      return report(`unsupported type: ${String(block['type'])}`, `${pointer}/type`);
    }
    kind.check(block, pointer, report);
  };
}
