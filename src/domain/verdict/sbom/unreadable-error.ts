/** Nothing can be said of what an SBOM lists; why, for people. */
export class UnreadableError extends Error {}

export function tooMany(most: number): UnreadableError {
  return new UnreadableError(`it lists more than ${most} components`);
}
