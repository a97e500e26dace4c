import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PEM texts. */
export interface Pair {
  readonly key: string;
  readonly cert: string;
}

/** A certificate of 30 days that `by` has signed, or that signed itself. */
export async function issued(
  folder: string,
  name: string,
  extension: string,
  by?: string,
): Promise<Pair> {
  const at = (one: string, kind: string): string => join(folder, `${one}.${kind}`);
  const signed = by === undefined ? [] : ['-CA', at(by, 'pem'), '-CAkey', at(by, 'key')];
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-subj', `/CN=${name}`, '-addext', extension, '-days', '30'],
    ...['-keyout', at(name, 'key'), '-out', at(name, 'pem'), ...signed],
  ]);
  return {
    key: readFileSync(at(name, 'key'), 'utf8'),
    cert: readFileSync(at(name, 'pem'), 'utf8'),
  };
}
