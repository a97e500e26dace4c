import type { IncomingMessage } from 'node:http';

const maxBodyBytes = 4_000_000;

/** The body as bytes; undefined where it is larger than anything Slack would take. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += piece.length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

/** The same as text. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  return (await readBytes(request))?.toString('utf8');
}
