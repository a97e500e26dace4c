import { afterEach, describe, expect, test } from 'vitest';
import type { Chart } from '../../../src/ports/chart.ts';
import { createDrawing, type Drawing } from '../../../src/providers/charts/draw.ts';
import { createQuietLog } from '../../slack/fakes/quiet-log.ts';

const chart: Chart = { title: 'DORA: shop', subtitle: 'UTC', panels: [], key: [] };
const fixture = (name: string) => new URL(`../fixtures/${name}`, import.meta.url);
const PNG = [0x89, 0x50, 0x4e, 0x47];

let drawing: Drawing | null = null;
afterEach(() => drawing?.close());

function begin(thread?: URL) {
  const log = createQuietLog();
  drawing = createDrawing(log, thread);
  return { draw: drawing.draw, close: drawing.close, warned: log.lines };
}

describe('drawing in a thread of its own', () => {
  test('answers each with its picture', async () => {
    const { draw } = begin();
    const titles = ['a', 'b', 'a'].map((title) => draw({ ...chart, title }));
    const [one, other, same] = await Promise.all(titles);
    const bytes = [one, other, same].map((d) => (d?.kind === 'drawn' ? Buffer.from(d.png) : null));
    expect([...(bytes[0]?.subarray(0, 4) ?? [])]).toEqual(PNG);
    expect(bytes[0]?.equals(bytes[2] ?? Buffer.alloc(0))).toBe(true);
    expect(bytes[0]?.equals(bytes[1] ?? Buffer.alloc(0))).toBe(false);
  });

  test('where the native module is missing it says so once, and is not tried again', async () => {
    const { draw, warned } = begin(fixture('thread-without-canvas.mjs'));
    expect(await draw(chart)).toEqual({ kind: 'cannot', why: 'Cannot find native binding' });
    expect((await draw(chart)).kind).toBe('cannot');
    expect(warned).toEqual(['charts cannot be drawn here, answers are text alone']);
  });

  test('a thread that dies fails its charts, and the next has another thread', async () => {
    const { draw } = begin(fixture('thread-that-dies-once.mjs'));
    expect((await draw({ ...chart, title: 'die' })).kind).toBe('failed');
    expect(await draw(chart)).toEqual({ kind: 'drawn', png: new Uint8Array([1]) });
  });

  test('what is closed draws again when it is asked', async () => {
    const { draw, close } = begin();
    await draw(chart);
    await close();
    expect((await draw(chart)).kind).toBe('drawn');
  });
});
