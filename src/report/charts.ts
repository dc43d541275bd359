import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { grouped } from './html.js';
import { type Colour, light } from './palette.js';

/**
 * Drawings as SVG text, made without a browser. Nothing of them moves, nothing needs a script, and the same figures give
 * the same text.
 */
use([BarChart, LineChart, GridComponent, SVGRenderer]);

type Option = Parameters<ReturnType<typeof init>['setOption']>[0];

/** Units: CSS pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

const TEXT = { fontFamily: 'inherit', fontSize: 13 } as const;

function draw(option: Option, { width, height }: Size, label: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: TEXT, ...option });
    return plain(chart.renderToSVGString({ useViewBox: true }), label);
  } finally {
    // A chart that is not disposed of keeps the process from ending.
    chart.dispose();
  }
}

/**
 * Without what serves pointers and clipping (nothing goes beyond its axes), which is numbered through the process; with
 * what it shows in words.
 */
const plain = (svg: string, label: string): string =>
  svg
    .replace(/<style\b.*?<\/style>/gs, '')
    .replace(/<defs\b.*?<\/defs>/gs, '')
    .replace(/ clip-path="[^"]*"/g, '')
    .replace(/ ecmeta_[a-z_]+="[^"]*"/g, '')
    .replace(/ class="zr[^"]*"/g, '')
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>\n?/, '')
    .replace(/ (xmlns:xlink|version|baseProfile)="[^"]*"/g, '')
    .replace('<svg ', `<svg role="img" aria-label="${label.replaceAll(/[&<>"]/g, ' ')}" `)
    .trim();

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Drawn behind the value, from where it ends: what applies besides. */
  readonly beside?: number;
  readonly colour: Colour;
}

const BAR_ROW = 27;

/** Bars lying one under the other, each with its number. */
export function bars(items: readonly Bar[], about: string, { labels = 210, width = 480 } = {}): string {
  const height = items.length * BAR_ROW + 6;
  const text = { ...TEXT, color: light('ink') };
  return draw(
    {
      grid: { left: labels, right: 64, top: 3, bottom: 3, containLabel: false },
      xAxis: { type: 'value', show: false, min: 0 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: items.map(({ label }) => label),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...text, interval: 0, width: labels - 12, overflow: 'truncate', margin: 12 },
      },
      series: [
        {
          type: 'bar',
          stack: 'all',
          silent: true,
          barWidth: 15,
          data: items.map(({ value, colour }) => ({ value, itemStyle: { color: light(colour), borderRadius: 2 } })),
        },
        {
          type: 'bar',
          stack: 'all',
          silent: true,
          barWidth: 15,
          itemStyle: { color: light('beside'), borderRadius: 2 },
          data: items.map(({ beside = 0 }) => beside),
          label: {
            ...text,
            show: true,
            position: 'right',
            textBorderWidth: 0,
            formatter: ({ dataIndex }: { dataIndex: number }) => numbersOf(items[dataIndex]),
          },
        },
      ],
    },
    { width, height },
    `${about}: ${items.map((item) => `${item.label} ${numbersOf(item)}`).join(', ')}`,
  );
}

const numbersOf = (item: Bar | undefined): string =>
  item === undefined ? '' : `${grouped(item.value)}${item.beside ? ` + ${grouped(item.beside)}` : ''}`;

export interface Line {
  readonly label: string;
  readonly values: readonly (number | undefined)[];
  readonly colour: Colour;
}

/** Lines over the same days, each named at its end. */
export function lines(days: readonly string[], all: readonly Line[], about: string, { width = 1000 } = {}): string {
  const axis = { ...TEXT, fontSize: 12, color: light('muted') };
  return draw(
    {
      grid: { left: 64, right: 150, top: 14, bottom: 28 },
      xAxis: {
        type: 'category',
        data: [...days],
        boundaryGap: false,
        axisLine: { lineStyle: { color: light('line') } },
        axisTick: { show: false },
        axisLabel: { ...axis, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        min: 0,
        splitNumber: 4,
        splitLine: { lineStyle: { color: light('line') } },
        axisLabel: { ...axis, formatter: (value: number) => grouped(value) },
      },
      series: all.map(({ label, values, colour }) => ({
        type: 'line' as const,
        silent: true,
        symbol: 'circle',
        symbolSize: 6,
        connectNulls: true,
        lineStyle: { width: 2, color: light(colour) },
        itemStyle: { color: light(colour) },
        endLabel: {
          ...TEXT,
          show: true,
          color: light('ink'),
          textBorderWidth: 0,
          formatter: ({ value }: { value: unknown }) => `${label} ${grouped(Number(value))}`,
        },
        labelLayout: { moveOverlap: 'shiftY' as const },
        data: values.map((value) => value ?? null),
      })),
    },
    { width, height: 230 },
    `${about}, ${days[0] ?? ''} to ${days.at(-1) ?? ''}: ${all.map(({ label, values }) => `${label} ${grouped(values.at(-1) ?? 0)}`).join(', ')}`,
  );
}
