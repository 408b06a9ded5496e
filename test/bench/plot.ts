import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Text } from '../../shared/law/roles.ts';

/** One line of a plot: points in seconds and requests. */
export interface Line {
  readonly name: Text;
  readonly points: readonly (readonly [seconds: number, requests: number])[];
  /** The one the plot is about. */
  readonly ours?: true;
}

const TITLE = '撤销之后还放行了多少次 · Requests served after the revoke';
const WIDTH = 780;
const HEIGHT = 400;
const OURS = '#0b6e4f';
const OTHERS = ['#8a8f98', '#b3763b', '#a33d3d'] as const;
const FONT = "'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

const last = (points: Line['points']): string => (points.at(-1)?.[1] ?? 0).toLocaleString('en');

/** Requests served after a revoke, as SVG: both axes logarithmic, 0 drawn at the bottom. Deterministic for the same lines. */
export function servedAfterRevoke(lines: readonly Line[]): string {
  use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const chart = init(null, undefined, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  let other = 0;
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    textStyle: { fontFamily: FONT },
    title: {
      text: TITLE,
      subtext:
        '每秒 10 次请求，10 次撤销的平均 · 10 requests a second, mean of 10 revocations; 其他做法为仿真 the others emulated',
      left: 16,
      top: 8,
      textStyle: { fontSize: 15, fontFamily: FONT },
      subtextStyle: { fontSize: 12, fontFamily: FONT },
    },
    grid: { left: 64, right: 200, top: 72, bottom: 52 },
    xAxis: { type: 'log', min: 1, max: 300, name: '撤销后的秒数 · seconds since', nameLocation: 'middle', nameGap: 30 },
    yAxis: {
      type: 'log',
      min: 0.5,
      max: 2_000,
      axisLabel: { formatter: (value: number) => (value < 1 ? '0' : String(value)) },
    },
    series: lines.map(({ name, points, ours }) => {
      const color = ours ? OURS : OTHERS[other++ % OTHERS.length];
      return {
        type: 'line',
        name: name.en,
        symbol: 'none',
        step: false,
        lineStyle: { width: ours ? 4 : 2, color },
        itemStyle: { color },
        endLabel: {
          show: true,
          formatter: `${name.zh}：${last(points)}\n${name.en}: ${last(points)}`,
          color,
          fontSize: 11,
          fontFamily: FONT,
          distance: 6,
        },
        data: points.map(([seconds, requests]) => [seconds, Math.max(requests, 0.5)]),
      };
    }),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // Its style is for a pointer that hovers over it; a title is for who cannot see it.
  const still = svg.replaceAll(/<style[^>]*>.*?<\/style>\s*/gs, '').replaceAll(/ class="zr0-cls-\d+"/g, '');
  return `${still.replace(/^<svg[^>]*>/, (tag) => `${tag}\n<title>${TITLE}</title>`)}\n`;
}
