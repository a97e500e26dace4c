import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('./page/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
};

export interface StaticFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
}

/** A file of the page, served as it is; undefined for what is not there. `/` is index.html. */
export async function staticFile(pathname: string): Promise<StaticFile | undefined> {
  const path = pathname === '/' ? 'index.html' : pathname.replace(/^\/page\//, '');
  // No dots but the one before the ending: a path cannot climb out of the folder.
  const ending = /^[a-z0-9/-]+\.([a-z0-9]+)$/i.exec(path)?.[1] ?? '';
  const type = types[ending];
  if (type === undefined) return undefined;
  const content = await readFile(fileURLToPath(new URL(path, folder))).catch(() => undefined);
  if (content === undefined) return undefined;
  return { headers: { 'content-type': type, ...pageHeaders }, content };
}

const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    // Pictures of image blocks come from anywhere; nothing else does.
    "default-src 'self'; img-src 'self' http: https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
