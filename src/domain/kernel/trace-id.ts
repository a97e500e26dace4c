/** SHA-256 of a text, in hexadecimal: handed in, as the domain computes none. */
type Digest = (text: string) => string;

/** The trace of what an act of the inbox asks for, 32 hexadecimal digits: the same in every process. */
export function traceOfAct(act: string, digest: Digest): string {
  return digest(`act ${act}`).slice(0, 32);
}

/** The trace of what nobody's act asked for: standing orders, say. */
export function traceOfOrders(deployment: string, planDigest: string, digest: Digest): string {
  return digest(`${deployment} ${planDigest}`).slice(0, 32);
}

/** The span of a stretch of a deployment, 16 hexadecimal digits, known before it is over. */
export function spanOf(
  trace: string,
  { deployment, stretch }: { readonly deployment: string; readonly stretch: string },
  digest: Digest,
): string {
  return digest(`${trace}/${deployment}/${stretch}`).slice(0, 16);
}
