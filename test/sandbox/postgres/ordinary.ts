/** Says how PostgreSQL would be run by whoever runs this, with its data in a folder. */
import { defaultSearch, findBinaries } from '../../../src/sandbox/postgres/binaries.ts';
import { postgresPaths } from '../../../src/sandbox/postgres/paths.ts';
import { chooseRunAs } from '../../../src/sandbox/postgres/run-as.ts';

const folder = String(process.argv[2]);
const { runAs } = await chooseRunAs(
  await findBinaries(defaultSearch(), folder),
  postgresPaths(folder),
);
process.stdout.write(runAs.name);
