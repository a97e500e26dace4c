import type { IncomingMessage, ServerResponse } from 'node:http';

/** What an admin call answers: always JSON, a refusal with a stable `code` and what to do. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

export function ok(body: object): Answer {
  return { status: 200, body };
}

export function no(status: number, code: string, why: string, more: object = {}): Answer {
  return { status, body: { code, why, ...more } };
}

export function send(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

const LONGEST_BODY_BYTES = 65_536;

/** The JSON body, or the refusal. */
export async function readJson(
  request: IncomingMessage,
): Promise<{ readonly json: unknown } | { readonly refusal: Answer }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > LONGEST_BODY_BYTES)
      return { refusal: no(413, 'too-long', `a body may have ${LONGEST_BODY_BYTES} bytes`) };
    chunks.push(part);
  }
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { refusal: no(400, 'not-json', 'the body is not JSON') };
  }
}
