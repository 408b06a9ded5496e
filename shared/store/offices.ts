import { QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Machine, Rule } from '../domain/decision.ts';
import { isOfficeRole, levelsOf, type Office, type OfficeRole } from '../domain/office.ts';
import type { Key } from './keys.ts';
import { encode } from './marshal.ts';
import { audience, type Named } from './notices.ts';
import type { Context } from './store.ts';

/** One jurisdiction has one data authority and one registration agency, and a few security organs. */
const MAX_OFFICES = 8;

/**
 * An office as an item of its own, written in the transaction of the organization's event that gives or takes it: an
 * index would be asked behind the event, and a list of organizations does not say what they are.
 */
export const officeKey = ({ role, jurisdiction, organization }: Office): Key => ({
  pk: officePartition(role, jurisdiction),
  sk: organization,
});
const officePartition = (role: OfficeRole, jurisdiction: string): string => `office#${role}#${jurisdiction}`;

/** The key's own words, for whoever reads items as they stand; `undefined` for another kind of item. */
export function officeIn({ pk, sk }: Key): { readonly role: string; readonly organization: string } | undefined {
  const [, role] = /^office#([a-z-]+)#\d{6}$/.exec(pk) ?? [];
  return role === undefined ? undefined : { role, organization: sk };
}

/** What the offices that one organization holds add to its transaction, by key: all of them, so that none stays lost. */
export function officeWrites(
  { table: TableName }: Context,
  before: readonly Office[],
  after: readonly Office[],
): ReadonlyMap<string, TransactWriteItem> {
  const held = new Map(after.map((one) => [nameOf(one), one]));
  const had = new Map(before.map((one) => [nameOf(one), one]));
  const writes = new Map<string, TransactWriteItem>();
  for (const [name, one] of held) {
    writes.set(name, { Put: { TableName, Item: encode(officeKey(one)) } });
  }
  for (const [name, one] of had) {
    if (!held.has(name)) writes.set(name, { Delete: { TableName, Key: encode(officeKey(one)) } });
  }
  return writes;
}

const nameOf = (office: Office): string => Object.values(officeKey(office)).join('|');

/** Whom a row tells by office, because the stream names nobody in that role: read now, told in the same transaction. */
export async function officesTold<S extends { status: string }>(
  context: Context,
  machine: Pick<Machine<S, never, never>, 'parties' | 'hearers' | 'summary'>,
  rule: Rule,
  states: { readonly before: S; readonly after: S },
): Promise<Named> {
  const { jurisdiction } = machine.summary(states.after);
  const nobody = [...audience(machine, states, { rule, named: {} })].filter(([, to]) => to.length === 0);
  const roles = nobody.map(([role]) => role).filter(isOfficeRole);
  const held = roles.map(async (role) => [role, await officesFor(context, role, jurisdiction)] as const);
  return Object.fromEntries(await Promise.all(held));
}

/** Who holds this office, consistently, at most eight: in the jurisdiction, else in its city; nobody where there is none. */
export async function officesFor(
  { dynamo, table }: Context,
  role: OfficeRole,
  jurisdiction: string,
): Promise<readonly string[]> {
  for (const level of levelsOf(jurisdiction)) {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: officePartition(role, level) } },
        ConsistentRead: true,
        Limit: MAX_OFFICES,
      }),
    );
    if (Items.length > 0) return Items.map((item) => String(unmarshall(item).sk));
  }
  return [];
}
