import { expect, test } from 'vitest';
import { incident } from '../../shared/domain/incident.ts';
import { liaison } from '../../shared/domain/liaison.ts';
import { shownText, warning } from '../../shared/domain/warning.ts';
import { recordLeaf } from '../../shared/store/leaf.ts';
import { sha256 } from '../../shared/store/store.ts';
import { after, cited, given, pointers } from '../domain/given.ts';
import { at, jurisdiction, paper, people } from '../domain/supervising.ts';

const { engineer, clerk, operator, officer, guard } = people;
const find = {
  type: 'find',
  at,
  actor: engineer,
  jurisdiction,
  unit: 'centre',
  datasets: [] as string[],
  foundAt: at,
  facts: paper,
} as const;
const found = given(incident).and(find);
const told = { at, actor: engineer, reportedAt: at, receipt: '网信收〔2026〕3号', report: paper } as const;

test('an incident is found at a time that has come', () => {
  expect(given(incident).when({ ...find, foundAt: at }).refusal).toBeUndefined();
  expect(cited(given(incident).when({ ...find, foundAt: after(at, 1) }))).toEqual(['DZ-45']);
});

test('it closes only after a step of the plan and both reports, told at once; each with its time and receipt', () => {
  const close = { type: 'close', at, actor: engineer, review: paper } as const;
  expect(cited(found.when(close))).toEqual(['DZ-45', 'DZ-45', 'DZ-45']);
  const acted = found.and({ type: 'act', at, actor: engineer, action: paper }, { type: 'report-cyberspace', ...told });
  expect(cited(acted.when(close))).toEqual(['DZ-45']);
  const reported = acted.and({ type: 'report-police', ...told });
  expect(reported.when(close).refusal).toBeUndefined();
  expect(reported.state).toMatchObject({ done: { 'report-police': { reportedAt: at, receipt: told.receipt } } });
});

test('a report lies between the finding and now', () => {
  const report = { type: 'report-police', ...told } as const;
  expect(pointers(found.when({ ...report, reportedAt: after(at, -1) }))).toEqual(['/reportedAt']);
  expect(pointers(found.when({ ...report, reportedAt: after(at, 1) }))).toEqual(['/reportedAt']);
});

test('its unit handles it; supervisors link the emergency stop', () => {
  const link = { type: 'link-stop', at, actor: guard, case: 'case-1' } as const;
  expect(found.when(link).refusal).toBeUndefined();
  expect(found.when({ ...link, actor: engineer }).refusal).toMatchObject({ refused: 'role' });
  expect(found.when({ type: 'act', at, actor: operator, action: paper }).refusal).toMatchObject({ refused: 'foreign' });
  expect(found.when({ type: 'act', at, actor: officer, action: paper }).refusal).toMatchObject({ refused: 'foreign' });
});

test('a warning is updated and lifted by whoever issued it', () => {
  const published = given(warning).and({
    type: 'publish',
    at,
    actor: clerk,
    jurisdiction,
    issuer: 'bureau',
    text: '服务暂停',
  });
  const updated = published.and({ type: 'update', at, actor: clerk, text: '服务部分恢复' });
  expect([published, updated].map(({ state }) => state.status !== 'none' && shownText(state))).toEqual([
    '服务暂停',
    '服务部分恢复',
  ]);
  expect(updated.when({ type: 'lift', at, actor: people.other }).refusal).toMatchObject({ refused: 'foreign' });
  expect(updated.and({ type: 'lift', at, actor: clerk }).state.status).toBe('lifted');
});

test('a liaison contact is an office, never a person', () => {
  const record = {
    type: 'record',
    at,
    actor: engineer,
    jurisdiction,
    keeper: 'centre',
    field: 'power',
    contact: '电力调度值班室',
    contactDetails: '0818-2100000',
  } as const;
  expect(given(liaison).when(record).refusal).toBeUndefined();
  expect(given(liaison).when({ ...record, contactDetails: '13800138000' }).refusal).toMatchObject({ refused: 'rule' });
});

test('the public leaf of an incident is of the same kind as any other, and says nothing of its stream', () => {
  const leafOf = (stream: string) => {
    const record = { stream, version: 1, prev: '', at, person: 'x', organization: 'y', data: { type: 'find' } };
    return recordLeaf('event-1', record, new Uint8Array(32), sha256).leaf;
  };
  const kindOf = (stream: string) => /kind\W+(\w+)/.exec(Buffer.from(leafOf(stream)).toString())?.[1];
  expect([kindOf('incident#1'), kindOf('warning#1'), kindOf('dataset#1')]).toEqual(['record', 'record', 'record']);
  expect(Buffer.from(leafOf('incident#1')).toString()).not.toContain('incident');
});
