import { factorLack, keyLack, type Lack } from '../governance/factor-lack.ts';
import { type Configuration, hopelessOf, missingOf } from './configuration.ts';

/**
 * What of a proposal too few could say yes to, since a yes takes a second factor and they have none; null where enough
 * have one, or where it is hopeless anyway.
 * @param enrolled whose factor takes codes; null: nothing here can look at any
 */
export function unprovenOf(c: Configuration, enrolled: readonly string[] | null): Lack | null {
  if (c.status !== 'proposed' || hopelessOf(c).length > 0) return null;
  if (enrolled === null) return keyLack('fairway.yaml names loosening under secondFactor.for');
  const given = c.approvals.map(({ by }) => by);
  const proven = (id: string): boolean => enrolled.includes(id);
  const lacks = missingOf(c).flatMap(({ rule, quorum, people, missing }) => {
    const asked = people.filter((id) => !c.barred.includes(id));
    const could = asked.filter((id) => proven(id) && !given.includes(id)).length;
    if (could >= missing) return [];
    const wanting = { needs: `${rule} needs ${quorum} of`, asked, missing: missing - could };
    return [factorLack(wanting, proven)];
  });
  const [first] = lacks;
  return first ? { why: lacks.map(({ why }) => why).join(' '), fix: first.fix } : null;
}
