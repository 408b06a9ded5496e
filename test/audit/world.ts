import { DeleteItemCommand, type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { sequence } from '../../functions/sequencer/sequence.ts';
import { type AuditOptions, audit, type Report } from '../../shared/audit/audit.ts';
import type { FindingCode } from '../../shared/audit/findings.ts';
import { type ChannelCommand, channel } from '../../shared/domain/channel.ts';
import { dataset } from '../../shared/domain/dataset.ts';
import type { Dataset, DatasetCommand } from '../../shared/domain/dataset-schema.ts';
import { isRefusal, judge } from '../../shared/domain/decision.ts';
import type { Hold } from '../../shared/domain/hold.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { LegalRole } from '../../shared/law/roles.ts';
import { instant } from '../../shared/law/time.ts';
import { putAll } from '../../shared/store/bulk.ts';
import { eventKey, type Key } from '../../shared/store/keys.ts';
import { encode } from '../../shared/store/marshal.ts';
import { putScope } from '../../shared/store/scopes.ts';
import { stageEvent } from '../../shared/store/stage.ts';
import { scanTable } from '../../shared/store/survey.ts';
import { transact } from '../../shared/store/transact.ts';
import type { Loaded, Unit } from '../../shared/store/unit.ts';
import { draftDataset } from '../domain/examples.ts';
import { everyItem, restore } from '../fault/backup.ts';
import { branchOf, type RunningLog, runningLog } from '../fault/running-log.ts';
import { settle } from '../http/city.ts';

export const at = instant(Date.UTC(2026, 10, 23, 8));
const until = instant(Date.UTC(2027, 10, 23, 8));
export const CHANNEL = { aggregate: 'channel', id: 'channel-1' };
const FILLED = { aggregate: 'dataset', id: 'filled' };
const edit: DatasetCommand = { ...draftDataset, type: 'edit' };

const links = {
  organization: 'alpha',
  dataset: 'dataset-1',
  basis: { kind: 'agreement', id: 'agreement-1' },
} as const;
const asked = { ...links, grantor: 'grantor', jurisdiction: '511700', scope: 'a'.repeat(64) };

export const hold: Hold = {
  measure: 'measure-1',
  case: 'case-1',
  verb: 'suspend',
  article: 'DZ-43',
  liftedBy: ['data-authority'],
  at,
};

export const by = (role: LegalRole, organization = 'agency') => ({
  at,
  actor: { person: 'p1', organization, roles: [role] },
});

/** An event of the channel. */
export const event = (version: number): Key => eventKey(CHANNEL, version);

/** One more event of the channel that is in the log already. */
export const supplied = (world: World): Promise<void> =>
  world.happen({ type: 'record-first-supply', ...by('system'), serial: 1 });

/** A small world whose log is whole: two organizations, a channel that was opened and is held. */
export async function auditedWorld(client: DynamoDBClient): Promise<World> {
  const log = await runningLog(client);
  const { store } = log;
  const clock = { domain: () => at, real: Date.now };
  for (const seat of ['alpha', 'agency'] as const) await settle({ store, clock, origin: 'https://shuqi.test' }, seat);
  const scope = await putScope(store, scopeOf('dataset-1', ['name']));
  const world = worldOf(client, log);
  await world.happen({ type: 'request', ...by('operator', 'alpha'), ...asked, scope });
  await world.happen({ type: 'open', ...by('operating-agency'), from: at, until }, (unit) =>
    unit.gate(CHANNEL, { do: 'open', value: { from: at, until, scope, links, holds: {} } }),
  );
  await world.happen({ type: 'hold', ...by('data-authority'), hold }, (unit) =>
    unit.gate(CHANNEL, { do: 'hold', hold, others: 0 }),
  );
  await world.sequenced();
  return world;
}

/** A world to spoil again and again: each call gives it as it was at first, in one table, with a bookkeeping of its own. */
export async function spoilableWorld(client: DynamoDBClient): Promise<() => Promise<World>> {
  const { log } = await auditedWorld(client);
  const whole = await everyItem(log.store);
  return async () => {
    await restore(log.store, whole);
    return worldOf(client, branchOf(log));
  };
}

export interface World {
  readonly log: RunningLog;
  readonly happen: (command: ChannelCommand, also?: (unit: Unit) => void) => Promise<void>;
  readonly sequenced: () => Promise<void>;
  /** Changes an item by hand, as somebody with access to the table would. */
  readonly edit: (key: Key, change: (item: Record<string, unknown>) => Record<string, unknown>) => Promise<void>;
  readonly remove: (key: Key) => Promise<void>;
  /** An entry of the outbox, whichever is found first. */
  readonly anyOutbox: () => Promise<Key & Record<string, unknown>>;
  /** A dataset that was drafted and edited until it had so many events, as items in bulk. */
  readonly fill: (count: number) => Promise<void>;
  readonly read: (key: Key) => Promise<Record<string, unknown>>;
  readonly audited: (over?: Partial<AuditOptions>) => Promise<Report>;
  /** The codes of an audit's findings, each once. */
  readonly found: (over?: Partial<AuditOptions>) => Promise<FindingCode[]>;
}

function worldOf(client: DynamoDBClient, log: RunningLog): World {
  const { store, table } = log;
  const read = async ({ pk, sk }: Key) => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: encode({ pk, sk }) }));
    return unmarshall(Item ?? {});
  };
  const audited = (over: Partial<AuditOptions> = {}) => audit(store, { keys: [log.signer.key], live: false, ...over });
  return {
    log,
    read,
    audited,
    anyOutbox: async () => {
      for await (const items of scanTable(store, 0, 1)) {
        const found = items.find(({ pk }) => pk.startsWith('outbox#'));
        if (found) return { ...found };
      }
      throw new Error('nothing waits');
    },
    fill: async (count) => {
      const items: object[] = [];
      let last: Loaded<Dataset> = { ...FILLED, version: 0, state: dataset.initial, leaf: '' };
      let head = {};
      for (let i = 0; i < count; i++) {
        const command: DatasetCommand = i === 0 ? draftDataset : edit;
        const decision = judge(dataset, command, last.state);
        if (isRefusal(decision)) throw new Error(JSON.stringify(decision));
        for (const event of decision) {
          const made = stageEvent(store, dataset, last, event, command);
          items.push(...made.writes.map(({ Put }) => unmarshall(Put?.Item ?? {})));
          last = made.after;
          head = made.head;
        }
      }
      await putAll(store, [...items, head]);
    },
    happen: async (command, also) => {
      const outcome = await transact(store, async (unit) => {
        const after = await unit.decide(channel, CHANNEL.id, command);
        if (isRefusal(after)) return after;
        also?.(unit);
        return { status: 200, body: '', headers: {} };
      });
      if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
    },
    sequenced: async () => {
      const done = await sequence(log.another());
      if (done.halted) throw new Error(done.halted);
    },
    edit: async (key, change) => {
      const Item = encode({ ...key, ...change(await read(key)) });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    remove: async ({ pk, sk }) => {
      await client.send(new DeleteItemCommand({ TableName: table, Key: encode({ pk, sk }) }));
    },
    found: async (over) => [...new Set((await audited(over)).findings.map(({ code }) => code))].toSorted(),
  };
}
