import type { Component } from './component.ts';
import { type Denied, partIn } from './denied.ts';
import type { Changed, Difference } from './differ.ts';
import { licenceRule } from './licence.ts';
import { liesIn } from './order.ts';
import { matcherOf } from './pattern.ts';
import { listed, sayOne, sayVersions } from './words.ts';

/**
 * What of a difference is denied, one sentence for each rule. Components are asked about where they are new
 * or in another version or under another licence: what was there before cannot be helped by going back.
 * `isFirst`: nothing served before, so how much is new and what went back says nothing.
 */
export function faultsOf(
  { fresh, changed, added }: Difference,
  denied: Denied,
  isFirst: boolean,
): readonly string[] {
  const { licences = [], components = [], unlicensed, downgrades, newAbove } = denied;
  const compared = isFirst ? [] : changed;
  return [
    ...rule(fresh.flatMap(underDenied(licences))),
    ...(unlicensed ? rule(fresh.flatMap(withoutLicence)) : []),
    ...rule(fresh.flatMap(deniedPart(components))),
    ...(downgrades ? rule(compared.flatMap(wentBack)) : []),
    ...(newAbove !== undefined && !isFirst && added.length > newAbove
      ? [`${added.length} components are new, allowed are ${newAbove}`]
      : []),
  ];
}

function rule(said: readonly string[]): readonly string[] {
  return said.length === 0 ? [] : [listed(said)];
}

type Rule = (one: Component) => readonly string[];

function underDenied(patterns: readonly string[]): Rule {
  const deniedOf = licenceRule(patterns);
  return (one) => {
    const licence = deniedOf(one);
    return licence === null ? [] : [`${sayOne(one)} is under ${licence}, which is denied`];
  };
}

function withoutLicence(one: Component): readonly string[] {
  return one.licences.length > 0 ? [] : [`${sayOne(one)} names no licence`];
}

function deniedPart(written: readonly string[]): Rule {
  const parts = written.map((text) => {
    const { name, range } = partIn(text);
    return { isCalled: named(name), range };
  });
  return (one) => {
    const called = namesOf(one);
    const whys = parts.flatMap(({ isCalled, range }) => (isCalled(called) ? why(one, range) : []));
    return whys.slice(0, 1);
  };
}

/** In a version that cannot be held against the range it counts as lying in it. */
function why(one: Component, range: string | null): readonly string[] {
  if (range === null) return [`${sayOne(one)} is denied`];
  const lies = liesIn(range, one);
  if (lies === null) return [`${sayOne(one)} is in a version that cannot be held against ${range}`];
  return lies ? [`${sayOne(one)} is denied (${range})`] : [];
}

/** What it may be called, in small letters. */
interface Names {
  readonly url: string;
  readonly name: string;
  readonly last: string;
}

function namesOf({ key, name }: Component): Names {
  const small = name.toLowerCase();
  const last = small.slice(small.lastIndexOf('/') + 1);
  return { url: decoded(key).toLowerCase(), name: small, last };
}

/** A name denies it in whatever namespace it lies. */
function named(pattern: string): (one: Names) => boolean {
  const isUrl = pattern.startsWith('pkg:');
  const matches = matcherOf(isUrl ? decoded(pattern) : pattern);
  return isUrl ? ({ url }) => matches(url) : ({ name, last }) => matches(name) || matches(last);
}

/** `@` stands as %40 in package URLs, and people write it either way. */
function decoded(url: string): string {
  return url.replaceAll(/%40/gi, '@');
}

function wentBack({ name, from, to, turn }: Changed): readonly string[] {
  return turn === 'down' ? [`${name} went back ${sayVersions({ from, to })}`] : [];
}
