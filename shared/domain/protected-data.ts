import * as z from 'zod';
import { text as label, proceeding } from './proceeding.ts';
import { documentRef, id } from './values.ts';

const competent = ['security-organ', 'data-authority'] as const;
const number = z.string().max(60).regex(/\S/);
/** As a catalogue entry names its information items. */
const field = z.string().max(64).regex(/\S/);
const said = {
  level: z.enum(['important', 'core']),
  number,
  document: documentRef,
  /** Named for whoever protects them; the whole dataset takes the level. */
  fields: z.array(field).max(200),
};

/**
 * An entry of the catalogue of core and important data 核心数据和重要数据目录, by the competent authority's document. Its level
 * counts wherever the dataset's own is judged, the stricter wins (dataset-marks.ts). @see DSL-21, DZ-44
 */
export const protectedData = proceeding({
  aggregate: 'protected',
  label: label('核心与重要数据目录条目', 'entry of core and important data'),
  states: { listed: label('已列入', 'listed'), removed: label('已移出', 'removed') },
  opening: { dataset: id, authority: id, source: id },
  parties: { 'security-organ': 'authority', 'data-authority': 'authority', 'source-unit': 'source' },
  party: 'source',
  steps: {
    list: {
      by: competent,
      article: 'DSL-21',
      label: label('列入目录', 'list a dataset'),
      tells: ['source-unit'],
      to: 'listed',
      facts: said,
    },
    change: {
      by: competent,
      article: 'DSL-21',
      label: label('变更条目', 'change the entry'),
      tells: ['source-unit'],
      from: ['listed'],
      facts: said,
    },
    remove: {
      by: competent,
      article: 'DSL-21',
      label: label('移出目录', 'remove the entry'),
      tells: ['source-unit'],
      from: ['listed'],
      to: 'removed',
      facts: { number, document: documentRef },
    },
  },
});
