import type { Catalog } from '../catalog/catalog.ts';
import { type Asked, askedBy } from './asked.ts';
import { directionOf } from './effect.ts';

/** What changing one part of the configuration takes, by the rules in force. */
export interface Governed {
  /** Whether changing it one way would tighten the rules, any way leave them, or always loosen them. */
  readonly direction: 'may tighten' | 'neutral' | 'loosens';
  /** Whom a change asks that loosens; nobody where none does. */
  readonly asks: readonly Asked[];
}

/** Files call some things otherwise than the catalog does. */
const CALLED: Readonly<Record<string, string>> = { slack: 'accounts' };

/** @param path the key step by step, as a file has it */
export function governedBy(path: readonly string[], catalog: Catalog): Governed {
  const known = path.map((step, i) => (i === 2 ? (CALLED[step] ?? step) : step));
  const direction = directionOf(known);
  const change = { path: known, from: undefined, to: undefined, effect: 'loosens' } as const;
  return { direction, asks: direction === 'neutral' ? [] : askedBy([change], catalog) };
}
