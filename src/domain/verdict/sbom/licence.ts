import parse, { type Info } from 'spdx-expression-parse';
import type { Component } from './component.ts';
import { type Matches, matcherOf } from './pattern.ts';

/**
 * Says what of its licences is denied, or null when it can be taken without: of `A OR B` one is enough, of
 * `A AND B` and of several side by side none may be denied. What is no expression of SPDX is looked at as a
 * name and word by word.
 */
export function licenceRule(
  patterns: readonly string[],
): (of: Pick<Component, 'licences'>) => string | null {
  const matchers = patterns.map(matcherOf);
  const isDenied: Matches = (name) => matchers.some((one) => one(name.toLowerCase()));
  const known = new Map<string, boolean>();
  const canTake = (term: string): boolean => {
    const can = known.get(term) ?? canBeTaken(term, isDenied);
    known.set(term, can);
    return can;
  };
  return ({ licences }) => licences.find((term) => !canTake(term)) ?? null;
}

function canBeTaken(term: string, isDenied: Matches): boolean {
  const read = readExpression(term);
  if (read !== null) return mayTake(read, isDenied);
  return !isDenied(term) && !term.split(/[\s()]+/).some(isDenied);
}

function mayTake(one: Info, isDenied: Matches): boolean {
  if (!('conjunction' in one)) return !isDenied(`${one.license}${one.plus ? '+' : ''}`);
  const sides = [one.left, one.right].map((side) => mayTake(side, isDenied));
  return one.conjunction === 'or' ? sides.includes(true) : !sides.includes(false);
}

const LONGEST = 1_000;

function readExpression(term: string): Info | null {
  if (term.length > LONGEST) return null;
  try {
    return parse(term);
  } catch {
    return null;
  }
}
