import { CODE_OWNERS } from '../../domain/governance/approval.ts';
import type { Fault } from '../fault.ts';
import { selectTexts, textOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Check } from './check.ts';

const HINT = 'give the service codeOwners, or name a group';

/** A step is the owners' of the files that change only where a CODEOWNERS says who that is. */
export const handOffs: Check = ({ organisation, services }) => {
  const owned = services.filter((one) => textOf(one.raw, 'codeOwners') !== null);
  const bare = services.filter((one) => one.sound && !owned.includes(one));
  const nowhere = owned.length === 0 && services.every(({ sound }) => sound);
  return [
    ...bare.flatMap((one) => {
      const name = textOf(one.raw, 'service') ?? 'it';
      return ownerless(one, `${name} has no codeOwners, so nobody owns a file of it`);
    }),
    ...(nowhere ? ownerless(organisation, 'no service has codeOwners, so nobody owns a file') : []),
  ];
};

function ownerless(source: Source, why: string): readonly Fault[] {
  return ['scanned', 'approved', 'live'].flatMap((step) =>
    selectTexts(source.raw, `handOffs.${step}.owner`)
      .filter(({ value }) => value === CODE_OWNERS)
      .map(({ path }) => faultAt(source, path, 'value', why, HINT)),
  );
}
