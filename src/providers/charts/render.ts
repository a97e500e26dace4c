import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { CustomChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Chart } from '../../ports/chart.ts';
import './kept-words.ts';
import { LOOK } from './look.ts';
import { optionOf } from './option.ts';

use([CustomChart, GraphicComponent, GridComponent, CanvasRenderer]);
setPlatformAPI({ createCanvas: () => surface(32, 32) });

const fonts = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json');
for (const name of ['DejaVuSans', 'DejaVuSans-Bold']) {
  GlobalFonts.registerFromPath(fonts.replace('package.json', `ttf/${name}.ttf`), LOOK.family);
}

/** The library asks for no more of a canvas than it can draw on, though its types speak of a browser's. */
function surface(width: number, height: number) {
  const canvas = createCanvas(width, height);
  return canvas as typeof canvas & HTMLCanvasElement;
}

/** Where words stand in a picture, for whoever checks that none lies on another. */
export interface Words {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws a chart. The same chart gives the same bytes. */
export function render(chart: Chart): {
  readonly png: Uint8Array;
  readonly words: readonly Words[];
} {
  const { height, option } = optionOf(chart);
  const canvas = surface(LOOK.width, height);
  const drawing = init(canvas, null, { width: LOOK.width, height, devicePixelRatio: 1 });
  try {
    drawing.setOption(option);
    const list = drawing.getZr().storage.getDisplayList(true);
    const words = list.flatMap((one): Words[] => {
      if (one.type !== 'tspan' || !('text' in one.style)) return [];
      const rect = one.getBoundingRect().clone();
      const transform = one.getComputedTransform();
      if (transform) rect.applyTransform(transform);
      const { x, y, width, height: high } = rect;
      return [{ text: String(one.style['text']), x, y, width, height: high }];
    });
    return { png: canvas.toBuffer('image/png'), words };
  } finally {
    drawing.dispose();
  }
}
