import { expect, test } from 'vitest';
import { dataset } from '../../shared/domain/dataset.ts';
import { milderThanCatalogue } from '../../shared/domain/registration-catalogue.ts';
import type { Level } from '../../shared/law/levels.ts';
import { at, entry } from '../domain/examples.ts';
import { documentOf } from '../domain/given.ts';
import { fullFile, particulars } from '../domain/registering.ts';

const published = (more: Partial<typeof entry> = {}, listed?: Level) => {
  const events = [
    { type: 'drafted', at, by: 'writer', source: 'bureau', jurisdiction: '511700', entry: { ...entry, ...more } },
    { type: 'submitted', at, by: 'writer', entry: { ...entry, ...more } },
    { type: 'approved', at, by: 'reviewer' },
    { type: 'published', at },
    ...(listed ? [{ type: 'level-listed', at, listed: { level: listed, entry: 'listing-1' } }] : []),
  ].map((event) => dataset.event.parse(event));
  const state = events.reduce(dataset.evolve, dataset.initial);
  if (state.status !== 'published') throw new Error('it is published');
  return state;
};
const pointers = (of: ReturnType<typeof milderThanCatalogue>) => of.map(({ article, pointer }) => [article, pointer]);
const file = (more: Partial<typeof particulars>) => ({ ...fullFile, particulars: { ...particulars, ...more } });
const personal = { items: [...entry.items, { name: '姓名', type: 'string', personal: true, sensitive: false }] };

test('a resource is not registered at a milder level than its strictest entry; as strict or stricter it is', () => {
  const important = [published(), published({ level: 'important' })];
  expect(pointers(milderThanCatalogue('resource', file({ level: 'general' }), important))).toEqual([
    ['LOCAL-41', '/file/particulars/level'],
  ]);
  for (const level of ['important', 'core'] as const) {
    expect(milderThanCatalogue('resource', file({ level }), important)).toEqual([]);
  }
  // What the competent catalogue lists counts over the entry's own word (DZ-44).
  const listed = [published({}, 'core')];
  expect(milderThanCatalogue('resource', file({ level: 'important' }), listed)).toHaveLength(1);
  expect(milderThanCatalogue('resource', file({ level: 'core' }), listed)).toEqual([]);
});

test('nor as free of personal information when an entry has some', () => {
  expect(pointers(milderThanCatalogue('resource', file({ personal: false }), [published(personal)]))).toEqual([
    ['LOCAL-41', '/file/particulars/personal'],
  ]);
  expect(milderThanCatalogue('resource', file({ personal: true }), [published(personal)])).toEqual([]);
  expect(milderThanCatalogue('resource', file({ personal: true }), [published()])).toEqual([]);
});

test('a product’s file is its own word, and what is missing is counted elsewhere (REG-10)', () => {
  const strict = [published({ level: 'core', ...personal })];
  expect(milderThanCatalogue('product', file({}), strict)).toEqual([]);
  expect(milderThanCatalogue('resource', { subject: documentOf('subject') }, strict)).toEqual([]);
});
