/** What one function may do in the table. Patterns are partition keys; `*` ends a pattern. */
export interface Grant {
  /** API paths it answers, as REST resources; `{proxy+}` takes what lies below. */
  readonly paths: readonly string[];
  /** Partitions it reads; absent: the whole table and its indexes. */
  readonly reads?: readonly string[];
  /** Whether it lists by the indexes. */
  readonly lists: boolean;
  readonly writes: readonly string[];
  /** Partitions that its transactions only make conditions on. */
  readonly checks?: readonly string[];
  /** Its entry below `functions`, where that is not `<name>/handler.ts`. */
  readonly entry?: string;
  /** Exported handlers that a schedule runs each minute, besides the API's `handler`. */
  readonly schedules?: readonly string[];
  /** Exported handler that a schedule runs each hour; an alarm tells when it fails, and when it does not run. */
  readonly hourly?: string;
  /** Rung by new outbox entries in the table's stream. */
  readonly doorbell?: true;
  /** Writes many items at once, outside a transaction. */
  readonly bulk?: true;
  /** Customer-managed keys it signs with. */
  readonly signs?: readonly ('token' | 'log')[];
  /** Reads datasets where they lie. */
  readonly readsUpstream?: true;
  /** Puts published checkpoints where nobody can change them. */
  readonly keepsCheckpoints?: true;
}

/** What every transaction of a command writes beside its own aggregate, and the session that asked for it. */
const command = [
  'claim#*',
  'receipt#*',
  'outbox#*',
  'document#*',
  'scope#*',
  'session#*',
  // Whom it tells, and the clocks that it starts.
  'inbox#*',
  'queue#notice',
  'watch#*',
  'ended#*',
] as const;

/**
 * The grants table: one row a function, and the only source of its IAM policy. The public functions cannot read a
 * document, the gate cannot read an agreement, and only enforcement, agreement and deadline write other streams' gates.
 */
