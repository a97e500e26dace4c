/** Whether a text in small letters is all that a pattern says, in which `*` stands for anything. */
export type Matches = (small: string) => boolean;

export function matcherOf(pattern: string): Matches {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return (small) => small === first;
  return (whole) => {
    if (!whole.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = whole.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return whole.length - last.length >= at && whole.endsWith(last);
  };
}
