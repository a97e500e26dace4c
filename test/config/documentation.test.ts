import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { VARIABLE_KEYS, VARIABLES } from '../../src/config/env/variables.ts';
import { EnvironmentFile } from '../../src/config/schema/environment.ts';
import { OrganisationFile } from '../../src/config/schema/organisation.ts';
import { ServiceFile } from '../../src/config/schema/service.ts';
import { StrategyWritten } from '../../src/config/schema/strategy.ts';
import { LIFTS } from '../../src/domain/gates/lift.ts';
import { Need } from '../../src/domain/strategies/by-need.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { faultsIn, load } from './sources.ts';

const text = readFileSync('docs/configuration.md', 'utf8');

/** The YAML blocks of the page, in order. */
const examples = [...text.matchAll(/```yaml\n([^`]*)```/g)].map((match) => match[1] ?? '');

describe('docs/configuration.md', () => {
  test('names every key there is', () => {
    const keys = [
      ...Object.keys(OrganisationFile.shape),
      ...Object.keys(ServiceFile.shape),
      ...Object.keys(EnvironmentFile.shape),
      ...Object.keys(Criteria.shape),
      ...StrategyWritten.options.flatMap(({ shape }) => [shape.kind.value, ...Object.keys(shape)]),
      ...Need.options,
    ];
    expect(keys.filter((key) => !new RegExp(`\`${key}[\`:]|, \`${key}\``).test(text))).toEqual([]);
  });

  test('says of every gate what a broken glass does with it', () => {
    const row = (lift: string) =>
      Object.entries(LIFTS)
        .filter(([, one]) => one === lift)
        .map(([gate]) => gate)
        .join(', ');
    expect(text).toContain(`\n| ${row('lifted')} | lifted |\n`);
    expect(text).toContain(`\n| ${row('never')} | never lifted`);
  });

  test('names every variable and flag there is', () => {
    const rows = VARIABLE_KEYS.map((key) => VARIABLES[key]).filter(
      ({ name, flag }) => !text.includes(`| \`${name}\` | ${flag === null ? '' : `\`${flag}\` `}|`),
    );
    expect(rows).toEqual([]);
  });

  test('shows a small configuration that is enough', async () => {
    const [organisation = '', shop = ''] = examples;
    expect(faultsIn(await load(organisation, shop))).toEqual([]);
  });

  test.each(examples.filter((one) => /^(holidays|blackouts|windows):/m.test(one)))(
    'shows times that can be placed: %s',
    async (example) => {
      const [organisation = '', shop = ''] = examples;
      const owners = organisation.replace('platform: [ana]', 'platform: [ana]\n  finance: [ana]');
      const ledger = shop.replace('service: shop', 'service: ledger');
      expect(faultsIn(await load(owners + example, shop, ledger))).toEqual([]);
    },
  );
});
