import { governedBy } from '../domain/configuration/governs.ts';
import { lessonOf } from '../domain/configuration/lessons.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { NoSuchKey } from '../ports/configurations.ts';
import { explainView } from '../projections/explain.ts';
import { defineVerb } from './command.ts';
import { required } from './grammar/spec.ts';
import { suggest } from './grammar/suggest.ts';
import { no, say } from './reply.ts';

/** Where a rule comes from: the answer to "who set this, and who can change it?". */
export const explain = defineVerb({
  name: 'explain',
  root: '/release',
  aliases: [],
  says: 'What a key of the configuration is, where it is written, by whom, and what changing it takes',
  example: '/release explain environments.production.slots',
  args: { key: required('text') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, _asked, { key }) {
    const [found, active] = await Promise.all([
      ctx.configurations.explain(key),
      ctx.configurations.active(),
    ]);
    if (found === null || active === null) return no(noVersion());
    if ('follows' in found) return no(noKey(key, found));
    const governed = governedBy(found.path, ctx.catalog());
    const inForce = { id: active.id, since: active.activeSince };
    const action = lessonOf(found.path, ctx.catalog());
    const lesson = action && (await ctx.records.actionItem(action));
    return say(explainView({ key, ...found, governed, inForce, lesson }));
  },
});

function noVersion(): Refusal {
  return refuse('no-configuration', 'No version of the configuration is kept yet.', {
    fix: 'A start of Fairway keeps the first one.',
  });
}

export function noKey(key: string, { found, follows }: NoSuchKey): Refusal {
  const missed = key.slice(found === '' ? 0 : found.length + 1);
  const near = suggest(missed.split('.')[0] ?? '', follows);
  const what = found === '' ? `There is no key "${key}".` : `There is no "${missed}" in ${found}.`;
  const all =
    follows.length > 0 ? `There is: ${follows.slice(0, 20).join(', ')}.` : 'Nothing follows there.';
  const better = [found, near].filter((part) => part !== '' && part !== null).join('.');
  const fix = near ? `Did you mean ${better}? Quotes hold a key with spaces together.` : all;
  return refuse('unknown-key', what, { fix });
}
