import { endOfDay, startOfDay } from '../../shared/law/time.ts';
import { utcHour } from '../../shared/law/utc-hour.ts';
import { type Listed, listByKind, listByParty, readEvent } from '../../shared/store/lists.ts';
import type { Context } from '../../shared/store/store.ts';
import { deliveriesIn } from '../../shared/store/supplied.ts';
import { inTurns, listAll, places, type Scope } from './lists.ts';

/** Channels whose hours are looked into: a few reads each. */
const MAX_CHANNELS = 100;
const statuses = ['open', 'held', 'closed'];

/**
 * What it holds now and what of it was used: datasets and whether they are published, agreements and whether something
 * was supplied under them this year; and how often, by the serials of the sealed hours. The index knows what is held
 * now, and nothing of what was held then: a year that is over has its deliveries only.
 */
export async function useOf(store: Context, scope: Scope) {
  const { organization: party, year, asOf } = scope;
  const own = (kind: string, status?: string) => listAll((page) => listByParty(store, { kind, party, status }, page));
  const [datasets, agreements, channels] = await Promise.all([
    own('dataset'),
    own('agreement', 'in-effect'),
    own('channel'),
  ]);
  const living = datasets.items.filter(({ status }) => status !== 'withdrawn');
  const onOwn = living.length > 0 ? await channelsOn(store, living, scope) : { items: [], more: false };
  const all = [...new Map([...channels.items, ...onOwn.items].map((one) => [one.id, one])).values()];
  const over = asOf >= endOfDay(`${year}-12-31`);
  const begin = utcHour(startOfDay(`${year}-01-01`));
  const looked = await inTurns(all.slice(0, MAX_CHANNELS), async ({ id, rests = [] }) => {
    // Nothing was supplied before it was asked for: the search begins there.
    const asked = await readEvent(store, { aggregate: 'channel', id }, 1);
    const from = asked && utcHour(asked.at) > begin ? utcHour(asked.at) : begin;
    return { rests, ...(await deliveriesIn(store, id, { from, ...(over && { until: utcHour(asOf) }) })) };
  });
  const supplied = new Set(looked.flatMap(({ deliveries, rests }) => (deliveries > 0 ? rests : [])));
  const published = living.filter(({ status }) => status === 'published').length;
  const supplying = agreements.items.filter(({ id }) => supplied.has(`agreement#${id}`)).length;
  return {
    used: over ? 0 : published + supplying,
    held: over ? 0 : living.length + agreements.items.length,
    deliveries: looked.reduce((sum, { deliveries }) => sum + deliveries, 0),
    more: all.length > MAX_CHANNELS || [datasets, agreements, channels, onOwn].some(({ more }) => more),
    hoursLeft: looked.some(({ complete }) => !complete),
  };
}

/** The channels that supply its datasets to others, found in what the channels of its place rest on. */
async function channelsOn(store: Context, datasets: readonly Listed[], { jurisdiction }: Scope) {
  const on = new Set(datasets.map(({ id }) => `dataset#${id}`));
  const lists = places(jurisdiction).flatMap((place) => statuses.map((status) => ({ jurisdiction: place, status })));
  const found = await inTurns(lists, (list) =>
    listAll((page) => listByKind(store, { kind: 'channel', ...list }, page)),
  );
  return {
    items: found.flatMap(({ items }) => items).filter(({ rests = [] }) => rests.some((one) => on.has(one))),
    more: found.some(({ more }) => more),
  };
}
