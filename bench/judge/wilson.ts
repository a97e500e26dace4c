const Z = 1.959964;

/** The Wilson score interval of a share, 95 %. */
export function wilson(met: number, of: number): readonly [low: number, high: number] {
  const p = met / of;
  const z2 = (Z * Z) / of;
  const middle = (p + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
