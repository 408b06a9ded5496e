/** One way to break the gate, as edits of its source, and the test that must then fail. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Texts that stand in the file exactly once, each with what takes its place. */
  readonly edits: readonly (readonly [find: string, put: string])[];
  /** A test file, and a title in it. */
  readonly killer: readonly [file: string, title: string];
}

/** The named ways in which a gate could be wrong and look right. `npx tsx test/fault/mutate.ts` breaks each for real. */
export const mutants: readonly Mutant[] = [
  {
    name: 'drop ConsistentRead',
    file: 'shared/store/gates.ts',
    edits: [['{ Keys: keys, ConsistentRead: true }', '{ Keys: keys }']],
    killer: ['test/fault/revocation.test.ts', 'without ConsistentRead admissions pass after the commit'],
  },
  {
    name: 'drop one gate',
    file: 'shared/domain/admission.ts',
    edits: [
      [
        '...present.flatMap(({ kind, gate }) => reasonsOf',
        '...present.slice(0, 3).flatMap(({ kind, gate }) => reasonsOf',
      ],
    ],
    killer: ['test/fault/revocation.test.ts', 'a hold on the %s'],
  },
  {
    name: 'ignore UnprocessedKeys',
    file: 'shared/store/gates.ts',
    edits: [['if (keys.length === 0) return found;', 'return found;']],
    killer: ['test/fault/revocation.test.ts', 'dropped: one key or all, whichever stay unread refuse'],
  },
  {
    name: 'cache a decision for 1 s',
    file: 'functions/gate/admit.ts',
    edits: [
      [
        'export async function admit(bearer: Bearer, deps: GateService): Promise<Pass | Denial> {',
        'const kept = new Map<string, Pass>();\nexport async function admit(bearer: Bearer, deps: GateService): Promise<Pass | Denial> {\n  const met = kept.get(bearer.channel);\n  if (met && deps.monotonic() - met.since < 1_000) return new Promise((resolve) => setTimeout(resolve, 1, met));',
      ],
      [
        'if (hash === undefined) return { ...effective, links, since, at };',
        'if (hash === undefined) {\n    kept.set(bearer.channel, { ...effective, links, since, at });\n    return { ...effective, links, since, at };\n  }',
      ],
    ],
    killer: ['test/fault/revocation.test.ts', 'a hold on the %s'],
  },
  {
    name: 'skip the re-read when time has passed',
    file: 'functions/gate/guard.ts',
    edits: [['if (age() >= RENEW_MS) await renewed();', '']],
    killer: [
      'test/http/gate-parts.test.ts',
      'withholds a result that comes under a stale pass until the gates were read again',
    ],
  },
  {
    name: 'skip the re-read at 256 KB',
    file: 'functions/gate/guard.ts',
    edits: [['if (ahead > BYTES_PER_READ) await renewed();', 'if (ahead > BYTES_PER_READ) void 0;']],
    killer: [
      'test/http/gate-parts.test.ts',
      'waits with the fifth chunk for a read that is slow, and hands nothing on when it refuses',
    ],
  },
  {
    name: 'ignore a second hold',
    file: 'shared/store/gates.ts',
    edits: [
      [
        'for (const one of change.measures) this.#removes.push(',
        'for (const one of [...change.measures, ...Object.keys(change.left)]) this.#removes.push(',
      ],
    ],
    killer: ['test/fault/revocation.test.ts', 'holds of two cases: lifting one leaves the other refusing'],
  },
  {
    name: 'loosen and tighten together',
    file: 'shared/store/unit.ts',
    edits: [['if (all.some((other) => tightens(other) !== tightens(change))) {', 'if (all.length < 0) {']],
    killer: ['test/store/transact.test.ts', 'never tightens and loosens gates in one transaction'],
  },
  {
    name: 'count quota on refusal',
    file: 'functions/gate/answers.ts',
    edits: [
      [
        'await counted(denial, channel, deps).catch(',
        "await (await import('../../shared/store/counter.ts')).reserve(deps.store, channel, { rows: 0, bytes: 0, at: deps.clock.domain() });\n    await counted(denial, channel, deps).catch(",
      ],
    ],
    killer: [
      'test/http/gate-refusals.test.ts',
      '403: every gate refuses alone, all reasons come at once with article and who lifts, and no quota is used',
    ],
  },
  {
    name: 'write the start after the first byte',
    file: 'functions/gate/record.ts',
    edits: [['    await putStart(deps.store, start);', '    void putStart(deps.store, start);']],
    killer: ['test/http/gate.test.ts', '200: the start is durable before the answer begins, however long it takes'],
  },
  {
    name: 'end a cut answer like a whole one',
    file: 'functions/gate/lambda.ts',
    edits: [['way.destroy(error instanceof Error ? error : undefined);', 'way.end();']],
    killer: ['test/http/gate-lambda.test.ts', 'a stream that is cut never ends as a whole one'],
  },
  {
    name: 'let more reads in than fit',
    file: 'functions/gate/turnstile.ts',
    edits: [['if (inside < atOnce) inside++;', 'if (inside >= 0) inside++;']],
    killer: ['test/http/gate-parts.test.ts', 'lets so many in at once and turns away who waits too long'],
  },
  {
    name: 'hand on a row that a filter keeps',
    file: 'functions/gate/shaping.ts',
    edits: [['return leaves(cells) ? columns', 'return leaves(cells) || true ? columns']],
    killer: [
      'test/http/gate-shaping.test.ts',
      'lets nothing leave outside the fields and rows that every scope allows',
    ],
  },
  {
    name: 'forget what a restriction narrows',
    file: 'shared/domain/admission.ts',
    edits: [['[gate.scope, ...Object.values(gate.holds).map((hold) => hold.scope)]', '[gate.scope]']],
    killer: [
      'test/http/gate-fuzz.test.ts',
      'nothing outside what channel, basis and restriction agree on ever leaves, and all of it does',
    ],
  },
  {
    name: 'answer a read from a fifth of a second ago',
    file: 'functions/gate/admit.ts',
    edits: [
      [
        'export async function admit(bearer: Bearer, deps: GateService): Promise<Pass | Denial> {',
        'const last = new Map<string, Pass | Denial>();\nexport async function admit(bearer: Bearer, deps: GateService): Promise<Pass | Denial> {\n  const met = last.get(bearer.channel);\n  if (met && Math.random() < 0.5) return met;\n  const now = await admitted(bearer, deps);\n  last.set(bearer.channel, now);\n  return now;\n}\nasync function admitted(bearer: Bearer, deps: GateService): Promise<Pass | Denial> {',
      ],
    ],
    killer: ['test/fault/histories.test.ts', 'grant, hold, second hold, reinstate and amend at once'],
  },
  {
    name: 'trust a clock that is off',
    file: 'functions/gate/admit.ts',
    edits: [['if (!isSteady(deps.skew())) return clockOff(deps);', '']],
    killer: [
      'test/http/gate-refusals.test.ts',
      '503: the clock is more than 60 s off the store’s, or nobody knows (POLICY-20); a running stream ends',
    ],
  },
  {
    name: 'file a start in an hour that was sealed',
    file: 'shared/store/hour-index.ts',
    edits: [['if (mark) throw new HourSealed(', 'if (mark && !mark) throw new HourSealed(']],
    killer: [
      'test/http/gate-refusals.test.ts',
      '503: the hour is sealed already, so nothing leaves; the next request comes into the next hour',
    ],
  },
  {
    name: 'forget who is excluded',
    file: 'functions/gate/record.ts',
    edits: [['excluded: excluded?.list,', 'excluded: undefined,']],
    killer: [
      'test/http/gate-scope.test.ts',
      'stay behind for excluded subjects; without list or field nothing is supplied',
    ],
  },
  {
    name: 'tell of a moment what was so before it',
    file: 'functions/evidence/access.ts',
    edits: [['items.findIndex((item) => item.at > at)', 'items.findIndex((item) => item.at >= at)']],
    killer: ['test/http/access.test.ts', 'a millisecond before, and at the moment'],
  },
  {
    name: 'tell anybody who could read what',
    file: 'functions/evidence/access-list.ts',
    edits: [['return own || askers', 'return true || own || askers']],
    killer: ['test/http/access.test.ts', 'nothing of others'],
  },
  {
    name: 'leave a file open that came too late',
    file: 'functions/gate/folder.ts',
    edits: [['if (signal.aborted) close();', 'if (signal.aborted) void close;']],
    killer: [
      'test/http/gate-parts.test.ts',
      'leaves no file open, also where the delivery was over before it was opened',
    ],
  },
];
