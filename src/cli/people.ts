import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PeopleList, signedText } from '../domain/catalog/people-list.ts';
import { newKeys, publicKeyOf, signText } from '../providers/keys/ed25519.ts';
import { importPeople } from './import-people.ts';
import type { Print } from './print.ts';
import { wordsOf } from './start/reach.ts';

const USAGE = [
  'usage: fairway people key <file>                                    make a private key, print the public one',
  '       fairway people sign <list.json> --key=<file> --name=<key>    print the list, signed',
  '       fairway people import <signed.json>                          take a signed list of people',
];

/**
 * `fairway people`: makes a key, signs a list of people with it, and has Fairway take a signed list. Answers
 * with the exit code: 0 done, 1 it could not, 2 not understood.
 */
export async function people(args: readonly string[], print: Print): Promise<number> {
  const [deed, ...rest] = args;
  const asked = asking(rest);
  const [file, ...more] = asked?.positionals ?? [];
  const { key, name } = asked?.values ?? {};
  const signs = key !== undefined && name !== undefined;
  if (file === undefined || more.length > 0) return usage(print);
  try {
    if (deed === 'key') return makeKey(file, print);
    if (deed === 'sign' && signs) return signList(file, { key, name }, print);
    if (deed === 'import') return await importPeople(JSON.parse(readFileSync(file, 'utf8')), print);
    return usage(print);
  } catch (error) {
    print(`Nothing was done: ${wordsOf(error)}`);
    return 1;
  }
}

function makeKey(file: string, print: Print): number {
  const { privatePem, publicKey } = newKeys();
  // Never in place of another key, and for nobody else to read.
  writeFileSync(file, privatePem, { flag: 'wx', mode: 0o600 });
  print(publicKey);
  return 0;
}

function signList(
  file: string,
  { key, name }: { readonly key: string; readonly name: string },
  print: Print,
): number {
  const read = PeopleList.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) {
    print(`${file}: ${z.prettifyError(read.error)}`);
    return 1;
  }
  const pem = readFileSync(key, 'utf8');
  publicKeyOf(pem);
  const ed25519 = signText(pem, signedText(read.data));
  print(JSON.stringify({ ...read.data, signature: { key: name, ed25519 } }, null, 2));
  return 0;
}

function asking(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { key: text, name: text },
      allowPositionals: true,
    });
  } catch {
    return null;
  }
}

function usage(print: Print): number {
  for (const line of USAGE) print(line);
  return 2;
}
