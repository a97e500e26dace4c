import { z } from 'zod';
import { instant } from '../../domain/kernel/time.ts';
import type { BadShape, Headers } from '../../ports/webhook-source.ts';
import { headerOf, holdsToken, isSignedBy } from '../webhook-proof.ts';
import { Moment, Text } from '../webhook-shape.ts';
import { type Ask, compile } from './expression.ts';

/** Expressions by what they give. */
export type Asks = ReadonlyMap<string, Ask>;

/** `Authorization` with a token, or `X-Hub-Signature-256` as GitHub and many others sign. */
export function isSenderOf(rawBody: Buffer, headers: Headers, secrets: readonly string[]): boolean {
  const signature = headers['x-hub-signature-256'];
  if (signature === undefined) return holdsToken(headers, secrets);
  const [, hex] = /^sha256=(.*)$/.exec(headerOf(headers, 'x-hub-signature-256') ?? '') ?? [];
  return hex !== undefined && isSignedBy(secrets, [hex], rawBody);
}

/** A map with a fault is the fault of the configuration: nothing is understood until it is mended. */
export function compiled(
  map: Readonly<Record<string, string>>,
  gives: readonly string[],
  defaults: Readonly<Record<string, string>>,
): Asks | BadShape {
  const asks = new Map<string, Ask>();
  for (const [key, text] of Object.entries({ ...defaults, ...map })) {
    if (!gives.includes(key))
      return { path: `map.${key}`, why: 'is not something that is asked for' };
    try {
      asks.set(key, compile(text));
    } catch (error) {
      return { path: `map.${key}`, why: firstLine(error) };
    }
  }
  return asks;
}

/** A moment as an expression may give it: ISO 8601, milliseconds, or what `timestamp()` makes of either. */
export const At = z.union([
  Moment,
  z.date().transform((at) => instant(at.getTime())),
  z.number().int().min(0).max(8_640_000_000_000_000).transform(instant),
]);

/** What the expression of this name lists; without one the body is the only element. */
export function elementsOf(asks: Asks, name: string, body: unknown): readonly unknown[] | BadShape {
  const ask = asks.get(name);
  if (!ask) return [body];
  try {
    const all = ask({ body });
    return Array.isArray(all) ? all : { path: `map.${name}`, why: 'does not give a list' };
  } catch (error) {
    return { path: `map.${name}`, why: firstLine(error) };
  }
}

/**
 * What the expressions of these names give for one element, `when` before all others; null where that says that it is
 * none of ours: nothing else of it is looked at. @param mayMiss what need not be there
 */
export function givenBy(
  asks: Asks,
  names: readonly string[],
  mayMiss: readonly string[],
  values: Readonly<Record<string, unknown>>,
): { readonly all: Readonly<Record<string, unknown>> } | BadShape | null {
  const all: Record<string, unknown> = {};
  for (const name of names) {
    try {
      all[name] = asks.get(name)?.(values);
    } catch (error) {
      if (!mayMiss.includes(name)) return { path: name, why: firstLine(error) };
    }
    if (name === 'when' && all['when'] === false) return null;
  }
  return { all };
}

/** The words of an error, as they may be answered. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return Text.parse(text.split('\n')[0] ?? '');
}
