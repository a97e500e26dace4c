import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

/** What decides whether and when something may start, at the top of fairway.yaml. */
const PARTS = [
  'environments',
  'people',
  'groups',
  'approvals',
  'onCall',
  'delegations',
  'auditors',
  'blackouts',
  'windows',
  'holidays',
  'calendars',
  'notWhile',
  'cab',
  'risk',
  'locks',
  'platforms',
  'breakGlass',
  'breaker',
  'secondFactor',
  'cadences',
  'trains',
];

/** What the example goes without, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  'approvals.#.because': 'names what was learnt, and nothing was yet',
  'blackouts.#.because': 'names what was learnt, and nothing was yet',
  'windows.#.because': 'names what was learnt, and nothing was yet',
  'notWhile.#.because': 'names what was learnt, and nothing was yet',
  'approvals.#.dependants.depth': 'nothing depends on what depends on billing',
  'blackouts.#.except': 'its release window leaves days out',
  'breakGlass.groups': 'its approvers are enough',
  'cab.impact.risk': 'the other services would come before the board',
  'calendars.#.url': 'a newcomer has no server of calendars',
  'calendars.#.urlFrom': 'nor one whose address is a secret',
  'calendars.#.every': 'only of an address',
  'calendars.#.private': 'only of an address',
  'environments.*.flags': 'about who is given which flag',
  'environments.*.lookEvery': 'about what is seen there',
  'environments.*.signals': 'about what is seen there',
  'groups.*.digest': 'a letter of the week holds nothing',
  'locks.decide': 'what is so without it is good',
  'locks.most': 'what is so without it is good',
  'locks.object': 'what is so without it is good',
  'locks.remind': 'what is so without it is good',
  'trains.*.confirm': 'the train would leave only with a press on Tuesday at 11:00',
};

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Every key that may stand there: `*` is a name of one's own, `#` an entry of a list. */
function keysOf(schema: Schema, at: string): readonly string[] {
  const { properties = {}, additionalProperties: named, items } = schema;
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [
    ...choices.flatMap((one) => keysOf(one, at)),
    ...Object.entries(properties).flatMap(([key, one]) => [
      `${at}.${key}`,
      ...keysOf(one, `${at}.${key}`),
    ]),
    ...(typeof named === 'object' ? keysOf(named, `${at}.*`) : []),
    ...(items ? keysOf(items, `${at}.#`) : []),
  ];
}

/** Whether the example says something there. */
function isSaid(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  if (key === '*' || key === '#') return Object.values(value).some((one) => isSaid(one, rest));
  return isSaid((value as Record<string, unknown>)[key], rest);
}

test('the example uses every key that decides whether and when something may start, but for those', () => {
  const schema: Schema = JSON.parse(readFileSync('docs/reference/fairway.schema.json', 'utf8'));
  const example: unknown = parse(readFileSync('examples/acme/fairway.yaml', 'utf8'));
  const keys = PARTS.flatMap((part) => [part, ...keysOf(schema.properties?.[part] ?? {}, part)]);
  const unsaid = [...new Set(keys)].filter((key) => !isSaid(example, key.split('.')));
  const outermost = unsaid.filter((key) => !unsaid.some((one) => key.startsWith(`${one}.`)));
  expect(outermost.toSorted()).toEqual(Object.keys(WITHOUT).toSorted());
});
