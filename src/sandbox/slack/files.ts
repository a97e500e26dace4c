import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from './model/world.ts';
import { readBytes } from './read-body.ts';

const PLACE = /^\/_(upload|file)\/(\w+)$/;

export function isOfFiles({ pathname }: URL): boolean {
  return PLACE.test(pathname);
}

export async function serveFiles(
  world: World,
  { pathname }: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, place, name = ''] = PLACE.exec(pathname) ?? [];
  if (place === 'upload') return takeUpload(world, name, request, response);
  sendPicture(world, name, response);
}

/** Takes the bytes of a file at the address that files.getUploadURLExternal gave out. */
async function takeUpload(
  world: World,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = request.method === 'POST' ? await readBytes(request) : undefined;
  const taken = bytes !== undefined && world.uploads.receive(secret, bytes);
  response.writeHead(taken ? 200 : 400, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(taken ? `OK - ${bytes.length}` : 'invalid upload');
}

/** A picture for the page. */
function sendPicture(world: World, id: string, response: ServerResponse): void {
  const file = world.state.files.get(id);
  if (file === undefined) return void response.writeHead(404).end();
  const bytes = Buffer.from(file.base64, 'base64');
  response.writeHead(200, {
    'content-type': bytes[0] === 0xff ? 'image/jpeg' : 'image/png',
    'cache-control': 'private, max-age=86400',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
  });
  response.end(bytes);
}
