import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The example organisation as exampleCatalog has it, in a folder of a test's own, to be changed. */
export interface Folder {
  readonly path: string;
  read(file: string): string;
  /** Writes this text for that one. @throws where it is not there */
  replace(file: string, from: string, to: string): void;
  write(file: string, text: string): void;
  /** Makes it a repository, or commits what is there. */
  commit(author: string): string;
  git(...args: readonly string[]): string;
  remove(): void;
}

const SHOP = 'services/shop.yaml';
const SEARCH = 'services/search.yaml';

export function exampleFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'fairway-rules-'));
  cpSync('examples/acme', path, { recursive: true });
  const read = (file: string): string => readFileSync(join(path, file), 'utf8');
  const write = (file: string, text: string): void => writeFileSync(join(path, file), text);
  withoutBilling(path);
  withoutSecondFactor(path);
  // As exampleCatalog: the world in memory remembers no past, and nobody walks in it.
  write(SHOP, read(SHOP).replace(/\n {6}# Up is not enough[\s\S]*$/, '\n'));
  const promised = / {4}# One request in a thousand[\s\S]*?(?= {4}strategy:)/;
  write(
    SEARCH,
    read(SEARCH)
      .replace(promised, '')
      .replace(/\n# A way of a customer[\s\S]*$/, ''),
  );
  rmSync(join(path, 'openslo'), { recursive: true });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', path, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
  return {
    path,
    read,
    write,
    replace(file, from, to) {
      const before = read(file);
      if (!before.includes(from)) throw new Error(`${file} does not say ${from}`);
      write(file, before.replace(from, to));
    },
    commit(author) {
      git('init', '--quiet');
      git('add', '--all');
      const who = ['-c', 'user.name=Committer', '-c', 'user.email=committer@acme.example'];
      git(...who, 'commit', '--quiet', `--author=${author}`, '--message=Change the rules');
      return git('rev-parse', 'HEAD');
    },
    git,
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** Takes out the service under every rule, and each paragraph about it: it has a story of its own. */
function withoutBilling(path: string): void {
  const organisation = join(path, 'fairway.yaml');
  const paragraphs = readFileSync(organisation, 'utf8').split('\n\n');
  const rest = paragraphs.filter((one) => !/^ *# Billing: /.test(one));
  writeFileSync(organisation, `${rest.join('\n\n').trimEnd()}\n`);
  const checkout = join(path, 'services/checkout.yaml');
  writeFileSync(checkout, readFileSync(checkout, 'utf8').replace('[shop, billing]', '[shop]'));
  rmSync(join(path, 'services/billing.yaml'));
  rmSync(join(path, 'calendars'), { recursive: true });
}

/** What it is asked for has stories of its own; no line moves. */
function withoutSecondFactor(path: string): void {
  const organisation = join(path, 'fairway.yaml');
  const text = readFileSync(organisation, 'utf8');
  writeFileSync(organisation, text.replace(/^secondFactor:/m, '# secondFactor:'));
}
