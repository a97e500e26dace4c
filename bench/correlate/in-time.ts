/** Rows a statement. */
const CHUNK = 10_000;

/** Writes what an instant knows: of rows in the order of time those that are not written yet and began until then. */
export function inTime<Row>(
  rows: Iterable<Row>,
  at: (row: Row) => number,
  write: (rows: readonly Row[]) => Promise<void>,
): (until: number) => Promise<void> {
  const all = rows[Symbol.iterator]();
  let next = all.next();
  return async (until) => {
    while (!next.done && at(next.value) <= until) {
      const chunk: Row[] = [];
      while (!next.done && at(next.value) <= until && chunk.length < CHUNK) {
        chunk.push(next.value);
        next = all.next();
      }
      await write(chunk);
    }
  };
}
