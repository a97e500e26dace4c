import type { Service } from '../domain/catalog/catalog.ts';
import type { Duty } from '../domain/catalog/stand-in.ts';
import { header, list, text } from './parts.ts';
import type { Item, View } from './view.ts';
import { plainAt } from './words.ts';

/** Whose turn it is for the owners of a service; where they have no rotation, the owners themselves. */
export function onCallView({ name, owners }: Service, duties: readonly Duty[]): View {
  if (duties.length === 0) {
    const none = `Nobody is on call for ${name}: its owners ${owners.join(' and ')} have no rotation now.`;
    return { text: none, parts: [text(none)] };
  }
  const said = duties.map((one) => `${one.person} (${one.group}) until ${plainAt(one.until)}`);
  const items = duties.map(
    ({ person, group, until, next }): Item => ({
      mark: 'plain',
      line: [{ person }, ` for ${group} until `, { at: until }, ', then ', { person: next }],
    }),
  );
  return {
    text: `On call for ${name}: ${said.join('; ')}.`,
    parts: [header(`On call for ${name}`), list(null, items)],
  };
}
