import { createHash } from 'node:crypto';
import { LONGEST_TEST, type Outcome } from '../../domain/flaky/report.ts';
import { kept } from '../../domain/incident/alert.ts';
import { type Tag, tagsOf, XmlFault } from './tags.ts';

export interface ReportFault {
  readonly fault: string;
}

const ROOTS: readonly string[] = ['testsuites', 'testsuite'];
const FAILS: readonly string[] = ['failure', 'error'];
/** Surefire's words for: it failed, was tried again, and passed. */
const FLAKES: readonly string[] = ['flakyFailure', 'flakyError'];
/** What did not run says nothing; some say it by an attribute alone. */
const UNRUN: readonly string[] = ['notrun', 'disabled', 'skipped', 'suppressed'];
/** A failure outside of every test, such as that of a suite's preparation. */
const NO_TEST = '(outside of its tests)';

/** Why a text that is XML is no report of tests. */
class NotAReport extends Error {}

/** A test case that is being read. */
interface Case {
  readonly test: string;
  ran: boolean;
  failed: boolean;
  flaked: boolean;
}

/**
 * What each test case of a JUnit XML report did, in its order; one that was retried may stand there several times, or
 * once with what it did before. Skipped ones are left out.
 * @param variant told of every test, where the same ones run in several ways
 */
export function readReport(text: string, variant: string | null): readonly Outcome[] | ReportFault {
  const told: Outcome[] = [];
  try {
    const see = reading((one) => told.push(one), variant);
    for (const tag of tagsOf(text)) see(tag);
  } catch (error) {
    if (error instanceof XmlFault || error instanceof NotAReport) return { fault: error.message };
    throw error;
  }
  return told.length > 0 || text.includes('<testsuite')
    ? told
    : { fault: 'it is no JUnit XML: there is no <testsuite> in it' };
}

function reading(tell: (outcome: Outcome) => void, variant: string | null): (tag: Tag) => void {
  const suites: string[] = [];
  let depth = 0;
  let current: Case | null = null;

  function opened(name: string, attributes: ReadonlyMap<string, string>): void {
    if (depth === 0) assertRoot(name);
    depth += 1;
    const suite = suites.at(-1) ?? '';
    if (name === 'testsuite') suites.push(attributes.get('name') ?? '');
    else if (name === 'testcase') current = caseOf(attributes, { suite, variant, within: current });
    else if (current) note(current, name);
    else if (FAILS.includes(name))
      tell({ test: testName(suite, NO_TEST, variant), passed: false, failed: true });
  }

  function closed(name: string): void {
    depth -= 1;
    if (name === 'testsuite') suites.pop();
    if (name !== 'testcase' || !current) return;
    const { test, ran, failed, flaked } = current;
    current = null;
    if (ran) tell({ test, passed: !failed, failed: failed || flaked });
  }

  return (tag) => (tag.kind === 'open' ? opened(tag.name, tag.attributes) : closed(tag.name));
}

function assertRoot(name: string): void {
  if (ROOTS.includes(name)) return;
  throw new NotAReport(`it is no JUnit XML: it begins with <${name}>`);
}

interface Around {
  readonly suite: string;
  readonly variant: string | null;
  readonly within: Case | null;
}

function caseOf(attributes: ReadonlyMap<string, string>, { suite, variant, within }: Around): Case {
  if (within) throw new NotAReport(`a <testcase> stands inside of ${within.test}`);
  const name = attributes.get('name') ?? '';
  if (kept(name, 80) === '')
    throw new NotAReport(`a <testcase> of "${kept(suite, 80)}" has no name`);
  const where = attributes.get('classname') || attributes.get('file') || suite;
  const unrun = ['status', 'result'].some((key) =>
    UNRUN.includes((attributes.get(key) ?? '').toLowerCase()),
  );
  return { test: testName(where, name, variant), ran: !unrun, failed: false, flaked: false };
}

function note(one: Case, name: string): void {
  if (name === 'skipped') one.ran = false;
  if (FAILS.includes(name)) one.failed = true;
  if (FLAKES.includes(name)) one.flaked = true;
}

/**
 * `CartTest::adds an item`, with its variant behind it; where both say the same it is said once.
 * One that is too long is cut and keeps a digest of the whole, so that no two tests become one.
 */
function testName(where: string, name: string, variant: string | null): string {
  const own = where === '' || where === name ? name : `${where}::${name}`;
  const said = kept(own, Number.MAX_SAFE_INTEGER);
  const behind = variant === null ? '' : ` [${variant}]`;
  const room = LONGEST_TEST - behind.length;
  if (said.length <= room) return `${said}${behind}`;
  const digest = createHash('sha256').update(said).digest('hex').slice(0, 12);
  return `${said.slice(0, room - digest.length - 2).toWellFormed()}… ${digest}${behind}`;
}
