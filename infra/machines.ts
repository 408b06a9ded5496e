import type { MachineRow, MachineTable } from '../functions/disclosure/document.ts';
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

function tableOf({ aggregate, label, states, transitions, initial }: Drawn): MachineTable {
  const rules: [string, Rule][] = Object.entries(transitions);
  const rows = rules.map(([command, rule]) => rowOf(command, rule, states));
  return { aggregate, label, rows, diagram: mermaid(rows, initial.status) };
}

/** A row's steps stand under the states that they start from, beside what the row says of itself. */
function rowOf(
  command: string,
  { by, whose: _, article, label, tells: __, starts = [], stops = [], ...steps }: Rule,
  states: Readonly<Record<string, Text>>,
): MachineRow {
  const from = Object.keys(steps).map((status) => ({ status, name: states[status] ?? { zh: status, en: status } }));
  return { command, label, from, by, article, clocks: [...new Set([...starts, ...stops])] };
}

/** Which command may be given in which state. Where it leads depends on what the step decides, so no arrow says that. */
function mermaid(rows: readonly MachineRow[], initial: string): string {
  const name = (status: string) => (status === initial ? 'start' : status.replaceAll('-', '_'));
  const states = new Map(rows.flatMap(({ from }) => from.map(({ status, name }) => [status, name])));
  return [
    'flowchart LR',
    ...[...states].map(([status, { zh }]) => `  ${name(status)}(["${status === initial ? '●' : `${zh} ${status}`}"])`),
    ...rows.map(({ command, label, article }, at) => `  c${at}["${label.zh} ${command}<br/>${article}"]`),
    ...rows.flatMap(({ from }, at) => from.map(({ status }) => `  ${name(status)} --> c${at}`)),
  ].join('\n');
}
