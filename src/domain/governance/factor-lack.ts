/** Why too few could say yes where that takes a second factor, and what helps. */
export interface Lack {
  readonly why: string;
  readonly fix: string;
}

/** Whoever is asked, `rule "production" needs 2 of`, and how many more of them would have to have one. */
interface Wanting {
  readonly needs: string;
  readonly asked: readonly string[];
  readonly missing: number;
}

export function factorLack(
  { needs, asked, missing }: Wanting,
  proven: (id: string) => boolean,
): Lack {
  const have = asked.filter(proven);
  const [first = ''] = asked.filter((id) => !proven(id));
  const only = `only ${have.join(' and ')} ${have.length === 1 ? 'has' : 'have'} one`;
  const some = have.length === 0 ? 'none of them has one' : only;
  const more = missing === 1 ? 'one more of them:' : `${missing} more of them, such as:`;
  return {
    why: `${needs.charAt(0).toUpperCase()}${needs.slice(1)} ${asked.join(', ')}, and ${some}.`,
    fix: `Whoever operates Fairway enrols ${more} fairway enrol ${first}`,
  };
}

/** There is no key, so nobody's counts. @param where what of fairway.yaml asks for one */
export function keyLack(where: string): Lack {
  return {
    why: `${where}, and this Fairway has no key to look at any.`,
    fix: 'Its operator sets FAIRWAY_SECOND_FACTOR_KEY and starts it again.',
  };
}
