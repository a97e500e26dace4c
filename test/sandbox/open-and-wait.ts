/** A program that opens the data folder and waits to be killed. */
import { openDataFolder } from '../../src/sandbox/data-folder.ts';

await openDataFolder(String(process.argv[2]));
process.stdout.write('open\n');
setInterval(() => undefined, 1_000);
