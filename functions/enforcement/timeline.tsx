import { momentOf } from '../../shared/http/moment.ts';
import type { Text } from '../../shared/law/roles.ts';
import { type Instant, millis } from '../../shared/law/time.ts';
import type { MeasureView } from './measure-view.ts';

interface Station {
  readonly label: Text;
  readonly at: Instant | undefined;
}

const WIDTH = 400;
const HEIGHT = 112;
const MARGIN = 52;
const LINE = 52;

/**
 * The way of a measure as a picture: ordered, committed, confirmed, lifted; what has not happened is an empty ring on a
 * dashed line. Not to scale: seconds and weeks lie side by side, so the time between two stations is written there.
 */
export function Timeline({ language, view }: { language: 'zh' | 'en'; view: MeasureView }) {
  const stations = stationsOf(view);
  const step = (WIDTH - 2 * MARGIN) / (stations.length - 1);
  const x = (index: number) => MARGIN + index * step;
  const told = stations.map(({ label, at }) => `${label[language]} ${at ? momentOf(at) : '—'}`).join(' → ');
  return (
    <svg class="timeline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={told}>
      {stations.slice(1).map(({ at }, index) => (
        <g class={at ? 'done' : 'open'}>
          <line x1={x(index) + 9} x2={x(index + 1) - 9} y1={LINE} y2={LINE} />
          {between(stations[index]?.at, at) && (
            <text class="gap" x={(x(index) + x(index + 1)) / 2} y={LINE - 10}>
              {between(stations[index]?.at, at)}
            </text>
          )}
        </g>
      ))}
      {stations.map(({ label, at }, index) => (
        <g class={at ? 'done' : 'open'}>
          <circle cx={x(index)} cy={LINE} r={8} />
          <text class="label" x={x(index)} y={LINE - 22}>
            {label[language]}
          </text>
          <text x={x(index)} y={LINE + 28}>
            {at ? momentOf(at).slice(0, 10) : '—'}
          </text>
          <text x={x(index)} y={LINE + 46}>
            {at ? momentOf(at).slice(11) : ''}
          </text>
        </g>
      ))}
    </svg>
  );
}

function stationsOf({ verb, decidedAt, committedAt, confirmed, answer, liftedAt, mergedInto }: MeasureView): Station[] {
  const proposal = verb === 'terminate';
  return [
    { label: words.ordered, at: decidedAt },
    { label: proposal ? words.sent : words.committed, at: committedAt },
    ...(verb === 'other'
      ? []
      : [{ label: proposal ? words.answered : words.confirmed, at: confirmed?.at ?? answer?.at }]),
    ...(liftedAt ? [{ label: mergedInto ? words.merged : words.lifted, at: liftedAt }] : []),
  ];
}

/** How long it took, in the largest unit that says something. */
function between(from: Instant | undefined, to: Instant | undefined): string {
  if (!from || !to) return '';
  const seconds = (millis(to) - millis(from)) / 1_000;
  if (seconds <= 0) return '';
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

const words = {
  ordered: { zh: '决定', en: 'ordered' },
  committed: { zh: '提交', en: 'committed' },
  sent: { zh: '发出', en: 'sent' },
  confirmed: { zh: '确认', en: 'confirmed' },
  answered: { zh: '答复', en: 'answered' },
  lifted: { zh: '恢复', en: 'lifted' },
  merged: { zh: '合并', en: 'merged' },
} as const satisfies Record<string, Text>;