export const grants = {
  identity: {
    paths: ['/session', '/token', '/.well-known', '/me', '/organizations'],
    lists: true,
    writes: [
      ...command,
      'organization#*',
      'gate#organization#*',
      // Whom others tell by office: it comes and goes with the people of an organization.
      'office#*',
      'subject#*',
      'machine-key#*',
      'machine-keys#*',
      'token-key#*',
      'jti#*',
      'failures#*',
    ],
    // A key that a sub-processor holds is registered only while its contract stands as it was read.
    checks: ['processor#*'],
    signs: ['token'],
  },
  catalog: {
    paths: ['/datasets'],
    lists: true,
    writes: [...command, 'dataset#*', 'gate#dataset#*', 'gate#organization#*'],
  },
  agreement: {
    paths: ['/plans', '/qualifications', '/agreements', '/passkeys'],
    lists: true,
    writes: [
      ...command,
      'plan#*',
      'qualification#*',
      'agreement#*',
      'gate#*',
      'passkeys#*',
      'passkey-challenge#*',
      'passkey-spent#*',
    ],
  },
  channel: {
    paths: ['/channels', '/channels/{id}', '/channels/{id}/{proxy+}'],
    lists: true,
    writes: [...command, 'channel#*', 'gate#*', 'machine-key#*', 'machine-keys#*'],
  },
  gate: {
    paths: ['/channels/{id}/data', '/deliveries', '/.well-known/receipt-keys.json'],
    reads: [
      'gate#*',
      'scope#*',
      'exclusions#*',
      'served#*',
      'served-index#*',
      'counter#*',
      'refused#*',
      'refused-index#*',
      'token-key#*',
    ],
    lists: false,
    writes: ['served#*', 'served-index#*', 'counter#*', 'refused#*', 'refused-index#*', 'queue#first-supply'],
    readsUpstream: true,
  },
  // Gates of its own, below which nothing hangs. The gate itself can write none.
  drill: {
    paths: [],
    entry: 'gate/drill-handler.ts',
    reads: ['gate#*', 'scope#*'],
    lists: false,
    writes: ['channel', 'agreement', 'organization', 'dataset'].map((kind) => `gate#${kind}#drill-*`).concat('scope#*'),
    hourly: 'drill',
  },
  registry: {
    paths: ['/registrations', '/deposits', '/inventory', '/registry/{number}/proof'],
    lists: true,
    writes: [...command, 'registration#*', 'deposit#*', 'number#*'],
  },
  // Leans on gates and writes none: what is sold is judged by them, never recorded in them.
  product: {
    paths: ['/products', '/pricing', '/statements', '/accounting', '/market-reports'],
    lists: true,
    writes: [
      ...command,
      'product#*',
      'pricing#*',
      'price-report#*',
      'grantor-disclosure#*',
      'operator-disclosure#*',
      'market-report#*',
      'queue#first-delivery',
      'sweep#years',
    ],
    schedules: ['years'],
    checks: ['gate#*'],
  },
  enforcement: {
    paths: ['/cases', '/measures'],
    lists: true,
    writes: [
      ...command,
      'case#*',
      'channel#*',
      'agreement#*',
      'organization#*',
      'dataset#*',
      'gate#*',
      // Credit records lose their ground with the decision that they rest on.
      'credit-record#*',
      'queue#unconfirmed',
      'exclusions#*',
      'excluded#*',
    ],
    schedules: ['confirm'],
  },
  // Its marks on datasets and contractors, and the keys that it takes off channels, are the only gates it writes.
  supervision: {
    paths: [
      '/protected-data',
      '/assessments',
      '/emergency-plans',
      '/inspections',
      '/rectifications',
      '/incidents',
      '/warnings',
      '/liaison-contacts',
      '/contractors',
      '/processing-contracts',
      '/disputes',
      '/work-list',
    ],
    lists: true,
    writes: [
      ...command,
      'protected#*',
      'assessment#*',
      'preparedness#*',
      'inspection#*',
      'rectification#*',
      'incident#*',
      'warning#*',
      'liaison#*',
      'contractor#*',
      'processor#*',
      'dispute#*',
      'dataset#*',
      'gate#dataset#*',
      'organization#*',
      'gate#organization#*',
      'channel#*',
      'gate#channel#*',
      'machine-key#*',
      'machine-keys#*',
    ],
  },
  // Stops a channel only where its agreement says so; the measure is the enforcement's to confirm and a person's to lift.
  detection: {
    paths: ['/alarms'],
    lists: true,
    writes: [
      ...command,
      'alarm#*',
      'case#*',
      'channel#*',
      'gate#channel#*',
      'queue#unconfirmed',
      'detection#*',
      'volume#*',
    ],
    schedules: ['detect'],
  },
  // Counts what the streams of all say, and writes nothing.
  scorecard: { paths: ['/scorecards'], lists: true, writes: [] },
  // Reads cases of others for what it decides, and writes none of them.
  credit: {
    paths: ['/credit-records', '/regulatory'],
    lists: true,
    writes: [...command, 'credit-record#*', 'credited#*', 'regulatory-partner#*', 'regulatory-event#*'],
    // A record is proposed and published only while its case stands as it was read.
    checks: ['case#*'],
  },
  deadline: {
    paths: ['/deadlines'],
    lists: true,
    writes: [
      ...command,
      'channel#*',
      'registration#*',
      'plan#*',
      'qualification#*',
      'agreement#*',
      ...['price-report#*', 'grantor-disclosure#*', 'operator-disclosure#*', 'rectification#*', 'assessment#*'],
      ...['preparedness#*', 'contractor#*', 'processor#*', 'credit-record#*'],
      'case#*',
      'gate#*',
      'queue#*',
      'sweep#*',
    ],
    schedules: ['sweep'],
  },
  evidence: {
    paths: ['/channels/{id}/deliveries', '/evidence', '/access'],
    lists: true,
    writes: ['served-hour#*', 'served-index#*', 'served-group#*', 'served-seal#*', 'served#*', 'counter#*', 'outbox#*'],
    schedules: ['seal'],
    bulk: true,
  },
  // Reads streams to say whether a clock still runs, and changes none but its own.
  notification: {
    paths: ['/inbox', '/webhooks'],
    lists: true,
    writes: [...command, 'subscription#*', 'webhook#*'],
    schedules: ['deliver'],
  },
  // Pages for those who work here. They read what their readers may see and write nothing: forms go to the functions above.
  console: { paths: ['/console'], lists: true, writes: [] },
  casework: {
    paths: ['alarms', 'cases', 'measures', 'credit-records'].map((page) => `/console/${page}`),
    lists: true,
    writes: [],
  },
  signing: { paths: ['/console/signing'], lists: true, writes: [] },
  disclosure: {
    paths: ['/', '/catalog', '/notices', '/registry', '/registry/{number}', '/law', '/api', '/openapi.json', '/health'],
    reads: ['dataset#*', 'registration#*', 'organization#*', 'claim#registration-number#*', 'warning#*'],
    lists: true,
    writes: [],
  },
  // The public face of the market: it sees gates to say "suspended", and neither documents nor cases.
  market: {
    paths: ['/market', '/disclosures'],
    reads: [
      ...['product#*', 'organization#*', 'registration#*', 'gate#*', 'scope#*'],
      ...['grantor-disclosure#*', 'operator-disclosure#*'],
    ],
    lists: true,
    writes: [],
  },
  sequencer: {
    paths: [],
    reads: ['outbox#*', 'log#*'],
    lists: false,
    writes: ['outbox#*', 'log#*'],
    schedules: ['handler'],
    doorbell: true,
    bulk: true,
    signs: ['log'],
    keepsCheckpoints: true,
  },
  // The outbox too: it tells an event that waits for its checkpoint from one that nobody knows.
  log: { paths: ['/log'], reads: ['log#*', 'outbox#*'], lists: false, writes: [] },
} as const satisfies Record<string, Grant>;

export type FunctionName = keyof typeof grants;
