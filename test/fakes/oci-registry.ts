import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Stored {
  readonly text: string;
  readonly mediaType: string;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RegistryOptions {
  /** `api`: has the referrers API; `tag`: an older one, where a tag stands for it. */
  readonly referrers: 'api' | 'tag';
  readonly login?: { readonly scheme: 'basic' | 'bearer'; readonly value: string };
  /** Where it sends for a token; left out: to itself. */
  readonly realm?: string;
  /** Sends to another of its ports for what it stores. */
  readonly storesElsewhere?: boolean;
  readonly pageSize?: number;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const TOKEN = 'a-token-for-pulling';

/**
 * A registry over HTTP as OCI distribution 1.1 describes it, for pulling: manifests and blobs by digest, what
 * is attached by the referrers API or by the tag schema, both ways of proving who asks.
 */
export async function createOciRegistry(options: RegistryOptions) {
  const blobs = new Map<string, Stored>();
  const attached = new Map<string, Descriptor[]>();
  /** What was asked, in order: `GET /v2/… [authorization]`. */
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? '-'}`);
    answer(request, response);
  });
  const store = createServer((request, response) => {
    asked.push(`store ${request.url} ${request.headers.authorization ?? '-'}`);
    send(response, blobs.get((request.url ?? '').slice(1)));
  });
  await Promise.all(
    [server, store].map((one) => new Promise<void>((r) => one.listen(0, '127.0.0.1', r))),
  );
  const portOf = (one: typeof server) => (one.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${portOf(server)}`;

  function put(text: string, mediaType: string) {
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    blobs.set(digest, { text, mediaType });
    return { mediaType, digest, size: Buffer.byteLength(text) };
  }

  function isAllowed({ headers }: IncomingMessage): boolean {
    const { login } = options;
    if (!login) return true;
    const basic = `Basic ${Buffer.from(login.value).toString('base64')}`;
    return headers.authorization === (login.scheme === 'basic' ? basic : `Bearer ${TOKEN}`);
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const at = new URL(request.url ?? '', url);
    if (at.pathname === '/token') giveToken(request, at, response);
    else if (!isAllowed(request)) challenge(response);
    else give(at, response);
  }

  function giveToken({ headers }: IncomingMessage, at: URL, response: ServerResponse): void {
    const wanted = `Basic ${Buffer.from(options.login?.value ?? '').toString('base64')}`;
    const isOurs = at.searchParams.get('scope') === 'repository:acme/shop:pull';
    if (headers.authorization !== wanted || !isOurs) response.writeHead(401).end();
    else response.end(JSON.stringify({ token: TOKEN }));
  }

  function challenge(response: ServerResponse): void {
    const bearer = `Bearer realm="${options.realm ?? url}/token",service="registry",scope="repository:acme/shop:pull"`;
    const wants = options.login?.scheme === 'basic' ? 'Basic realm="registry"' : bearer;
    response.writeHead(401, { 'www-authenticate': wants }).end();
  }

  function give(at: URL, response: ServerResponse): void {
    const [, kind = '', ref = ''] = /^\/v2\/acme\/shop\/(\w+)\/(.+)$/.exec(at.pathname) ?? [];
    const isElsewhere = kind === 'blobs' && options.storesElsewhere;
    if (kind === 'referrers') list(response, ref, Number(at.searchParams.get('page') ?? 0));
    else if (ref.startsWith('sha256-')) sendTag(response, ref.replace('-', ':'));
    else if (isElsewhere)
      response.writeHead(307, { location: `http://127.0.0.1:${portOf(store)}/${ref}` }).end();
    else send(response, blobs.get(ref));
  }

  function list(response: ServerResponse, subject: string, page: number): void {
    if (options.referrers === 'tag') {
      response.writeHead(404).end('404 page not found');
      return;
    }
    const { pageSize = 100 } = options;
    const all = attached.get(subject) ?? [];
    const manifests = all.slice(page * pageSize, (page + 1) * pageSize);
    const next = `</v2/acme/shop/referrers/${subject}?page=${page + 1}>; rel="next"`;
    const more = all.length > (page + 1) * pageSize ? { link: next } : {};
    response.writeHead(200, { 'content-type': INDEX, ...more });
    response.end(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
  }

  function sendTag(response: ServerResponse, subject: string): void {
    const manifests = options.referrers === 'tag' ? attached.get(subject) : undefined;
    const text = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests });
    send(response, manifests && { text, mediaType: INDEX });
  }

  return {
    url,
    asked,
    /** Attaches a text to a digest, as `oras attach` does. */
    attach(
      subject: string,
      artifactType: string,
      text: string,
      more: { readonly created?: string; readonly subject?: string } = {},
    ): string {
      const layer = put(text, artifactType);
      const named = { mediaType: MANIFEST, digest: more.subject ?? subject, size: 1 };
      const annotations = more.created
        ? { 'org.opencontainers.image.created': more.created }
        : ({} as Record<string, string>);
      const manifest = { schemaVersion: 2, mediaType: MANIFEST, artifactType, annotations };
      const config = put('{}', 'application/vnd.oci.empty.v1+json');
      const whole = JSON.stringify({ ...manifest, config, layers: [layer], subject: named });
      const listed = { ...put(whole, MANIFEST), artifactType, annotations };
      attached.set(subject, [...(attached.get(subject) ?? []), listed]);
      return layer.digest;
    },
    /** From now on it gives another text for a digest. */
    forge: (digest: string, text: string) =>
      void blobs.set(digest, { text, mediaType: 'application/octet-stream' }),
    close: () => [server, store].forEach((one) => void one.close()),
  };
}

function send(response: ServerResponse, stored: Stored | undefined): void {
  if (stored) response.writeHead(200, { 'content-type': stored.mediaType }).end(stored.text);
  else response.writeHead(404).end();
}
