import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of a module beside (or below) `from`, with its extension: `.ts` here, `.js` once built. */
export function siblingModule(from: string, relative: string): string {
  return fileURLToPath(new URL(`${relative}${extname(fileURLToPath(from))}`, from));
}
