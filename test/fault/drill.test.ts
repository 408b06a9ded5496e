import { BatchGetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { drillGate, drillOrFail } from '../../functions/gate/drill.ts';
import { jobsOf } from '../../infra/local/jobs.ts';
import { schedule } from '../../infra/local/schedules.ts';
import { dropDrillGate } from '../../shared/store/gates.ts';
import { freshTable } from '../dynamodb.ts';
import { testService } from '../http/harness.ts';
import { asDynamo } from './dynamo.ts';
import { modelledLog } from './running-log.ts';

const { client, table } = await freshTable();
const service = testService(client, table);
const steady = () => 0;

/** Keeps what it was answered first: what a cache of decisions does. */
function forgetful() {
  const kept = new Map<string, unknown>();
  return asDynamo(async (command) => {
    if (!(command instanceof BatchGetItemCommand)) return client.send(command);
    const key = JSON.stringify(command.input);
    const answer = kept.get(key) ?? (await client.send(command));
    kept.set(key, answer);
    return answer;
  });
}

const gatesLeft = async () => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  return Items.map(({ pk }) => pk?.S ?? '').filter((pk) => pk.startsWith('gate#'));
};

describe('the drill that a schedule runs', { timeout: 120_000 }, () => {
  it('finds the promise kept on this table, and leaves no gate behind', async () => {
    const drilled = await drillGate(service, steady);
    expect(drilled).toMatchObject({ allowedAfter: 0, confirmed: true, broken: [] });
    expect(drilled.admittedBefore).toBeGreaterThan(0);
    expect(drilled.begunAfter).toBeGreaterThan(20);
    expect(await gatesLeft()).toEqual([]);
  });

  it('finds it broken where answers are kept, fails with what was seen, and is reported as a job', async () => {
    const broken = testService(forgetful(), table);
    await expect(drillOrFail(broken, steady)).rejects.toThrow('a request begun after the commit was allowed');
    expect(await gatesLeft()).toEqual([]);
    const reported: string[] = [];
    const jobs = jobsOf(
      { ...broken, webhookSecret: new Uint8Array(32), loopback: true },
      modelledLog().another(),
      steady,
      3_600_000,
    );
    const rounds = schedule(
      jobs.filter(({ name }) => name === 'drill'),
      (name, error) => reported.push(`${name}: ${error}`),
    );
    await rounds.ring('drill');
    await rounds.stop();
    expect(reported).toHaveLength(1);
    expect(reported[0]).toMatch(/^drill: .*撤销承诺未兑现/);
  });

  it('is no job unless asked for, and never removes another gate', async () => {
    expect(
      jobsOf({ ...service, webhookSecret: new Uint8Array(32), loopback: true }, modelledLog().another(), steady).map(
        ({ name }) => name,
      ),
    ).not.toContain('drill');
    await expect(dropDrillGate(service.store, { aggregate: 'channel', id: 'c-1' })).rejects.toThrow(
      'no gate of a drill',
    );
  });
});
