import { perMinute } from '../rules/rate-limit.ts';
import { type Method, type MethodCall, missing } from './method.ts';

const mostBytes = 4_000_000;

export const filesGetUploadUrlExternal: Method = {
  name: 'files.getUploadURLExternal',
  scopes: ['files:write'],
  perMinute: perMinute.tier4,
  token: 'bot',
  run,
};

function run({ world, args }: MethodCall) {
  const length = Number(args.text('length'));
  if (args.text('filename') === undefined) return missing('filename');
  if (!Number.isInteger(length) || length < 1 || length > mostBytes) return missing('length');
  const upload = world.uploads.begin({ length, altText: args.text('alt_txt') ?? '' });
  const upload_url = `${world.origin()}/_upload/${upload.secret}`;
  return { ok: true, upload_url, file_id: upload.id };
}
