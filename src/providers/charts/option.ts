import { type Chart, MOST_PANELS, type Panel } from '../../ports/chart.ts';
import { keyElements } from './key.ts';
import { type Layout, LOOK, layOut, type Place } from './look.ts';
import { seriesOf } from './marks.ts';
import { textAt } from './words.ts';

export type Option = { readonly [key: string]: unknown };

/** A chart in the words of ECharts, and how high it is. Everything has its fixed place: nothing is laid out by guess. */
export function optionOf(whole: Chart): { readonly height: number; readonly option: Option } {
  const chart = { ...whole, panels: whole.panels.slice(0, MOST_PANELS) };
  const layout = layOut(chart.panels.length, chart.key.length);
  const panels = chart.panels.map((panel, nth) => {
    return { panel, place: layout.panels[nth] ?? layout.key };
  });
  const option = {
    animation: false,
    backgroundColor: LOOK.ground,
    textStyle: { fontFamily: LOOK.family },
    grid: panels.map(({ place }) => gridOf(place)),
    xAxis: panels.map(({ panel }, gridIndex) => xAxisOf(panel, gridIndex)),
    yAxis: panels.map(({ panel }, gridIndex) => yAxisOf(panel, gridIndex)),
    series: panels.flatMap(({ panel }, nth) => panel.marks.flatMap((mark) => seriesOf(mark, nth))),
    graphic: {
      elements: [
        frame(layout),
        ...headOf(chart),
        ...panels.flatMap(({ panel, place }) => wordsOf(panel, place)),
        ...keyElements(chart.key, layout.key),
      ],
    },
  };
  return { height: layout.height, option };
}

function gridOf({ left, top, width }: Place) {
  const { numbers, row } = LOOK;
  return {
    left: left + numbers,
    top: top + row.above,
    width: width - numbers - 4,
    height: row.axes,
    outerBoundsMode: 'none',
  };
}

const words = { fontFamily: LOOK.family, fontSize: LOOK.text.words, color: LOOK.soft } as const;

function xAxisOf({ x }: Panel, gridIndex: number) {
  const labels = new Map(x.ticks.map(({ at, label }) => [at, label]));
  const customValues = [...labels.keys()];
  return {
    ...{ type: 'value', gridIndex, min: x.from, max: x.to, splitLine: { show: false } },
    axisLine: { lineStyle: { color: LOOK.soft, width: 2 }, onZero: false },
    axisTick: { customValues, length: 6, lineStyle: { color: LOOK.soft, width: 2 } },
    axisLabel: {
      ...words,
      ...{ customValues, margin: 12, hideOverlap: true },
      ...{ alignMinLabel: 'left', alignMaxLabel: 'right' },
      formatter: (value: number) => labels.get(value) ?? '',
    },
  };
}

function yAxisOf({ y }: Panel, gridIndex: number) {
  return {
    ...{ type: 'value', gridIndex, min: 0, max: y.to, interval: y.step },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: LOOK.grid, width: 2 } },
    axisLabel: {
      ...words,
      margin: 10,
      formatter: (value: number) => y.labels?.[Math.round(value / y.step)] ?? short(value),
    },
  };
}

/** Numbers have room for five characters. */
function short(value: number): string {
  if (value >= 10_000) return `${Math.round(value / 1000)}k`;
  return String(Number(value.toPrecision(3)));
}

function frame({ height }: Layout) {
  const shape = { x: 1, y: 1, width: LOOK.width - 2, height: height - 2, r: 10 };
  return { type: 'rect', shape, style: { fill: 'none', stroke: LOOK.border, lineWidth: 2 } };
}

function headOf({ title, subtitle }: Chart) {
  const { margin, width, text } = LOOK;
  const place = { left: margin, width: width - 2 * margin };
  return [
    textAt({ ...place, top: margin, text: title, size: text.title, bold: true, color: LOOK.ink }),
    textAt({ ...place, top: margin + 42, text: subtitle, size: text.words, color: LOOK.soft }),
  ];
}

function wordsOf({ title, unit, says }: Panel, { left, top, width }: Place) {
  const named = unit === '' ? title : `${title}, ${unit}`;
  return [
    textAt({ left, top, width, text: named, size: LOOK.text.panel, bold: true, color: LOOK.ink }),
    textAt({ left, top: top + 33, width, text: says, size: LOOK.text.words, color: LOOK.soft }),
  ];
}
