import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReader } from '../../../src/providers/programs/lines.ts';
import { createRedactor, secretsOf } from '../../../src/providers/programs/redact.ts';
import { createTranscript } from '../../../src/providers/programs/transcript.ts';

function linesOf(...pieces: string[]): readonly string[] {
  const lines: string[] = [];
  const reader = createLineReader((line) => lines.push(line));
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return lines;
}

describe('lines', () => {
  test.each([
    [['a\nb\n'], ['a', 'b']],
    [['a\r\nb'], ['a', 'b']],
    [['10 %\r50 %\r100 %\n'], ['10 %', '50 %', '100 %']],
    [
      ['one l', 'ine\nan', 'other'],
      ['one line', 'another'],
    ],
    [['\u001b[31mred\u001b[0m\u001b]0;title\u0007\n'], ['red']],
    [['a\u0000b\u0007c\n'], ['a b c']],
    [['\n\n  \n'], []],
  ])('%j reads %j', (pieces, lines) => {
    expect(linesOf(...pieces)).toEqual(lines);
  });

  test('do not depend on how the text was cut', () => {
    const check = (pieces: string[]): void => {
      expect(linesOf(...pieces)).toEqual(linesOf(pieces.join('')));
    };
    const piece = fc.stringMatching(/^[ab\n\r ]{0,6}$/);
    fc.assert(fc.property(fc.array(piece), check));
  });

  test('one without end is not kept, and the next is read again', () => {
    const long = 'x'.repeat(10_000);
    expect(linesOf(long, long, long, '\nafter\n')).toEqual([
      '[a line of more than 16384 characters]',
      'after',
    ]);
  });
});

describe('redaction', () => {
  const env = {
    CLOUD_TOKEN: 's3cr3t-value',
    DEBUG_TOKEN: '1',
    REGION: 'eu-central',
    KUBECONFIG_INLINE: 'first line of it\nsecond line of it',
  };
  const redact = createRedactor(secretsOf(env, ['KUBECONFIG_INLINE']));

  test.each([
    ['using s3cr3t-value twice s3cr3t-value', 'using [redacted] twice [redacted]'],
    ['second line of it, printed alone', '[redacted], printed alone'],
    ['1 of 1 in eu-central', '1 of 1 in eu-central'],
    // Joined here, so that no scanner takes the example for a leak.
    [`slack ${['xoxb', '123456789012', 'abcdefABCDEF'].join('-')} ok`, 'slack [redacted] ok'],
    [`gh ${['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_')}`, 'gh [redacted]'],
    [`aws ${'AKIA'}ABCDEFGHIJKLMNOP!`, 'aws [redacted]!'],
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [redacted]'],
    ['authorization: basic dXNlcjpwYXNz', 'authorization: basic [redacted]'],
    ['postgres://app:hunter2@db/x', 'postgres://app:[redacted]@db/x'],
    [`jwt ${['eyJhbGciOi', 'eyJzdWIiOi', 'c2lnbmF0dXJl'].join('.')}.`, 'jwt [redacted].'],
    ['bearer of good news', 'bearer of good news'],
    ['https://example.org/a:b@c', 'https://example.org/a:b@c'],
  ])('%s', (line, shown) => {
    expect(redact(line)).toBe(shown);
  });

  test('a private key is hidden from its first line to its last', () => {
    const own = createRedactor([]);
    const key = [
      'before',
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEow',
      '-----END RSA PRIVATE KEY-----',
      'after',
    ];
    expect(key.map(own)).toEqual(['before', '[redacted]', '[redacted]', '[redacted]', 'after']);
  });

  test('no secret is ever shown, wherever it stands and however the output is cut', () => {
    const secret = fc
      .stringMatching(/^[A-Za-z0-9$&\\/+=.-]{6,30}$/)
      .filter((one) => !'[redacted]'.includes(one));
    const around = fc.stringMatching(/^[a-z \n]{0,40}$/);
    const check = (hidden: string, before: string, after: string, at: number): void => {
      const lines: string[] = [];
      const redactor = createRedactor(secretsOf({ MY_TOKEN: hidden }, []));
      const transcript = createTranscript(redactor, (line) => lines.push(line));
      const text = `${before}${hidden}${after}`;
      transcript.stderr.push(text.slice(0, at % text.length));
      transcript.stderr.push(text.slice(at % text.length));
      transcript.end();
      expect(lines.join('\n')).not.toContain(hidden);
      expect(transcript.lastWords() ?? '').not.toContain(hidden);
      expect(lines.join('\n')).toContain('[redacted]');
    };
    fc.assert(fc.property(secret, around, around, fc.nat(), check), { numRuns: 1_000 });
  });
});

describe('a transcript', () => {
  function shown(write: (push: (text: string) => void) => void): readonly string[] {
    const lines: string[] = [];
    const transcript = createTranscript(createRedactor([]), (line) => lines.push(line));
    write(transcript.stdout.push);
    transcript.end();
    return lines;
  }

  test('stops after 200 lines and says how many more there were', () => {
    const lines = shown((push) => {
      for (let i = 1; i <= 250; i += 1) push(`line ${i}\n`);
    });
    expect(lines).toHaveLength(201);
    expect(lines.at(-2)).toBe('line 200');
    expect(lines.at(-1)).toBe('… 50 more lines left out');
  });

  test('stops after 16 KiB too, and cuts a long line', () => {
    const lines = shown((push) => {
      for (let i = 0; i < 100; i += 1) push(`${'é'.repeat(600)}\n`);
    });
    expect(lines[0]).toBe(`${'é'.repeat(500)}…`);
    expect(lines.at(-1)).toBe(`… ${100 - (lines.length - 1)} more lines left out`);
    expect(Buffer.byteLength(lines.slice(0, -1).join(''))).toBeLessThanOrEqual(16_384);
  });

  test('keeps the last words of stderr although it no longer shows them', () => {
    const transcript = createTranscript(createRedactor([]), () => {});
    for (let i = 1; i <= 300; i += 1) transcript.stderr.push(`try ${i}\n`);
    transcript.stdout.push('and then stdout\n');
    transcript.end();
    expect(transcript.lastWords()).toBe('try 300');
  });
});
