import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonSchemas } from '../config/json-schema.ts';

/**
 * `fairway schema [folder]`: writes the JSON Schemas of the configuration for editors, by default to
 * docs/reference. Answers with the exit code.
 */
export async function schema(
  args: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const [folder = 'docs/reference', ...more] = args;
  if (more.length > 0 || folder.startsWith('-')) {
    print('usage: fairway schema [folder]');
    return 2;
  }
  await mkdir(folder, { recursive: true });
  for (const [file, text] of jsonSchemas()) {
    await writeFile(join(folder, file), text);
    print(`wrote ${join(folder, file)}`);
  }
  return 0;
}
