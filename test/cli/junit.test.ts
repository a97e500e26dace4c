import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/cli/junit/report.ts';
import { tagsOf, XmlFault } from '../../src/cli/junit/tags.ts';
import { outcomesOf, TestReport } from '../../src/domain/flaky/report.ts';
import { kept } from '../awake.ts';

const suite = (cases: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="cart">${cases}</testsuite></testsuites>`;

/** `name: PF` where it passed and failed. */
function said(text: string, variant: string | null = null, retried = false): readonly string[] {
  const read = readReport(text, variant);
  if ('fault' in read) return [read.fault];
  return outcomesOf(read, retried).map(
    (one) => `${one.test}: ${one.passed ? 'P' : ''}${one.failed ? 'F' : ''}`,
  );
}

describe('what a report of JUnit XML says', () => {
  test.each([
    ['passed', '<testcase classname="CartTest" name="adds"/>', ['CartTest::adds: P']],
    [
      'failed, with what it printed',
      '<testcase classname="CartTest" name="adds"><failure message="1 &lt; 2">at &amp; line<![CDATA[ <error> ]]></failure><system-out/></testcase>',
      ['CartTest::adds: F'],
    ],
    ['an error', '<testcase name="adds" file="a.py"><error/></testcase>', ['a.py::adds: F']],
    ['skipped', '<testcase name="adds"><skipped/></testcase><testcase name="b"/>', ['cart::b: P']],
    ['not run', '<testcase name="a" status="notrun"/><testcase name="b"/>', ['cart::b: P']],
    [
      'failed, and passed when Surefire tried it again',
      '<testcase classname="C" name="a"><flakyFailure>x</flakyFailure></testcase>',
      ['C::a: PF'],
    ],
    [
      'failed each time Surefire tried it',
      '<testcase classname="C" name="a"><failure/><rerunFailure/></testcase>',
      ['C::a: F'],
    ],
    [
      'a suite that could not begin',
      '<error message="no database"/>',
      ['cart::(outside of its tests): F'],
    ],
    ['a name that says its class', '<testcase classname="adds" name="adds"/>', ['adds: P']],
    [
      'names with markup in them',
      '<testcase classname="&lt;script&gt;" name="&quot;a&#x27;&#10;&amp;amp;b&quot;"/>',
      ['<script>::"a\' &amp;b": P'],
    ],
  ])('%s', (_, cases, expected) => {
    expect(said(suite(cases))).toEqual(expected);
  });

  test('told of twice it is two of one name, unless its tries are told of, as Gradle and pytest do', () => {
    const tries =
      '<testcase classname="C" name="a"><failure/></testcase><testcase classname="C" name="a"/>';
    expect(said(suite(tries))).toEqual(['C::a: F']);
    expect(said(suite(tries), null, true)).toEqual(['C::a: PF']);
  });

  test('a variant is told of every test: what runs elsewhere is another test', () => {
    expect(said(suite('<testcase classname="C" name="a"/>'), 'node22')).toEqual([
      'C::a [node22]: P',
    ]);
  });

  test('two long names that begin alike stay two', () => {
    const long = 'x'.repeat(400);
    const names = said(suite(`<testcase name="${long}1"/><testcase name="${long}2"/>`), 'v');
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.slice(0, -3)).toHaveLength(300);
  });

  test.each([
    ['a page', '<html><body/></html>', /no JUnit XML: it begins with <html>/],
    ['nothing', '', /no JUnit XML/],
    ['words', 'all is well', /no JUnit XML/],
    ['what was cut off', suite('<testcase name="a"/>').slice(0, -20), /never closed|does not end/],
    ['a test without a name', suite('<testcase classname="C"/>'), /has no name/],
    ['a test in a test', suite('<testcase name="a"><testcase name="b"/></testcase>'), /inside of/],
    ['crossed tags', '<testsuite><a><b></a></b></testsuite>', /line 1: <\/a> closes <b>/],
    ['what closes nothing', '<testsuite></testsuite></a>', /closes nothing/],
    ['an attribute without quotes', '<testsuite name=a/>', /not written name="value"/],
    ['an attribute that stands twice', '<testsuite name="a" name="b"/>', /stands twice/],
    ['an entity of its own', suite('<testcase name="&bomb;"/>'), /line 2: an "&" begins no entity/],
    ['a bare ampersand', suite('<testcase name="a & b"/>'), /begins no entity/],
    ['a character that is none', suite('<testcase name="&#x110000;"/>'), /begins no entity/],
    ['a comment that never ends', '<testsuite><!-- ', /never ends/],
    ['what is nested too deep', '<testsuite>'.repeat(101), /more than 100 deep/],
  ])('is refused with its place: %s', (_, text, fault) => {
    expect(said(text)).toEqual([expect.stringMatching(fault)]);
  });

  test('a document type is refused before any entity of it is read', () => {
    const lol = Array.from(
      { length: 10 },
      (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
    );
    const bomb = `<?xml version="1.0"?><!DOCTYPE t [<!ENTITY l0 "lol">${lol.join('')}]><testsuite name="&l10;"/>`;
    expect(said(bomb)).toEqual([expect.stringMatching(/document type is not read/)]);
    const file = '<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite name="&x;"/>';
    expect(said(file)).toEqual([expect.stringMatching(/document type is not read/)]);
  });

  test('whatever is written, it ends, with tags that close or with a fault', () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '/',
        '</',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '?>',
        '&',
        ';',
        '"',
        "'",
        '=',
      ],
      ...[
        ' ',
        '\n',
        'testsuite',
        'testcase',
        'name="a"',
        'failure',
        '<testcase name="',
        '\u0000',
        'é',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        let depth = 0;
        try {
          for (const { kind } of tagsOf(text)) depth += kind === 'open' ? 1 : -1;
          expect(depth).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(XmlFault);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('whatever a test is called, what is told of it is taken', () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(name, name, (classname, own) => {
        const escaped = (text: string) =>
          [...text].map((one) => `&#${one.codePointAt(0) ?? 0};`).join('');
        const text = suite(
          `<testcase classname="${escaped(classname)}" name="${escaped(own)}"/><testcase name="b"/>`,
        );
        const read = readReport(text, null);
        if ('fault' in read) {
          expect(read.fault).toMatch(/has no name/);
          return;
        }
        const report = { service: 'shop', commit: 'a'.repeat(40), tests: read };
        expect(TestReport.safeParse(report).error?.message).toBeUndefined();
      }),
    );
  });

  test('a large one is read in time that grows with its size', () => {
    const one =
      '<testcase classname="CartTest" name="adds an item"><failure>x</failure></testcase>';
    const tookOf = (many: number): number => {
      const text = suite(one.repeat(many));
      return kept(() => expect(said(text)).toEqual(['CartTest::adds an item: F']));
    };
    tookOf(1_000);
    expect(tookOf(100_000)).toBeLessThan(10_000);
    expect(said(`<testsuite ${'a '.repeat(1_000_000)}`)).toHaveLength(1);
    expect(said(`<testsuite name="${'&lt;'.repeat(1_000_000)}"/>`)).toEqual([]);
    expect(said('<'.repeat(1_000_000))).toHaveLength(1);
  });
});
