import type { MachineRow, MachineTable, NamedState } from '../functions/disclosure/document.ts';
import { agreement } from '../shared/domain/agreement.ts';
import { violation } from '../shared/domain/case.ts';
import { channel } from '../shared/domain/channel.ts';
import { dataset } from '../shared/domain/dataset.ts';
import type { Rule } from '../shared/domain/decision.ts';
import { deposit } from '../shared/domain/deposit.ts';
import { organization } from '../shared/domain/organization.ts';
import { plan } from '../shared/domain/plan.ts';
import { pricing } from '../shared/domain/pricing.ts';
import { proceedings } from '../shared/domain/proceedings.ts';
import { product } from '../shared/domain/product.ts';
import { qualification } from '../shared/domain/qualification.ts';
import { registration } from '../shared/domain/registration.ts';
import { servedHour } from '../shared/domain/served-hour.ts';
import { subscription } from '../shared/domain/subscription.ts';
import { yearlies } from '../shared/domain/yearly.ts';
import type { Text } from '../shared/law/roles.ts';
import { movesOf } from './moves.ts';

/** Every state machine as rows and as a diagram, generated from the same tables that decide. */
export const machineTables = (): readonly MachineTable[] => [
  tableOf(organization),
  tableOf(dataset),
  tableOf(plan),
  tableOf(qualification),
  tableOf(agreement),
  tableOf(product),
  tableOf(pricing),
  ...yearlies.map(tableOf),
  tableOf(registration),
  tableOf(deposit),
  tableOf(channel),
  tableOf(violation),
  tableOf(subscription),
  ...proceedings.map(tableOf),
  tableOf(servedHour),
];

interface Status {
  readonly status: string;
}

/** What of a machine is drawn: its table says it all. */
interface Drawn {
  readonly aggregate: string;
  readonly label: Text;
  readonly states: Readonly<Record<string, Text>>;
  readonly initial: Status;
  readonly transitions: Readonly<Record<string, Rule>>;
}

function tableOf(machine: Drawn): MachineTable {
  const { aggregate, label, states, transitions, initial } = machine;
  const rules: [string, Rule][] = Object.entries(transitions);
  const moves = movesOf(machine).map(moveOf);
  const rows = rules.map(([command, rule]) => rowOf(command, rule, states, moves));
  const ordered = [initial.status, ...Object.keys(states).filter((status) => status !== initial.status)];
  const known = ordered.map((status) => named(status, states));
  return { aggregate, label, states: known, rows, diagram: mermaid(rows, initial.status, known) };
}

/** A row's steps stand under the states that they start from, beside what the row says of itself. */
function rowOf(
  command: string,
  { by, whose: _, article, label, tells: __, starts = [], stops = [], ...steps }: Rule,
  states: Readonly<Record<string, Text>>,
  moves: readonly Move[],
): MachineRow {
  const from = Object.keys(steps).map((status) => named(status, states));
  const own = moves.filter((move) => move.command === command && from.some(({ status }) => status === move.from));
  return {
    ...{ command, label, from, by, article, clocks: [...new Set([...starts, ...stops])] },
    moves: own.map((move) => ({ from: move.from, to: move.to })),
  };
}

interface Move {
  readonly from: string;
  readonly command: string;
  readonly to: string;
}
const moveOf = (line: string): Move => {
  const [from = '', command = '', to = ''] = line.split(' ');
  return { from, command, to };
};
const named = (status: string, states: Readonly<Record<string, Text>>) => ({
  status,
  name: states[status] ?? { zh: status, en: status },
});

/** Which command may be given in which state, and where it leads; where the state stays, no arrow leads away. */
function mermaid(rows: readonly MachineRow[], initial: string, known: readonly NamedState[]): string {
  const name = (status: string) => (status === initial ? 'start' : status.replaceAll('-', '_'));
  const all = new Map(known.map((one) => [one.status, one.name]));
  const drawn = rows.flatMap(({ from, moves }) => [...from.map(({ status }) => status), ...moves.map(({ to }) => to)]);
  const states = new Map([...new Set(drawn)].map((status) => [status, all.get(status) ?? { zh: status, en: status }]));
  return [
    'flowchart LR',
    ...[...states].map(([status, { zh }]) => `  ${name(status)}(["${status === initial ? '●' : `${zh} ${status}`}"])`),
    ...rows.map(({ command, label, article }, at) => `  c${at}["${label.zh} ${command}<br/>${article}"]`),
    ...rows.flatMap(({ from }, at) => from.map(({ status }) => `  ${name(status)} --> c${at}`)),
    ...rows.flatMap(({ moves }, at) =>
      [...new Set(moves.filter(({ from, to }) => from !== to).map(({ to }) => to))].map(
        (to) => `  c${at} --> ${name(to)}`,
      ),
    ),
  ].join('\n');
}
