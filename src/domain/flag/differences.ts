import { canonicalText } from '../kernel/canonical.ts';
import type { RuleSet } from './rule-set.ts';

/** What one rule set brings over another, in words, the weightiest first; nothing where both give the same to everybody. */
export function differences(from: RuleSet, to: RuleSet): readonly string[] {
  return [...served(from, to), ...targeted(from, to), ...values(from, to)];
}

function served(from: RuleSet, to: RuleSet): readonly string[] {
  if (from.serve === to.serve) return [];
  const who = to.targeting ? 'whom no rule targets' : 'everybody';
  return [`${sayVariant(to, to.serve)} for ${who}, until now ${sayVariant(from, from.serve)}`];
}

function targeted({ targeting: before }: RuleSet, { targeting: after }: RuleSet) {
  if (after === undefined)
    return before ? [`no rule targets anybody, until now ${said(before)}`] : [];
  if (before === undefined) return [`a rule targets ${said(after)}`];
  if (said(before) === said(after)) return [];
  return [`the rule targets ${said(after)}, until now ${said(before)}`];
}

function values(from: RuleSet, to: RuleSet): readonly string[] {
  const names = [...new Set([...Object.keys(from.variants), ...Object.keys(to.variants)])];
  return names.toSorted().flatMap((name): string[] => {
    const [before, after] = [valueAs(from, name), valueAs(to, name)];
    if (before === after) return [];
    if (after === null) return [`there is no variant ${name} any more`];
    return [`variant ${name} is ${after}, until now ${before ?? 'there was none'}`];
  });
}

function sayVariant(rules: RuleSet, name: string): string {
  return `${name} (${valueAs(rules, name) ?? 'no such variant'})`;
}

function valueAs({ variants }: RuleSet, name: string): string | null {
  return Object.hasOwn(variants, name) ? said(variants[name]) : null;
}

function said(value: unknown): string {
  return canonicalText(value);
}
